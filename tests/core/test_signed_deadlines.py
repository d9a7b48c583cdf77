"""Deadlines of whole cases, as tables that an official could sign: who received what when, and when it is due by which paper."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.calendar import WorkingCalendar
from hotline.core.caseclocks import CaseClocks, case_clocks
from hotline.core.clockrules import ClockRule
from hotline.core.derivation import Pause, StartedBy, rederive
from hotline.core.facts import Kind, Level

from .days import VIETNAM, at
from .papers import DA_NANG, HA_NOI, HO_CHI_MINH_CITY, QD_1478, QD_4874, REGULATION_2025

WITHOUT_THE_SWAP_OF_JANUARY_2026 = replace(
    VIETNAM,
    days_off=tuple(day for day in VIETNAM.days_off if f"{day.on}" != "2026-01-02"),
    make_up_days=tuple(day for day in VIETNAM.make_up_days if f"{day.on}" != "2026-01-10"),
)
"""The calendar as it was known until the decision of 25-12-2025 (its number is not verified)."""


def case(
    rules: tuple[ClockRule, ...],
    received: str,
    *,
    service: str = "pothole",
    kind: Kind = Kind.REPORT,
    level: Level = Level.NORMAL,
    agencies: int = 1,
    complete: str = "",
    calendar: WorkingCalendar = VIETNAM,
) -> CaseClocks:
    happened = {
        StartedBy.RECEIVED: at(received),
        StartedBy.INFORMATION_COMPLETE: at(complete or received),
        StartedBy.FORWARDED: at(received),
    }
    return case_clocks(
        rules, {"vietnam": calendar}, service=service, kind=kind, level=level, agencies=agencies, happened=happened
    )


def due(clocks: CaseClocks, purpose: str = "answer") -> datetime | None:
    return next((derivation.due_at for rule, derivation in clocks.running if rule.purpose == purpose), None)


# Ho Chi Minh City: 5 working days in all (1478/QĐ-UBND, 4874/QĐ-UBND), 10 and with several agencies 15 since September 2025.
# in words · received · agencies · answered by · the paper
HCMC = (
    ("Tết 2025: the Friday before", "2025-01-24 09:00", 1, "2025-02-07 17:00", QD_4874),
    ("Tết 2025: the Wednesday before, two days are left before it", "2025-01-22 15:00", 1, "2025-02-05 17:00", QD_4874),
    ("Tết 2025: on its first day", "2025-01-29 08:00", 1, "2025-02-07 17:00", QD_4874),
    ("April 2025: the Saturday worked for 2-5 counts", "2025-04-24 10:00", 1, "2025-05-05 17:00", QD_4874),
    ("April 2025: received on that Saturday", "2025-04-26 10:00", 1, "2025-05-07 17:00", QD_4874),
    ("2020, under the first paper", "2020-06-01 08:00", 1, "2020-06-08 17:00", QD_1478),
    ("the last minute under the first paper", "2023-10-25 23:59", 1, "2023-11-01 17:00", QD_1478),
    ("the first minute under the second", "2023-10-26 00:00", 3, "2023-11-02 17:00", QD_4874),
    ("the last minute of five days, over 2-9-2025", "2025-08-31 23:59", 1, "2025-09-09 17:00", QD_4874),
    ("the first minute of ten days", "2025-09-01 00:00", 1, "2025-09-16 17:00", REGULATION_2025),
    ("the same with two agencies: fifteen", "2025-09-01 00:00", 2, "2025-09-23 17:00", REGULATION_2025),
    ("New Year 2026: 2-1 off, Saturday 10-1 worked", "2025-12-31 09:00", 1, "2026-01-15 17:00", REGULATION_2025),
    ("Tết 2026: the Friday before", "2026-02-13 09:12", 1, "2026-03-06 17:00", REGULATION_2025),
    ("Tết 2026: the same with three agencies", "2026-02-13 09:12", 3, "2026-03-13 17:00", REGULATION_2025),
    ("Giỗ Tổ on a Sunday, 27-4-2026 off instead, then 30-4 and 1-5", "2026-04-24 16:30", 1, "2026-05-13 17:00", REGULATION_2025),
    ("August 2026: Saturday 22-8 worked, 31-8 off", "2026-08-20 10:00", 1, "2026-09-07 17:00", REGULATION_2025),
    ("the new day off of 24-11-2026", "2026-11-20 16:59", 1, "2026-12-07 17:00", REGULATION_2025),
)


@pytest.mark.parametrize(("words", "received", "agencies", "until", "paper"), HCMC, ids=[row[0] for row in HCMC])
def test_ho_chi_minh_city_answers(words: str, received: str, agencies: int, until: str, paper: str) -> None:
    clocks = case(HO_CHI_MINH_CITY, received, agencies=agencies)
    assert due(clocks) == at(until)
    assert [derivation.source for rule, derivation in clocks.running if rule.purpose == "answer"] == [paper]


# Five minutes round the clock (1478/QĐ-UBND); COVID matters sixty minutes from complete information, not from receipt (S3).
# in words · received · complete · service · purpose · due
MINUTES = (
    ("five minutes on a working morning", "2026-03-02 09:12", "", "pothole", "forward", "2026-03-02 09:17"),
    ("five minutes over midnight of Tết's eve", "2026-02-16 23:58", "", "pothole", "forward", "2026-02-17 00:03"),
    ("five minutes on a Sunday", "2026-03-01 12:00", "", "covid", "forward", "2026-03-01 12:05"),
    ("sixty minutes, complete at once", "2021-07-23 10:00", "", "covid", "handle", "2021-07-23 11:00"),
    ("sixty minutes from what the citizen added", "2021-07-23 10:00", "2021-07-23 13:40", "covid", "handle", "2021-07-23 14:40"),
    ("sixty minutes over midnight", "2021-07-24 21:00", "2021-07-24 23:30", "covid", "handle", "2021-07-25 00:30"),
)


@pytest.mark.parametrize(
    ("words", "received", "complete", "service", "purpose", "until"), MINUTES, ids=[row[0] for row in MINUTES]
)
def test_clocks_of_minutes(words: str, received: str, complete: str, service: str, purpose: str, until: str) -> None:
    assert due(case(HO_CHI_MINH_CITY, received, service=service, complete=complete), purpose) == at(until)


def test_before_the_sixty_minutes_were_ordered_nobody_had_them() -> None:
    assert due(case(HO_CHI_MINH_CITY, "2021-07-22 23:59", service="covid"), "handle") is None


# Hà Nội, 1207/QĐ-UBND 28-2-2025: the agency takes it on within 8 working hours, urgent matters within 4.
# in words · forwarded · level · taken on by
HANOI = (
    ("normal, from mid-morning", "2026-03-02 09:00", Level.NORMAL, "2026-03-03 09:00"),
    ("urgent, over noon", "2026-03-02 09:00", Level.URGENT, "2026-03-02 14:30"),
    ("complex is not given less than normal", "2026-03-02 09:00", Level.COMPLEX, "2026-03-03 09:00"),
    ("urgent at night: offices open at 07:30", "2026-03-03 02:00", Level.URGENT, "2026-03-03 11:30"),
    ("urgent, an hour before Tết 2026", "2026-02-13 16:00", Level.URGENT, "2026-02-23 10:30"),
    ("normal, the evening before Tết 2026", "2026-02-13 18:00", Level.NORMAL, "2026-02-23 17:00"),
    ("urgent on the Saturday that was worked for 2-5-2025", "2025-04-26 08:00", Level.URGENT, "2025-04-26 13:30"),
    ("urgent on a Saturday that was not", "2025-04-19 08:00", Level.URGENT, "2025-04-21 11:30"),
)


@pytest.mark.parametrize(("words", "forwarded", "level", "until"), HANOI, ids=[row[0] for row in HANOI])
def test_ha_noi_takes_on(words: str, forwarded: str, level: Level, until: str) -> None:
    assert due(case(HA_NOI, forwarded, level=level), "accept") == at(until)


# Đà Nẵng, 960/QĐ-UBND 25-3-2021: emergencies within 1 working day, what can be checked at once within 3.
# in words · received · service · kind · answered by
DANANG = (
    ("an emergency on a Monday", "2026-03-02 09:00", "pothole", Kind.EMERGENCY, "2026-03-03 17:00"),
    ("an emergency on the Friday before Tết 2026", "2026-02-13 09:00", "pothole", Kind.EMERGENCY, "2026-02-23 17:00"),
    ("checked at once, over the worked Saturday of April 2025", "2025-04-24 10:00", "rubbish", Kind.REPORT, "2025-04-28 17:00"),
    ("checked at once, over Tết 2025", "2025-01-23 10:00", "street-light", Kind.REPORT, "2025-02-04 17:00"),
    ("a service named goes before a kind named", "2026-03-02 09:00", "rubbish", Kind.EMERGENCY, "2026-03-05 17:00"),
    ("neither: the paper's number is not known here", "2026-03-02 09:00", "pothole", Kind.REPORT, None),
)


@pytest.mark.parametrize(("words", "received", "service", "kind", "until"), DANANG, ids=[row[0] for row in DANANG])
def test_da_nang_answers(words: str, received: str, service: str, kind: Kind, until: str | None) -> None:
    assert due(case(DA_NANG, received, service=service, kind=kind)) == (at(until) if until else None)


# The State orders a swap after cases came in (2-1-2026 off for Saturday 10-1-2026): what runs is reckoned again.
# in words · received · agencies · as it was told · as it is now
CHANGED = (
    ("ends before the swap: nothing moves", "2025-12-15 09:00", 1, "2025-12-29 17:00", "2025-12-29 17:00"),
    ("ends on the day that is off now: on the next working day", "2025-12-18 09:00", 1, "2026-01-02 17:00", "2026-01-05 17:00"),
    ("ends between the two: one working day later", "2025-12-22 09:00", 1, "2026-01-06 17:00", "2026-01-07 17:00"),
    ("ends the Friday before the worked Saturday: now on it", "2025-12-25 09:00", 1, "2026-01-09 17:00", "2026-01-10 17:00"),
    ("both lie within: nothing moves", "2025-12-31 09:00", 1, "2026-01-15 17:00", "2026-01-15 17:00"),
    ("received between the two: a day sooner", "2026-01-05 09:00", 1, "2026-01-19 17:00", "2026-01-16 17:00"),
)


@pytest.mark.parametrize(("words", "received", "agencies", "told", "now"), CHANGED, ids=[row[0] for row in CHANGED])
def test_a_calendar_that_is_changed_later(words: str, received: str, agencies: int, told: str, now: str) -> None:
    clocks = case(HO_CHI_MINH_CITY, received, agencies=agencies, calendar=WITHOUT_THE_SWAP_OF_JANUARY_2026)
    assert due(clocks) == at(told)
    derivation = next(derivation for rule, derivation in clocks.running if rule.purpose == "answer")
    assert rederive(derivation, VIETNAM).due_at == at(now)


# Standing still while the citizen is asked (1478/QĐ-UBND): office time kept, to the minute.
# in words · received · asked · told · purpose · due
PAUSED = (
    (
        "over all of Tết 2025: nothing is lost",
        "2025-01-22 15:00",
        "2025-01-24 17:00",
        "2025-02-03 07:30",
        "answer",
        "2025-02-05 17:00",
    ),
    (
        "over the worked Saturday: a whole day",
        "2025-04-24 10:00",
        "2025-04-25 17:00",
        "2025-04-28 07:30",
        "answer",
        "2025-05-06 17:00",
    ),
    ("over a noon break: nothing", "2026-03-02 09:00", "2026-03-04 11:30", "2026-03-04 13:00", "answer", "2026-03-16 17:00"),
    (
        "the five minutes, asked after two",
        "2026-03-02 23:58",
        "2026-03-03 00:00",
        "2026-03-03 08:00",
        "forward",
        "2026-03-03 08:03",
    ),
)


@pytest.mark.parametrize(("words", "received", "asked", "told", "purpose", "until"), PAUSED, ids=[row[0] for row in PAUSED])
def test_standing_still(words: str, received: str, asked: str, told: str, purpose: str, until: str) -> None:
    clocks = case(HO_CHI_MINH_CITY, received)
    derivation = next(derivation for rule, derivation in clocks.running if rule.purpose == purpose)
    assert rederive(derivation, VIETNAM, pauses=[Pause(at(asked), at(told), "asked-citizen")]).due_at == at(until)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 10, 1)).map(lambda wall: at(wall.isoformat()))


@given(
    moments,
    st.sampled_from([HO_CHI_MINH_CITY, HA_NOI, DA_NANG]),
    st.sampled_from(Level),
    st.sampled_from(Kind),
    st.integers(0, 4),
)
def test_every_clock_of_every_case_is_due_after_it_began_by_the_paper_in_force(
    received: datetime, rules: tuple[ClockRule, ...], level: Level, kind: Kind, agencies: int
) -> None:
    clocks = case(rules, f"{received.replace(tzinfo=None)}", level=level, kind=kind, agencies=agencies)
    for rule, derivation in clocks.running:
        assert derivation.due_at is not None
        assert derivation.due_at > derivation.started_at
        assert rule.holds_on(received.date())
        assert derivation.source == rule.source
    assert len({rule.purpose for rule, _ in clocks.running}) == len(clocks.running)


@given(moments, st.integers(1, 5))
def test_more_agencies_are_never_given_less_time(received: datetime, agencies: int) -> None:
    fewer, more = (due(case(HO_CHI_MINH_CITY, f"{received.replace(tzinfo=None)}", agencies=n)) for n in (agencies, agencies + 1))
    assert fewer is not None
    assert more is not None
    assert fewer <= more


@given(st.datetimes(datetime(2025, 2, 28), datetime(2026, 10, 1)).map(lambda wall: at(wall.isoformat())))
def test_what_is_urgent_is_due_no_later(received: datetime) -> None:
    urgent, normal = (
        due(case(HA_NOI, f"{received.replace(tzinfo=None)}", level=level), "accept") for level in (Level.URGENT, Level.NORMAL)
    )
    assert urgent is not None
    assert normal is not None
    assert urgent < normal


@given(moments, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_change_of_the_calendar_and_its_taking_back_leave_everything_as_it_was(received: datetime, wait: timedelta) -> None:
    clocks = case(HO_CHI_MINH_CITY, f"{received.replace(tzinfo=None)}")
    for _, derivation in clocks.running:
        assert rederive(rederive(derivation, WITHOUT_THE_SWAP_OF_JANUARY_2026), VIETNAM) == derivation
