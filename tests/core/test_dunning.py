"""When an agency is warned, dunned and reminded: tables an official can read, and what must hold for every deadline.

Sources: that agencies are dunned step by step (focal point, head, leaders; by SMS and by a call that is logged) is told in
Thanh Niên 20-3-2018, Phụ nữ TP.HCM 23-7-2021 and Tuấn Hiệp on Huế; the distances below are examples, as in the profiles.
The period from the 25th 12:00 to the 25th 12:00 is Ho Chi Minh City's (chưa kiểm chứng).
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.calendar import DayOff, MakeUpDay, WorkingCalendar
from hotline.core.deadlines import Length, LengthUnit
from hotline.core.dunning import (
    By,
    Ladder,
    Rung,
    Side,
    Step,
    Verdict,
    end_of_day,
    horizon,
    ladder_for,
    period_before,
    verdict,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
TET = WorkingCalendar(
    "hanh-chinh",
    days_off=tuple(DayOff(date(2026, 2, day), "Tết", "lịch nghỉ 2026") for day in (16, 17, 18, 19, 20)),
    make_up_days=(MakeUpDay(date(2026, 1, 10), "hoán đổi 2-1-2026 (chưa kiểm chứng)"),),
)


def _step(code: str, side: Side, unit: LengthUnit, amount: int, to: Rung = Rung.FOCAL_POINT, by: By = By.MESSAGE) -> Step:
    return Step(code, side, Length(unit, amount), to, by, "example")


HOURS = LengthUnit.WORKING_HOURS
WARN_DAY, WARN_SOON = _step("day", Side.BEFORE, HOURS, 8), _step("soon", Side.BEFORE, HOURS, 2)
FOCAL = _step("focal", Side.AFTER, HOURS, 1)
HEAD = _step("head", Side.AFTER, HOURS, 8, Rung.HEAD)
LEADER = _step("leader", Side.AFTER, HOURS, 24, Rung.LEADER)
MINUTE = _step("minute", Side.AFTER, LengthUnit.MINUTES, 10)
LADDER = Ladder("offices", "hanh-chinh", (WARN_DAY, WARN_SOON, FOCAL, HEAD, LEADER, MINUTE))


def at(words: str) -> datetime:
    """Return a moment of Việt Nam from words like "13-2-2026 17:00"."""
    day, clock = words.split()
    number, month, year = (int(part) for part in day.split("-"))
    return datetime.combine(date(year, month, number), time.fromisoformat(clock), ZONE)


def said(step: Step, *, due: datetime, now: datetime, started: datetime) -> Verdict:
    return verdict(step, LADDER, started_at=started, due_at=due, now=now, calendar=TET)


@pytest.mark.parametrize(
    ("in_words", "step", "due", "now", "expected"),
    [
        ("a day before, before offices open on the day itself", WARN_DAY, "4-3-2026 17:00", "4-3-2026 07:29", Verdict.TAKE),
        ("a day before, still the day before that(", WARN_DAY, "4-3-2026 17:00", "3-3-2026 16:59", Verdict.WAIT),
        ("a day before, when offices closed", WARN_DAY, "4-3-2026 17:00", "3-3-2026 17:00", Verdict.TAKE),
        ("two hours before", WARN_SOON, "4-3-2026 17:00", "4-3-2026 15:00", Verdict.TAKE),
        ("two hours before, a minute early", WARN_SOON, "4-3-2026 17:00", "4-3-2026 14:59", Verdict.WAIT),
        ("the later warning is reached: the earlier adds nothing", WARN_DAY, "4-3-2026 17:00", "4-3-2026 15:00", Verdict.PASS),
        ("the deadline is there: no warning of it", WARN_SOON, "4-3-2026 17:00", "4-3-2026 17:00", Verdict.PASS),
        ("an hour of office after Friday evening is Monday 08:30", FOCAL, "6-3-2026 17:00", "9-3-2026 08:30", Verdict.TAKE),
        ("and not Saturday morning", FOCAL, "6-3-2026 17:00", "7-3-2026 10:00", Verdict.WAIT),
        ("over Tết 2026: the head is told after the first day back", HEAD, "13-2-2026 17:00", "23-2-2026 17:00", Verdict.TAKE),
        ("over Tết 2026: not on the second day of Tết", HEAD, "13-2-2026 17:00", "18-2-2026 10:00", Verdict.WAIT),
        ("a Saturday that is worked counts (10-1-2026)", HEAD, "9-1-2026 17:00", "10-1-2026 17:00", Verdict.TAKE),
        ("leaders after three working days", LEADER, "2-3-2026 17:00", "5-3-2026 17:00", Verdict.TAKE),
        ("leaders, a minute early", LEADER, "2-3-2026 17:00", "5-3-2026 16:59", Verdict.WAIT),
        ("minutes run at night", MINUTE, "2-3-2026 23:55", "3-3-2026 00:05", Verdict.TAKE),
        ("minutes, one early", MINUTE, "2-3-2026 23:55", "3-3-2026 00:04", Verdict.WAIT),
        ("a ladder that stood still for a week misses nobody", FOCAL, "2-3-2026 17:00", "9-3-2026 17:00", Verdict.TAKE),
        ("before the deadline nobody is dunned", FOCAL, "2-3-2026 17:00", "2-3-2026 16:59", Verdict.WAIT),
    ],
)  # fmt: skip
def test_what_is_done_about_a_step(in_words: str, step: Step, due: str, now: str, expected: Verdict) -> None:
    assert said(step, due=at(due), now=at(now), started=at("1-12-2025 08:00")) is expected, in_words


def test_who_was_just_given_the_work_is_not_warned_of_it() -> None:
    """Two office hours to go from the beginning: the agency has just been told by when."""
    due = at("4-3-2026 17:00")
    assert said(WARN_SOON, due=due, now=at("4-3-2026 15:30"), started=at("4-3-2026 15:00")) is Verdict.PASS
    assert said(WARN_SOON, due=due, now=at("4-3-2026 15:30"), started=at("4-3-2026 14:00")) is Verdict.TAKE


def test_a_head_is_warned_beside_the_focal_point() -> None:
    """Only what says the same to the same people is passed over."""
    head = _step("head-day", Side.BEFORE, HOURS, 8, Rung.HEAD)
    ladder = Ladder("offices", "hanh-chinh", (head, WARN_SOON))
    due, now = at("4-3-2026 17:00"), at("4-3-2026 16:00")
    assert verdict(head, ladder, started_at=at("1-2-2026 08:00"), due_at=due, now=now, calendar=TET) is Verdict.TAKE


def test_which_ladder_a_deadline_climbs() -> None:
    urgent = Ladder("urgent", "hanh-chinh", (MINUTE,), frozenset({LengthUnit.MINUTES}))
    assert ladder_for((urgent, LADDER), LengthUnit.MINUTES) is urgent
    assert ladder_for((urgent, LADDER), LengthUnit.WORKING_DAYS) is LADDER
    assert ladder_for((LADDER, urgent), None) is LADDER, "a moment that an agency committed to"
    assert ladder_for((urgent,), LengthUnit.WORKING_DAYS) is None


def test_a_step_in_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="minutes or working hours"):
        _step("days", Side.AFTER, LengthUnit.WORKING_DAYS, 1)


@pytest.mark.parametrize(
    ("in_words", "now", "begins", "ends"),
    [
        ("a minute before noon of the 25th the period before counts", "25-11-2026 11:59", "25-9-2026", "25-10-2026"),
        ("from noon of the 25th on its own", "25-11-2026 12:00", "25-10-2026", "25-11-2026"),
        ("until the next one", "25-12-2026 11:59", "25-10-2026", "25-11-2026"),
        ("over the turn of the year", "3-1-2027 09:00", "25-11-2026", "25-12-2026"),
        ("over February", "1-3-2026 00:00", "25-1-2026", "25-2-2026"),
        ("over a leap day", "29-2-2028 23:00", "25-1-2028", "25-2-2028"),
    ],
)
def test_the_period_of_a_reminder(in_words: str, now: str, begins: str, ends: str) -> None:
    period = period_before(at(now), day=25, at=time(12), zone=ZONE)
    assert (period.begins_at, period.ends_at) == (at(f"{begins} 12:00"), at(f"{ends} 12:00")), in_words


def test_no_period_ends_on_a_day_that_some_months_lack() -> None:
    with pytest.raises(ValueError, match="every month"):
        period_before(at("1-3-2026 00:00"), day=31, at=time(12), zone=ZONE)


def test_today_ends_at_midnight_of_the_city() -> None:
    assert end_of_day(at("2-3-2026 23:59"), zone=ZONE) == at("3-3-2026 00:00")
    assert end_of_day(datetime.fromisoformat("2026-03-02T17:00:00+00:00"), zone=ZONE) == at("4-3-2026 00:00")


MOMENTS = st.datetimes(datetime(2025, 12, 1), datetime(2026, 4, 30), timezones=st.just(ZONE))
STEPS = st.sampled_from(LADDER.steps)


@given(step=STEPS, due=MOMENTS, now=MOMENTS, length=st.timedeltas(timedelta(0), timedelta(days=20)))
def test_no_deadline_that_has_reached_a_step_lies_beyond_its_horizon(
    step: Step, due: datetime, now: datetime, length: timedelta
) -> None:
    """What looks for deadlines by this bound overlooks none."""
    if said(step, due=due, now=now, started=due - length) is Verdict.TAKE:
        assert due <= horizon(step, now=now, calendar=TET)


@given(step=STEPS, now=MOMENTS, before=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_deadlines_up_to_the_horizon_have_reached_a_step_and_none_after_it(step: Step, now: datetime, before: timedelta) -> None:
    """So whoever looked up to it once has only to look from there on."""
    bound, long_ago = horizon(step, now=now, calendar=TET), at("1-1-2024 08:00")
    due = bound - before
    if step.side is Side.AFTER or due > now:
        assert said(step, due=due, now=now, started=long_ago) in {Verdict.TAKE, Verdict.PASS}
    assert said(step, due=bound + timedelta(microseconds=1), now=now, started=long_ago) is Verdict.WAIT


@given(step=STEPS, now=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_horizon_never_goes_back(step: Step, now: datetime, later: timedelta) -> None:
    assert horizon(step, now=now, calendar=TET) <= horizon(step, now=now + later, calendar=TET)


@given(
    step=st.sampled_from([FOCAL, HEAD, LEADER, MINUTE]),
    due=MOMENTS,
    now=MOMENTS,
    later=st.timedeltas(timedelta(0), timedelta(days=30)),
)
def test_a_step_after_the_deadline_once_reached_stays_reached(step: Step, due: datetime, now: datetime, later: timedelta) -> None:
    """So whoever comes late takes it, and the ledger alone decides that it is taken once."""
    if said(step, due=due, now=now, started=due) is Verdict.TAKE:
        assert said(step, due=due, now=now + later, started=due) is Verdict.TAKE


@given(now=MOMENTS, day=st.integers(1, 28), at=st.times())
def test_periods_follow_each_other_without_a_gap(now: datetime, day: int, at: time) -> None:
    period = period_before(now, day=day, at=at, zone=ZONE)
    assert period.begins_at < period.ends_at <= now
    assert period_before(period.ends_at - timedelta(microseconds=1), day=day, at=at, zone=ZONE).ends_at == period.begins_at
    assert (period.ends_at - period.begins_at).days in range(28, 32)
