"""Beside a case: who reports stays masked until a reason is logged; deadlines stand still lawfully."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import CaseFile, ClockFacts
from tests import make
from tests.triage.forms import names, page, send, untouched

FULL = (make.NAME, "0908 369 123")


def _five_minutes(case: CaseFile) -> ClockFacts:
    return next(clock for clock in case.clocks if clock.rule == "forward-5-minutes")


def test_who_reports_is_masked(operator: Client) -> None:
    text = page(operator, make.report("pothole", now=timezone.now()))
    assert "0908 369 …" in text
    assert not any(personal in text for personal in FULL)


@pytest.mark.parametrize("role", ["operator", "desk", "supervisor"])
def test_a_reason_opens_the_contact_and_is_logged(role: str, request: pytest.FixtureRequest) -> None:
    client: Client = request.getfixturevalue(role)
    where = "synthesis" if role == "desk" else "operator"
    opened = make.report("pothole", now=timezone.now())
    send(client, opened, "reveal", reason="Gọi lại hỏi số nhà.", desk=where)
    event = make.case(opened).events[-1]
    assert (event.name, event.note) == ("contact_revealed", "Gọi lại hỏi số nhà.")
    assert all(personal in page(client, opened, desk=where) for personal in FULL)


def test_it_is_open_to_the_one_who_asked_for_that_case_and_for_a_while(operator: Client, colleague: Client) -> None:
    opened, other = make.report("pothole", now=timezone.now()), make.report("noise", now=timezone.now())
    send(operator, opened, "reveal", reason="Gọi lại.")
    assert make.NAME not in page(colleague, opened)
    assert make.NAME not in page(operator, other)
    session = operator.session
    session["triage.revealed"] = {opened.reference: (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    assert make.NAME not in page(operator, opened)


def test_without_a_reason_nothing_is_opened(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    response = send(operator, opened, "reveal", reason=" \u200b ")
    assert response.status_code == 422
    assert "Hãy ghi lý do trước khi xem." in response.content.decode()
    assert make.NAME not in page(operator, opened)
    assert untouched(before, opened)


def test_the_five_minutes_stand_still_while_an_agency_is_asked(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    clock = _five_minutes(make.case(opened))
    send(operator, opened, "pause", clock=clock.id, reason="asked-agency")
    paused = _five_minutes(make.case(opened))
    assert (paused.state, paused.due_at, paused.pause_reason) == ("paused", None, "asked-agency")
    assert "Tạm dừng, còn" in page(operator, opened)
    send(operator, opened, "resume", clock=clock.id)
    again = _five_minutes(make.case(opened))
    assert again.state == "running"
    assert again.due_at is not None
    assert clock.due_at is not None
    assert again.due_at >= clock.due_at
    assert names(opened)[-2:] == ["clock_paused", "clock_resumed"]


def test_a_deadline_does_not_stand_still_for_a_reason_of_another(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    answer = next(clock for clock in make.case(opened).clocks if clock.rule == "answer")
    before = make.case(opened)
    response = send(operator, opened, "pause", clock=answer.id, reason="asked-agency")
    assert response.status_code == 409
    assert "không được tạm dừng vì lý do đó" in response.content.decode()
    assert untouched(before, opened)


def test_a_deadline_that_passed_does_not_stand_still(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now() - timedelta(minutes=6))
    before = make.case(opened)
    assert send(operator, opened, "pause", clock=_five_minutes(before).id, reason="asked-agency").status_code == 409
    assert untouched(before, opened)


def test_a_deadline_of_another_case_is_not_there(operator: Client) -> None:
    opened, other = make.report("pothole", now=timezone.now()), make.report("noise", now=timezone.now())
    theirs = make.case(other)
    assert send(operator, opened, "pause", clock=_five_minutes(theirs).id, reason="asked-agency").status_code == 404
    assert untouched(theirs, other)


def test_each_deadline_says_why(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    text = page(operator, opened)
    assert all(clock.words.split(" · ")[1] in text for clock in make.case(opened).clocks)


def test_the_supervisor_sees_what_is_overdue_and_what_was_refused(operator: Client, supervisor: Client) -> None:
    late = make.report("pothole", now=timezone.now() - timedelta(minutes=9))
    refused = make.report("noise", now=timezone.now())
    send(operator, refused, "refuse", reason="duplicate")
    text = supervisor.get("/supervisor/").content.decode()
    assert text.index("Quá hạn") < text.index(late.reference) < text.index("Vừa từ chối") < text.index(refused.reference)
    assert "Trễ 4 phút" in text
    assert "Trùng với phản ánh đã có" in text
    assert operator.get("/supervisor/").status_code == 403
