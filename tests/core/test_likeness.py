"""When two reports are likely one matter. The table says it as the operators' supervisor would check it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.evidence import Likeness
from hotline.core.likeness import (
    LikenessRule,
    Matter,
    Reason,
    alike,
    metres_between,
    naming,
    order_as_master,
    telling,
    words_alike,
)

RULE = LikenessRule(metres=250, days=7)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HERE = (10.7769, 106.7009)
FLOODED = "Nước ngập tới đầu gối trước chợ Tân Định, xe chết máy hàng loạt."

FLOOD = Matter("flood", "water", NOW, telling(FLOODED), HERE, "26740", naming("trước chợ Tân Định"))
WARD_ONLY = replace(FLOOD, point=None)


def _away(metres: float) -> tuple[float, float]:
    return HERE[0] + metres / 111_195, HERE[1]


def _said(words: str) -> dict[str, frozenset[str]]:
    return {"words": telling(words)}


NEIGHBOUR = _said("nuoc ngap dau goi cho tan dinh, xe chet may")
RAIN, RIVER, DRAIN = _said("Mưa lớn"), _said("Đường thành sông rồi"), _said("Cống trước nhà nghẹt rác")
LAST_MONTH, SIX_DAYS = {"received_at": NOW - timedelta(days=30)}, {"received_at": NOW - timedelta(days=6)}
NO_PLACE_WORDS, NO_POINT = {"place": naming("")}, {"point": None}

LIKE = [
    # in words, the other report, is it proposed, is it marked beforehand
    ("the same matter told by a neighbour", {"point": _away(40), **NEIGHBOUR}, True, True),
    ("the same service next door within the hour, in other words", {"point": _away(30), **RIVER}, True, True),
    ("the same service at the other end of the street", {"point": _away(240), **NO_PLACE_WORDS, **DRAIN}, True, False),
    ("the same service beyond the city's measure", {"point": _away(400)}, False, False),
    ("the same place, but last month", LAST_MONTH, False, False),
    ("the same place, told six days ago", SIX_DAYS, True, True),
    ("next door six days ago in other words", {**SIX_DAYS, **NO_PLACE_WORDS, **RAIN}, True, False),
    ("another service of the group, same words", {"service": "drain"}, True, False),
    ("another service of the group, other words", {"service": "drain", **DRAIN}, False, False),
    ("a service of another group, same words", {"service": "noise", "group": "order"}, False, False),
    ("only the ward known, same words", {**NO_POINT, **NO_PLACE_WORDS}, True, False),
    ("only the ward known, other words", {**NO_POINT, **NO_PLACE_WORDS, **DRAIN}, False, False),
    ("no point, but the same door", {**NO_POINT, **RAIN}, True, True),
    ("no point, another number of the street", {**NO_POINT, **RAIN, "place": naming("12 Hai Bà Trưng")}, False, False),
    ("another ward without a point", {**NO_POINT, "area": "26743"}, False, False),
]


@pytest.mark.parametrize(("why", "changes", "is_proposed", "is_likely"), LIKE, ids=[row[0] for row in LIKE])
def test_what_is_proposed(why: str, changes: dict[str, object], is_proposed: bool, is_likely: bool) -> None:
    found = alike(FLOOD, replace(FLOOD, **changes), RULE)  # type: ignore[arg-type]

    assert (found is not None) is is_proposed, why
    assert (found is not None and found.is_likely) is is_likely, why


def test_the_same_door_needs_the_same_numbers() -> None:
    one = replace(WARD_ONLY, place=naming("45/8 Lê Lợi"), words=frozenset())

    assert alike(one, replace(one, place=naming("45/8 đường Le Loi")), RULE) is not None
    assert alike(one, replace(one, place=naming("45/9 Lê Lợi")), RULE) is None
    assert alike(replace(one, place=naming("trước chợ Bến Thành")), replace(one, place=naming("cho Ben Thanh")), RULE) is not None
    assert alike(replace(one, place=naming("gần chợ")), replace(one, place=naming("gần chợ")), RULE) is None


@pytest.mark.parametrize(
    ("photo", "reason", "is_likely"),
    [
        (Likeness.SAME_FILE, Reason.SAME_PHOTO, True),
        (Likeness.SAME_PICTURE, Reason.SAME_PHOTO, True),
        (Likeness.ALIKE, Reason.ALIKE_PHOTO, None),
    ],
)
def test_a_photo_that_both_sent(photo: Likeness, reason: Reason, is_likely: bool | None) -> None:
    elsewhere = replace(FLOOD, service="noise", group="order", point=_away(9000), area="1", received_at=NOW - timedelta(days=90))

    found = alike(FLOOD, elsewhere, RULE, photo=photo)

    assert (found is None) if is_likely is None else (found is not None and found.is_likely)
    assert found is None or found.reasons[0] is reason


def test_an_alike_photo_stands_for_words() -> None:
    drain = replace(FLOOD, service="drain", words=frozenset())

    assert alike(FLOOD, drain, RULE) is None
    found = alike(FLOOD, drain, RULE, photo=Likeness.ALIKE)
    assert found is not None
    assert Reason.ALIKE_PHOTO in found.reasons


def test_what_a_person_said_comes_first() -> None:
    far = replace(FLOOD, point=_away(5000), place=naming(""), words=frozenset(), service="drain")

    assert alike(FLOOD, far, RULE) is None
    said = alike(FLOOD, far, RULE, said=True)
    itself = alike(FLOOD, FLOOD, RULE, photo=Likeness.SAME_FILE)

    assert said is not None
    assert said.is_likely
    assert said.reasons[0] is Reason.SAID
    assert itself is not None
    assert said.score > itself.score - 3.0


def test_the_reasons_carry_their_figures() -> None:
    found = alike(FLOOD, replace(FLOOD, point=_away(100), received_at=NOW - timedelta(minutes=20)), RULE)

    assert found is not None
    assert found.metres == 100
    assert found.words == 100
    assert found.apart == timedelta(minutes=20)
    assert set(found.reasons) == {Reason.SAME_SERVICE, Reason.NEAR, Reason.SAME_PLACE_WORDS, Reason.RECENT, Reason.WORDS}


WORDS = [
    ("told the same way", FLOODED, FLOODED, 1.0, 1.0),
    ("told without accents", FLOODED, "Nuoc ngap toi dau goi truoc cho Tan Dinh, xe chet may hang loat.", 1.0, 1.0),
    ("told by two people", FLOODED, "Chợ Tân Định ngập nặng, nước tới đầu gối", 0.4, 0.9),
    ("the same kind of thing elsewhere", "Đèn đường hẻm 12 tắt ba đêm", "Cột đèn đường số 45 chập chờn", 0.0, 0.25),
    ("nothing in common", FLOODED, "Karaoke kẹo kéo ồn ào đến khuya", 0.0, 0.1),
]


@pytest.mark.parametrize(("why", "one", "other", "least", "most"), WORDS, ids=[row[0] for row in WORDS])
def test_how_alike_words_are(why: str, one: str, other: str, least: float, most: float) -> None:
    found = words_alike(telling(one), telling(other))

    assert found is not None
    assert least <= found <= most, why


@pytest.mark.parametrize("words", ["", "!!!", "ngập", "xin hãy giúp", "Nhà tôi có mưa"])
def test_too_few_words_are_not_compared(words: str) -> None:
    assert words_alike(telling(words), telling(FLOODED)) is None


def test_metres() -> None:
    assert metres_between(HERE, _away(250)) == pytest.approx(250, abs=0.5)
    assert metres_between((10.0, 106.0), (10.0, 106.01)) == pytest.approx(1095, rel=0.01)


@pytest.mark.parametrize(
    ("why", "first", "second"),
    [
        ("the older one", {"received_at": NOW}, {"received_at": NOW + timedelta(hours=1)}),
        ("one with reports under it", {"merged": 3, "received_at": NOW + timedelta(hours=1)}, {"received_at": NOW}),
        ("one that an agency has in hand", {"is_under_way": True, "received_at": NOW + timedelta(hours=1)}, {"merged": 3}),
        ("an urgent one before all", {"is_urgent": True, "received_at": NOW + timedelta(hours=1)}, {"merged": 3}),
        ("an urgent one before one in hand", {"is_urgent": True}, {"is_under_way": True}),
        ("of two at once the one with the smaller number", {"number": 1}, {"number": 2}),
    ],
)
def test_under_which_the_others_are_put(why: str, first: dict[str, Any], second: dict[str, Any]) -> None:
    plain = {"is_urgent": False, "is_under_way": False, "merged": 0, "received_at": NOW, "number": 1}
    assert order_as_master(**{**plain, **first}) < order_as_master(**{**plain, **second}), why


_TEXT = st.text(max_size=60)
_POINT = st.none() | st.tuples(st.floats(8, 24), st.floats(102, 110))
_MATTER = st.builds(
    Matter,
    service=st.sampled_from(["flood", "drain", "noise"]),
    group=st.sampled_from(["water", "order"]),
    received_at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 3, 1), timezones=st.just(UTC)),
    words=_TEXT.map(telling),
    point=_POINT,
    area=st.sampled_from(["", "26740", "26743"]),
    place=_TEXT.map(naming),
)


@given(_MATTER, _MATTER, st.sampled_from([None, *Likeness]), st.booleans())
def test_it_is_the_same_the_other_way_round(one: Matter, other: Matter, photo: Likeness | None, said: bool) -> None:
    assert alike(one, other, RULE, photo=photo, said=said) == alike(other, one, RULE, photo=photo, said=said)


@given(_MATTER, _MATTER)
def test_nothing_is_proposed_without_place_or_time(one: Matter, other: Matter) -> None:
    found = alike(one, other, RULE)
    if found is not None:
        assert {Reason.NEAR, Reason.SAME_PLACE_WORDS, Reason.SAME_WARD} & set(found.reasons)
        assert {Reason.SAME_SERVICE, Reason.SAME_GROUP} & set(found.reasons)
        assert found.apart <= RULE.apart


@given(_TEXT, _TEXT)
def test_words_are_alike_between_nothing_and_all(one: str, other: str) -> None:
    found = words_alike(telling(one), telling(other))
    assert found is None or 0 <= found <= 1
    if telling(one):
        assert words_alike(telling(one), telling(one)) == 1
