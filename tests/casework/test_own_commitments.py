"""An agency's own commitments: how many it kept and broke, and each of them; no other agency's, whatever the application asks."""

import html
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions, queries
from hotline.casefile.access import agency_door
from hotline.casefile.facts import Opened, PartFacts
from hotline.casefile.queries import commitments
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from tests import make
from tests.casework.conftest import LEAD, OTHER

LONG_AGO = timedelta(days=40)


def _committed(*, at: datetime, days: int) -> Opened:
    """Give a pothole whose agency committed to a day so many days after it was forwarded."""
    opened = make.forwarded("pothole", now=at)
    part = make.lead(opened)
    actions.accept_part(part.id, now=at, actor=make.officer(part))
    due_on = timezone.localtime(at).date() + timedelta(days=days)
    later = at + make.minutes(10)
    photo = make.photo(now=later)
    actions.file_commitment(part.id, note="Chờ nhựa.", evidence=[photo], due_on=due_on, now=later, actor=make.officer(part))
    return opened


def _done(opened: Opened, *, at: datetime) -> None:
    part = make.lead(opened)
    actions.file_result(part.id, note="Đã vá.", evidence=[make.photo(now=at)], now=at, actor=make.officer(part))


def _page(browser: Client, address: str = "/agency/commitments/") -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("</span><span>", "")


@pytest.fixture
def promised(city: None, db: None) -> tuple[Opened, Opened, Opened]:
    """Give one commitment that was kept, one that was broken, and one that still runs."""
    now = timezone.now()
    kept, broken = _committed(at=now - LONG_AGO, days=30), _committed(at=now - LONG_AGO, days=20)
    _done(kept, at=now - timedelta(days=12))
    return kept, broken, _committed(at=now - timedelta(days=1), days=60)


def test_the_agency_reads_what_it_kept_and_broke(officer: Client, promised: tuple[Opened, ...]) -> None:
    page = _page(officer)
    assert [one.reference for one in promised if one.reference not in page] == []
    for words in ("Giữ đúng cam kết", "Đã quá ngày cam kết", "Đang trong cam kết"):
        assert words in page
    assert f'href="/agency/{make.lead(promised[0]).id}/"' in page


def test_the_numbers_are_those_of_the_supervisor(promised: tuple[Opened, ...]) -> None:
    now = timezone.now()
    since, until = now - timedelta(days=90), now + timedelta(days=700)
    unit_id = snapshot().units[LEAD].id
    with agency_door(Viewer(1, "Quân", frozenset({Role.FOCAL_POINT}), frozenset({unit_id}))) as door:
        own = door.keeping(since=since, until=until, now=now, language="vi")
    everybodys = queries.keeping(since=since, until=until, now=now)
    assert own == tuple(row for row in everybodys if row.unit == snapshot().units[LEAD].name.vi)
    assert (own[0].kept, own[0].broken, own[0].running) == (1, 1, 1)


def test_one_that_was_not_needed_is_in_no_number(officer: Client) -> None:
    opened = _committed(at=timezone.now() - make.minutes(60), days=60)
    _done(opened, at=timezone.now() - make.minutes(30))
    assert "Xong trong hạn, không cần đến cam kết" in _page(officer)


def test_another_agency_reads_nothing_of_it(stranger: Client, promised: tuple[Opened, ...]) -> None:
    page = _page(stranger)
    assert [one.reference for one in promised if one.reference in page] == []
    assert "Chưa có cam kết nào" in page
    assert "không giữ" not in _page(stranger, "/agency/")


def test_row_security_holds_where_the_question_names_anothers_units(promised: tuple[Opened, ...]) -> None:
    """The application's own filter asks for the agency that promised; the role of the other gets nothing."""
    units, now = snapshot().units, timezone.now()
    asked, viewer = [units[LEAD].id], Viewer(1, "Dung", frozenset({Role.FOCAL_POINT}), frozenset({units[OTHER].id}))
    since, until = now - timedelta(days=90), now + timedelta(days=700)
    assert commitments.own_commitments(asked, since=since, limit=9, language="vi")
    with agency_door(viewer):
        assert commitments.own_commitments(asked, since=since, limit=9, language="vi") == ()
        assert commitments.keeping(since=since, until=until, now=now, unit_ids=asked) == ()


def test_a_part_that_went_back_is_listed_without_a_door(officer: Client, accepted: PartFacts, forwarded: Opened) -> None:
    photo, due_on = make.photo(now=timezone.now()), timezone.localdate() + timedelta(days=60)
    actor = make.officer(accepted)
    actions.file_commitment(accepted.id, note="Chờ.", evidence=[photo], due_on=due_on, now=timezone.now(), actor=actor)
    actions.return_part(accepted.id, reason="not_ours", note="Của phường.", now=timezone.now(), actor=actor)
    page = _page(officer)
    assert forwarded.reference in page
    assert f'href="/agency/{accepted.id}/"' not in page
