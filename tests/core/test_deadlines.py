"""When things are due, and what a pause keeps."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.calendar import WorkingCalendar
from hotline.core.deadlines import (
    Left,
    LeftUnit,
    Length,
    LengthUnit,
    NothingLeft,
    due_after_pauses,
    due_at,
    pause,
    resume,
)

from .days import ALL_DAY_BUT_NIGHT, VIETNAM, at

MINUTES, HOURS, DAYS = LengthUnit.MINUTES, LengthUnit.WORKING_HOURS, LengthUnit.WORKING_DAYS
OPEN_MINUTES = LengthUnit.OPEN_MINUTES

# The first-day rule: Civil Code 91/2015/QH13, art. 147 cl. 2-3. Five working days: 1478/QĐ-UBND 4-5-2020,
# 4874/QĐ-UBND 26-10-2023 (HCMC). Five minutes: 1478/QĐ-UBND. Hours: 1207/QĐ-UBND 28-2-2025 (Hà Nội).
DUE = (
    ("over Tết 2026, received in the morning of the last Friday", "2026-02-13 09:12", DAYS, 5, "2026-02-27 17:00"),
    ("the same, received minutes before midnight", "2026-02-13 23:50", DAYS, 5, "2026-02-27 17:00"),
    ("the same, received before offices opened", "2026-02-13 05:00", DAYS, 5, "2026-02-27 17:00"),
    ("received ten minutes after that midnight, on a Saturday", "2026-02-14 00:10", DAYS, 5, "2026-02-27 17:00"),
    ("received on the eve of Tết, a day off", "2026-02-16 20:00", DAYS, 5, "2026-02-27 17:00"),
    ("received on the last Sunday of Tết", "2026-02-22 23:59", DAYS, 5, "2026-02-27 17:00"),
    ("received ten minutes into the first working Monday", "2026-02-23 00:10", DAYS, 5, "2026-03-02 17:00"),
    ("over 30-4 and 1-5-2025, with Saturday 26-4 worked and 2-5 off", "2025-04-24 10:00", DAYS, 5, "2025-05-05 17:00"),
    ("over Tết 2025", "2025-01-24 09:00", DAYS, 5, "2025-02-07 17:00"),
    ("over New Year 2026, with 2-1 off and Saturday 10-1 worked", "2025-12-31 09:00", DAYS, 6, "2026-01-10 17:00"),
    ("from that worked Saturday", "2026-01-10 09:00", DAYS, 1, "2026-01-12 17:00"),
    ("over 2-9-2026, with Saturday 22-8 worked and 31-8 off", "2026-08-21 09:00", DAYS, 7, "2026-09-03 17:00"),
    ("a plain week", "2026-03-02 09:00", DAYS, 5, "2026-03-09 17:00"),
    ("one working day, from a Friday", "2026-03-06 09:00", DAYS, 1, "2026-03-09 17:00"),
    ("a leap day in between", "2024-02-28 09:00", DAYS, 2, "2024-03-01 17:00"),
    ("five minutes by day", "2026-03-02 09:12", MINUTES, 5, "2026-03-02 09:17"),
    ("five minutes over midnight into Tết", "2026-02-15 23:58", MINUTES, 5, "2026-02-16 00:03"),
    ("sixty minutes over the new year", "2025-12-31 23:30", MINUTES, 60, "2026-01-01 00:30"),
    ("eight working hours, one whole day", "2026-03-02 07:30", HOURS, 8, "2026-03-02 17:00"),
    ("eight working hours from mid-morning", "2026-03-02 09:00", HOURS, 8, "2026-03-03 09:00"),
    ("four working hours over noon", "2026-03-02 09:00", HOURS, 4, "2026-03-02 14:30"),
    ("four working hours end as the morning does", "2026-03-02 07:30", HOURS, 4, "2026-03-02 11:30"),
    ("four working hours from a Friday evening", "2026-03-06 19:00", HOURS, 4, "2026-03-09 11:30"),
    ("two working hours over Tết", "2026-02-13 16:00", HOURS, 2, "2026-02-23 08:30"),
    ("two working hours from noon", "2026-03-02 12:15", HOURS, 2, "2026-03-02 15:00"),
)


@pytest.mark.parametrize(("case", "start", "unit", "amount", "due"), DUE, ids=[row[0] for row in DUE])
def test_due(case: str, start: str, unit: LengthUnit, amount: int, due: str) -> None:
    assert due_at(at(start), Length(unit, amount), VIETNAM) == at(due)


# Huế, 30/2022/QĐ-UBND of 5-7-2022: from 24:00 to 07:30 only what must be handled at once; seven days a week.
NIGHTS = (
    ("in the afternoon, the night is far", "2026-03-02 14:00", 30, "2026-03-02 14:30"),
    ("on a Sunday", "2026-03-01 09:00", 30, "2026-03-01 09:30"),
    ("on the first day of Tết", "2026-02-17 20:00", 120, "2026-02-17 22:00"),
    ("ending exactly at 24:00", "2026-03-02 23:30", 30, "2026-03-03 00:00"),
    ("two minutes before 24:00, the rest from 07:30", "2026-03-02 23:58", 30, "2026-03-03 07:58"),
    ("a second before 24:00", "2026-03-02 23:59:59", 30, "2026-03-03 07:59:59"),
    ("at 24:00, which is 00:00", "2026-03-03 00:00", 30, "2026-03-03 08:00"),
    ("in the middle of the night", "2026-03-03 03:12", 30, "2026-03-03 08:00"),
    ("as the night ends", "2026-03-03 07:30", 30, "2026-03-03 08:00"),
    ("over New Year's Eve", "2026-12-31 23:45", 60, "2027-01-01 08:15"),
    ("over one whole night and a day", "2026-03-02 23:00", 16 * 60 + 30, "2026-03-03 23:00"),
    ("over two nights", "2026-03-02 23:00", 18 * 60, "2026-03-04 08:00"),
)


@pytest.mark.parametrize(("case", "start", "minutes", "due"), NIGHTS, ids=[row[0] for row in NIGHTS])
def test_the_night_is_not_counted(case: str, start: str, minutes: int, due: str) -> None:
    assert due_at(at(start), Length(OPEN_MINUTES, minutes), ALL_DAY_BUT_NIGHT) == at(due)
    assert due_at(at(start), Length(MINUTES, minutes), ALL_DAY_BUT_NIGHT) == at(start) + timedelta(minutes=minutes)


# Pauses: 1478/QĐ-UBND, regulation of 9-2025 (its number is not verified): while the citizen is asked for more.
PAUSES = (
    ("no time at all changes nothing", DAYS, 5, "2026-03-02 09:00", "2026-03-04 10:00", "2026-03-04 10:00", "2026-03-09 17:00"),
    ("two hours of one morning", DAYS, 5, "2026-03-02 09:00", "2026-03-04 08:00", "2026-03-04 10:00", "2026-03-10 09:30"),
    ("one whole working day", DAYS, 5, "2026-03-02 09:00", "2026-03-04 10:00", "2026-03-05 10:00", "2026-03-10 17:00"),
    ("a night costs nothing", DAYS, 5, "2026-03-02 09:00", "2026-03-04 18:00", "2026-03-05 06:00", "2026-03-09 17:00"),
    ("a weekend costs nothing", DAYS, 5, "2026-03-02 09:00", "2026-03-06 17:00", "2026-03-09 07:30", "2026-03-09 17:00"),
    ("all of Tết costs nothing", DAYS, 5, "2026-02-12 09:00", "2026-02-13 17:00", "2026-02-23 07:30", "2026-02-26 17:00"),
    ("up to the last second", DAYS, 1, "2026-03-02 09:00", "2026-03-03 16:59:59", "2026-03-05 09:00", "2026-03-05 09:00:01"),
    ("minutes over a night", MINUTES, 5, "2026-03-02 23:58", "2026-03-02 23:59", "2026-03-03 08:00", "2026-03-03 08:04"),
    ("minutes with seconds", MINUTES, 5, "2026-03-02 09:00:00", "2026-03-02 09:01:30", "2026-03-02 09:10", "2026-03-02 09:13:30"),
    ("working hours over noon", HOURS, 4, "2026-03-02 09:00", "2026-03-02 11:00", "2026-03-02 13:30", "2026-03-02 15:30"),
)


@pytest.mark.parametrize(("case", "unit", "amount", "start", "paused", "resumed", "due"), PAUSES, ids=[row[0] for row in PAUSES])
def test_pause(case: str, unit: LengthUnit, amount: int, start: str, paused: str, resumed: str, due: str) -> None:
    length = Length(unit, amount)
    left = pause(due_at(at(start), length, VIETNAM), at=at(paused), unit=length.left_unit, calendar=VIETNAM)
    assert resume(left, at=at(resumed), calendar=VIETNAM) == at(due)
    assert due_after_pauses(at(start), length, VIETNAM, [(at(paused), at(resumed))]) == at(due)


def test_a_pause_over_the_night_costs_the_open_minutes_alone() -> None:
    length = Length(OPEN_MINUTES, 30)
    stretch = (at("2026-03-02 23:50"), at("2026-03-03 07:40"))
    assert due_after_pauses(at("2026-03-02 23:45"), length, ALL_DAY_BUT_NIGHT, [stretch]) == at("2026-03-03 08:05")
    assert due_after_pauses(at("2026-03-02 23:45"), length, ALL_DAY_BUT_NIGHT, [(stretch[0], None)]) == Left(
        LeftUnit.WORKING, 25 * 60_000_000
    )


def test_an_overdue_clock_cannot_be_paused() -> None:
    with pytest.raises(NothingLeft):
        pause(at("2026-03-02 09:00"), at=at("2026-03-02 09:01"), unit=LeftUnit.ELAPSED, calendar=VIETNAM)


def test_a_clock_paused_as_it_falls_due_is_due_as_it_resumes() -> None:
    left = pause(at("2026-03-02 17:00"), at=at("2026-03-02 17:00"), unit=LeftUnit.WORKING, calendar=VIETNAM)
    assert left == Left(LeftUnit.WORKING, 0)
    assert resume(left, at=at("2026-03-03 09:00"), calendar=VIETNAM) == at("2026-03-03 09:00")


def test_an_open_pause_leaves_a_length() -> None:
    outcome = due_after_pauses(at("2026-03-02 09:00"), Length(MINUTES, 5), VIETNAM, [(at("2026-03-02 09:02"), None)])
    assert outcome == Left(LeftUnit.ELAPSED, 180_000_000)
    assert isinstance(outcome, Left)
    assert Left.from_json(outcome.as_json()) == outcome


def test_a_pause_that_a_new_calendar_puts_after_the_due_moment_changes_nothing() -> None:
    late = [(at("2026-03-20 09:00"), at("2026-03-23 09:00"))]
    assert due_after_pauses(at("2026-03-02 09:00"), Length(DAYS, 5), VIETNAM, late) == at("2026-03-09 17:00")


def test_a_length_is_at_least_one_and_of_a_known_unit() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Length(DAYS, 0)
    with pytest.raises(ValueError, match="fortnights"):
        Length("fortnights", 1)  # type: ignore[arg-type]


def test_elapsed_minutes_do_not_follow_the_wall_clock_where_it_is_put_back() -> None:
    berlin = WorkingCalendar(code="x", zone="Europe/Berlin")
    start = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # 02:30 in Berlin, half an hour before 03:00 becomes 02:00
    assert due_at(start, Length(MINUTES, 60), berlin) - start == timedelta(hours=1)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1)).map(lambda wall: at(wall.isoformat()))
lengths = st.one_of(
    st.builds(Length, st.just(MINUTES), st.integers(1, 30_000)),
    st.builds(Length, st.just(HOURS), st.integers(1, 120)),
    st.builds(Length, st.just(OPEN_MINUTES), st.integers(1, 7_200)),
    st.builds(Length, st.just(DAYS), st.integers(1, 15)),
)
shares = st.floats(0, 1)
waits = st.timedeltas(timedelta(0), timedelta(days=12))


def passed(unit: LeftUnit, start: datetime, end: datetime) -> timedelta:
    return end - start if unit is LeftUnit.ELAPSED else VIETNAM.working_time(start, end)


@given(moments, lengths)
def test_due_is_after_the_start_and_a_longer_length_is_never_due_earlier(start: datetime, length: Length) -> None:
    due = due_at(start, length, VIETNAM)
    assert due > start
    assert due_at(start, Length(length.unit, length.amount + 1), VIETNAM) > due


@given(moments, waits, lengths)
def test_a_later_start_is_never_due_earlier(start: datetime, wait: timedelta, length: Length) -> None:
    assert due_at(start + wait, length, VIETNAM) >= due_at(start, length, VIETNAM)


@given(moments, st.integers(1, 15))
def test_working_days_end_as_offices_close_on_the_nth_working_day(start: datetime, amount: int) -> None:
    due = due_at(start, Length(DAYS, amount), VIETNAM)
    after_start = (start.date() + timedelta(days=n) for n in range(1, (due.date() - start.date()).days + 1))
    assert sum(VIETNAM.is_working_day(day) for day in after_start) == amount
    assert VIETNAM.is_working_day(due.date())
    assert due == VIETNAM.spans(due.date())[-1][1]


@given(moments, lengths, shares)
def test_a_pause_of_no_time_changes_nothing(start: datetime, length: Length, share: float) -> None:
    due = due_at(start, length, VIETNAM)
    moment = start + share * (due - start)
    left = pause(due, at=moment, unit=length.left_unit, calendar=VIETNAM)
    assert resume(left, at=moment, calendar=VIETNAM) == due


@given(moments, lengths, shares, waits)
def test_a_pause_moves_the_due_moment_by_exactly_the_time_paused(
    start: datetime, length: Length, share: float, wait: timedelta
) -> None:
    unit, due = length.left_unit, due_at(start, length, VIETNAM)
    paused = start + share * (due - start)
    resumed = paused + wait
    left = pause(due, at=paused, unit=unit, calendar=VIETNAM)
    later = resume(left, at=resumed, calendar=VIETNAM)
    assert later >= due
    assert passed(unit, due, later) == passed(unit, paused, resumed)
    assert passed(unit, start, paused) + passed(unit, resumed, later) == passed(unit, start, due)


@given(moments, lengths, st.lists(st.tuples(moments, moments), max_size=4))
def test_whatever_the_machines_time_did_pauses_never_shorten(
    start: datetime, length: Length, stretches: list[tuple[datetime, datetime]]
) -> None:
    unit, due = length.left_unit, due_at(start, length, VIETNAM)
    later = due_after_pauses(start, length, VIETNAM, stretches)
    assert isinstance(later, datetime)
    assert later >= due
    within = [(max(paused, start), resumed) for paused, resumed in stretches]
    longest = sum((passed(unit, *stretch) for stretch in within if stretch[0] < stretch[1]), timedelta(0))
    assert passed(unit, due, later) <= longest


@given(moments, lengths, st.lists(st.tuples(shares, waits), max_size=4))
def test_many_pauses_add_up_and_recomputing_agrees_with_going_step_by_step(
    start: datetime, length: Length, steps: list[tuple[float, timedelta]]
) -> None:
    unit, since, due = length.left_unit, start, due_at(start, length, VIETNAM)
    stretches = []
    for share, wait in steps:
        paused = since + share * (due - since)
        left = pause(due, at=paused, unit=unit, calendar=VIETNAM)
        since = paused + wait
        due = resume(left, at=since, calendar=VIETNAM)
        stretches.append((paused, since))
    assert due_after_pauses(start, length, VIETNAM, stretches) == due
    paused_time = sum((passed(unit, one, other) for one, other in stretches), timedelta(0))
    assert passed(unit, start, due) == passed(unit, start, due_at(start, length, VIETNAM)) + paused_time
