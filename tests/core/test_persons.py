"""Which points hang together, and when an operator may say that two reporters are one person."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.persons import MOST_POINTS, Bond, Joining, NotJoinable, Person, person_of, why_not_join

A, B, C, D = b"a", b"b", b"c", b"d"


def proved(one: bytes, other: bytes) -> Bond:
    return Bond(one, other, is_proved=True)


def said(one: bytes, other: bytes) -> Bond:
    return Bond(one, other, is_proved=False)


TABLE = [
    ("nothing is joined", (), {A}, set()),
    ("a code", (proved(A, B),), {A, B}, set()),
    ("the other way round", (proved(B, A),), {A, B}, set()),
    ("one behind the other", (proved(A, B), proved(C, B)), {A, B, C}, set()),
    ("an operator's word", (said(A, B),), {A}, {B}),
    ("a code behind an operator's word rests on that word", (said(A, B), proved(B, C)), {A}, {B, C}),
    ("a ring of both: what codes reach is proved", (said(A, B), proved(A, C), proved(C, B)), {A, B, C}, set()),
    ("others' joins", (proved(C, D),), {A}, set()),
]


@pytest.mark.parametrize(("name", "bonds", "by_code", "by_word"), TABLE, ids=[row[0] for row in TABLE])
def test_who_hangs_together(name: str, bonds: tuple[Bond, ...], by_code: set[bytes], by_word: set[bytes]) -> None:
    assert person_of({A}, bonds) == Person(frozenset(by_code), frozenset(by_word))


@given(st.lists(st.tuples(st.sampled_from([A, B, C, D]), st.sampled_from([A, B, C, D]), st.booleans())))
def test_it_is_the_same_person_from_whichever_point_one_asks(pairs: list[tuple[bytes, bytes, bool]]) -> None:
    bonds = [Bond(*pair) for pair in pairs]
    for node in person_of({A}, bonds).nodes:
        assert person_of({node}, bonds).nodes == person_of({A}, bonds).nodes


TWO = Joining(A, B, Person(frozenset({A})), Person(frozenset({B})))
MANY = Person(frozenset(bytes([number]) for number in range(MOST_POINTS)))

REFUSED = [
    ("two people", TWO, None),
    ("the same report", replace(TWO, same_case=True), NotJoinable.ITSELF),
    ("one complains of an agency, or stays unknown", replace(TWO, is_guarded=True), NotJoinable.GUARDED),
    ("nobody reports the one", replace(TWO, one=None), NotJoinable.NOBODY),
    ("the other was erased", replace(TWO, other=None), NotJoinable.NOBODY),
    ("the same number", replace(TWO, other=A, other_person=Person(frozenset({A}))), NotJoinable.ALREADY),
    ("joined already", replace(TWO, one_person=Person(frozenset({A}), frozenset({B}))), NotJoinable.ALREADY),
    ("more points than anybody has", replace(TWO, other_person=MANY), NotJoinable.TOO_MANY),
]


@pytest.mark.parametrize(("name", "joining", "why"), REFUSED, ids=[row[0] for row in REFUSED])
def test_whom_an_operator_may_join(name: str, joining: Joining, why: NotJoinable | None) -> None:
    assert why_not_join(joining) is why
