"""What a message may say of the newest event of its case."""

from hotline.casefile.models import Event


def last_reason(request_id: int, event: str) -> str:
    """Return the reason's code of the newest event of a name; never its words, which may tell who reports."""
    codes = Event.objects.filter(request_id=request_id, name=event).order_by("-id").values_list("reason", flat=True)
    return codes.first() or ""
