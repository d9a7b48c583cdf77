"""What a message may say of its case: few columns, because a sender reads them for every message."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from hotline.casefile.models import Assignment, Clock, Event, Question, ServiceRequest
from hotline.casefile.models.clocks import ClockState, Outcome
from hotline.casefile.refusals import NoSuchCase
from hotline.core.clockrules import StoppedBy


@dataclass(frozen=True, slots=True)
class ToldCase:
    """A case as its messages name it. Service and area by id: the directory has their names in every language.

    `agency_place` is what agencies may read of `place_words`.
    """

    reference: str
    service_id: int
    area_id: int | None
    place_words: str
    agency_place: str


def told_case(request_id: int) -> ToldCase:
    """Return what the messages of a case may say of it. Raises NoSuchCase."""
    columns = ("reference", "service_id", "area_id", "place_words", "agency_place")
    found = ServiceRequest.objects.filter(pk=request_id).values_list(*columns).first()
    if found is None:
        raise NoSuchCase(request_id)
    return ToldCase(*found)


def told_due(request_id: int, *, part_id: int | None = None) -> datetime | None:
    """Return by when the agency's part is due, or (without a part, or if it has no clock) the answer; None while paused.

    Of several open clocks of a part it is the one that is due first. A message that leaves after its clock has ended
    still tells the moment that was due.
    """
    whose = Q(part_id=part_id) if part_id else Q(request_id=request_id, stops=StoppedBy.ANSWERED)
    clocks = list(Clock.objects.filter(whose).exclude(outcome=Outcome.VOID).order_by("id").values_list("state", "due_at"))
    if not clocks:
        return told_due(request_id) if part_id else None
    open_ones = [due_at for state, due_at in clocks if state != ClockState.ENDED]
    return min((due_at for due_at in open_ones if due_at), default=None) if open_ones else clocks[-1][1]


def unit_of_part(part_id: int) -> int | None:
    """Return the id of a part's agency."""
    return Assignment.objects.filter(pk=part_id).values_list("unit_id", flat=True).first()


def part_of_question(question_id: int) -> int | None:
    """Return the part in whose name a question was asked; None for the centre's own."""
    return Question.objects.filter(pk=question_id).values_list("part_id", flat=True).first()


def last_reason(request_id: int, event: str) -> str:
    """Return the reason's code of the newest event of a name; never its words, which may tell who reports."""
    codes = Event.objects.filter(request_id=request_id, name=event).order_by("-id").values_list("reason", flat=True)
    return codes.first() or ""
