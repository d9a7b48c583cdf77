"""Directives are watched and dunned like other deadlines, until their agency has answered, however its part stands."""

from datetime import datetime, timedelta

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.facts import Opened
from hotline.casefile.queries.keptaway import kept_away_of_clock
from hotline.core.directives import DIRECTIVE
from hotline.directory.queries import snapshot
from hotline.oversight.loops import Dun, dun
from hotline.oversight.queries import Whose, due_today, watched
from tests import make
from tests.make import DESK, NOW, minutes
from tests.oversight.conftest import happened, told

TEXTS = ("due_soon", "overdue", "overdue_head", "overdue_leader")


@pytest.fixture
def directed(city: None, db: None) -> Opened:
    """Give a case whose agency has filed its result and is directed to do more."""
    opened = make.with_results("pothole")
    make.directed(opened, now=NOW + minutes(60 * 24))
    return opened


def _directive(opened: Opened) -> int:
    return queries.dossiers_of(opened.request_id)[0].directives[0].id


def _due(opened: Opened) -> datetime:
    due_at = next(one.due_at for one in make.case(opened).clocks if one.purpose == DIRECTIVE)
    assert due_at is not None
    return due_at


def _later(opened: Opened, hours: int) -> datetime:
    return snapshot().calendars["hanh-chinh"].after_working(_due(opened), timedelta(hours=hours))


def test_it_is_warned_of_and_dunned_up_the_ladder_while_its_part_waits_for_the_desk(directed: Opened) -> None:
    course = [(_due(directed) - timedelta(hours=9), "due_soon"), (_later(directed, 1), "overdue")]
    course += [(_later(directed, 8), "overdue_head"), (_later(directed, 24), "overdue_leader")]
    for now, expected in course:
        before = told(directed, *TEXTS)
        dun(now)
        dun(now)
        assert {event for event, _channel in told(directed, *TEXTS)[len(before) :]} == {expected}
    assert [one["to"] for one in happened(directed, "agency_dunned")] == ["focal_point", "head", "leader"]


def test_answered_it_is_left_alone_and_sent_back_it_is_dunned_again(directed: Opened) -> None:
    part = make.lead(directed)
    answered_at = _due(directed) - timedelta(days=1)
    actions.answer_directive(_directive(directed), note="Đã làm.", now=answered_at, actor=make.officer(part))
    assert dun(_later(directed, 30)) == 0
    actions.send_back_directive(_directive(directed), note="Chưa.", now=_later(directed, 30), actor=DESK)
    assert dun(_later(directed, 31)) > 0


def test_a_worker_that_runs_finds_it_by_what_happened(directed: Opened) -> None:
    worker = Dun()
    while worker.turn(NOW + minutes(60 * 25))[1]:
        pass
    assert worker.turn(_later(directed, 1))[0] > 0


def test_who_is_complained_of_is_kept_away_from_the_dunning_of_a_directive_too(city: None, db: None) -> None:
    complaint = make.complaint()
    make.directed(complaint, now=NOW + minutes(60 * 24))
    clocks = [one.id for one in make.case(complaint).clocks if one.purpose == DIRECTIVE]
    assert clocks
    assert all(snapshot().units["dkdd-q2"].id in kept_away_of_clock(number) for number in clocks)


def test_it_stands_on_the_watch_of_the_centre_and_of_its_agency_alone(directed: Opened) -> None:
    part, now = make.lead(directed), _due(directed) - timedelta(hours=1)
    since, until = _due(directed) - timedelta(minutes=1), _due(directed) + timedelta(minutes=1)
    for whose in (Whose(), Whose(agencies=True), Whose(unit_ids=frozenset({part.unit_id}))):
        rows = watched(since=since, until=until, whose=whose)
        assert [(one.clock, one.reference, one.part_id) for one in rows] == [("Hạn theo chỉ đạo", directed.reference, part.id)], (
            whose
        )
    other = frozenset({snapshot().units["so-y-te"].id})
    assert watched(since=since, until=until, whose=Whose(unit_ids=other)) == ()
    assert watched(since=since, until=until, whose=Whose(centre=True)) == ()
    before = due_today(now=now, unit_ids={part.unit_id}), due_today(now=now)
    actions.answer_directive(_directive(directed), note="Đã làm.", now=now, actor=make.officer(part))
    assert (due_today(now=now, unit_ids={part.unit_id}) + 1, due_today(now=now) + 1) == before
