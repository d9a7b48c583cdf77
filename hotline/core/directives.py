"""Where agencies disagree, or work is not thorough: a dossier goes up to the People's Committee, and its decision binds.

The centre compiles a dossier for the People's Committee, whose decision returns as a binding directive (Bình Dương 1022, as the
press tells it). Which days a directive gives stands in the decision; here it lasts until offices close on that day, as a
commitment does.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from hotline.core.calendar import WorkingCalendar
from hotline.core.givendays import DayRefused, lasts_until
from hotline.core.status import moved

DIRECTIVE = "directive"
"""The purpose of a clock that counts towards a directive's deadline, and what stands in the place of its rule."""

ANSWERED = "directive_answered"
"""What ends such a clock: the agency's answer. One that is sent back lets it run on to the same moment."""


class DossierReason(StrEnum):
    """Why a case goes up."""

    DISAGREEMENT = "disagreement"
    NOT_THOROUGH = "not_thorough"


class DossierState(StrEnum):
    """Where a dossier stands: written by the desk, before the People's Committee, decided, or given up."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class DossierMove(StrEnum):
    """What happens to a dossier."""

    WRITE = "write"
    SUBMIT = "submit"
    DECIDE = "decide"
    WITHDRAW = "withdraw"


class DirectiveState(StrEnum):
    """Where a directive stands with the agency it binds: in its hands, answered, accepted, or lifted."""

    GIVEN = "given"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    LIFTED = "lifted"


class DirectiveMove(StrEnum):
    """What happens to a directive."""

    ANSWER = "answer"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    LIFT = "lift"


DOSSIER_MOVES: Mapping[tuple[DossierState, DossierMove], DossierState] = {
    (DossierState.DRAFT, DossierMove.WRITE): DossierState.DRAFT,
    (DossierState.DRAFT, DossierMove.SUBMIT): DossierState.SUBMITTED,
    (DossierState.DRAFT, DossierMove.WITHDRAW): DossierState.WITHDRAWN,
    (DossierState.SUBMITTED, DossierMove.DECIDE): DossierState.DECIDED,
    (DossierState.SUBMITTED, DossierMove.WITHDRAW): DossierState.WITHDRAWN,
}

DIRECTIVE_MOVES: Mapping[tuple[DirectiveState, DirectiveMove], DirectiveState] = {
    (DirectiveState.GIVEN, DirectiveMove.ANSWER): DirectiveState.ANSWERED,
    (DirectiveState.GIVEN, DirectiveMove.LIFT): DirectiveState.LIFTED,
    (DirectiveState.ANSWERED, DirectiveMove.ACCEPT): DirectiveState.ACCEPTED,
    (DirectiveState.ANSWERED, DirectiveMove.SEND_BACK): DirectiveState.GIVEN,
    (DirectiveState.ANSWERED, DirectiveMove.LIFT): DirectiveState.LIFTED,
}

OPEN_DOSSIERS = frozenset({DossierState.DRAFT, DossierState.SUBMITTED})
"""A case has one of these at most."""

OPEN_DIRECTIVES = frozenset({DirectiveState.GIVEN, DirectiveState.ANSWERED})


class WhyNot(StrEnum):
    """Why a dossier or a decision was refused."""

    ANOTHER_OPEN = "another_open"
    NO_AGENCY_YET = "no_agency_yet"
    NO_SUMMARY = "no_summary"
    NO_PROPOSAL = "no_proposal"
    NO_POSITION = "no_position"
    ONE_POSITION = "one_position"
    SIGNED_LATER = "signed_later"
    SIGNED_BEFORE = "signed_before"
    NO_DECISION = "no_decision"
    NO_ORDER = "no_order"
    NO_TASK = "no_task"
    AGENCY_TWICE = "agency_twice"
    BEFORE_TODAY = "before_today"
    TODAY_IS_OVER = "today_is_over"
    AFTER_A_YEAR = "after_a_year"
    NO_ANSWER = "no_answer"
    NO_REASON = "no_reason"


class DirectiveRefused(Exception):
    """A dossier or a decision is not one: `why` says what is wrong with it."""

    def __init__(self, why: WhyNot) -> None:
        super().__init__(why.value)
        self.why = why


def dossier_after(state: DossierState, move: DossierMove) -> DossierState:
    """Return where a dossier stands after `move`. Raises MoveNotAllowed."""
    return moved(DOSSIER_MOVES, state, move)


def directive_after(state: DirectiveState, move: DirectiveMove) -> DirectiveState:
    """Return where a directive stands after `move`. Raises MoveNotAllowed."""
    return moved(DIRECTIVE_MOVES, state, move)


def require_complete(reason: DossierReason, *, summary: str, proposal: str, positions: Mapping[int, str]) -> None:
    """Raise DirectiveRefused for a dossier that lacks what the People's Committee has to read.

    `positions` are the words of each agency by its id. A disagreement has two sides at least; where work is not thorough,
    one agency's is enough.
    """
    said = sum(bool(words.strip()) for words in positions.values())
    if not summary.strip():
        raise DirectiveRefused(WhyNot.NO_SUMMARY)
    if not said:
        raise DirectiveRefused(WhyNot.NO_POSITION)
    if reason is DossierReason.DISAGREEMENT and said < 2:
        raise DirectiveRefused(WhyNot.ONE_POSITION)
    if not proposal.strip():
        raise DirectiveRefused(WhyNot.NO_PROPOSAL)


def directed_until(day: date, *, now: datetime, calendar: WorkingCalendar) -> datetime:
    """Return until when an agency has that is directed at `now` to be done by `day`: until offices close on it.

    Raises DirectiveRefused for a day before today, today once offices have closed, and a day more than a year ahead.
    """
    try:
        return lasts_until(day, now=now, calendar=calendar)
    except DayRefused as refused:
        raise DirectiveRefused(WhyNot(refused.why)) from None


def require_signed(signed_on: date, *, received_at: datetime, now: datetime, calendar: WorkingCalendar) -> None:
    """Raise DirectiveRefused for a decision that would be signed later than today, or before there was the report.

    When the dossier reached the People's Committee stands on paper; here somebody may have noted it days later.
    """
    if signed_on > calendar.local(now).date():
        raise DirectiveRefused(WhyNot.SIGNED_LATER)
    if signed_on < calendar.local(received_at).date():
        raise DirectiveRefused(WhyNot.SIGNED_BEFORE)
