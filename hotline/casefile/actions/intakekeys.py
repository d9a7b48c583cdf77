"""Keys by which a repeated report is known live for thirty days."""

from datetime import datetime

from hotline.casefile.models import IntakeKey

_BATCH = 5000


def forget_keys(*, before: datetime) -> int:
    """Delete a batch of keys older than `before`; return how many. Their reports stay."""
    oldest = IntakeKey.objects.filter(created_at__lt=before).order_by("created_at").values("key")[:_BATCH]
    return IntakeKey.objects.filter(key__in=oldest).delete()[0]
