"""Who may prove a telephone number, which code of theirs waits, and which number they have proved."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hotline.casefile.models import ContactJoin, ContactPoint, PhoneCode, Reporter
from hotline.casefile.sealing import opened_text
from hotline.core.channels import CHATS
from hotline.core.disclosure import mask_phone
from hotline.core.facts import Channel
from hotline.core.persons import JoinedHow
from hotline.core.phonecodes import LIVES

from .persons import contact_node, not_guarded


@dataclass(frozen=True, slots=True)
class Asker:
    """Who wants to prove a number. `node` stands for them in a join: their point, or one contact alone, which is then named."""

    node: bytes
    point_id: int | None = None
    contact_id: int | None = None
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose numbers a private page shows. In joins `nodes` stand for them: this report's contact, and what it came in by."""

    request_id: int
    contact_id: int
    nodes: frozenset[bytes]


@dataclass(frozen=True, slots=True)
class ProvedNumber:
    """A number that a code proved, masked; `point_id` names it to whoever withdraws it.

    `stays`: it stands in the report itself, where it was typed, and is written to whether it is proved or not.
    """

    point_id: int
    masked: str
    stays: bool


@dataclass(frozen=True, slots=True)
class NumberProof:
    """How the private page stands with its reporter's numbers: those proved, and the one a code is under way to, masked.

    `may_ask` is off for whoever wrote by SMS: another number of theirs they prove from there.
    """

    asker: Asker
    holder: Holder
    proved: tuple[ProvedNumber, ...] = ()
    waits: str = ""
    may_ask: bool = True


def waits_for(asker: Asker) -> bool:
    """Return whether a code of theirs counts, in time or not."""
    return PhoneCode.objects.filter(asker=asker.node, ended_at__isnull=True).exists()


def number_proof(request_id: int, *, now: datetime) -> NumberProof | None:
    """Return how the main reporter of a case stands with their numbers.

    None where there is nothing to prove, nor to withdraw: nobody is reached, the number they wrote from is theirs and no other
    is joined with it, or they are guarded.
    """
    reporters = Reporter.objects.filter(not_guarded(), request_id=request_id, main=True, contact__erased_at__isnull=True)
    reporter = reporters.select_related("point", "request").first()
    if reporter is None:
        return None
    asker, holder = _asker(reporter), _holder(reporter)
    proved = _proved_numbers(holder)
    if _wrote_by_sms(reporter):
        return NumberProof(asker, holder, proved, may_ask=False) if proved else None
    code = PhoneCode.objects.filter(asker=asker.node, ended_at__isnull=True, asked_at__gt=now - LIVES)
    waiting = code.select_related("point").first()
    return NumberProof(asker, holder, proved, waits=_masked(waiting.point if waiting else None))


def joins_by_code(holder: Holder) -> QuerySet[ContactJoin]:
    """Return the joins in force that rest on a code which this holder typed back."""
    standing = ContactJoin.objects.filter(one_node__in=holder.nodes, how=JoinedHow.CODE, ended_at__isnull=True)
    return standing.select_related("other")


def proved_points(holder: Holder) -> QuerySet[ContactPoint]:
    """Return the numbers that stand in a report and were proved by a code; what it was written from needs none."""
    typed = ContactPoint.objects.filter(contact_id=holder.contact_id, kind=Channel.SMS, blind__isnull=False)
    return typed.filter(verified_at__isnull=False).exclude(blind__in=holder.nodes)


def _proved_numbers(holder: Holder) -> tuple[ProvedNumber, ...]:
    """Return each number once, however often it was proved, in the order in which they were."""
    points = [*proved_points(holder).order_by("id"), *(join.other for join in joins_by_code(holder).order_by("id"))]
    typed = ContactPoint.objects.filter(contact_id=holder.contact_id, blind__isnull=False).values_list("blind", flat=True)
    stay = {bytes(blind or b"") for blind in typed}
    numbers = {bytes(point.blind or b""): point for point in points}
    return tuple(ProvedNumber(point.pk, _masked(point), at in stay) for at, point in numbers.items())


def _asker(reporter: Reporter) -> Asker:
    """Return who asks on the page of a report: this one report's contact, and nothing else is joined with the number.

    A link is of one report and is passed on to neighbours: it proves nothing of the account that the report came in by.
    """
    node = contact_node(reporter.contact_id)
    return Asker(node, reporter.point_id, contact_id=reporter.contact_id, request_id=reporter.request_id)


def _holder(reporter: Reporter) -> Holder:
    wrote, contact = _written_from(reporter), contact_node(reporter.contact_id)
    return Holder(reporter.request_id, reporter.contact_id, frozenset({contact, wrote} if wrote else {contact}))


def _written_from(reporter: Reporter) -> bytes | None:
    """Return the blind index of what a report came in by, which is its reporter's; None for what was typed into a form."""
    point, channel = reporter.point, reporter.request.channel
    if point is None or point.blind is None or point.kind != channel:
        return None
    return bytes(point.blind) if channel in {*CHATS, Channel.EMAIL, Channel.SMS} else None


def _wrote_by_sms(reporter: Reporter) -> bool:
    point = reporter.point
    return point is not None and point.kind == Channel.SMS and reporter.request.channel == Channel.SMS


def _masked(point: ContactPoint | None) -> str:
    return mask_phone(opened_text(point.value)) if point is not None and point.value is not None else ""
