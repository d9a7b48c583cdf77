"""What happened lately to cases that are open to everyone, for other systems that follow them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.models import Event
from hotline.core.status import Phase
from hotline.directory import queries as directory

from .disclosing import PublicCase
from .public import open_cases, shown_cases

UPDATES_MOST = 1000

STEP_OF = {
    "asked": Phase.RECEIVED,
    "forwarded": Phase.IN_PROGRESS,
    "followed": Phase.IN_PROGRESS,
    "question_asked": Phase.IN_PROGRESS,
    "refused": Phase.REFUSED,
    "answered": Phase.RESOLVED,
    "published": Phase.RESOLVED,
    "corrected": Phase.RESOLVED,
    "reopened": Phase.RECEIVED,
}
"""The events that are updates, and where the case stood after each. Its reception is none: whoever sent it was told."""

_ANSWERS = frozenset({"published", "corrected"})
_QUESTIONS = frozenset({"asked", "question_asked"})


@dataclass(frozen=True, slots=True)
class PublicUpdate:
    """One thing that happened to a case. `says_answer`: it is the answer in force that became public by it.

    `asks`: its reporter was asked something, which is for them alone.
    """

    id: int
    at: datetime
    step: Phase
    case: PublicCase
    says_answer: bool
    asks: bool


def public_updates(
    *, start: datetime, end: datetime, references: Sequence[str] | None = None, language: str = "vi"
) -> tuple[PublicUpdate, ...]:
    """Return what happened from `start` to `end` to cases that everyone may read, oldest first, at most 1000.

    An earlier version of an answer is no update any more: it was corrected, perhaps because it told too much.
    """
    events = Event.objects.filter(at__gte=start, at__lte=end, name__in=list(STEP_OF))
    events = events.filter(request__in=open_cases(directory.snapshot()).values("id"))
    if references is not None:
        events = events.filter(request__reference__in=list(references))
    rows = list(events.order_by("at", "id").values_list("id", "at", "name", "request_id")[:UPDATES_MOST])
    numbers = {request_id for _id, _at, _name, request_id in rows}
    cases = shown_cases(numbers, language=language)
    latest = _latest_answers(numbers)
    return tuple(
        PublicUpdate(
            number,
            at,
            _step(name, cases[request_id]),
            cases[request_id],
            says_answer=number == latest.get(request_id),
            asks=name in _QUESTIONS,
        )
        for number, at, name, request_id in rows
        if request_id in cases and (name not in _ANSWERS or number == latest.get(request_id))
    )


def _step(name: str, found: PublicCase) -> Phase:
    return found.case.phase if name == "corrected" else STEP_OF[name]  # one may be corrected while the case is open again


def _latest_answers(request_ids: set[int]) -> dict[int, int]:
    """Return by case the event by which the answer in force became public."""
    found = Event.objects.filter(request_id__in=request_ids, name__in=list(_ANSWERS)).order_by("id")
    return dict(found.values_list("request_id", "id"))
