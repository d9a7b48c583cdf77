"""The three tables of moves, as the centre could sign them, and the phase that follows."""

from collections.abc import Mapping
from enum import StrEnum
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.facts import PartRole
from hotline.core.status import (
    ANSWER_MOVES,
    MOVES,
    SCREENING_MOVES,
    AnswerMove,
    AnswerState,
    AtDesk,
    Move,
    MoveNotAllowed,
    Part,
    Phase,
    Screening,
    ScreeningMove,
    after,
    answered,
    at_desk,
    is_unowned,
    phase_of,
    screened,
)

S, A, P = Screening, AnswerState, Part
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


LEAD, HELP, UNDER = PartRole.LEAD, PartRole.CO_HANDLER, PartRole.UNDER
TO_BE_GIVEN = [
    ("nobody was found yet", S.ACCEPTED, [], None, True),
    ("only proposed", S.ACCEPTED, [(LEAD, P.PROPOSED)], None, True),
    ("the lead sent it back, a helper works on", S.ACCEPTED, [(LEAD, P.RETURNED), (HELP, P.ACCEPTED)], None, True),
    ("another lead has it", S.ACCEPTED, [(LEAD, P.RETURNED), (LEAD, P.FORWARDED)], A.DRAFT, False),
    ("the lead is done", S.ACCEPTED, [(LEAD, P.DONE)], None, False),
    ("answered without any", S.ACCEPTED, [(LEAD, P.WITHDRAWN)], A.SENT, False),
    ("not screened yet", S.RECEIVED, [(LEAD, P.PROPOSED)], None, False),
    ("refused", S.REFUSED, [(LEAD, P.WITHDRAWN)], None, False),
    ("only what the lead handed down goes on", S.ACCEPTED, [(LEAD, P.RETURNED), (UNDER, P.ACCEPTED)], None, True),
]


@pytest.mark.parametrize(("what", "screening", "parts", "answer", "unowned"), TO_BE_GIVEN, ids=[row[0] for row in TO_BE_GIVEN])
def test_what_the_centre_has_to_find_somebody_for(
    what: str, screening: Screening, parts: list[tuple[PartRole, Part]], answer: AnswerState | None, unowned: bool
) -> None:
    assert is_unowned(screening, parts, answer) is unowned


CAME_BACK = [
    ("a co-handler sent its part back, the lead works on", S.ACCEPTED, [(LEAD, P.ACCEPTED), (HELP, P.RETURNED)], None, True),
    ("even when the lead is done", S.ACCEPTED, [(LEAD, P.DONE), (HELP, P.RETURNED)], None, True),
    ("answered meanwhile", S.ACCEPTED, [(LEAD, P.DONE), (HELP, P.RETURNED)], A.SENT, False),
    ("refused meanwhile", S.REFUSED, [(HELP, P.RETURNED)], None, False),
]


@pytest.mark.parametrize(("what", "screening", "parts", "answer", "waits"), CAME_BACK, ids=[row[0] for row in CAME_BACK])
def test_what_came_back_waits_for_the_centre_whoever_leads(
    what: str, screening: Screening, parts: list[tuple[PartRole, Part]], answer: AnswerState | None, waits: bool
) -> None:
    assert is_unowned(screening, parts, answer, came_back=True) is waits


AT_THE_DESK = [
    ("agencies work", [P.FORWARDED, P.ACCEPTED], None, AtDesk.NOTHING),
    ("one filed its result, another works", [P.RESULT_FILED, P.ACCEPTED], None, AtDesk.RESULT),
    ("a draft, and a result still to be checked", [P.RESULT_FILED, P.DONE], A.DRAFT, AtDesk.RESULT),
    ("all done", [P.DONE, P.WITHDRAWN, P.RETURNED], None, AtDesk.ANSWER),
    ("all done and drafted", [P.DONE], A.DRAFT, AtDesk.SEND),
    ("drafted without any agency", [P.WITHDRAWN], A.DRAFT, AtDesk.SEND),
    ("nobody and nothing", [P.RETURNED], None, AtDesk.NOTHING),
    ("sent", [P.DONE], A.SENT, AtDesk.PUBLISH),
    ("sent at once", [], A.SENT, AtDesk.PUBLISH),
    ("published", [P.DONE], A.PUBLISHED, AtDesk.NOTHING),
    ("corrected", [P.DONE], A.CORRECTED, AtDesk.NOTHING),
    ("answered without waiting, one still works", [P.DONE, P.ACCEPTED], A.SENT, AtDesk.PUBLISH),
    ("answered without waiting, its result comes later", [P.DONE, P.RESULT_FILED], A.SENT, AtDesk.RESULT),
    ("published without waiting, its result comes later", [P.DONE, P.RESULT_FILED], A.PUBLISHED, AtDesk.RESULT),
]


@pytest.mark.parametrize(("what", "parts", "answer", "waits"), AT_THE_DESK, ids=[row[0] for row in AT_THE_DESK])
def test_what_waits_at_the_synthesis_desk(what: str, parts: list[Part], answer: AnswerState | None, waits: AtDesk) -> None:
    assert at_desk(S.ACCEPTED, parts, answer) is waits
    assert all(at_desk(screening, parts, answer) is AtDesk.NOTHING for screening in S if screening is not S.ACCEPTED)


@given(st.lists(st.tuples(st.sampled_from(PartRole), st.sampled_from(Part)), max_size=4), st.none() | st.sampled_from(A))
def test_a_case_that_was_taken_on_is_always_in_somebodys_hands(
    parts: list[tuple[PartRole, Part]], answer: AnswerState | None
) -> None:
    """The centre's, an agency's, the desk's; or it is answered. No case is without an owner."""
    states = [part for _role, part in parts]
    is_answered = answer in (A.SENT, A.PUBLISHED, A.CORRECTED)
    at_an_agency = any(part in (P.FORWARDED, P.ACCEPTED) for part in states)
    assert is_unowned(S.ACCEPTED, parts, answer) or at_desk(S.ACCEPTED, states, answer) or at_an_agency or is_answered
