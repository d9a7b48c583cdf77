"""Committed final dates: which are accepted, until when they last, and which overruns they make lawful.

Lawful overrun: progress and photo evidence and a committed final date, before the deadline (HCMC 1478/QĐ-UBND 4-5-2020; Phụ
Nữ TP.HCM 2021, S3). A date of the promise lasts until offices close; a year as the furthest is ours (chưa kiểm chứng).
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.commitments import CommitmentRefused, Promise, WhyNot, makes_lawful, promised_until
from hotline.core.givendays import a_year_after

from .days import ALL_DAY_BUT_NIGHT, VIETNAM, at

# In words; filed; the deadline that still runs ("" where it stands still); the date committed to; until when, or why not.
DATES = (
    ("a Friday three weeks on", "2026-03-05 09:12", "2026-03-09 17:00", "2026-03-27", "2026-03-27 17:00"),
    (
        "a Saturday: the agency named it, and offices' hour holds",
        "2026-03-05 09:12",
        "2026-03-09 17:00",
        "2026-03-28",
        "2026-03-28 17:00",
    ),
    ("a day of Tết", "2026-02-12 10:00", "2026-02-13 17:00", "2026-02-17", "2026-02-17 17:00"),
    ("filed after the deadline: any day to come", "2026-03-10 08:00", "2026-03-09 17:00", "2026-03-11", "2026-03-11 17:00"),
    ("filed after it, for the same evening's closing", "2026-03-10 08:00", "2026-03-09 17:00", "2026-03-10", "2026-03-10 17:00"),
    ("while the deadline stands still", "2026-03-05 09:12", "", "2026-03-06", "2026-03-06 17:00"),
    (
        "a clock of minutes, due at noon: today until closing",
        "2026-03-05 11:10",
        "2026-03-05 12:00",
        "2026-03-05",
        "2026-03-05 17:00",
    ),
    ("exactly a year", "2026-03-05 09:12", "2026-03-09 17:00", "2027-03-05", "2027-03-05 17:00"),
    ("a year after a leap day", "2028-02-29 09:12", "2028-03-03 17:00", "2029-02-28", "2029-02-28 17:00"),
    ("yesterday", "2026-03-05 09:12", "2026-03-09 17:00", "2026-03-04", WhyNot.BEFORE_TODAY),
    ("yesterday, filed ten minutes after midnight in Việt Nam", "2026-03-05 00:10", "", "2026-03-04", WhyNot.BEFORE_TODAY),
    ("today, after offices closed", "2026-03-10 17:00", "2026-03-09 17:00", "2026-03-10", WhyNot.TODAY_IS_OVER),
    ("a year and a day", "2026-03-05 09:12", "2026-03-09 17:00", "2027-03-06", WhyNot.AFTER_A_YEAR),
    ("a year and a day after a leap day", "2028-02-29 09:12", "2028-03-03 17:00", "2029-03-01", WhyNot.AFTER_A_YEAR),
    ("the very day of the deadline", "2026-03-05 09:12", "2026-03-09 17:00", "2026-03-09", WhyNot.NOT_AFTER_DEADLINE),
    ("a day before the deadline", "2026-03-05 09:12", "2026-03-09 17:00", "2026-03-06", WhyNot.NOT_AFTER_DEADLINE),
)


@pytest.mark.parametrize(("filed", "due", "day", "expected"), [row[1:] for row in DATES], ids=[row[0] for row in DATES])
def test_the_date_that_an_agency_commits_to(filed: str, due: str, day: str, expected: str | WhyNot) -> None:
    due_at = at(due) if due else None
    if isinstance(expected, WhyNot):
        with pytest.raises(CommitmentRefused) as refused:
            promised_until(date.fromisoformat(day), now=at(filed), due_at=due_at, calendar=VIETNAM)
        assert refused.value.why is expected
    else:
        assert promised_until(date.fromisoformat(day), now=at(filed), due_at=due_at, calendar=VIETNAM) == at(expected)


def test_where_the_calendar_is_open_until_midnight_a_day_lasts_until_then() -> None:
    until = promised_until(date(2026, 3, 6), now=at("2026-03-05 09:00"), due_at=None, calendar=ALL_DAY_BUT_NIGHT)
    assert until == at("2026-03-07 00:00")


# In words; the deadline; commitments as filed and until when; whether the overrun is lawful.
FIRST = ("2026-03-05 09:12", "2026-03-27 17:00")
OVERRUNS = (
    ("no commitment", "2026-03-09 17:00", (), False),
    ("filed days before", "2026-03-09 17:00", (FIRST,), True),
    ("filed at the very minute", "2026-03-09 17:00", (("2026-03-09 17:00", "2026-03-27 17:00"),), True),
    ("filed a minute later", "2026-03-09 17:00", (("2026-03-09 17:01", "2026-03-27 17:00"),), False),
    ("one that ends with the deadline itself", "2026-03-09 17:00", (("2026-03-05 09:12", "2026-03-09 17:00"),), False),
    ("a first in time, a second too late", "2026-03-09 17:00", (FIRST, ("2026-03-28 08:00", "2026-04-10 17:00")), True),
    (
        "the promise itself, by one filed before it ended",
        "2026-03-27 17:00",
        (FIRST, ("2026-03-26 08:00", "2026-04-10 17:00")),
        True,
    ),
    (
        "the promise itself, by one filed after it ended",
        "2026-03-27 17:00",
        (FIRST, ("2026-03-28 08:00", "2026-04-10 17:00")),
        False,
    ),
)


@pytest.mark.parametrize(("due", "filed", "lawful"), [row[1:] for row in OVERRUNS], ids=[row[0] for row in OVERRUNS])
def test_which_overruns_are_lawful(due: str, filed: tuple[tuple[str, str], ...], lawful: bool) -> None:
    assert makes_lawful([Promise(at(when), at(until)) for when, until in filed], due_at=at(due)) is lawful


MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=VIETNAM.tz))


@given(filed=MOMENTS, ahead=st.integers(-400, 400), left=st.timedeltas(timedelta(-30), timedelta(30)))
def test_a_commitment_that_is_accepted_lies_after_now_and_the_deadline_and_within_a_year(
    filed: datetime, ahead: int, left: timedelta
) -> None:
    day, due_at = filed.date() + timedelta(days=ahead), filed + left
    try:
        until = promised_until(day, now=filed, due_at=due_at, calendar=VIETNAM)
    except CommitmentRefused:
        return
    assert max(filed, due_at) < until
    assert filed.date() <= until.date() <= a_year_after(filed.date())
    assert makes_lawful([Promise(filed, until)], due_at=due_at) is (filed <= due_at)
