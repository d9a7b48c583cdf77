"""What the worker looks at for steps is little, and finds the same steps as a look at everything would."""

import json
import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from hotline.casefile.facts import Opened
from hotline.casefile.models import Assignment, Clock
from hotline.core.calendar import MakeUpDay
from hotline.core.deadlines import Length, LengthUnit
from hotline.core.dunning import By, Rung, Side, Step, Verdict, all_steps, verdict
from hotline.directory.facts import Directory
from hotline.directory.models import FocalPoint
from hotline.directory.queries import forget, snapshot
from hotline.oversight import loops, queries
from hotline.oversight.facts import DueStep
from hotline.oversight.loops import Dun, dun
from hotline.oversight.models import Dunning
from hotline.oversight.sparing import Texts
from hotline.oversight.walking import Walk, asked_steps
from tests import make
from tests.make import NOW, OPERATOR, minutes
from tests.oversight.conftest import due_of, handling, happened, told

pytestmark = pytest.mark.city
TEXTS = ("due_soon", "overdue", "overdue_head", "overdue_leader")
TURN = timedelta(seconds=15)


def _settled(dun: Dun, now: datetime) -> int:
    """Have a worker look until nothing is left to look at; return how many steps it took."""
    total, is_behind = 0, True
    while is_behind:
        taken, is_behind = dun.turn(now)
        total += taken
    return total


def _still_due(now: datetime) -> list[tuple[str, int]]:
    """Return every step that a deadline has reached and nobody took, found by looking at every clock there is."""
    directory = snapshot()
    steps = {step.code: (ladder, step) for ladder, step in all_steps(directory.dunning.ladders)}
    clocks = list(Clock.objects.filter(part__isnull=False, state="running").values_list("id", flat=True))
    found = []
    for code, due in queries.steps_due(clocks, asked_steps(directory, now=now)):
        ladder, step = steps[code]
        calendar = directory.calendars[ladder.calendar]
        said = verdict(step, ladder, started_at=due.started_at, due_at=due.due_at, now=now, calendar=calendar)
        if said is not Verdict.WAIT:
            found.append((code, due.clock_id))
    return found


def _looks(walk: Walk, now: datetime) -> list[tuple[str, DueStep]]:
    return [(one.step.code, one.due) for one in walk.look(snapshot(), now=now)]


@pytest.mark.parametrize("seed", [0, 3, 4])
def test_in_any_history_a_turn_finds_what_a_look_at_everything_would(city: None, committed_db: str, seed: int) -> None:
    """Cases come, move, stand still, go and come back; time goes on, stands, jumps ahead and back; workers die."""
    chance, dun, now = random.Random(seed), Dun(Walk(stretch=3)), NOW
    opened: list[Opened] = []
    for _ in range(40):
        now = max(now + chance.choice(_STRIDES), NOW)
        chance.choice(_DEEDS)(chance, opened, now)
        if chance.random() < 0.1:
            dun = Dun(Walk(stretch=3))
        if chance.random() < 0.2:  # it dies between looking and keeping
            dun.walk.look(snapshot(), now=now)
        _settled(dun, now)
        assert _still_due(now) == []
    assert Dunning.objects.filter(taken="told").exists()


_STRIDES = [
    timedelta(0), TURN, minutes(7), minutes(15), timedelta(hours=1), timedelta(hours=8), timedelta(hours=30), timedelta(days=3),
    timedelta(days=-2), timedelta(minutes=-20),
]  # fmt: skip


def _comes(chance: random.Random, opened: list[Opened], now: datetime) -> None:
    opened.append(make.forwarded(chance.choice(["pothole", "covid_gathering"]), now=now))


def _moves(chance: random.Random, opened: list[Opened], now: datetime) -> None:
    """A deadline comes nearer or goes away, with the event that a moved deadline leaves."""
    for clock in _clocks(chance, opened):
        clock.due_at = now + timedelta(hours=chance.randrange(-60, 60), seconds=chance.randrange(60))
        _kept(clock, "deadline_moved", now)


def _stands(chance: random.Random, opened: list[Opened], now: datetime) -> None:
    for clock in _clocks(chance, opened):
        clock.state, clock.due_at, clock.paused_at = "paused", None, now
        clock.left, clock.pause_reason = {"unit": "working_microseconds", "amount": 1}, "asked-citizen"
        _kept(clock, "paused", now)


def _goes_on(chance: random.Random, opened: list[Opened], now: datetime) -> None:
    for clock in Clock.objects.filter(state="paused"):
        clock.state, clock.left, clock.pause_reason, clock.paused_at = "running", None, "", None
        clock.due_at = now + timedelta(hours=chance.randrange(-5, 50))
        _kept(clock, "resumed", now)


def _changes_hands(chance: random.Random, opened: list[Opened], now: datetime) -> None:
    """A part leaves its agency's hands, or comes back into them."""
    for part in Assignment.objects.filter(clocks__in=_clocks(chance, opened)):
        part.state = "accepted" if part.state == "result_filed" else "result_filed"
        part.save(update_fields=["state"])
        _recorded(part, "result_returned", now)


def _nothing(chance: random.Random, opened: list[Opened], now: datetime) -> None:
    """Only time passes."""


_DEEDS = [_comes, _comes, _moves, _stands, _goes_on, _changes_hands, _nothing, _nothing]


def _clocks(chance: random.Random, opened: list[Opened]) -> list[Clock]:
    running = list(Clock.objects.filter(part__isnull=False, state="running").order_by("id"))
    return [chance.choice(running)] if running else []


def _kept(clock: Clock, event: str, now: datetime) -> None:
    clock.save()
    assert clock.part is not None
    _recorded(clock.part, event, now)


def _recorded(part: Assignment, event: str, now: datetime) -> None:
    from hotline.casefile.actions.recording import record

    record(part.request, event, now=now, actor=OPERATOR, part=part, facts={})


def test_who_was_told_of_everything_costs_nothing(city: None, committed_db: str) -> None:
    """Among deadlines long past a turn finds none to look at, but the stretch that is its share of the round."""
    due = max(due_of(make.forwarded("pothole")) for _ in range(8))
    now, walk = due + timedelta(days=60), Walk(stretch=3)
    worker = Dun(walk)
    _settled(worker, now)
    with_all = _settled(worker, now)
    assert with_all == 0
    for turn in range(1, 5):
        assert _looks(walk, now + turn * TURN) == []
        assert walk.keep() is False, "nothing is left over for a turn at once"
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    assert "clock_due_in_order" in _explained(now)


def _explained(now: datetime) -> str:
    stretch = {"number": 0, "after_at": (now - TURN).isoformat(), "after_id": 2**63 - 1, "until": now.isoformat()}
    asked: dict[str, Any] = {"stretches": json.dumps([stretch]), "limit": 500}
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN " + queries._sql("due_between"), asked)
        return "\n".join(row[0] for row in cursor.fetchall())


def test_many_deadlines_of_one_moment_are_walked_in_stretches(city: None, db: None) -> None:
    cases = [make.forwarded("pothole") for _ in range(7)]
    assert len({due_of(one) for one in cases}) == 1
    due = due_of(cases[0])
    worker = Dun(Walk(stretch=2))
    _settled(worker, due - timedelta(days=6))
    assert _settled(worker, due - timedelta(hours=1)) == 7 * 2, "one passed over, one said"
    assert all(len(told(one, "due_soon")) == 2 for one in cases)


def test_what_came_to_pass_while_no_worker_ran_is_found_by_the_next(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due = due_of(opened)
    _settled(Dun(), due - timedelta(hours=2))
    _settled(Dun(), due + timedelta(days=7))
    assert {event for event, _channel in told(opened, *TEXTS)} == set(TEXTS)


def test_a_clock_that_was_put_back_is_followed_back(city: None, db: None) -> None:
    """The clock was a month ahead and was believed; what comes after it was put right comes at its own moment."""
    for _ in range(9):  # so many that the rounds are busy with them
        make.forwarded("pothole", now=NOW - timedelta(days=60))
    worker = Dun(Walk(stretch=2))
    _settled(worker, NOW + timedelta(days=30))
    opened = make.forwarded("pothole")
    due = due_of(opened)
    _settled(worker, NOW)
    worker.turn(due - timedelta(hours=2))
    assert len(told(opened, "due_soon")) == 2


def test_a_step_that_is_added_to_the_ladder_is_taken_of_deadlines_that_reached_it_before(
    city: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = make.forwarded("pothole")
    now, worker = due_of(opened) + timedelta(days=60), Dun()
    _settled(worker, now)
    assert _settled(worker, now + TURN) == 0
    added = Step("them-vao", Side.AFTER, Length(LengthUnit.WORKING_HOURS, 30), Rung.HEAD, By.MESSAGE, "example")
    changed = _with_step(snapshot(), added)
    monkeypatch.setattr(loops, "snapshot", lambda: changed)
    assert _settled(worker, now + 2 * TURN) == 1
    assert len(told(opened, "overdue_head")) == 4


def _with_step(directory: Directory, step: Step) -> Directory:
    ladders = tuple(
        ladder if ladder.units else replace(ladder, steps=(*ladder.steps, step)) for ladder in directory.dunning.ladders
    )
    return replace(directory, dunning=replace(directory.dunning, ladders=ladders))


def test_a_calendar_that_changes_is_reckoned_with_at_once(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Saturday that is worked after all: what was due on Friday evening is an hour of office late on Saturday at 08:30."""
    opened = make.forwarded("pothole")
    Clock.objects.filter(pk=handling(opened).id).update(due_at=datetime.fromisoformat("2026-03-06T17:00+07:00"))
    worker, saturday = Dun(), datetime.fromisoformat("2026-03-07T10:00+07:00")
    _settled(worker, saturday)
    assert told(opened, "overdue") == []
    here = snapshot()
    worked = replace(here.calendars["hanh-chinh"], make_up_days=(MakeUpDay(date(2026, 3, 7), "example"),))
    changed = replace(here, calendars={**here.calendars, "hanh-chinh": worked})
    monkeypatch.setattr(loops, "snapshot", lambda: changed)
    _settled(worker, saturday + TURN)
    assert len(told(opened, "overdue")) == 2


def test_what_no_event_told_of_is_found_by_the_round(city: None, db: None) -> None:
    """Somebody set a deadline by hand, past the actions: the next rounds pass by it, a stretch a turn."""
    opened = [make.forwarded("pothole") for _ in range(5)]
    now, worker = due_of(opened[0]) - timedelta(days=6), Dun(Walk(stretch=2))
    _settled(worker, now)
    Clock.objects.filter(pk=handling(opened[4]).id).update(due_at=now + minutes(1))
    for turn in range(1, 5):
        worker.turn(now + turn * TURN)
    assert len(told(opened[4], "due_soon")) == 2


def test_a_turn_that_fails_is_done_again(city: None, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = make.forwarded("pothole")
    due, worker = due_of(opened), Dun()
    _settled(worker, due - timedelta(days=6))
    with monkeypatch.context() as broken:
        broken.setattr(loops, "_dealt_with", _no_power)
        with pytest.raises(SystemError):
            worker.turn(due - timedelta(hours=2))
    worker.turn(due - timedelta(hours=2))
    assert len(told(opened, "due_soon")) == 2


def _no_power(*_: object, **__: object) -> bool:
    raise SystemError


def test_a_whole_look_takes_what_a_worker_would(city: None, db: None) -> None:
    due = due_of(make.forwarded("pothole"))
    assert dun(due + timedelta(days=60)) == 4
    assert dun(due + timedelta(days=60)) == 0


def test_after_a_standstill_nobody_is_texted_without_end(city: None, db: None) -> None:
    """A worker that stood for two months finds seven matters with four steps each: all are told, few of them by SMS."""
    cases = [make.forwarded("pothole") for _ in range(7)]
    now = due_of(cases[0]) + timedelta(days=60)
    _settled(Dun(texts=Texts(most=2)), now)
    said = [one for case in cases for one in told(case, *TEXTS)]
    for event in ("overdue", "overdue_head", "overdue_leader"):
        assert (said.count((event, "email")), said.count((event, "sms"))) == (7, 2)
    assert Dunning.objects.filter(taken="told").count() == 7 * 3
    assert [len(happened(case, "agency_dunned")) for case in cases] == [3] * 7, "the record tells of each"


def test_who_has_no_email_is_texted_all_the_same(city: None, db: None) -> None:
    FocalPoint.objects.update(email="")
    forget()
    cases = [make.forwarded("pothole") for _ in range(3)]
    _settled(Dun(texts=Texts(most=1)), due_of(cases[0]) + timedelta(days=60))
    assert [told(case, "overdue") for case in cases] == [[("overdue", "sms")]] * 3


def test_a_matter_of_minutes_is_texted_however_many(city: None, db: None) -> None:
    cases = [make.forwarded("covid_gathering") for _ in range(3)]
    _settled(Dun(texts=Texts(most=1)), due_of(cases[0]) + minutes(10))
    assert all(("overdue", "sms") in told(case, "overdue") for case in cases)


def test_an_hour_later_there_are_texts_again(city: None, db: None) -> None:
    opened = make.forwarded("pothole")
    due, worker = due_of(opened), Dun(texts=Texts(most=1))
    for now in (due - timedelta(hours=2), due + timedelta(hours=20)):
        _settled(worker, now)
    assert [channel for _event, channel in told(opened, "due_soon", "overdue")] == ["sms", "email"] * 2
