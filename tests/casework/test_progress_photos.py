"""Photos of work under way stand under a heading of their own, on every page: they do not show how it is when it is done."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.models import Attachment
from hotline.casefile.queries import public_case
from hotline.people.facts import Role
from hotline.public.publiccase import page_of
from tests import make
from tests.people.persons import make_person, signed_in


def _keys(page: str, since: str, until: str) -> set[str]:
    """Return keys of the photos between two words of a page."""
    return set(re.findall(r"[0-9a-f]{32}", page.split(since, 1)[1].split(until, 1)[0]))


def _read(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


@pytest.fixture
def photographed(city: None, db: None) -> tuple[Opened, str, str, str]:
    """Give a pothole that was answered, and keys of its photos: of progress, of a commitment, and of the result."""
    at = timezone.now() - timedelta(hours=3)
    opened = make.forwarded("pothole", now=at)
    part = make.lead(opened)
    hand = make.officer(part)
    actions.accept_part(part.id, now=at, actor=hand)
    keys = [make.photo(now=at + make.minutes(n)) for n in (10, 20, 30)]
    actions.file_progress(part.id, note="Đang cào.", evidence=keys[:1], now=at + make.minutes(10), actor=hand)
    due_on = timezone.localdate() + timedelta(days=60)
    actions.file_commitment(part.id, note="Chờ.", evidence=keys[1:2], due_on=due_on, now=at + make.minutes(20), actor=hand)
    actions.file_result(part.id, note="Đã vá.", evidence=keys[2:], now=at + make.minutes(30), actor=hand)
    actions.accept_result(part.id, now=at + make.minutes(40), actor=make.DESK)
    actions.draft_answer(opened.request_id, words="Đã vá.", public_words="Đã vá.", now=at + make.minutes(41), actor=make.DESK)
    actions.send_answer(opened.request_id, now=at + make.minutes(42), actor=make.DESK)
    progress, promised, done = keys
    return opened, progress, promised, done


def test_on_the_agencys_page(officer: Client, photographed: tuple[Opened, str, str, str]) -> None:
    opened, progress, promised, done = photographed
    page = _read(officer, f"/agency/{make.lead(opened).id}/")
    assert _keys(page, "Sau khi xử lý", "Ảnh tiến độ") == {done}
    assert _keys(page, "Ảnh tiến độ", "Diễn biến") == {progress, promised}


def test_on_the_desks_page(photographed: tuple[Opened, str, str, str]) -> None:
    opened, progress, promised, done = photographed
    page = _read(signed_in(make_person("tam", Role.SYNTHESIS)), f"/synthesis/{opened.reference}/")
    assert _keys(page, "Sau khi xử lý", "Trong khi xử lý") == {done}
    assert {progress, promised} <= _keys(page, "Trong khi xử lý", "</section>")


def test_on_the_citizens_page(photographed: tuple[Opened, str, str, str]) -> None:
    opened, progress, promised, done = photographed
    page = _read(Client(), f"/r/{opened.link}/")
    assert _keys(page, "Ảnh đơn vị chụp", "Ảnh trong khi làm") == {done}
    assert {progress, promised} <= _keys(page, "Ảnh trong khi làm", "</section>")


def test_in_what_is_public(photographed: tuple[Opened, str, str, str]) -> None:
    opened, progress, promised, done = photographed
    Attachment.objects.filter(request_id=opened.request_id).update(public_at=timezone.now())
    found = public_case(opened.reference)
    assert (found.evidence, found.progress) == ((done,), (progress, promised))
    captions = [photo.caption for photo in page_of(found, alike=()).photos]
    assert captions == ["Trong khi xử lý", "Trong khi xử lý", ""]


def test_the_supervisor_sees_the_photo_of_a_commitment_and_no_other(photographed: tuple[Opened, str, str, str]) -> None:
    opened, progress, promised, _done = photographed
    page = _read(signed_in(make_person("thu", Role.SUPERVISOR)), f"/operator/{opened.reference}/")
    panel = page.split('id="commitments"', 1)[1].split("</section>", 1)[0]
    assert promised in panel
    assert progress not in panel
