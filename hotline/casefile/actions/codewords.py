"""What codes leave behind: the words in which they were sent, and numbers that somebody typed and nobody proved."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from hotline.casefile.models import ContactJoin, ContactPoint, Incoming, Message, PhoneCode
from hotline.casefile.models.messages import MessageState
from hotline.casefile.queries.reaching import PHONE_CODE

TOO_LATE = "too-late"
"""Why a code that could not be sent in time is not sent any more."""


def once_of(code_id: int) -> str:
    """Return what makes the message of a code one."""
    return f"c{code_id}"


def forget_words(codes: Iterable[tuple[int, int]]) -> None:
    """Blank what was sent with codes, given with their number's point; what has not left by now never does."""
    sent = Message.objects.filter(once__in=[f"{PHONE_CODE}:p{point}:{once_of(number)}" for number, point in codes])
    sent = sent.filter(own_words__isnull=False)
    sent.filter(state=MessageState.WAITING).update(state=MessageState.DEAD, reason=TOO_LATE, own_words=None)
    sent.update(own_words=None)


def blank_lone(point_ids: Iterable[int]) -> None:
    """Blank those of the points that nobody proved, wrote from or was joined with: somebody typed them, no more."""
    points = ContactPoint.objects.filter(pk__in=list(point_ids), verified_at__isnull=True, contact__reports__isnull=True)
    used = {*Incoming.objects.filter(point__in=points).values_list("point_id", flat=True)}
    used |= {*ContactJoin.objects.filter(other__in=points).values_list("other_id", flat=True)}
    lone = [number for number in points.values_list("id", flat=True) if number not in used]
    ContactPoint.objects.filter(pk__in=lone).update(value=None, blind=None)


def forget_codes_of(nodes: Collection[bytes], contacts: Collection[int]) -> None:
    """Take away the codes of whoever is erased, with the numbers that they typed and that are nobody's known here."""
    codes = PhoneCode.objects.filter(Q(asker__in=nodes) | Q(number__in=nodes) | Q(asker_contact_id__in=contacts))
    asked = list(codes.values_list("id", "point_id"))
    codes.delete()
    forget_words(asked)
    still = {*PhoneCode.objects.filter(point__in=[point for _code, point in asked]).values_list("point_id", flat=True)}
    blank_lone(point for _code, point in asked if point not in still)
