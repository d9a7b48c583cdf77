"""The three tables of moves, as the centre could sign them, and the phase that follows."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.status import (
    ANSWER_MOVES,
    MOVES,
    SCREENING_MOVES,
    AnswerMove,
    AnswerState,
    Move,
    MoveNotAllowed,
    Part,
    Phase,
    Screening,
    ScreeningMove,
    after,
    answered,
    phase_of,
    screened,
)

S, A = Screening, AnswerState
PHASES = [
    # in words, screening, parts, answer of this round, what the public reads
    ("nobody has looked yet", S.RECEIVED, [Part.PROPOSED], None, Phase.RECEIVED),
    ("the citizen was asked for more", S.ASKED, [Part.PROPOSED], None, Phase.RECEIVED),
    ("accepted, no agency yet", S.ACCEPTED, [], None, Phase.RECEIVED),
    ("forwarded, the agency has not looked", S.ACCEPTED, [Part.FORWARDED], None, Phase.IN_PROGRESS),
    ("the agency works", S.ACCEPTED, [Part.ACCEPTED], None, Phase.IN_PROGRESS),
    ("the agency says done, the desk has not answered", S.ACCEPTED, [Part.RESULT_FILED], None, Phase.IN_PROGRESS),
    ("the desk drafts", S.ACCEPTED, [Part.DONE], A.DRAFT, Phase.IN_PROGRESS),
    ("an accepted draft is no answer yet", S.ACCEPTED, [Part.DONE], A.ACCEPTED, Phase.IN_PROGRESS),
    ("answered", S.ACCEPTED, [Part.DONE], A.SENT, Phase.RESOLVED),
    ("answered and published", S.ACCEPTED, [Part.DONE], A.PUBLISHED, Phase.RESOLVED),
    ("answered, published, corrected", S.ACCEPTED, [Part.DONE], A.CORRECTED, Phase.RESOLVED),
    ("answered at once, no agency", S.ACCEPTED, [Part.WITHDRAWN], A.SENT, Phase.RESOLVED),
    ("one agency sent it back, another works", S.ACCEPTED, [Part.RETURNED, Part.ACCEPTED], None, Phase.IN_PROGRESS),
    ("the only agency sent it back", S.ACCEPTED, [Part.RETURNED], None, Phase.RECEIVED),
    ("reopened: a new round has no answer yet", S.ACCEPTED, [Part.FORWARDED], None, Phase.IN_PROGRESS),
    ("refused", S.REFUSED, [Part.WITHDRAWN], None, Phase.REFUSED),
]


@pytest.mark.parametrize(("words", "screening", "parts", "answer", "phase"), PHASES, ids=[row[0] for row in PHASES])
def test_what_the_public_reads(
    words: str, screening: Screening, parts: list[Part], answer: AnswerState | None, phase: Phase
) -> None:
    assert phase_of(screening, parts, answer) is phase


@given(st.sampled_from(Screening), st.lists(st.sampled_from(Part), max_size=5), st.none() | st.sampled_from(AnswerState))
def test_the_phase_is_total_and_the_order_of_parts_is_nothing(
    screening: Screening, parts: list[Part], answer: AnswerState | None
) -> None:
    phase = phase_of(screening, parts, answer)
    assert phase in Phase
    assert phase is phase_of(screening, list(reversed(parts)), answer)
    assert (phase is Phase.REFUSED) == (screening is Screening.REFUSED)


@given(st.lists(st.sampled_from(Part), max_size=4), st.none() | st.sampled_from([A.DRAFT, A.ACCEPTED]))
def test_nothing_is_resolved_before_the_citizen_was_answered(parts: list[Part], answer: AnswerState | None) -> None:
    assert all(phase_of(screening, parts, answer) is not Phase.RESOLVED for screening in Screening)


def _reached(table: Mapping[tuple[StrEnum, StrEnum], StrEnum], first: StrEnum) -> set[StrEnum]:
    reached = {first}
    while True:
        further = {to for (state, _move), to in table.items() if state in reached} - reached
        if not further:
            return reached
        reached |= further


@pytest.mark.parametrize(
    ("table", "first"),
    [(SCREENING_MOVES, S.RECEIVED), (MOVES, Part.PROPOSED), (ANSWER_MOVES, A.DRAFT)],
    ids=["screening", "part", "answer"],
)
def test_every_state_can_be_reached(table: Mapping[tuple[StrEnum, StrEnum], StrEnum], first: StrEnum) -> None:
    assert _reached(table, first) == set(type(first))


def test_every_pair_is_in_its_table_or_refused_by_name() -> None:
    for state, move in product(Screening, ScreeningMove):
        _in_table_or_refused(SCREENING_MOVES, screened, state, move)
    for part, step in product(Part, Move):
        _in_table_or_refused(MOVES, after, part, step)
    for answer, turn in product(AnswerState, AnswerMove):
        _in_table_or_refused(ANSWER_MOVES, answered, answer, turn)


def test_what_must_never_be_possible() -> None:
    never = [
        (Part.PROPOSED, Move.FILE_RESULT),  # an agency that was never told cannot have done it
        (Part.RETURNED, Move.FILE_RESULT),
        (Part.WITHDRAWN, Move.ACCEPT),
        (Part.FORWARDED, Move.ACCEPT_RESULT),  # nothing is done without a result
        (Part.DONE, Move.RETURN),
    ]
    for state, move in never:
        with pytest.raises(MoveNotAllowed):
            after(state, move)
    for unsent in (A.DRAFT, A.ACCEPTED):
        with pytest.raises(MoveNotAllowed):
            answered(unsent, AnswerMove.PUBLISH)  # the reply comes first


def _in_table_or_refused(table, function, state, move) -> None:  # type: ignore[no-untyped-def]
    if (state, move) in table:
        assert function(state, move) is table[state, move]
        return
    with pytest.raises(MoveNotAllowed) as refused:
        function(state, move)
    assert (refused.value.state, refused.value.move) == (state, move)
