"""Reports of one incident are merged under one of them, and every merge is taken back with nothing lost."""

from typing import Any

import pytest

from hotline.casefile import actions, queries
from hotline.casefile.facts import CaseFile, Opened
from hotline.casefile.models import Assignment, Clock, Event, Merge, Message, Question, ServiceRequest
from hotline.core.merging import MergeRefused, NotMergeable
from hotline.core.status import MoveNotAllowed
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")
NOW = make.NOW
AT = NOW + make.minutes(30)
LATER = NOW + make.minutes(90)


def merge(master: Opened, *reports: Opened, now: Any = AT) -> None:
    actions.merge_requests(master.request_id, [one.request_id for one in reports], now=now, actor=make.OPERATOR)


def undo(report: Opened, *, now: Any = LATER) -> None:
    actions.undo_merge(report.request_id, why="Hai nơi khác nhau.", now=now, actor=make.OPERATOR)


def row(report: Opened) -> ServiceRequest:
    return ServiceRequest.objects.get(pk=report.request_id)


def stands(report: Opened) -> dict[str, Any]:
    """Everything of a case but what is to grow: its version, when it was changed, its events and messages."""
    request: dict[str, Any] = {**ServiceRequest.objects.filter(pk=report.request_id).values().get()}
    for grows in ("version", "changed_at"):
        del request[grows]
    return {
        "request": {name: bytes(value) if isinstance(value, memoryview) else value for name, value in request.items()},
        "parts": list(Assignment.objects.filter(request_id=report.request_id).order_by("id").values()),
        "questions": list(Question.objects.filter(request_id=report.request_id).values()),
        "clocks": [
            (one.pk, one.state, one.outcome, one.pause_reason, one.paused_at, one.ended_at, one.left)
            for one in make_clocks(report)
        ],
    }


def make_clocks(report: Opened) -> list[Clock]:
    of_parts = Clock.objects.filter(part__request_id=report.request_id)
    return sorted([*Clock.objects.filter(request_id=report.request_id), *of_parts], key=lambda clock: clock.pk)


def told(report: Opened) -> list[str]:
    return list(Message.objects.filter(request_id=report.request_id).order_by("id").values_list("event", flat=True))


def names(case: CaseFile) -> list[str]:
    return [event.name for event in case.events]


def refused(why: NotMergeable, master: Opened, *reports: Opened) -> None:
    before = [stands(one) for one in (master, *reports)]
    with pytest.raises(MergeRefused) as caught:
        merge(master, *reports)
    assert caught.value.why is why
    assert [stands(one) for one in (master, *reports)] == before


def test_a_merged_report_stands_still_under_its_master() -> None:
    master, report = make.forwarded(), make.forwarded()
    merge(master, report)
    case = row(report)
    assert (case.master_id, case.phase, case.at_desk, case.unowned) == (master.request_id, row(master).phase, "", False)
    assert {part.state for part in make.case(report).parts} == {"withdrawn"}
    assert {(clock.state, clock.outcome) for clock in make_clocks(report) if clock.ended_at == AT} == {("ended", "void")}
    assert not Clock.objects.filter(request_id=report.request_id).exclude(state="ended").exists()
    assert names(make.case(report)).count("merged") == 1
    assert make.case(master).events[-1].facts == {"requests": [report.request_id]}


def test_its_reporter_is_told_and_so_is_the_agency_that_had_it() -> None:
    master, report = make.report(), make.forwarded()
    merge(master, report)
    assert {"merged", "withdrawn"} <= set(told(report))
    assert "merged" not in told(master)


def test_it_no_longer_waits_in_any_queue() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    waiting = [one.reference for one in (*queries.operator_queue(), *queries.returned_parts())]
    assert master.reference in waiting
    assert report.reference not in waiting
    assert report.request_id not in queries.to_forward_automatically()


@pytest.mark.parametrize("how", ["new", "asked", "forwarded", "accepted"])
def test_taken_back_it_is_where_it_was(how: str) -> None:
    master, report = make.report(), make.report() if how in ("new", "asked") else make.forwarded()
    if how == "asked":
        actions.ask(report.request_id, words="Ở đâu ạ?", now=NOW + make.minutes(3), actor=make.OPERATOR)
    if how == "accepted":
        actions.accept_part(make.lead(report).id, now=NOW + make.minutes(20), actor=make.officer(make.lead(report)))
    before = stands(report)
    merge(master, report)
    assert stands(report) != before
    undo(report)
    assert stands(report) == before
    assert told(report)[-1] == "unmerged" or "unmerged" in told(report)
    assert not Merge.objects.filter(ended_at=None).exists()


def test_deadlines_get_the_time_that_they_stood_still() -> None:
    master, report = make.report(), make.forwarded()
    was_due = {clock.pk: clock.due_at for clock in make_clocks(report) if clock.state == "running"}
    assert was_due
    merge(master, report)
    undo(report)
    again = {clock.pk: clock.due_at for clock in make_clocks(report)}
    pairs = [(due, after) for number, due in was_due.items() if due and (after := again[number])]
    assert all(after >= due for due, after in pairs)
    assert any(after - due >= LATER - AT for due, after in pairs)
    assert all("merged" in str(clock.derivation) for clock in make_clocks(report) if clock.pk in was_due)


def test_what_was_overdue_is_overdue_again() -> None:
    master, report = make.report(), make.report()
    forward = Clock.objects.get(request_id=report.request_id, stops="forwarded")
    assert forward.due_at is not None
    assert forward.due_at < AT
    merge(master, report)
    undo(report)
    again = Clock.objects.get(pk=forward.pk)
    assert (again.state, again.due_at) == ("running", forward.due_at)


def test_a_reply_that_came_meanwhile_counts() -> None:
    master, report = make.report(), make.report()
    question = actions.ask(report.request_id, words="Ở đâu ạ?", now=NOW + make.minutes(3), actor=make.OPERATOR)
    merge(master, report)
    actions.reply_question(question, words="Trước số 12.", now=AT + make.minutes(5))
    assert row(report).screening == "accepted"
    undo(report)
    assert row(report).screening == "received"
    assert {clock.state for clock in make_clocks(report) if clock.outcome == ""} == {"running"}


def test_agencies_get_back_what_they_handed_down() -> None:
    master, report = make.report(), make.forwarded()
    part = make.lead(report)
    actions.accept_part(part.id, now=NOW + make.minutes(20), actor=make.officer(part))
    merge(master, report)
    undo(report)
    assert make.lead(report).state == "accepted"
    assert told(report).count("focal_forwarded") >= 2


def test_nothing_is_done_with_a_merged_report_but_through_its_master() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    before = stands(report)
    for attempt in (
        lambda: actions.accept(report.request_id, now=LATER, actor=make.OPERATOR),
        lambda: actions.forward(report.request_id, now=LATER, actor=make.OPERATOR),
        lambda: actions.answer_at_once(report.request_id, words="Xong.", now=LATER, actor=make.DESK),
    ):
        with pytest.raises(actions.StandsMerged):
            attempt()
    assert stands(report) == before


def test_it_is_not_forwarded_by_itself_while_it_stands_merged() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    assert actions.forward_new([report.request_id], now=LATER, actor=make.OPERATOR) == frozenset()


def test_a_whole_incident_can_be_merged_and_taken_back() -> None:
    top, master, report = make.report(), make.report(), make.report()
    merge(master, report)
    merge(top, master)
    assert (row(master).master_id, row(report).master_id) == (top.request_id, top.request_id)
    undo(master)
    assert (row(master).master_id, row(report).master_id) == (None, master.request_id)
    undo(report)
    assert row(report).master_id is None


def test_what_came_along_can_leave_by_itself() -> None:
    top, master, report = make.report(), make.report(), make.report()
    merge(master, report)
    merge(top, master)
    undo(report)
    assert (row(master).master_id, row(report).master_id) == (top.request_id, None)


def test_circles_and_the_like_are_refused_and_nothing_changes() -> None:
    master, report, other = make.report(), make.report(), make.report()
    refused(NotMergeable.NOTHING, master)
    refused(NotMergeable.ITSELF, master, master)
    merge(master, report)
    refused(NotMergeable.CIRCLE, report, master)
    refused(NotMergeable.ALREADY, master, report)
    refused(NotMergeable.MASTER_MERGED, report, other)
    refused(NotMergeable.ELSEWHERE, other, report)


def test_one_that_cannot_go_keeps_all_where_they_are() -> None:
    master, report, done = make.report(), make.report(), make.answered()
    refused(NotMergeable.ANSWERED, master, report, done)
    refused(NotMergeable.MASTER_ANSWERED, done, report)


def test_there_has_to_be_such_a_case() -> None:
    master = make.report()
    with pytest.raises(actions.NoSuchCase):
        actions.merge_requests(master.request_id, [10**9], now=AT, actor=make.OPERATOR)
    with pytest.raises(actions.NoSuchCase):
        actions.undo_merge(10**9, now=AT, actor=make.OPERATOR)


def test_whoever_saw_an_older_version_is_told() -> None:
    master, report = make.report(), make.report()
    seen = {report.request_id: row(report).version}
    actions.accept(report.request_id, now=AT, actor=make.OPERATOR)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.merge_requests(master.request_id, [report.request_id], versions=seen, now=AT, actor=make.OPERATOR)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.undo_merge(report.request_id, version=1, now=AT, actor=make.OPERATOR)


def test_what_is_not_merged_is_not_taken_back() -> None:
    report = make.report()
    with pytest.raises(MergeRefused) as caught:
        undo(report)
    assert caught.value.why is NotMergeable.NOT_MERGED


def test_it_is_not_taken_back_once_the_incident_was_answered() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    actions.answer_at_once(master.request_id, words="Đã xử lý.", now=LATER, actor=make.DESK)
    before = stands(report)
    with pytest.raises(MergeRefused) as caught:
        undo(report, now=LATER + make.minutes(1))
    assert caught.value.why is NotMergeable.ANSWERED
    assert stands(report) == before


def test_two_hundred_are_merged_in_one_step() -> None:
    master, reports = make.report(), [make.report() for _ in range(20)]
    merge(master, *reports)
    assert ServiceRequest.objects.filter(master_id=master.request_id).count() == 20
    assert Event.objects.filter(request_id=master.request_id, name="merged_in").count() == 1


def test_the_rule_of_moves_still_stands_for_the_master() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    actions.forward(master.request_id, now=AT, actor=make.OPERATOR)
    with pytest.raises(MoveNotAllowed):
        actions.accept(master.request_id, now=LATER, actor=make.OPERATOR)


def test_what_was_refused_with_its_incident_can_still_be_taken_out() -> None:
    master, report = make.report(), make.report()
    merge(master, report)
    actions.refuse(master.request_id, reason="abuse", now=AT, actor=make.OPERATOR)
    actions.follow_master(report.request_id, now=AT)
    assert row(report).refusal == "abuse"
    undo(report)
    assert (row(report).screening, row(report).refusal, row(report).master_id) == ("received", "", None)


def test_whoever_was_answered_stays_answered_when_the_incident_goes_under_another() -> None:
    top, master, report = make.report(), make.with_results(), make.report()
    merge(master, report)
    make.answer(master)
    day = make.minutes(24 * 60)
    actions.follow_master(report.request_id, now=NOW + make.minutes(181))
    actions.say_not_done(master.request_id, words="Vẫn ngập.", now=NOW + day)
    merge(top, master, now=NOW + day)
    assert (row(report).master_id, row(report).phase) == (top.request_id, "resolved")
    undo(master, now=NOW + 2 * day)
    assert (row(report).master_id, row(report).phase) == (master.request_id, "resolved")


def test_what_agencies_read_of_why_a_report_was_merged_does_not_tell_who_reports() -> None:
    master, report = make.report(), make.forwarded()
    why = f"Trùng, {make.NAME} báo hai lần, gọi {make.PHONE}."
    actions.merge_requests(master.request_id, [report.request_id], why=why, now=AT, actor=make.OPERATOR)
    notes = {event.name: event.note for event in make.case(report).events}
    assert make.NAME in notes["merged"], "the centre reads the whole"
    assert make.NAME not in notes["withdrawn"]
    assert make.PHONE not in notes["withdrawn"]
