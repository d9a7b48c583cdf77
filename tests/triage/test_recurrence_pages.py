"""What came back, on the pages of the centre, of the agency and of everyone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.actions.recurring import look_for_recurrence
from hotline.casefile.facts import Opened
from tests import make
from tests.triage.forms import page, send, untouched

WEEK = timedelta(days=7)


def came_back(*, approved: bool = False) -> tuple[Opened, Opened]:
    """Return a pothole that was answered a week ago, and the report that it is there again, now."""
    now = timezone.now()
    first = make.answered("pothole", now=now - WEEK)
    opened = make.report("pothole", now=now - make.minutes(3))
    look_for_recurrence(opened.request_id, now=now)
    for one in (first, opened) if approved else ():
        words = f"Ổ gà lớn ({one.request_id})."
        actions.approve_public_words(one.request_id, words=words, place="Đường Lê Lợi", now=now, actor=make.DESK)
    return first, opened


def test_the_operator_reads_the_chain_and_why(operator: Client) -> None:
    first, opened = came_back()
    shown = page(operator, opened)
    assert "vụ thứ 2" in shown
    assert "sau khi đã xử lý" in shown
    assert "Cách 0 m" in shown
    assert f'href="/operator/{first.reference}/"' in shown
    assert 'id="recurrence"' in page(operator, first), "the first one leads to what came of it"
    assert "Tái diễn, vụ thứ 2" in operator.get("/operator/").content.decode()


def test_an_ordinary_report_has_no_such_panel(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    assert 'id="recurrence"' not in page(operator, opened)


def test_the_desk_reads_the_chain_and_denies_nothing(operator: Client, desk: Client) -> None:
    _first, opened = came_back()
    send(operator, opened, "forward")
    shown = page(desk, opened, desk="synthesis")
    assert 'id="recurrence"' in shown
    assert "Không phải việc cũ" not in shown
    before = make.case(opened)
    assert send(desk, opened, "deny-recurrence", why="Không.").status_code == 403
    assert untouched(before, opened)


def test_an_operator_says_that_it_is_none_and_takes_it_back(operator: Client) -> None:
    _first, opened = came_back()
    assert send(operator, opened, "deny-recurrence", why="Ổ gà khác, cách 20 m.").status_code == 302
    assert make.case(opened).request.occurrence == 1
    shown = page(operator, opened)
    assert "Người trực đã ghi: không phải việc cũ" in shown
    assert "Ổ gà khác, cách 20 m." in shown
    assert "Tái diễn, vụ thứ 2" not in operator.get("/operator/").content.decode()
    send(operator, opened, "restore-recurrence")
    assert make.case(opened).request.occurrence == 2


def test_denying_what_is_none_says_so_and_changes_nothing(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    for act in ("deny-recurrence", "restore-recurrence"):
        response = send(operator, opened, act)
        assert response.status_code == 409
        assert "không còn" in response.content.decode() or "không có" in response.content.decode()
    assert untouched(before, opened)


def test_an_operator_names_the_earlier_case_by_its_reference(operator: Client) -> None:
    now = timezone.now()
    first, opened = make.answered("noise", now=now - WEEK), make.report("pothole", now=now)
    typed = f" {first.reference.lower().replace('-', ' ')} "
    assert send(operator, opened, "link-recurrence", reference=typed).status_code == 302
    shown = page(operator, opened)
    assert "Người trực nối" in shown
    assert "vụ thứ 2" in shown
    assert f'href="/operator/{first.reference}/"' in shown


@pytest.mark.parametrize(
    ("typed", "said", "status"),
    [
        ("", "Hãy ghi mã phản ánh cũ.", 422),
        ("không phải mã", "Đây không phải mã phản ánh.", 422),
        ("1022-2601-01-00000000", "không", 422),
        ("itself", "Một phản ánh không thể là lần tái diễn của chính nó.", 409),
        ("waits", "Nếu là cùng một việc, hãy gộp.", 409),
    ],
)
def test_what_cannot_be_named_is_said_and_kept(operator: Client, typed: str, said: str, status: int) -> None:
    opened, waits = (make.report("pothole", now=timezone.now()) for _ in range(2))
    typed = {"itself": opened.reference, "waits": waits.reference}.get(typed, typed)
    before = make.case(opened)
    response = send(operator, opened, "link-recurrence", reference=typed)
    text = response.content.decode()
    assert response.status_code == status
    assert said in text
    assert typed in text
    assert untouched(before, opened)


def test_the_agency_sees_it_first_with_its_chain(officer: Client) -> None:
    first, opened = came_back()
    now = timezone.now()
    actions.forward(opened.request_id, now=now, actor=make.OPERATOR)
    listed = officer.get("/agency/").content.decode()
    assert "Tái diễn, vụ thứ 2" in listed
    shown = officer.get(f"/agency/{make.lead(opened).id}/").content.decode()
    assert "Việc này ở đây" in shown
    assert "Vụ thứ 1: báo" in shown
    assert "(vụ này)" in shown
    assert make.NAME not in shown
    assert first.reference.split("-")[2] in shown, "its own earlier case"


@pytest.mark.usefixtures("city", "db")
def test_everyone_reads_the_chain_of_what_a_person_approved(client: Client) -> None:
    first, opened = came_back(approved=True)
    shown = client.get(f"/cases/{opened.reference}/").content.decode()
    assert "Việc này đã tái diễn ở đây" in shown
    assert f"/cases/{first.reference}/" in shown


@pytest.mark.usefixtures("city", "db")
def test_nobody_learns_by_a_chain_where_an_unapproved_report_is(client: Client) -> None:
    _first, opened = came_back()
    assert "Việc này đã tái diễn ở đây" not in client.get(f"/cases/{opened.reference}/").content.decode()
