"""The overdue watch: what will be late today and what is late, ordered by the time that is left, and whose."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import Opened
from hotline.core.dunning import end_of_day
from hotline.core.status import Part
from hotline.directory.queries import snapshot
from hotline.oversight import queries
from hotline.oversight.queries import Whose
from hotline.oversight.watching import watch
from hotline.people.facts import Role
from tests import make
from tests.make import minutes
from tests.oversight.conftest import OTHER, due_of
from tests.people.persons import make_person, signed_in

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def _references(page: str) -> list[str]:
    return re.findall(r'href="/operator/([^"/]+)/"', page)


def test_the_least_time_left_stands_first_and_what_is_late_apart(city: None, db: None) -> None:
    first = make.forwarded("pothole")
    second = make.forwarded("pothole", now=make.NOW + minutes(10))
    morning = due_of(first).astimezone(ZONE).replace(hour=8, minute=0)
    seen = watch(whose=Whose(agencies=True), after="", now=morning, language="vi")
    assert [row.reference for row in seen.today] == [first.reference, second.reference]
    assert (seen.late, seen.following) == ((), "")
    evening = morning.replace(hour=20)
    seen = watch(whose=Whose(agencies=True), after="", now=evening, language="vi")
    assert ([row.reference for row in seen.late], seen.today) == ([first.reference, second.reference], ())
    before = watch(whose=Whose(agencies=True), after="", now=morning - timedelta(days=1), language="vi")
    assert (before.today, before.late) == ((), ()), "what is due tomorrow is not today's"


def test_every_deadline_is_found_once_page_by_page(city: None, db: None) -> None:
    made = [make.forwarded("covid_gathering", now=make.NOW + minutes(number)) for number in range(3)]
    now = make.NOW + timedelta(days=1)
    found: list[str] = []
    after: tuple[datetime, int] | None = None
    for _turn in range(10):
        rows = queries.watched(since=None, until=now, whose=Whose(agencies=True), after=after, limit=1)
        if not rows:
            break
        found.append(rows[0].reference)
        after = (rows[0].due_at, rows[0].clock_id)
    assert found == [opened.reference for opened in made]


def test_the_centre_sees_its_own_and_the_agencies(late: Opened, operator: Client, desk: Client, supervisor: Client) -> None:
    waiting = make.report("pothole", now=timezone.now() - minutes(20))  # five minutes to forward it
    for browser in (operator, supervisor):
        assert set(_references(browser.get("/watch/").content.decode())) >= {late.reference, waiting.reference}
    own = _references(operator.get("/watch/?whose=centre").content.decode())
    assert waiting.reference in own
    theirs = _references(operator.get("/watch/?whose=agencies").content.decode())
    assert (late.reference in theirs, waiting.reference in theirs) == (True, False)
    page = desk.get("/watch/").content.decode()
    assert f'href="/synthesis/{late.reference}/"' in page
    assert "Trễ 3" in page, "half an hour late, in words"


def test_an_agency_sees_only_its_own(late: Opened, city: None, db: None) -> None:
    part = make.lead(late)
    own = signed_in(make_person("minh", Role.FOCAL_POINT, unit_id=part.unit_id))
    other = snapshot().units[OTHER].id
    page = own.get("/agency/today/").content.decode()
    assert f'href="/agency/{part.id}/"' in page
    assert "Trễ" in page
    if other != part.unit_id:
        stranger = signed_in(make_person("dung", Role.AGENCY_HEAD, unit_id=other))
        assert late.reference not in stranger.get("/agency/today/").content.decode()


def test_the_number_beside_the_page(late: Opened, operator: Client) -> None:
    now = timezone.now()
    count = queries.due_today(now=now)
    assert count >= 1
    page = operator.get("/operator/").content.decode()
    assert re.search(rf'href="/watch/"[^>]*>.*?<span class="count">{count}</span>', page)
    part = make.lead(late)
    assert queries.due_today(now=now, unit_ids=[part.unit_id]) >= 1
    assert queries.due_today(now=now, unit_ids=[]) == 0


@pytest.mark.parametrize("state", [state for state in Part if state is not Part.PROPOSED])
def test_the_number_is_that_of_the_list_whatever_became_of_the_part(late: Opened, state: Part) -> None:
    now, part = timezone.now(), make.lead(late)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE casefile_assignment SET state = %s WHERE id = %s", [state.value, part.id])
    until = end_of_day(now, zone=ZONE)
    assert queries.due_today(now=now) == len(queries.watched(since=None, until=until))
    theirs = queries.watched(since=None, until=until, whose=Whose(unit_ids=frozenset({part.unit_id})))
    assert queries.due_today(now=now, unit_ids=[part.unit_id]) == len(theirs)


def test_rubbish_in_the_address_is_the_first_page(late: Opened, operator: Client) -> None:
    for after in ("", "x", "1.2.3", "99999999999999999.1", "-1.0", "%00"):
        assert operator.get(f"/watch/?after={after}&whose=nobody").status_code == 200


def test_nothing_due_says_so(operator: Client) -> None:
    page = operator.get("/watch/").content.decode()
    assert "Hôm nay không còn việc nào đến hạn" in page
    assert "Không có việc nào quá hạn" in page


def test_strangers_are_refused(officer: Client, operator: Client, desk: Client) -> None:
    assert officer.get("/watch/").status_code == 403
    assert operator.get("/agency/today/").status_code == 403
    assert desk.get("/watch/calls/").status_code == 403
    assert Client().get("/watch/").status_code == 302


def test_midnight_is_the_citys(city: None, db: None) -> None:
    opened = make.forwarded("covid_gathering", now=datetime(2026, 3, 2, 22, 30, tzinfo=ZONE))
    assert due_of(opened).astimezone(ZONE).hour == 23
    before = datetime(2026, 3, 2, 22, 59, tzinfo=ZONE)
    assert len(watch(whose=Whose(agencies=True), after="", now=before, language="vi").today) == 1


def test_who_works_at_two_desks_finds_the_page_once(city: None, db: None) -> None:
    both = signed_in(make_person("ha", Role.SUPERVISOR, Role.SYNTHESIS))
    page = both.get("/watch/").content.decode()
    assert page.count('<a href="/watch/"') == 2, "once beside the others, and as the tab"
