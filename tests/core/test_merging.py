"""When reports may be joined under one of them, as a table its owner could sign."""

from itertools import product

import pytest

from hotline.core.merging import NotMergeable, Standing, screening_again, why_not_merge, why_not_undo
from hotline.core.status import REPLIED, AnswerState, Part, Screening

MASTER = Standing(1, Screening.ACCEPTED, parts=(Part.FORWARDED,))
MEMBER = Standing(2, Screening.RECEIVED, parts=(Part.PROPOSED,))
ANSWERED = AnswerState.SENT


def member(**changes: object) -> Standing:
    return Standing(**{"id": 2, "screening": Screening.RECEIVED, "parts": (Part.PROPOSED,), **changes})  # type: ignore[arg-type]


def master(**changes: object) -> Standing:
    return Standing(**{"id": 1, "screening": Screening.ACCEPTED, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("in_words", "under", "report", "why"),
    [
        ("a new report goes under one that is worked on", master(), member(), None),
        ("one that nobody has looked at can be the master", master(screening=Screening.RECEIVED), member(), None),
        ("one that was asked goes too", master(), member(screening=Screening.ASKED), None),
        ("one that an agency works on goes too", master(), member(screening=Screening.ACCEPTED, parts=(Part.ACCEPTED,)), None),
        ("a draft of an answer is no answer", master(answer=AnswerState.DRAFT), member(answer=AnswerState.DRAFT), None),
        ("not under itself", master(), member(id=1), NotMergeable.ITSELF),
        ("not under what stands under it", master(master=2), member(), NotMergeable.CIRCLE),
        ("not twice", master(), member(master=1), NotMergeable.ALREADY),
        ("not under two", master(), member(master=3), NotMergeable.ELSEWHERE),
        ("not under one that is merged itself", master(master=3), member(), NotMergeable.MASTER_MERGED),
        ("not under a refused one", master(screening=Screening.REFUSED), member(), NotMergeable.MASTER_REFUSED),
        ("not under an answered one", master(answer=ANSWERED), member(), NotMergeable.MASTER_ANSWERED),
        ("a refused one stays refused", master(), member(screening=Screening.REFUSED), NotMergeable.REFUSED),
        ("an answered one stays answered", master(), member(answer=ANSWERED), NotMergeable.ANSWERED),
        ("a filed result is looked at", master(), member(parts=(Part.RESULT_FILED,)), NotMergeable.RESULT_FILED),
        ("work that is done is not lost", master(), member(parts=(Part.FORWARDED, Part.DONE)), NotMergeable.RESULT_FILED),
        ("what lies before the People's Committee stays its own", master(), member(has_dossier=True), NotMergeable.DOSSIER),
        ("but others may join it", master(has_dossier=True), member(), None),
        ("danger does not wait behind what is none", master(), member(urgent=True), NotMergeable.URGENT),
        ("a complaint only with one of the same agency", master(about=frozenset({7})), member(about=frozenset({7})), None),
        ("not with one of another agency", master(about=frozenset({7})), member(about=frozenset({8})), NotMergeable.OTHER_AGENCY),
        (
            "not with one whose agency nobody knows",
            master(about=frozenset({7})),
            member(about=frozenset()),
            NotMergeable.OTHER_AGENCY,
        ),
        ("a complaint not under what is none", master(), member(about=frozenset({7})), NotMergeable.OTHER_AGENCY),
        ("what is none not under a complaint", master(about=frozenset({7})), member(), NotMergeable.OTHER_AGENCY),
        ("danger under danger", master(urgent=True), member(urgent=True), None),
    ],
)
def test_what_may_be_merged(in_words: str, under: Standing, report: Standing, why: NotMergeable | None) -> None:
    assert why_not_merge(under, report) is why, in_words


def test_nothing_answered_or_refused_is_ever_merged() -> None:
    for screening, answer, of_master in product(Screening, [None, *AnswerState], [None, *AnswerState]):
        allowed = why_not_merge(master(answer=of_master), member(screening=screening, answer=answer)) is None
        assert allowed == (screening is not Screening.REFUSED and answer not in REPLIED and of_master not in REPLIED)


@pytest.mark.parametrize(
    ("in_words", "report", "of", "why"),
    [
        ("while nobody was answered", member(master=1), master(), None),
        ("not what is not merged", member(), None, NotMergeable.NOT_MERGED),
        ("not once the incident was answered", member(master=1), master(answer=ANSWERED), NotMergeable.ANSWERED),
        ("not once this one was answered", member(master=1, answer=ANSWERED), master(), NotMergeable.ANSWERED),
    ],
)
def test_what_may_be_taken_back(in_words: str, report: Standing, of: Standing | None, why: NotMergeable | None) -> None:
    assert why_not_undo(report, of) is why, in_words


@pytest.mark.parametrize(
    ("in_words", "before", "is_asked", "again"),
    [
        ("a new one is new again", Screening.RECEIVED, False, Screening.RECEIVED),
        ("the citizen is still asked", Screening.ASKED, True, Screening.ASKED),
        ("the citizen replied meanwhile", Screening.ASKED, False, Screening.RECEIVED),
        ("an accepted one is accepted, whatever it was asked", Screening.ACCEPTED, True, Screening.ACCEPTED),
    ],
)
def test_where_screening_stands_again(in_words: str, before: Screening, is_asked: bool, again: Screening) -> None:
    assert screening_again(before, is_asked=is_asked) is again, in_words
