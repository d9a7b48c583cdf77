"""Replays a case's events through the core's three tables of moves: a history that could not have been is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from faults.record import Case, Happened
from hotline.core.status import (
    AnswerMove,
    AnswerState,
    Move,
    MoveNotAllowed,
    Part,
    Screening,
    ScreeningMove,
    after,
    answered,
    phase_of,
    screened,
)

_PART_MOVES: Mapping[str, Move] = {
    "forwarded": Move.FORWARD,
    "part_accepted": Move.ACCEPT,
    "part_returned": Move.RETURN,
    "progress_filed": Move.FILE_PROGRESS,
    "result_filed": Move.FILE_RESULT,
    "result_accepted": Move.ACCEPT_RESULT,
    "result_returned": Move.RETURN_RESULT,
    "withdrawn": Move.WITHDRAW,
    "part_reopened": Move.REOPEN,
}
_SCREENING_MOVES: Mapping[str, ScreeningMove] = {
    "accepted": ScreeningMove.ACCEPT,
    "asked": ScreeningMove.ASK,
    "refused": ScreeningMove.REFUSE,
    "reconsidered": ScreeningMove.RECONSIDER,
}
_ANSWER_MOVES: Mapping[str, AnswerMove] = {
    "answer_accepted": AnswerMove.ACCEPT,
    "answered": AnswerMove.SEND,
    "published": AnswerMove.PUBLISH,
    "corrected": AnswerMove.CORRECT,
}


@dataclass(slots=True)
class _Replayed:
    screening: Screening = Screening.RECEIVED
    parts: dict[int, Part] = field(default_factory=dict)
    answer: AnswerState | None = None


def illegal(case: Case) -> str | None:
    """Return why the case's events do not lead to the states it is in, None when they do."""
    if not case.events or case.events[0].name != "received":
        return "its history does not begin with its reception"
    if sum(event.name == "received" for event in case.events) > 1:
        return "it was received twice"
    replayed = _Replayed()
    try:
        for event in case.events:
            _step(replayed, event, case)
    except (MoveNotAllowed, LookupError) as error:
        return f"no such path: {type(error).__name__} {error}"
    return _difference(replayed, case)


def _step(replayed: _Replayed, event: Happened, case: Case) -> None:
    if event.name == "proposed":
        replayed.parts[_proposed_part(event, case, replayed.parts)] = Part.PROPOSED
    elif move := _PART_MOVES.get(event.name):
        part = int(event.facts["part"])
        replayed.parts[part] = after(replayed.parts[part], move)
    elif screening := _SCREENING_MOVES.get(event.name):
        replayed.screening = screened(replayed.screening, screening)
    elif event.name == "question_replied" and replayed.screening is Screening.ASKED:
        replayed.screening = screened(replayed.screening, ScreeningMove.INFORM)
    elif event.name == "answer_drafted":
        replayed.answer = answered(replayed.answer, AnswerMove.REDRAFT) if replayed.answer else AnswerState.DRAFT
    elif answer := _ANSWER_MOVES.get(event.name):
        if replayed.answer is None:
            raise LookupError(f"{event.name} without an answer")
        replayed.answer = answered(replayed.answer, answer)
    elif event.name == "reopened":
        replayed.answer = None
        if Part.DONE not in replayed.parts.values():
            replayed.screening = screened(replayed.screening, ScreeningMove.REOPEN)


def _proposed_part(event: Happened, case: Case, known: Mapping[int, Part]) -> int:
    """Return the part that was proposed; an event of reception names its agency, written before the part had an id."""
    if "part" in event.facts:
        return int(event.facts["part"])
    for part in case.parts:
        if part.unit == event.facts["unit"] and part.id not in known:
            return part.id
    raise LookupError(f"no part for the agency {event.facts['unit']} that was proposed")


def _difference(replayed: _Replayed, case: Case) -> str | None:
    parts = {part.id: part.state for part in case.parts}
    if parts != replayed.parts:
        return f"its parts are {parts}, its history says {_plain(replayed.parts)}"
    if case.screening != replayed.screening:
        return f"its screening is {case.screening}, its history says {replayed.screening}"
    if case.answer != replayed.answer:
        return f"its answer is {case.answer}, its history says {replayed.answer}"
    phase = phase_of(replayed.screening, _states(replayed), replayed.answer)
    return None if case.phase == phase else f"its phase is {case.phase}, what follows is {phase}"


def _states(replayed: _Replayed) -> Sequence[Part]:
    return list(replayed.parts.values())


def _plain(parts: Mapping[int, Part]) -> dict[int, str]:
    return {part: state.value for part, state in parts.items()}
