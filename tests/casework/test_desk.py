"""The agency's list: its own parts by time left, under the tab where they belong."""

import re
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened, PartFacts
from hotline.casework.desk import SHOWN
from tests import make


def _listed(browser: Client, query: str = "") -> list[str]:
    page = browser.get(f"/agency/{query}")
    assert page.status_code == 200
    return re.findall(r'href="/agency/(\d+)/"', page.content.decode())


def test_what_has_the_least_time_left_stands_first(officer: Client) -> None:
    now = timezone.now()
    late = make.lead(make.forwarded("pothole", now=now - timedelta(days=20)))
    fresh = make.lead(make.forwarded("pothole", now=now))
    older = make.lead(make.forwarded("pothole", now=now - timedelta(days=3)))
    assert _listed(officer) == [str(part.id) for part in (late, older, fresh)]


def test_urgent_parts_stand_first_and_those_whose_clocks_stand_still_last(officer: Client) -> None:
    now = timezone.now()
    late = make.forwarded("pothole", now=now - timedelta(days=20))
    fresh = make.forwarded("pothole", now=now)
    urgent = make.forwarded("pothole", now=now, words="Hố sâu, có người bị thương nặng, cháy nhà.")
    assert _listed(officer) == [str(make.lead(opened).id) for opened in (urgent, late, fresh)]
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE casefile_clock SET state = 'paused', due_at = NULL, "left" = '{}', pause_reason = 'x'
            WHERE state = 'running' AND (request_id = %(request)s OR part_id = %(part)s)
            """,
            {"request": late.request_id, "part": make.lead(late).id},
        )
    assert _listed(officer) == [str(make.lead(opened).id) for opened in (urgent, fresh, late)]


def test_the_answers_deadline_counts_where_it_is_nearer(officer: Client) -> None:
    now = timezone.now()
    first, second = make.forwarded("pothole", now=now - timedelta(days=1)), make.forwarded("pothole", now=now)
    assert _listed(officer) == [str(make.lead(opened).id) for opened in (first, second)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE casefile_clock SET due_at = %s WHERE request_id = %s AND stops = 'answered'", [now, second.request_id]
        )
    assert _listed(officer) == [str(make.lead(opened).id) for opened in (second, first)]


def test_each_state_stands_under_its_tab(officer: Client, officer_id: int) -> None:
    now = timezone.now() - timedelta(hours=5)
    new = make.lead(make.forwarded("pothole", now=now))
    working = make.lead(make.forwarded("pothole", now=now))
    actions.accept_part(working.id, now=now + timedelta(hours=1), actor=make.officer(working))
    filed, again, done = (make.lead(make.with_results("pothole", now=now)) for _ in range(3))
    actions.return_result(again.id, reason="no_evidence", note="Ảnh mờ.", now=timezone.now(), actor=make.DESK)
    actions.accept_result(done.id, now=timezone.now(), actor=make.DESK)
    assert set(_listed(officer)) == {str(new.id), str(working.id), str(again.id)}
    assert _listed(officer, "?tab=new") == [str(new.id)]
    assert _listed(officer, "?tab=working") == [str(working.id)]
    assert _listed(officer, "?tab=again") == [str(again.id)]
    assert _listed(officer, "?tab=filed") == [str(filed.id)]
    assert _listed(officer, "?tab=done") == [str(done.id)]
    shown = officer.get("/agency/").content.decode()
    counts = [
        ("Cần làm", 3),
        ("Mới đến", 1),
        ("Đang xử lý", 1),
        ("Cần làm lại", 1),
        ("Chờ trung tâm duyệt", 1),
        ("Xong gần đây", 1),
    ]
    assert [tab for tab, n in counts if f'{tab} <span class="numbers">{n}</span>' not in shown] == []
    assert set(_listed(officer, "?tab=nonsense")) == {str(new.id), str(working.id), str(again.id)}


def test_a_long_list_is_read_a_page_at_a_time(officer: Client) -> None:
    now = timezone.now()
    parts = [str(make.lead(make.forwarded("pothole", now=now - timedelta(minutes=n))).id) for n in range(SHOWN + 2)]
    first = officer.get("/agency/?tab=new").content.decode()
    assert "1–25 trong 27" in first
    assert 'href="/agency/?tab=new&amp;page=2"' in first
    assert f'Mới đến <span class="numbers">{SHOWN + 2}</span>' in first
    read = _listed(officer, "?tab=new") + _listed(officer, "?tab=new&page=2")
    assert len(read) == len(set(read))
    assert set(read) == set(parts)
    for beyond in ("99", "-1", "x", "9" * 40, "٣"):
        assert officer.get("/agency/", {"page": beyond}).status_code == 200
    assert _listed(officer, "?page=99") == _listed(officer, "?page=2"), "the nearest page there is"


def test_only_mine(officer: Client, officer_id: int, part: PartFacts) -> None:
    other = make.lead(make.forwarded("pothole", now=timezone.now()))
    actions.assign_inside(part.id, handler_id=officer_id, now=timezone.now(), actor=make.officer(part))
    assert set(_listed(officer)) == {str(part.id), str(other.id)}
    assert _listed(officer, "?mine=1") == [str(part.id)]


def test_another_agency_sees_an_empty_desk_that_says_so(stranger: Client, part: PartFacts) -> None:
    page = stranger.get("/agency/").content.decode()
    assert f"/agency/{part.id}/" not in page
    assert "Không có việc nào đang chờ" in page


def test_nothing_is_kept_in_caches(officer: Client, part: PartFacts) -> None:
    for address in ("/agency/", f"/agency/{part.id}/"):
        assert officer.get(address).headers["Cache-Control"] == "private, no-store"


def test_what_is_only_proposed_is_not_there_yet(officer: Client) -> None:
    opened: Opened = make.report("pothole", now=timezone.now())
    part = make.lead(opened)
    assert _listed(officer) == []
    assert officer.get(f"/agency/{part.id}/").status_code == 404


def test_an_urgent_part_says_so(officer: Client) -> None:
    make.forwarded("pothole", now=timezone.now(), words="Hố sâu, có người bị thương nặng, cháy nhà.")
    assert "Khẩn · Mới đến, chờ nhận" in officer.get("/agency/").content.decode()
