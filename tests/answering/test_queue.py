"""The desk's list: each case under what it waits for."""

import re

from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from tests import make
from tests.answering.conftest import deliver


def _listed(browser: Client, query: str = "") -> set[str]:
    page = browser.get(f"/synthesis/{query}")
    assert page.status_code == 200
    return set(re.findall(r'href="/synthesis/(1022-[^/"?]+)/"', page.content.decode()))


def test_each_case_stands_under_what_it_waits_for(desk: Client, filed: Opened, sent: Opened) -> None:
    now = timezone.now() - make.minutes(300)
    to_answer, drafted = make.with_results("pothole", now=now), make.with_results("pothole", now=now)
    for opened in (to_answer, drafted):
        actions.accept_result(make.lead(opened).id, now=timezone.now(), actor=make.DESK)
    actions.draft_answer(drafted.request_id, words="Nháp.", public_words="", now=timezone.now(), actor=make.DESK)
    assert _listed(desk) == {filed.reference, sent.reference, to_answer.reference, drafted.reference}
    assert _listed(desk, "?tab=results") == {filed.reference}
    assert _listed(desk, "?tab=answers") == {to_answer.reference, drafted.reference}
    assert _listed(desk, "?tab=publish") == {sent.reference}
    assert _listed(desk, "?tab=answered") == {sent.reference}


def test_what_is_published_leaves_the_queue_and_can_be_found_for_correction(desk: Client, published: Opened) -> None:
    assert _listed(desk) == set()
    assert _listed(desk, "?tab=answered") == {published.reference}


def test_what_is_never_published_waits_for_nothing_once_sent(desk: Client, city: None) -> None:
    opened = make.answered("late_dossier", now=timezone.now() - make.minutes(300))
    deliver(opened)
    assert _listed(desk) == set()


def test_a_case_opens_by_its_reference(desk: Client, filed: Opened) -> None:
    answer = desk.get(f"/synthesis/?reference= {filed.reference.lower()} ")
    assert answer.headers["Location"] == f"/synthesis/{filed.reference}/"
    unknown = desk.get("/synthesis/?reference=<b>1022</b>")
    assert unknown.status_code == 200
    assert "Không có hồ sơ nào mang mã" in unknown.content.decode()
    assert "<B>1022" not in unknown.content.decode()


def test_an_empty_list_says_so(desk: Client) -> None:
    assert "Không còn việc chờ" in desk.get("/synthesis/").content.decode()


def test_english_is_complete(desk: Client, sent: Opened) -> None:
    desk.cookies["django_language"] = "en"
    page = desk.get("/synthesis/").content.decode()
    assert "To publish" in page
    assert "Chờ công khai" not in page
    case = desk.get(f"/synthesis/{sent.reference}/").content.decode()
    assert "Answer to the citizen" in case
    assert "Trả lời người dân" not in case
