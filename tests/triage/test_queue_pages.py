"""A long queue: its first rows on the page, all of each list a page at a time, renewed where the reader stands."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import queries
from hotline.casefile.facts import Opened
from hotline.casefile.queries import Waiting
from hotline.triage.views.queue import SHOWN, SHOWN_OF_OTHERS
from tests import make
from tests.triage.forms import send

ADDRESS = "/operator/"
PART = "/operator/queue.part"


def _waiting(count: int) -> list[Opened]:
    """Make reports, the one that waits longest first."""
    now = timezone.now()
    return [make.report("pothole", now=now - timedelta(minutes=count - n)) for n in range(count)]


def _shown(browser: Client, query: str = "", *, address: str = ADDRESS) -> list[str]:
    page = browser.get(f"{address}{query}")
    assert page.status_code == 200
    return re.findall(r'href="/operator/([^/"]+)/" data-keys-item', page.content.decode())


def test_of_a_long_list_the_first_rows_are_shown_and_the_way_to_all(operator: Client) -> None:
    made = [opened.reference for opened in _waiting(SHOWN + 2)]
    page = operator.get(ADDRESS).content.decode()
    assert _shown(operator) == made[:SHOWN]
    assert f"Đang hiện {SHOWN} trên {SHOWN + 2} · Xem cả danh sách" in page
    assert 'href="/operator/?list=waiting" data-keys-item' in page
    assert f'<span class="count numbers">{SHOWN + 2}</span>' in page
    first, second = _shown(operator, "?list=waiting"), _shown(operator, "?list=waiting&page=2")
    assert first + second == made
    assert f"1–{SHOWN} trong {SHOWN + 2}" in operator.get(f"{ADDRESS}?list=waiting").content.decode()


def test_a_list_that_is_wholly_shown_has_no_way_to_more(operator: Client) -> None:
    _waiting(2)
    assert "Xem cả danh sách" not in operator.get(ADDRESS).content.decode()


def test_the_lists_below_begin_shorter_and_are_read_alone(operator: Client) -> None:
    made = _waiting(SHOWN_OF_OTHERS + 2)
    for opened in made:
        send(operator, opened, "ask", words="Ở số nhà nào?")
    assert len(_shown(operator)) == SHOWN_OF_OTHERS
    new = make.report("pothole", now=timezone.now())
    alone = _shown(operator, "?list=asked")
    assert set(alone) == {opened.reference for opened in made}
    assert new.reference not in alone


@pytest.mark.parametrize("page", ["99", "0", "-1", "x", "9" * 40, "٣", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(operator: Client, page: str) -> None:
    made = [opened.reference for opened in _waiting(SHOWN + 1)]
    answer = operator.get(ADDRESS, {"list": "waiting", "page": page}).content.decode()
    assert (made[-1] in answer) == (page == "99")


def test_a_list_that_nobody_knows_is_the_whole_queue(operator: Client) -> None:
    made = [opened.reference for opened in _waiting(2)]
    assert _shown(operator, "?list=' OR 1=1&page=2") == made


def test_the_page_renews_itself_where_its_reader_stands(operator: Client) -> None:
    made = [opened.reference for opened in _waiting(SHOWN + 2)]
    page = operator.get(f"{ADDRESS}?list=waiting&page=2").content.decode()
    assert f'hx-get="{PART}?list=waiting&amp;page=2"' in page
    again = operator.get(f"{PART}?list=waiting&page=2")
    assert _shown(operator, "?list=waiting&page=2", address=PART) == made[SHOWN:]
    kept = {"If-None-Match": again["ETag"]}
    assert operator.get(f"{PART}?list=waiting&page=2", headers=kept).status_code == 304
    assert operator.get(PART, headers=kept).status_code == 200, "another page is not the same"


def test_pages_of_a_list_part_it(city: None, db: None) -> None:
    made = [opened.reference for opened in _waiting(5)]
    pages = [queries.queue_page(Waiting.TO_SCREEN, limit=2, skip=skip) for skip in (0, 2, 4, 500)]
    assert [[row.reference for row in page] for page in pages] == [made[:2], made[2:4], made[4:], []]
    assert queries.queue_counts() == {Waiting.TO_SCREEN: 5, Waiting.UNOWNED: 0, Waiting.ASKED: 0}
