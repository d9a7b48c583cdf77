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
class NumberProof:
    """How the private page stands with its reporter's number, both masked: the one proved, and the one a code is under way to.

    `stays`: the number stands in the report itself, where it was typed, and is written to whether it is proved or not.
    `may_ask` is off for whoever wrote by SMS: another number of theirs they prove from there.
    """

    asker: Asker
    proved: str = ""
    stays: bool = False
    waits: str = ""
    may_ask: bool = True


def waits_for(asker: Asker) -> bool:
    """Return whether a code of theirs counts, in time or not."""
    return PhoneCode.objects.filter(asker=asker.node, ended_at__isnull=True).exists()


def number_proof(request_id: int, *, now: datetime) -> NumberProof | None:
    """Return how the main reporter of a case stands with their number.

    None where there is nothing to prove, nor to withdraw: nobody is reached, the number they wrote from is theirs and no other
    is joined with it, or they are guarded.
    """
    reporters = Reporter.objects.filter(not_guarded(), request_id=request_id, main=True, contact__erased_at__isnull=True)
    reporter = reporters.select_related("point", "request").first()
    if reporter is None:
        return None
    asker = _asker(reporter)
    join, typed = joins_by_code(asker).order_by("-id").first(), proved_points(reporter.contact_id).first()
    if _wrote_by_sms(reporter):
        return NumberProof(asker, proved=_masked(join.other), may_ask=False) if join else None
    code = PhoneCode.objects.filter(asker=asker.node, ended_at__isnull=True, asked_at__gt=now - LIVES)
    waiting = code.select_related("point").first()
    proved = _masked(join.other if join else typed)
    return NumberProof(asker, proved=proved, stays=join is None, waits=_masked(waiting.point if waiting else None))


def joins_by_code(asker: Asker) -> QuerySet[ContactJoin]:
    """Return the joins in force that rest on a code which this asker typed back."""
    return ContactJoin.objects.filter(one_node=asker.node, how=JoinedHow.CODE, ended_at__isnull=True).select_related("other")


def proved_points(contact_id: int) -> QuerySet[ContactPoint]:
    """Return the numbers that stand in a report and were proved to be its reporter's."""
    return ContactPoint.objects.filter(contact_id=contact_id, kind=Channel.SMS, verified_at__isnull=False)


def _asker(reporter: Reporter) -> Asker:
    """Return who asks on the page of a report. Only what came in by the point itself proves that the point is theirs.

    What was typed into a form proves nothing: then this one report's contact asks, and nothing else is joined with the number.
    """
    point, request = reporter.point, reporter.request
    wrote = point is not None and point.blind is not None and point.kind == request.channel
    if wrote and point is not None and request.channel in {*CHATS, Channel.EMAIL, Channel.SMS}:
        return Asker(bytes(point.blind or b""), point_id=point.pk, request_id=request.pk)
    return Asker(contact_node(reporter.contact_id), reporter.point_id, contact_id=reporter.contact_id, request_id=request.pk)


def _wrote_by_sms(reporter: Reporter) -> bool:
    point = reporter.point
    return point is not None and point.kind == Channel.SMS and reporter.request.channel == Channel.SMS


def _masked(point: ContactPoint | None) -> str:
    return mask_phone(opened_text(point.value)) if point is not None and point.value is not None else ""
