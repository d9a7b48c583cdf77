"""Each step of a ladder is taken once: at its moment, whatever crashes, whichever way the clock jumps."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.core.commitments import COMMITMENT
from hotline.core.dunning import By, Rung, Side
from hotline.directory import queries as directory
from hotline.directory.models import FocalPoint
from hotline.directory.queries import forget, snapshot
from hotline.oversight import queries
from hotline.oversight.actions import take_step
from hotline.oversight.facts import DueStep
from hotline.oversight.loops import dun
from hotline.oversight.reaching import people_for
from tests import make
from tests.make import NOW, OPERATOR, minutes
from tests.oversight.conftest import due_of, handling, happened, told

TEXTS = ("due_soon", "overdue", "overdue_head", "overdue_leader")
BOTH = ["sms", "email"]


def _office(due_at: datetime, hours: int) -> datetime:
    """Return the moment so many hours of office after a deadline."""
    return snapshot().calendars["hanh-chinh"].after_working(due_at, timedelta(hours=hours))


def test_the_whole_ladder_of_a_matter_of_days(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due = due_of(opened)
    course = [
        (due - timedelta(days=4), []),
        (due - timedelta(hours=9), ["due_soon"]),  # 08:00 on the last day: eight hours of office are left
        (due - timedelta(hours=2), ["due_soon"]),
        (due, []),
        (_office(due, 1), ["overdue"]),
        (_office(due, 8), ["overdue_head"]),
        (_office(due, 24), ["overdue_leader"]),
    ]
    for now, expected in course:
        before = told(opened, *TEXTS)
        dun(now)
        new = told(opened, *TEXTS)[len(before) :]
        assert sorted(new) == sorted((event, channel) for event in expected for channel in BOTH), now
    assert [one["why"] for one in happened(opened, "call_asked")] == ["ladder"]
    assert [one["to"] for one in happened(opened, "agency_dunned")] == ["focal_point", "head", "leader"]


def test_each_step_once_whichever_way_the_clock_jumps(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due = due_of(opened)
    steps = [due - timedelta(hours=1), _office(due, 1), _office(due, 8), _office(due, 24)]
    for step in steps:
        for now in (step, step, step + timedelta(hours=1), step - timedelta(days=1), step):
            dun(now)
    dun(due - timedelta(days=1))
    dun(due + timedelta(days=60))
    assert sorted(told(opened, *TEXTS)) == sorted((event, channel) for event in TEXTS for channel in BOTH)
    assert len(happened(opened, "call_asked")) == 1


def test_a_clock_that_jumps_a_day_ahead_and_back_says_nothing_twice(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due = due_of(opened)
    dun(_office(due, 1) + timedelta(days=1))
    said = told(opened, *TEXTS)
    assert said
    dun(due - timedelta(hours=1))
    dun(due + timedelta(minutes=1))
    dun(_office(due, 1))
    assert told(opened, "overdue") == [one for one in said if one[0] == "overdue"]


def test_what_was_handled_in_time_is_left_alone(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due, part = due_of(opened), make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(10), actor=make.officer(part))
    actions.file_result(part.id, note="Đã vá.", evidence=[make.photo()], now=NOW + minutes(60), actor=make.officer(part))
    assert dun(due - timedelta(hours=1)) == 0
    assert dun(_office(due, 24)) == 0
    assert told(opened, *TEXTS) == []


@pytest.mark.parametrize("left", ["returned", "withdrawn"])
def test_a_part_that_left_its_agency_is_left_alone(city: None, db: None, left: str) -> None:
    opened = make.forwarded("pothole")
    due, part = due_of(opened), make.lead(opened)
    if left == "returned":
        actions.return_part(
            part.id, reason="not_ours", note="Không phải đường của đơn vị.", now=NOW + minutes(9), actor=make.officer(part)
        )
    else:
        actions.withdraw(part.id, note="Nhầm.", now=NOW + minutes(9), actor=OPERATOR)
    dun(due - timedelta(hours=1))
    dun(_office(due, 24))
    assert told(opened, *TEXTS) == []


def test_a_clock_that_stands_still_is_left_alone_and_its_new_moment_is_warned_of(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due, clock = due_of(opened), handling(opened).id
    dun(due - timedelta(hours=1))
    assert len(told(opened, "due_soon")) == 2
    _pause(clock, now=due - timedelta(minutes=30))
    dun(_office(due, 24))
    assert told(opened, "overdue", "overdue_head", "overdue_leader") == []
    _resume(clock, now=due + timedelta(days=30))
    later = due_of(opened)
    assert later > due
    dun(later - timedelta(minutes=5))
    assert len(told(opened, "due_soon")) == 4, "the deadline that stands now"


@pytest.mark.parametrize(
    ("filed_before", "is_lawful", "before", "expected"),
    [
        (timedelta(hours=30), True, 0, []),
        (timedelta(hours=-1), True, 2, ["overdue"]),
        (timedelta(hours=30), False, 2, ["overdue"]),
    ],
    ids=["in time", "too late", "in time, where the rule knows no lawful overrun"],
)
def test_who_committed_in_time_is_held_to_the_commitment(
    city: None,
    db: None,
    monkeypatch: pytest.MonkeyPatch,
    filed_before: timedelta,
    is_lawful: bool,
    before: int,
    expected: list[str],
) -> None:
    """A commitment that makes nothing lawful silences nothing: the ladder goes on."""
    if not is_lawful:
        here = snapshot()
        strict = replace(here, clock_rules=tuple(replace(rule, overrun_lawful=False) for rule in here.clock_rules))
        monkeypatch.setattr(directory, "snapshot", lambda: strict)
    opened = make.forwarded("pothole")
    due = due_of(opened)
    if filed_before > timedelta(0):
        _commit(opened, filed_at=due - filed_before)
    dun(due - timedelta(hours=2))
    assert len(told(opened, *TEXTS)) == before
    if filed_before < timedelta(0):
        _commit(opened, filed_at=due - filed_before)
    dun(_office(due, 4))
    assert [event for event, channel in told(opened, *TEXTS)[before:] if channel == "sms"] == expected
    promised = max(clock.due_at for clock in make.case(opened).clocks if clock.purpose == COMMITMENT and clock.due_at)
    dun(_office(promised, 1))
    assert told(opened, "overdue")[-1:] == [("overdue", "email")], "the commitment is a deadline of its own"


def test_a_matter_of_minutes_has_a_ladder_of_minutes_and_a_call(city: None, db: None) -> None:
    opened = make.forwarded("covid_gathering")
    due = due_of(opened)
    course = [(-20, []), (-15, ["due_soon"]), (9, []), (10, ["overdue"]), (60, ["overdue_head"]), (240, ["overdue_leader"])]
    for after, expected in course:
        before = len(told(opened, *TEXTS))
        dun(due + minutes(after))
        assert {event for event, _channel in told(opened, *TEXTS)[before:]} == set(expected), after
    [call] = queries.calls("open", now=due + minutes(240))
    assert (call.reference, call.rung, call.why) == (opened.reference, "focal_point", "ladder")


def test_whom_nobody_can_write_to_is_called(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due, unit = due_of(opened), make.lead(opened).unit_id
    FocalPoint.objects.filter(unit_id=unit, is_head=True).update(left_on=NOW.date())
    forget()
    dun(_office(due, 8))
    assert told(opened, "overdue_head") == []
    assert [one.why for one in queries.calls("open", now=due)] == ["nobody"]


def test_leaders_are_those_that_the_profile_names(city: None, db: None) -> None:
    directory = snapshot()
    opened = make.forwarded("pothole")
    service = directory.services["pothole"].id
    leaders = people_for(Rung.LEADER, unit_id=make.lead(opened).unit_id, service_id=service, directory=directory)
    assert {person.unit_id for person in leaders} == {directory.units["ubnd-tp"].id}
    assert all(person.is_head and person.made_up for person in leaders)


def _due(opened: Opened) -> DueStep:
    clock, part = handling(opened), make.lead(opened)
    assert clock.due_at is not None
    service = snapshot().services["pothole"].id
    return DueStep(clock.id, clock.due_at, clock.started_at, part.id, part.unit_id, service)


def _first_dunning(opened: Opened) -> tuple[DueStep, dict[str, object]]:
    due, directory = _due(opened), snapshot()
    step = next(
        step
        for ladder in directory.dunning.ladders
        for step in ladder.steps
        if step.side is Side.AFTER and step.by is By.MESSAGE and not ladder.units
    )
    people = people_for(step.to, unit_id=due.unit_id, service_id=due.service_id, directory=directory)
    return due, {"step": step, "people": people, "now": _office(due.due_at, 1)}


def test_a_crash_before_the_end_leaves_nothing_and_the_next_turn_takes_the_step(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due, how = _first_dunning(opened)
    with transaction.atomic():
        assert take_step(due, **how)  # type: ignore[arg-type]
        transaction.set_rollback(True)  # the machine loses its power before the end
    assert (told(opened, "overdue"), happened(opened, "agency_dunned")) == ([], [])
    assert take_step(due, **how)  # type: ignore[arg-type]
    assert not take_step(due, **how)  # type: ignore[arg-type]
    assert len(told(opened, "overdue")) == 2


def test_two_workers_take_a_step_once(city: None, committed_db: str) -> None:
    opened = make.forwarded("pothole")
    due, how = _first_dunning(opened)

    def take(_number: int) -> bool:
        try:
            return take_step(due, **how)  # type: ignore[arg-type]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [False, False, False, True]
    assert len(told(opened, "overdue")) == 2
    assert len(happened(opened, "agency_dunned")) == 1


def test_a_deadline_that_moved_meanwhile_is_not_spoken_of(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due, how = _first_dunning(opened)
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(10), actor=make.officer(part))
    actions.file_result(part.id, note="Đã vá.", evidence=[make.photo()], now=NOW + minutes(60), actor=make.officer(part))
    with pytest.raises(actions.DeadlineMoved):
        take_step(due, **how)  # type: ignore[arg-type]
    assert told(opened, "overdue") == []


@pytest.mark.parametrize("table", ["dunning", "call", "reminder", "feed"])
def test_an_agencys_role_sees_none_of_this(city: None, db: None, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE hotline_agency")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(f"SELECT * FROM oversight_{table}")
        cursor.execute("RESET ROLE")


def _pause(clock_id: int, *, now: datetime) -> None:
    from hotline.casefile.models import Clock  # the action pauses a request's clock; a part's stands still by being asked

    clock = Clock.objects.get(pk=clock_id)
    clock.state, clock.left, clock.pause_reason, clock.paused_at = (
        "paused",
        {"unit": "working_microseconds", "amount": 1},
        "asked-citizen",
        now,
    )
    clock.due_at = None
    clock.save()


def _commit(opened: Opened, *, filed_at: datetime) -> None:
    """Have the agency commit itself to the end of April."""
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(30), actor=make.officer(part))
    photos = [make.photo(now=filed_at)]
    actions.file_commitment(
        part.id, note="Đang chờ nhựa.", evidence=photos, due_on=date(2026, 4, 29), now=filed_at, actor=make.officer(part)
    )


def _resume(clock_id: int, *, now: datetime) -> None:
    from hotline.casefile.models import Clock

    clock = Clock.objects.get(pk=clock_id)
    clock.state, clock.left, clock.pause_reason, clock.paused_at = "running", None, "", None
    clock.due_at = now
    clock.save()
