"""What it costs when an agency says "not mine", and from when on the supervisor decides."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.returning import minutes_held, returns_counted, supervisor_decides

FORWARDED = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 09:00 in Việt Nam
COST = [
    ("sent back in the same minute", timedelta(seconds=59), 0),
    ("half an hour", timedelta(minutes=30), 30),
    ("over a night, which counts: the citizen waits", timedelta(hours=16, minutes=1, seconds=30), 961),
    ("a clock that was set back takes nothing off", timedelta(minutes=-5), 0),
]


@pytest.mark.parametrize(("words", "held", "minutes"), COST, ids=[row[0] for row in COST])
def test_what_a_return_costs(words: str, held: timedelta, minutes: int) -> None:
    assert minutes_held(FORWARDED, FORWARDED + held) == minutes


WHO = [
    ("the first return: the operators look for another", 1, 2, False),
    ("the second: the supervisor decides", 2, 2, True),
    ("later ones too", 5, 2, True),
    ("a profile that never gives it to the supervisor", 9, None, False),
]


@pytest.mark.parametrize(("words", "returns", "after", "supervisors"), WHO, ids=[row[0] for row in WHO])
def test_who_decides(words: str, returns: int, after: int | None, supervisors: bool) -> None:
    assert supervisor_decides(returns, after=after) is supervisors


BACK = ("part_returned", 1), ("part_returned", 2)
COUNTED = [
    ("each part that came back", BACK, 2),
    ("what a unit under an agency sent back is the agency's matter", (*BACK, ("part_returned", 9)), 2),
    ("the supervisor decided: from the beginning", (*BACK, ("whose_decided", 3)), 0),
    ("and once more after it", (BACK[0], ("whose_decided", 3), BACK[1]), 1),
    ("a reopened case begins again", (*BACK, ("reopened", None)), 0),
]


@pytest.mark.parametrize(("words", "events", "count"), COUNTED, ids=[row[0] for row in COUNTED])
def test_returns_are_counted_since_somebody_decided(words: str, events: tuple[tuple[str, int | None], ...], count: int) -> None:
    assert returns_counted(events, parts={1, 2}) == count


@given(st.timedeltas())
def test_no_return_costs_less_than_nothing(held: timedelta) -> None:
    try:
        back = FORWARDED + held
    except OverflowError:
        return
    assert minutes_held(FORWARDED, back) >= 0
