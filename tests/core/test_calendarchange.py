"""Decisions about working days, as an official writes them, and what they do to deadlines."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.calendar import CalendarContradicts, CalendarNeverWorks, OfficeHours
from hotline.core.calendarchange import (
    CalendarChange,
    DayKind,
    OrderedDay,
    OrderedHours,
    can_move,
    changed,
    changed_by_all,
    fingerprint,
)
from hotline.core.deadlines import Length, LengthUnit
from hotline.core.derivation import Pause, StartedBy, derive, explain, rederive

from .days import SWAP_OF_JANUARY_2026, VIETNAM, at

OFF, WORKED, USUAL = DayKind.OFF, DayKind.WORKED, DayKind.USUAL
FIVE_DAYS = Length(LengthUnit.WORKING_DAYS, 5)

BEFORE_THE_SWAP = changed(
    VIETNAM,
    CalendarChange("vietnam", "trước văn bản 12729", (OrderedDay(date(2026, 1, 2), USUAL), OrderedDay(date(2026, 1, 10), USUAL))),
)
"""The calendar as it was known until 25-12-2025: nobody had swapped 2-1 yet."""

SWAP = CalendarChange(
    "vietnam",
    SWAP_OF_JANUARY_2026,
    (
        OrderedDay(date(2026, 1, 2), OFF, "Nghỉ hoán đổi, làm bù 10-1", "Swapped day off, made up for on 10-1"),
        OrderedDay(date(2026, 1, 10), WORKED, "Làm bù cho ngày 2-1", "Made up for 2-1"),
    ),
)
"""Off on Friday 2-1-2026 for Saturday 10-1-2026: 12729/VPCP-KGVX of 25-12-2025, by the press (chưa kiểm chứng)."""


def ordered(day: str, kind: DayKind = OFF) -> CalendarChange:
    """A decision about one day."""
    return CalendarChange("vietnam", "thử", (OrderedDay(date.fromisoformat(day), kind, "thử"),))


FROM_EIGHT = CalendarChange(
    "vietnam",
    "thử: giờ làm việc mới, chưa kiểm chứng",
    hours=OrderedHours(date(2026, 3, 2), (OfficeHours(time(8), time(12)), OfficeHours(time(13), time(16, 30)))),
)

# What the decision does: case | received | length | due before it | the decision | due under it
MOVES = (
    ("received before the swap was known", "2025-12-29 09:00", FIVE_DAYS, "2026-01-06 17:00", SWAP, "2026-01-07 17:00"),
    ("a make-up Saturday counts", "2026-01-05 09:00", FIVE_DAYS, "2026-01-12 17:00", SWAP, "2026-01-10 17:00"),
    ("both days of the swap lie inside: nothing moves", "2025-12-31 09:00", Length(LengthUnit.WORKING_DAYS, 7),
     "2026-01-12 17:00", SWAP, "2026-01-12 17:00"),
    ("due before the swap", "2025-12-22 09:00", FIVE_DAYS, "2025-12-29 17:00", SWAP, "2025-12-29 17:00"),
    ("received after both days", "2026-01-12 09:00", FIVE_DAYS, "2026-01-19 17:00", SWAP, "2026-01-19 17:00"),
    ("eight working hours over the new day off", "2025-12-31 16:00", Length(LengthUnit.WORKING_HOURS, 8),
     "2026-01-02 16:00", SWAP, "2026-01-05 16:00"),
    ("minutes know no calendar", "2026-01-02 09:00", Length(LengthUnit.MINUTES, 60),
     "2026-01-02 10:00", SWAP, "2026-01-02 10:00"),
    ("a storm closes offices on 3-3-2026", "2026-03-02 09:00", FIVE_DAYS, "2026-03-09 17:00",
     ordered("2026-03-03"), "2026-03-10 17:00"),
    ("Tết of 2026 is made a day longer", "2026-02-13 09:12", FIVE_DAYS, "2026-02-27 17:00",
     ordered("2026-02-23"), "2026-03-02 17:00"),
    ("a Saturday is worked", "2026-03-02 09:00", FIVE_DAYS, "2026-03-09 17:00",
     ordered("2026-03-07", WORKED), "2026-03-07 17:00"),
    ("a day off is taken back", "2026-08-28 09:00", FIVE_DAYS, "2026-09-09 17:00",
     ordered("2026-09-01", USUAL), "2026-09-08 17:00"),
    ("offices close at 16:30 from 2-3-2026 on", "2026-02-27 09:00", FIVE_DAYS, "2026-03-06 17:00",
     FROM_EIGHT, "2026-03-06 16:30"),
    ("working hours before and after the new hours", "2026-02-27 16:00", Length(LengthUnit.WORKING_HOURS, 3),
     "2026-03-02 09:30", FROM_EIGHT, "2026-03-02 10:00"),
)  # fmt: skip


@pytest.mark.parametrize(("case", "start", "length", "before", "change", "after"), MOVES, ids=[row[0] for row in MOVES])
def test_what_a_decision_moves(case: str, start: str, length: Length, before: str, change: CalendarChange, after: str) -> None:
    calendar = BEFORE_THE_SWAP if change is SWAP else VIETNAM
    was = derive(
        rule="r",
        rule_version=date(2020, 5, 4),
        source="s",
        started_by=StartedBy.RECEIVED,
        started_at=at(start),
        length=length,
        calendar=calendar,
    )
    assert was.due_at == at(before)
    becomes = rederive(was, changed(calendar, change))
    assert becomes.due_at == at(after)
    if before != after:
        assert can_move(change, calendar, started_at=at(start), due_at=at(before))


def test_the_derivation_names_the_paper_of_the_decision() -> None:
    was = derive(
        rule="r",
        rule_version=date(2020, 5, 4),
        source="s",
        started_by=StartedBy.RECEIVED,
        started_at=at("2025-12-29 09:00"),
        length=FIVE_DAYS,
        calendar=BEFORE_THE_SWAP,
    )
    becomes = rederive(was, changed(BEFORE_THE_SWAP, SWAP))
    assert [day.source for day in becomes.skipped if day.on == date(2026, 1, 2)] == [SWAP_OF_JANUARY_2026]
    assert "Nghỉ hoán đổi, làm bù 10-1 (02/01)" in explain(becomes)


def test_a_clock_that_stands_still_keeps_what_the_new_calendar_leaves() -> None:
    """Paused on 8-1-2026 at noon: of five days from 5-1, two and a half are left, with the Saturday worked sooner over."""
    asked = Pause(at("2026-01-08 12:00"), None, "asked-citizen")
    was = derive(
        rule="r",
        rule_version=date(2020, 5, 4),
        source="s",
        started_by=StartedBy.RECEIVED,
        started_at=at("2026-01-05 09:00"),
        length=FIVE_DAYS,
        calendar=BEFORE_THE_SWAP,
    )
    standing = rederive(was, BEFORE_THE_SWAP, pauses=[asked])
    under = rederive(standing, changed(BEFORE_THE_SWAP, SWAP))
    assert standing.left is not None
    assert under.left is not None
    assert standing.left.time == timedelta(hours=20)  # Thursday afternoon, Friday, Monday
    assert under.left.time == timedelta(hours=20)  # Thursday afternoon, Friday, Saturday


REFUSED = (
    (
        "one day both off and worked",
        CalendarChange("vietnam", "s", (OrderedDay(date(2026, 5, 4), OFF), OrderedDay(date(2026, 5, 4), WORKED))),
        CalendarContradicts,
    ),
    (
        "every day of a quarter off",
        CalendarChange("vietnam", "s", tuple(OrderedDay(date(2026, 6, 1) + timedelta(days=n), OFF) for n in range(92))),
        CalendarNeverWorks,
    ),
    (
        "a week and then the rest of a month, by two decisions",
        CalendarChange("vietnam", "s", tuple(OrderedDay(date(2026, 2, 23) + timedelta(days=n), OFF) for n in range(26))),
        CalendarNeverWorks,
    ),
    ("no office hours", CalendarChange("vietnam", "s", hours=OrderedHours(date(2026, 7, 1), ())), CalendarNeverWorks),
    (
        "the afternoon before the morning ends",
        CalendarChange(
            "vietnam",
            "s",
            hours=OrderedHours(date(2026, 7, 1), (OfficeHours(time(8), time(13)), OfficeHours(time(12), time(17)))),
        ),
        CalendarContradicts,
    ),
)


@pytest.mark.parametrize(("case", "change", "refusal"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(case: str, change: CalendarChange, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        changed(VIETNAM, change)


def test_a_later_decision_stands_over_an_earlier_one_and_that_of_another_calendar_nowhere() -> None:
    other = replace(ordered("2026-03-05"), calendar="khác")
    calendar = changed_by_all(VIETNAM, [ordered("2026-03-03"), other, ordered("2026-03-03", USUAL), FROM_EIGHT])
    assert calendar.is_working_day(date(2026, 3, 3))
    assert calendar.is_working_day(date(2026, 3, 5))
    assert calendar.hours_on(date(2026, 3, 1)) == VIETNAM.hours
    assert calendar.hours_on(date(2026, 3, 2))[0].opens == time(8)
    again = changed(calendar, replace(FROM_EIGHT, document="bản sửa"))
    assert [one.source for one in again.later_hours] == ["bản sửa"]


def test_what_is_written_down_is_read_again() -> None:
    day, hours = SWAP.days[0], FROM_EIGHT.hours
    assert hours is not None
    assert OrderedDay.from_json(day.as_json()) == day
    assert OrderedHours.from_json(hours.as_json()) == hours


def test_the_fingerprint_changes_with_what_changes_and_with_nothing_else() -> None:
    assert fingerprint(VIETNAM) == fingerprint(replace(VIETNAM, days_off=tuple(reversed(VIETNAM.days_off))))
    others = [ordered("2026-03-03"), FROM_EIGHT, CalendarChange("vietnam", "s", known_until=date(2027, 12, 31))]
    assert len({fingerprint(VIETNAM), *(fingerprint(changed(VIETNAM, one)) for one in others)}) == 4


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))
changes = st.lists(st.tuples(days, st.sampled_from(DayKind)), min_size=1, max_size=4, unique_by=lambda one: one[0]).map(
    lambda rows: CalendarChange("vietnam", "s", tuple(OrderedDay(day, kind, "thử") for day, kind in rows))
)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)).map(lambda wall: at(wall.isoformat()))
lengths = st.builds(Length, st.sampled_from(LengthUnit), st.integers(1, 15))


@given(moments, lengths, changes)
def test_a_clock_that_a_decision_cannot_move_is_not_moved(start: datetime, length: Length, change: CalendarChange) -> None:
    was = derive(
        rule="r",
        rule_version=date(2020, 5, 4),
        source="s",
        started_by=StartedBy.RECEIVED,
        started_at=start,
        length=length,
        calendar=VIETNAM,
    )
    becomes = rederive(was, changed(VIETNAM, change))
    if not can_move(change, VIETNAM, started_at=start, due_at=was.due_at):
        assert becomes.due_at == was.due_at
    assert becomes.due_at is not None
    assert becomes.due_at > start
    assert rederive(becomes, changed(VIETNAM, change)) == becomes


@given(moments, lengths, changes)
def test_a_decision_that_is_taken_back_leaves_every_deadline_as_it_was(
    start: datetime, length: Length, change: CalendarChange
) -> None:
    was = derive(
        rule="r",
        rule_version=date(2020, 5, 4),
        source="s",
        started_by=StartedBy.RECEIVED,
        started_at=start,
        length=length,
        calendar=VIETNAM,
    )
    assert rederive(rederive(was, changed(VIETNAM, change)), VIETNAM) == was
