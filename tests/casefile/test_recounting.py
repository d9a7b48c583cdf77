"""A calendar changes: what would move is shown, then moved and written on each case, once, whatever stops in between."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.actions import recounting
from hotline.casefile.facts import ClockFacts, EventFacts, Opened
from hotline.core.calendar import CalendarNeverWorks
from hotline.core.calendarchange import CalendarChange, DayKind, OrderedDay
from hotline.core.facts import Actor, ActorKind, PartRole
from hotline.directory import actions as directory_actions
from hotline.directory import queries as directory
from hotline.directory.actions import load_profile
from tests import make
from tests.directory.folders import append, copy_of_hcmc
from tests.make import NOW, OPERATOR, minutes

pytestmark = pytest.mark.city
ADMIN = Actor(ActorKind.STAFF)
PAPER = "Thông báo thử số 1, chưa kiểm chứng"
LATER = NOW + minutes(10)
STORM = CalendarChange("hanh-chinh", PAPER, (OrderedDay(date(2026, 3, 4), DayKind.OFF, "Nghỉ vì bão", "Closed for a storm"),))
"""Wednesday of the week in which everything here is received, on Monday 2-3-2026."""


@pytest.fixture(autouse=True)
def _settled(city: str, db: None) -> None:
    """Begin with calendars that were reckoned with already."""
    _recount(at=NOW - timedelta(days=1))


def test_before_it_is_applied_nothing_moves_and_all_that_would_is_listed() -> None:
    opened = make.forwarded("pothole")
    before = _dues(opened)
    decision = _proposed(STORM)
    recount = queries.recount_of(decision)
    assert recount is not None
    assert (recount.is_preview, recount.moved) == (True, 2)
    rows = queries.moved_deadlines(recount.id)
    assert {(row.reference, _day(row.before), _day(row.after)) for row in rows} == {(opened.reference, 16, 17)}
    assert sorted(row.unit != "" for row in rows) == [False, True]
    assert queries.moved_sums(recount.id, now=NOW).later == 2
    assert _dues(opened) == before
    assert _moved_events(opened) == []
    _recount(at=LATER)
    assert _dues(opened) == before


def test_applied_it_moves_each_deadline_once_and_says_so_on_the_case() -> None:
    opened, other = make.forwarded("pothole"), make.forwarded("pothole", now=NOW + timedelta(days=7))
    version = make.case(opened).request.version
    _apply(STORM)
    assert {_day(due) for due in _dues(opened).values()} == {17}
    events = _moved_events(opened)
    assert len(events) == 2
    assert {(event.reason, event.actor_kind) for event in events} == {("calendar", "system")}
    assert {(_day(event.facts["from"]), _day(event.facts["to"])) for event in events} == {(16, 17)}
    assert [event.facts.get("part") for event in events].count(make.lead(opened).id) == 1
    assert _moved_events(other) == []
    assert "Nghỉ vì bão (04/03)" in _running(opened)[0].words
    assert PAPER in str(_running(opened)[0].derivation["skipped"])
    assert make.case(opened).request.version == version  # nobody who has the case open is sent away for it
    for hour in range(3):
        _recount(at=LATER + timedelta(hours=hour))
    assert len(_moved_events(opened)) == 2
    (done,) = [one for one in queries.recounts("hanh-chinh") if one.decision is not None]
    assert (done.moved, done.percent, done.total) == (2, 100, done.looked)


def test_a_batch_that_fails_is_done_again_and_no_deadline_is_told_of_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "BATCH", 2)
    cases = [make.forwarded("pothole", now=NOW + minutes(n)) for n in range(5)]
    decision = _proposed(STORM)
    actions.apply_calendar(decision, now=LATER, actor=ADMIN)
    directory.forget()
    actions.recount_on(LATER)
    done = actions.recount_on(LATER + timedelta(seconds=6))
    assert done == 2
    (under_way,) = [one for one in queries.recounts("hanh-chinh") if one.ended_at is None]
    assert (under_way.looked, under_way.total) == (2, 10)
    assert 0 < under_way.percent < 100
    with pytest.raises(RuntimeError):
        _dies_in_the_middle(monkeypatch)
    _recount(at=LATER + timedelta(seconds=20))
    assert [len(_moved_events(opened)) for opened in cases] == [2] * 5
    assert all(_day(due) == 17 for opened in cases for due in _dues(opened).values())


def test_a_clock_that_stands_still_is_reckoned_with_what_it_has_left() -> None:
    opened = make.report("pothole")
    actions.ask(opened.request_id, words="Ở đâu?", now=NOW + minutes(30), actor=OPERATOR)
    _apply(STORM)
    (paused,) = [clock for clock in make.case(opened).clocks if clock.rule.startswith("answer")]
    assert (paused.state, paused.due_at) == ("paused", None)
    actions.accept(opened.request_id, now=NOW + minutes(60), actor=OPERATOR)
    (resumed,) = [
        event for event in make.case(opened).events if event.name == "clock_resumed" and "answer" in event.facts["rule"]
    ]
    assert (_day(resumed.facts["from"]), _day(resumed.facts["to"])) == (17, 18)  # half an hour of office time later


def test_what_ended_stays_as_it_was() -> None:
    opened = make.answered("pothole")
    before = make.case(opened).clocks
    _apply(STORM)
    assert make.case(opened).clocks == before


def test_taken_back_by_another_decision_every_deadline_is_as_before() -> None:
    opened = make.forwarded("pothole")
    before = {clock.id: clock.derivation for clock in _running(opened)}
    _apply(STORM)
    _apply(CalendarChange("hanh-chinh", "Thông báo thử số 2", (OrderedDay(date(2026, 3, 4), DayKind.USUAL),)))
    assert {clock.id: clock.derivation for clock in _running(opened)} == before
    assert len(_moved_events(opened)) == 4


def test_a_put_back_clock_does_not_hold_a_recount_up() -> None:
    opened = make.forwarded("pothole")
    decision = _proposed(STORM)
    actions.apply_calendar(decision, now=LATER, actor=ADMIN)
    directory.forget()
    assert actions.recount_on(LATER) == 0  # some process may still start clocks by the old calendar
    actions.recount_on(LATER - timedelta(days=1))
    assert {_day(due) for due in _dues(opened).values()} == {17}


def test_every_decision_stays_in_the_record_and_over_the_profile_that_is_loaded_again() -> None:
    _apply(STORM)
    snapshot = directory.snapshot()
    assert not snapshot.calendars["hanh-chinh"].is_working_day(date(2026, 3, 4))
    (applied,) = directory.calendar_decisions("hanh-chinh")
    assert (applied.number, applied.change) == (1, STORM)


REFUSED = (
    ("every day off for a quarter", {"days": tuple(
        OrderedDay(date(2026, 6, 1) + timedelta(days=n), DayKind.OFF, "x") for n in range(92)
    )}, CalendarNeverWorks),
    ("nothing ordered", {"days": ()}, directory_actions.NothingOrdered),
    ("no paper", {"document": "  "}, directory_actions.DocumentMissing),
    ("a year that is a slip", {"days": (OrderedDay(date(2062, 3, 4), DayKind.OFF, "x"),)}, directory_actions.TooFar),
    ("no such calendar", {"calendar": "khong-co"}, directory_actions.NoSuchCalendar),
)  # fmt: skip


@pytest.mark.parametrize(("case", "fields", "refusal"), REFUSED, ids=[row[0] for row in REFUSED])
def test_refused_and_nothing_is_written(case: str, fields: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.propose_calendar(replace(STORM, **fields), now=NOW, actor=ADMIN)  # type: ignore[arg-type]
    assert directory.calendar_decisions() == []


def test_one_decision_at_a_time_none_before_it_was_looked_at_and_each_once() -> None:
    make.forwarded("pothole")
    decision = actions.propose_calendar(STORM, now=NOW, actor=ADMIN)
    with pytest.raises(actions.NotLookedAt):
        actions.apply_calendar(decision, now=NOW, actor=ADMIN)
    with pytest.raises(directory_actions.DecisionOpen):
        actions.propose_calendar(STORM, now=NOW, actor=ADMIN)
    actions.drop_calendar(decision, now=NOW, actor=ADMIN)
    for deed in (actions.apply_calendar, actions.drop_calendar):
        with pytest.raises(directory_actions.DecisionClosed):
            deed(decision, now=NOW, actor=ADMIN)
    assert queries.recount_of(decision) is None
    _apply(STORM)


def test_another_service_says_from_when_to_when() -> None:
    opened = make.report("health_care", place=make.place())
    actions.forward(opened.request_id, now=NOW + minutes(2), actor=OPERATOR)
    actions.recategorise(opened.request_id, service="covid_gathering", now=NOW + minutes(10), actor=OPERATOR)
    (event,) = _moved_events(opened)
    assert (event.reason, event.facts["rule"]) == ("service", "handle-60-minutes-covid")
    assert (_day(event.facts["from"]), _day(event.facts["to"])) == (16, 2)


def test_another_agency_gives_more_days_and_says_so() -> None:
    opened = make.forwarded("pothole")
    unit = directory.snapshot().units["so-y-te"].id
    actions.propose(opened.request_id, unit_id=unit, role=PartRole.CO_HANDLER, now=NOW + minutes(20), actor=OPERATOR)
    assert _moved_events(opened) == []
    actions.forward(opened.request_id, now=NOW + minutes(30), actor=OPERATOR)
    moved = [(event.reason, _day(event.facts["from"]), _day(event.facts["to"])) for event in _moved_events(opened)]
    assert moved == [("agencies", 16, 23)] * 2
    assert {_day(due) for due in _dues(opened).values()} == {23}


def test_a_profile_that_is_loaded_again_waits_as_a_decision_does(tmp_path: Path) -> None:
    opened = make.forwarded("pothole")
    _load_with(tmp_path, "2026-03-04")
    assert actions.recount_on(LATER) == 0
    assert {_day(due) for due in _dues(opened).values()} == {16}
    assert actions.recount_on(LATER + timedelta(seconds=6)) > 0
    assert {_day(due) for due in _dues(opened).values()} == {17}


def test_a_process_that_is_behind_begins_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    make.forwarded("pothole")
    behind = directory.snapshot()
    actions.apply_calendar(_proposed(STORM), now=LATER, actor=ADMIN)
    directory.forget()
    _recount(at=LATER)
    passes = queries.recounts("hanh-chinh")
    with monkeypatch.context() as two_seconds:
        two_seconds.setattr(directory, "snapshot", lambda: behind)
        assert actions.recount_on(LATER + timedelta(seconds=7)) == 0
    assert queries.recounts("hanh-chinh") == passes


def test_a_pass_that_takes_over_says_whose_decision_it_was(tmp_path: Path) -> None:
    opened = make.forwarded("pothole")
    decision = _proposed(STORM)
    actions.apply_calendar(decision, now=LATER, actor=ADMIN)
    directory.forget()
    actions.recount_on(LATER)
    _load_with(tmp_path, "2026-03-05")
    _recount(at=LATER + timedelta(minutes=1))
    assert [event.facts["decision"] for event in _moved_events(opened)] == [decision] * 2
    assert {_day(due) for due in _dues(opened).values()} == {18}


def test_a_preview_that_can_go_on_no_more_stands_in_no_other_ones_way(tmp_path: Path) -> None:
    opened = make.forwarded("pothole")
    decision = actions.propose_calendar(STORM, now=LATER, actor=ADMIN)
    days = [date(2026, 3, 4) + timedelta(days=n) for n in (*range(-20, 0), *range(1, 21))]
    _load_with(tmp_path, *(day.isoformat() for day in days))
    _recount(at=LATER + timedelta(minutes=1))
    preview = queries.recount_of(decision)
    assert preview is not None
    assert (preview.ended_at is not None, preview.moved) == (True, 0)
    assert _moved_events(opened) != []


def test_forwarding_alone_moves_nothing() -> None:
    assert _moved_events(make.forwarded("pothole")) == []


def _load_with(folder: Path, *days: str) -> None:
    """Load the city again with more days off."""
    profile = copy_of_hcmc(folder)
    known = (profile / "calendar_days.csv").read_text("utf-8")
    lines = [f"hanh-chinh,{day},off,Nghỉ,Off,holidays\n" for day in days if f"hanh-chinh,{day}," not in known]
    append(profile, "calendar_days.csv", "".join(lines))
    load_profile(profile, now=LATER)


def _proposed(change: CalendarChange) -> int:
    decision = actions.propose_calendar(change, now=LATER, actor=ADMIN)
    recount = queries.recount_of(decision)
    assert recount is not None
    while actions.preview_on(recount.id, now=LATER):
        pass
    return decision


def _apply(change: CalendarChange) -> None:
    actions.apply_calendar(_proposed(change), now=LATER, actor=ADMIN)
    directory.forget()
    _recount(at=LATER)


def _recount(*, at: datetime) -> None:
    """Let the worker do all there is, first before it may and then after."""
    for seconds in (0, 6):
        while actions.recount_on(at + timedelta(seconds=seconds)):
            pass


def _dies_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that has moved its clocks and crashes before it has told of them."""
    with monkeypatch.context() as broken:
        broken.setattr(recounting, "_say", _crash)
        actions.recount_on(LATER + timedelta(seconds=7))


def _crash(*_: object, **__: object) -> None:
    raise RuntimeError("crashed")


def _running(opened: Opened) -> list[ClockFacts]:
    """The deadlines in working days that still run."""
    return [
        clock
        for clock in make.case(opened).clocks
        if clock.state == "running" and clock.derivation["length"]["unit"] == "working_days"
    ]


def _dues(opened: Opened) -> dict[int, datetime | None]:
    return {clock.id: clock.due_at for clock in _running(opened)}


def _moved_events(opened: Opened) -> list[EventFacts]:
    return [event for event in make.case(opened).events if event.name == "deadline_moved"]


def _day(moment: object) -> int:
    """The day of the month in Việt Nam."""
    assert moment is not None
    found = moment if isinstance(moment, datetime) else datetime.fromisoformat(str(moment))
    return found.astimezone(directory.snapshot().city.zone).day
