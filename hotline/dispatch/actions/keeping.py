"""What is kept for a month only: steps under their keys, and notices with their tries."""

from datetime import datetime, timedelta

from hotline.dispatch.models import Notice, TakenStep

KEPT = timedelta(days=30)
_BATCH = 1000


def sweep(*, now: datetime) -> int:
    """Forget a batch of what is older than a month; return how many rows. What still waits is never forgotten."""
    before = now - KEPT
    steps = TakenStep.objects.filter(pk__in=list(TakenStep.objects.filter(at__lt=before).values_list("pk", flat=True)[:_BATCH]))
    old = Notice.objects.filter(done_at__lt=before).values_list("pk", flat=True)[:_BATCH]
    gone, _ = steps.delete()
    told, _ = Notice.objects.filter(pk__in=list(old)).delete()
    return gone + told
