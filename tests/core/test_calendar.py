"""Days and hours that are worked, and calendars that are refused."""

from datetime import date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.calendar import (
    CalendarContradicts,
    CalendarNeverWorks,
    DayOff,
    HoursFrom,
    MakeUpDay,
    OfficeHours,
    WorkingCalendar,
)

from .days import ALL_DAY_BUT_NIGHT, VIETNAM, at

DAYS = (
    ("a plain Friday", "2026-02-13", True),
    ("a plain Saturday", "2026-02-14", False),
    ("the eve of Tết 2026", "2026-02-16", False),
    ("the fourth day of Tết 2026, a Friday", "2026-02-20", False),
    ("the Monday after Tết 2026", "2026-02-23", True),
    ("the Friday before Tết 2025", "2025-01-24", True),
    ("the 29th of the last month, Tết 2025", "2025-01-27", False),
    ("the third day of Tết 2025, a Friday", "2025-01-31", False),
    ("the Monday after Tết 2025", "2025-02-03", True),
    ("the Saturday worked instead of 2-5-2025", "2025-04-26", True),
    ("2-5-2025, off by the swap", "2025-05-02", False),
    ("2-1-2026, off by a swap", "2026-01-02", False),
    ("Saturday 10-1-2026, worked instead", "2026-01-10", True),
    ("Hùng Kings' day 2026 falls on a Sunday, the Monday is off instead", "2026-04-27", False),
    ("the Day of Vietnamese Culture, off since 2026", "2026-11-24", False),
)

MOMENTS = (
    ("before offices open", "2026-02-13 06:00", "2026-02-13 07:30"),
    ("as they open", "2026-02-13 07:30", "2026-02-13 07:30"),
    ("in the morning", "2026-02-13 09:12", "2026-02-13 09:12"),
    ("as the morning ends", "2026-02-13 11:30", "2026-02-13 13:00"),
    ("at noon", "2026-02-13 12:00", "2026-02-13 13:00"),
    ("as they close before Tết", "2026-02-13 17:00", "2026-02-23 07:30"),
    ("at night before a make-up Saturday", "2026-01-09 22:00", "2026-01-10 07:30"),
    ("on a make-up Saturday", "2026-01-10 14:00", "2026-01-10 14:00"),
)


@pytest.mark.parametrize(("case", "day", "worked"), DAYS, ids=[row[0] for row in DAYS])
def test_day(case: str, day: str, worked: bool) -> None:
    assert VIETNAM.is_working_day(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(("case", "moment", "expected"), MOMENTS, ids=[row[0] for row in MOMENTS])
def test_next_working_moment(case: str, moment: str, expected: str) -> None:
    assert VIETNAM.next_working_moment(at(moment)) == at(expected)


def test_the_table_is_what_the_holidays_package_knows_but_for_january_2026() -> None:
    package = holidays.country_holidays("VN", years=(2024, 2025, 2026))
    first, days = date(2024, 1, 1), (date(2027, 1, 1) - date(2024, 1, 1)).days
    differing = [
        day
        for day in (first + timedelta(days=n) for n in range(days))
        if VIETNAM.is_working_day(day) != package.is_working_day(day)
    ]
    assert differing == [date(2026, 1, 2), date(2026, 1, 10)]


def test_spans_of_a_working_day_and_of_a_day_off() -> None:
    assert VIETNAM.spans(date(2026, 2, 13)) == (
        (at("2026-02-13 07:30"), at("2026-02-13 11:30")),
        (at("2026-02-13 13:00"), at("2026-02-13 17:00")),
    )
    assert VIETNAM.spans(date(2026, 2, 16)) == ()


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        VIETNAM.next_working_moment(datetime(2026, 2, 13, 9))


def test_a_moment_of_another_zone_is_read_on_the_local_clock() -> None:
    assert VIETNAM.next_working_moment(datetime.fromisoformat("2026-02-12T23:00:00+00:00")) == at("2026-02-13 07:30")


REFUSED: tuple[tuple[str, dict[str, object], type[Exception]], ...] = (
    ("no day of the week is worked", {"weekdays": frozenset()}, CalendarNeverWorks),
    ("a weekday that does not exist", {"weekdays": frozenset({0, 1})}, CalendarNeverWorks),
    ("no office hours", {"hours": ()}, CalendarNeverWorks),
    ("hours that end before they begin", {"hours": (OfficeHours(time(9), time(8)),)}, CalendarContradicts),
    ("hours of no length", {"hours": (OfficeHours(time(9), time(9)),)}, CalendarContradicts),
    (
        "hours that overlap",
        {"hours": (OfficeHours(time(7), time(12)), OfficeHours(time(11), time(17)))},
        CalendarContradicts,
    ),
    ("midnight in the middle", {"hours": (OfficeHours(time(7), time(0)), OfficeHours(time(13), time(17)))}, CalendarContradicts),
    (
        "two sets of hours from one day",
        {"later_hours": (HoursFrom(date(2026, 7, 1), (OfficeHours(time(8), time(9)),), "s"),) * 2},
        CalendarContradicts,
    ),
    ("later hours that are none", {"later_hours": (HoursFrom(date(2026, 7, 1), (), "s"),)}, CalendarNeverWorks),
    ("a day off twice", {"days_off": (DayOff(date(2026, 1, 1), "a", "s"),) * 2}, CalendarContradicts),
    (
        "a day both off and worked",
        {"days_off": (DayOff(date(2026, 1, 1), "a", "s"),), "make_up_days": (MakeUpDay(date(2026, 1, 1), "s"),)},
        CalendarContradicts,
    ),
)


@pytest.mark.parametrize(("case", "fields", "refusal"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused(case: str, fields: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        WorkingCalendar(code="x", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case", "first", "days", "is_refused"),
    [
        ("every day of three years", "2026-01-01", 3 * 366, True),
        ("a month of weekdays and the weekends around it: 32 days on end", "2026-05-02", 32, True),
        ("31 days on end, the weekend at its beginning among them", "2026-05-04", 29, False),
        ("Tết of fourteen days", "2026-02-14", 14, False),
    ],
)
def test_a_calendar_that_never_works_is_refused(case: str, first: str, days: int, is_refused: bool) -> None:
    off = tuple(DayOff(date.fromisoformat(first) + timedelta(days=n), "đóng cửa", "s") for n in range(days))
    if is_refused:
        with pytest.raises(CalendarNeverWorks, match="x: no working day"):
            WorkingCalendar(code="x", days_off=off)
    else:
        assert WorkingCalendar(code="x", days_off=off).next_working_day(off[-1].on) > off[-1].on


LATER = WorkingCalendar(
    code="x", later_hours=(HoursFrom(date(2026, 7, 1), (OfficeHours(time(7), time(11)), OfficeHours(time(13), time(16))), "s"),)
)
NEW_HOURS = (
    ("the day before the new hours", "2026-06-30 16:59", 60, "2026-07-01 07:59"),
    ("on the first day of the new hours", "2026-07-01 10:30", 60, "2026-07-01 13:30"),
    ("after offices closed earlier than before", "2026-07-01 16:30", 60, "2026-07-02 08:00"),
)


@pytest.mark.parametrize(("case", "start", "minutes", "end"), NEW_HOURS, ids=[row[0] for row in NEW_HOURS])
def test_hours_that_hold_from_a_day_on(case: str, start: str, minutes: int, end: str) -> None:
    assert LATER.after_working(at(start), timedelta(minutes=minutes)) == at(end)
    assert LATER.working_time(at(start), at(end)) == timedelta(minutes=minutes)


def test_offices_close_by_the_hours_of_the_day() -> None:
    assert LATER.closing(date(2026, 6, 30)) == at("2026-06-30 17:00")
    assert LATER.closing(date(2026, 7, 1)) == at("2026-07-01 16:00")
    assert LATER.next_working_moment(at("2026-06-30 18:00")) == at("2026-07-01 07:00")


def test_hours_that_touch_are_one_stretch() -> None:
    calendar = WorkingCalendar(code="x", hours=(OfficeHours(time(8), time(12)), OfficeHours(time(12), time(16))))
    assert calendar.next_working_moment(at("2026-02-13 12:00")) == at("2026-02-13 12:00")


def test_hours_that_close_at_midnight_last_until_the_day_is_over() -> None:
    assert ALL_DAY_BUT_NIGHT.spans(date(2026, 2, 16)) == ((at("2026-02-16 07:30"), at("2026-02-17 00:00")),)
    assert ALL_DAY_BUT_NIGHT.closing(date(2026, 12, 31)) == at("2027-01-01 00:00")
    assert ALL_DAY_BUT_NIGHT.next_working_moment(at("2026-02-16 23:59")) == at("2026-02-16 23:59")
    assert ALL_DAY_BUT_NIGHT.next_working_moment(at("2026-02-17 00:00")) == at("2026-02-17 07:30")
    assert list(map(str, ALL_DAY_BUT_NIGHT.hours)) == ["07:30–24:00"]
    whole = WorkingCalendar(code="x", weekdays=frozenset(range(1, 8)), hours=(OfficeHours(time(0), time(0)),))
    assert whole.after_working(at("2026-02-16 09:00"), timedelta(hours=48)) == at("2026-02-18 09:00")


moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(lambda wall: at(wall.isoformat()))
lengths = st.timedeltas(timedelta(microseconds=1), timedelta(days=4))


@given(moments)
def test_the_next_working_moment_is_open_and_nothing_before_it_is(moment: datetime) -> None:
    opened = VIETNAM.next_working_moment(moment)
    assert opened >= moment
    assert any(opens <= opened < closes for opens, closes in VIETNAM.spans(opened.date()))
    assert VIETNAM.working_time(moment, opened) == timedelta(0)


@given(st.sampled_from([VIETNAM, ALL_DAY_BUT_NIGHT]), moments, lengths)
def test_working_time_is_what_after_working_lets_pass(calendar: WorkingCalendar, moment: datetime, length: timedelta) -> None:
    end = calendar.after_working(moment, length)
    assert calendar.working_time(moment, end) == length
    assert calendar.working_time(moment, end - timedelta(microseconds=1)) < length, "no earlier moment will do"


@given(moments, moments, moments)
def test_working_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    first, second, third = sorted((one, two, three))
    assert VIETNAM.working_time(first, third) == VIETNAM.working_time(first, second) + VIETNAM.working_time(second, third)
    assert VIETNAM.working_time(third, first) == timedelta(0) or third == first
