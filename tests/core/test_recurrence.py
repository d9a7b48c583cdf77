"""When a matter has come back after it was handled. The table says it as the head of the synthesis desk would check it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.likeness import Matter, Reason, naming, telling
from hotline.core.recurrence import Linking, NotLinked, RecurrenceRule, comes_back, why_not_link

RULE = RecurrenceRule(metres=50, days=90)
HANDLED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HERE = (10.7769, 106.7009)
KARAOKE = Matter(
    "noise", "order", HANDLED - timedelta(days=2), telling("Karaoke loa kéo hát tới khuya"), HERE, "26740", naming("12 Lê Lợi")
)
BACK = replace(KARAOKE, received_at=HANDLED + timedelta(days=7), words=telling("Quán mở nhạc ầm ĩ sau 22 giờ"))


def _away(metres: float) -> tuple[float, float]:
    return HERE[0] + metres / 111_195, HERE[1]


def _after(**length: float) -> dict[str, Any]:
    return {"received_at": HANDLED + timedelta(**length)}


ROWS = [
    ("the karaoke is back next week", {}, True),
    ("back within the hour", _after(hours=1), True),
    ("at the last moment of the city's days", _after(days=90), True),
    ("later than the city's days", _after(days=90, seconds=1), False),
    ("reported before it was handled: a duplicate", _after(seconds=-1), False),
    ("at the neighbour's, within the city's metres", {"point": _away(45)}, True),
    ("down the street, beyond them", {"point": _away(80)}, False),
    ("at the same address, without a point", {"point": None}, True),
    ("at another number of the street, without a point", {"point": None, "place": naming("48 Lê Lợi")}, False),
    ("at the same address of another ward", {"point": None, "area": "26743"}, False),
    ("only the ward known", {"point": None, "place": frozenset()}, False),
    ("only the ward known, in the same words", {"point": None, "place": frozenset(), "words": KARAOKE.words}, False),
    ("another service of the group, in the same words", {"service": "street_market", "words": KARAOKE.words}, False),
    ("another matter there", {"service": "pothole", "group": "roads"}, False),
]


@pytest.mark.parametrize(("what", "changes", "is_again"), ROWS, ids=[row[0] for row in ROWS])
def test_what_comes_back(what: str, changes: dict[str, object], is_again: bool) -> None:
    found = comes_back(replace(BACK, **changes), KARAOKE, handled_at=HANDLED, rule=RULE)  # type: ignore[arg-type]
    assert (found is not None) is is_again, what


def test_it_says_by_what() -> None:
    found = comes_back(BACK, KARAOKE, handled_at=HANDLED, rule=RULE)
    assert found is not None
    assert (found.reasons, found.metres, found.after) == (
        (Reason.SAME_SERVICE, Reason.NEAR, Reason.SAME_PLACE_WORDS),
        0,
        timedelta(days=7),
    )


@given(days=st.integers(-400, 400), metres=st.integers(0, 500), service=st.sampled_from(["noise", "pothole"]))
def test_nothing_comes_back_before_it_was_handled_nor_elsewhere_nor_as_another_kind(days: int, metres: int, service: str) -> None:
    new = replace(BACK, **_after(days=days), service=service, point=_away(metres), place=naming(""))
    found = comes_back(new, KARAOKE, handled_at=HANDLED, rule=RULE)
    assert found is None or (0 <= days <= RULE.days and metres <= RULE.metres and service == KARAOKE.service)


NAMED = Linking(number=9, earlier=3, received_at=HANDLED + timedelta(days=120), handled_at=HANDLED, later=(9, 12))
LINKS: list[tuple[str, dict[str, Any], NotLinked | None]] = [
    ("long after, somewhere else: a person knows better", {}, None),
    ("another one than the worker found", {"linked_to": 5}, None),
    ("itself", {"earlier": 9}, NotLinked.ITSELF),
    ("the same one again", {"linked_to": 3}, NotLinked.ALREADY),
    ("one that came after it: a circle", {"earlier": 12}, NotLinked.LATER),
    ("a refused report", {"is_refused": True}, NotLinked.REFUSED),
    ("a complaint of an agency", {"is_guarded": True}, NotLinked.GUARDED),
    ("one that is not answered", {"handled_at": None}, NotLinked.NOT_HANDLED),
    ("one that was answered later: a duplicate", {"received_at": HANDLED - timedelta(seconds=1)}, NotLinked.NOT_HANDLED),
]


@pytest.mark.parametrize(("what", "changes", "why"), LINKS, ids=[row[0] for row in LINKS])
def test_which_a_person_may_name(what: str, changes: dict[str, Any], why: NotLinked | None) -> None:
    assert why_not_link(replace(NAMED, **changes)) is why, what
