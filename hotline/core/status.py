"""The three tables of moves and the public phase that follows from them.

A case has no status. It has a screening, one part for each agency and, in each round, at most one answer; each moves
by its own table below. What the public reads is derived from the three by `phase_of` and is never set by anyone.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from hotline.core.facts import PartRole


class MoveNotAllowed(Exception):
    """A move that its table does not have: `state` and `move` say which."""

    def __init__(self, state: StrEnum, move: StrEnum) -> None:
        super().__init__(f"{move.value} is not allowed in {state.value}")
        self.state = state
        self.move = move


class Screening(StrEnum):
    """What the centre has decided about a report."""

    RECEIVED = "received"
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ScreeningMove(StrEnum):
    """What can be done in screening."""

    ACCEPT = "accept"
    ASK = "ask"
    INFORM = "inform"
    REFUSE = "refuse"
    RECONSIDER = "reconsider"
    REOPEN = "reopen"


SCREENING_MOVES: Mapping[tuple[Screening, ScreeningMove], Screening] = {
    (Screening.RECEIVED, ScreeningMove.ACCEPT): Screening.ACCEPTED,
    (Screening.RECEIVED, ScreeningMove.ASK): Screening.ASKED,
    (Screening.RECEIVED, ScreeningMove.REFUSE): Screening.REFUSED,
    (Screening.ASKED, ScreeningMove.INFORM): Screening.RECEIVED,
    # The operator may learn by telephone what the citizen was asked in writing.
    (Screening.ASKED, ScreeningMove.ACCEPT): Screening.ACCEPTED,
    (Screening.ASKED, ScreeningMove.REFUSE): Screening.REFUSED,
    (Screening.REFUSED, ScreeningMove.RECONSIDER): Screening.RECEIVED,
    # Answered at once without any agency, and the citizen says that it is not done.
    (Screening.ACCEPTED, ScreeningMove.REOPEN): Screening.RECEIVED,
}


class Part(StrEnum):
    """Where one agency's part stands."""

    PROPOSED = "proposed"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    RESULT_FILED = "result_filed"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done with an agency's part."""

    FORWARD = "forward"
    ACCEPT = "accept"
    RETURN = "return"
    FILE_PROGRESS = "file_progress"
    HAND_DOWN = "hand_down"
    FILE_RESULT = "file_result"
    ACCEPT_RESULT = "accept_result"
    RETURN_RESULT = "return_result"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


MOVES: Mapping[tuple[Part, Move], Part] = {
    (Part.PROPOSED, Move.FORWARD): Part.FORWARDED,
    (Part.PROPOSED, Move.WITHDRAW): Part.WITHDRAWN,
    (Part.FORWARDED, Move.ACCEPT): Part.ACCEPTED,
    (Part.FORWARDED, Move.RETURN): Part.RETURNED,
    (Part.FORWARDED, Move.WITHDRAW): Part.WITHDRAWN,
    (Part.ACCEPTED, Move.FILE_PROGRESS): Part.ACCEPTED,
    # A unit under the agency does it; the agency stays accountable, so its own part stays where it is.
    (Part.ACCEPTED, Move.HAND_DOWN): Part.ACCEPTED,
    (Part.ACCEPTED, Move.FILE_RESULT): Part.RESULT_FILED,
    (Part.ACCEPTED, Move.RETURN): Part.RETURNED,
    (Part.ACCEPTED, Move.WITHDRAW): Part.WITHDRAWN,
    (Part.RESULT_FILED, Move.ACCEPT_RESULT): Part.DONE,
    (Part.RESULT_FILED, Move.RETURN_RESULT): Part.ACCEPTED,
    (Part.DONE, Move.REOPEN): Part.FORWARDED,
}

CLOSED_PARTS = frozenset({Part.RETURNED, Part.WITHDRAWN})
"""Parts that no longer bind their agency."""

OPEN_PARTS = frozenset({Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED})
"""Parts that somebody still has to act on after they were forwarded."""


class AnswerState(StrEnum):
    """Where the desk's one answer of a round stands."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    SENT = "sent"
    PUBLISHED = "published"
    CORRECTED = "corrected"


class AnswerMove(StrEnum):
    """What can be done with an answer."""

    REDRAFT = "redraft"
    ACCEPT = "accept"
    SEND = "send"
    PUBLISH = "publish"
    CORRECT = "correct"


ANSWER_MOVES: Mapping[tuple[AnswerState, AnswerMove], AnswerState] = {
    (AnswerState.DRAFT, AnswerMove.REDRAFT): AnswerState.DRAFT,
    (AnswerState.DRAFT, AnswerMove.ACCEPT): AnswerState.ACCEPTED,
    (AnswerState.ACCEPTED, AnswerMove.REDRAFT): AnswerState.DRAFT,
    (AnswerState.ACCEPTED, AnswerMove.SEND): AnswerState.SENT,
    # An answer that is never published is still corrected towards the citizen, and stays sent.
    (AnswerState.SENT, AnswerMove.CORRECT): AnswerState.SENT,
    (AnswerState.SENT, AnswerMove.PUBLISH): AnswerState.PUBLISHED,
    (AnswerState.PUBLISHED, AnswerMove.CORRECT): AnswerState.CORRECTED,
    (AnswerState.CORRECTED, AnswerMove.CORRECT): AnswerState.CORRECTED,
}

REPLIED = frozenset({AnswerState.SENT, AnswerState.PUBLISHED, AnswerState.CORRECTED})
"""Answers that the citizen has been given."""


class AtDesk(StrEnum):
    """What a case waits for at the synthesis desk."""

    NOTHING = ""
    RESULT = "result"
    ANSWER = "answer"
    SEND = "send"
    PUBLISH = "publish"


class Phase(StrEnum):
    """The public's three words, and refusal with its reason (DOMAIN: one vocabulary for everyone)."""

    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    REFUSED = "refused"


def moved[State: StrEnum, Step: StrEnum](table: Mapping[tuple[State, Step], State], state: State, move: Step) -> State:
    """Return where `move` leads from `state` by a table of moves; raise MoveNotAllowed where it has no such row."""
    try:
        return table[state, move]
    except KeyError:
        raise MoveNotAllowed(state, move) from None


def screened(state: Screening, move: ScreeningMove) -> Screening:
    """Return where `move` leads from `state`; raise MoveNotAllowed where the table has no such row."""
    return moved(SCREENING_MOVES, state, move)


def after(state: Part, move: Move) -> Part:
    """Return where `move` leads an agency's part from `state`; raise MoveNotAllowed if nowhere."""
    return moved(MOVES, state, move)


def answered(state: AnswerState, move: AnswerMove) -> AnswerState:
    """Return where `move` leads an answer from `state`; raise MoveNotAllowed if nowhere."""
    return moved(ANSWER_MOVES, state, move)


def phase_of(screening: Screening, parts: Sequence[Part], answer: AnswerState | None) -> Phase:
    """Return the public phase that follows from the records; total over every combination.

    `parts` are all parts of the case and `answer` the state of the answer of the *current* round, or None.
    """
    if screening is Screening.REFUSED:
        return Phase.REFUSED
    if answer in REPLIED:
        return Phase.RESOLVED
    if any(part in OPEN_PARTS or part is Part.DONE for part in parts):
        return Phase.IN_PROGRESS
    return Phase.RECEIVED


def is_unowned(
    screening: Screening, parts: Sequence[tuple[PartRole, Part]], answer: AnswerState | None, *, came_back: bool = False
) -> bool:
    """Return whether a report that was taken on, and is not answered, waits for the centre to find somebody.

    It has no lead, or `came_back`: an agency sent its part back and nobody has dealt with that yet, whoever leads.
    """
    has_lead = any(role is PartRole.LEAD and (part in OPEN_PARTS or part is Part.DONE) for role, part in parts)
    return screening is Screening.ACCEPTED and answer not in REPLIED and (came_back or not has_lead)


def at_desk(screening: Screening, parts: Sequence[Part], answer: AnswerState | None) -> AtDesk:
    """Return what the synthesis desk has to do; total over every combination.

    `parts` without those that were handed down: the agency above checks them. A draft waits to be sent once no agency
    works any more; a result is checked before an answer is published, and also when the desk answered without it.
    """
    standing = [part for part in parts if part in OPEN_PARTS or part is Part.DONE]
    done = all(part is Part.DONE for part in standing)
    if screening is not Screening.ACCEPTED:
        return AtDesk.NOTHING
    if answer in (AnswerState.DRAFT, AnswerState.ACCEPTED) and done:
        return AtDesk.SEND
    if Part.RESULT_FILED in standing:
        return AtDesk.RESULT
    if answer in (AnswerState.PUBLISHED, AnswerState.CORRECTED):
        return AtDesk.NOTHING
    if answer is AnswerState.SENT:
        return AtDesk.PUBLISH
    return AtDesk.ANSWER if answer is None and standing and done else AtDesk.NOTHING
