"""Somebody who works for the superior that examines a complaint and for the agency named reads nothing of it by either."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.access import AgencyDoor, agency_door
from hotline.casefile.facts import Opened, PartFacts
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import SYSTEM
from hotline.directory.queries import snapshot
from hotline.oversight.queries import Whose, watched
from hotline.people import actions as people
from hotline.people.facts import Role, Viewer
from hotline.people.queries import viewer
from hotline.site.deskcounts import directed_to, due_at_agency
from tests import make
from tests.make import minutes
from tests.people.persons import make_person, signed_in

pytestmark = pytest.mark.usefixtures("city", "db", "nothing_counted")

BRANCH, OFFICE, SUPERIOR, ELSEWHERE = "dkdd-q2", "vp-dkdd", "so-nn-mt", "so-y-te"

# in words · the agency named · what the person works for · whether the case is there
PEOPLE = [
    ("the superior alone", BRANCH, (SUPERIOR,), True),
    ("the superior and one that has nothing to do with it", BRANCH, (SUPERIOR, ELSEWHERE), True),
    ("the superior and the one named", BRANCH, (SUPERIOR, BRANCH), False),
    ("the superior and one that obeys the one named", OFFICE, (SUPERIOR, BRANCH), False),
    ("the superior and one that the one named obeys", BRANCH, (SUPERIOR, OFFICE), True),
]
TWO = pytest.mark.parametrize(("other", "seen"), [(ELSEWHERE, True), (BRANCH, False)])
ROWS = pytest.mark.parametrize(("named", "units", "seen"), [row[1:] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
PAGES = ["/agency/", "/agency/today/", "/agency/directives/"]


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint that the superior has in hand, late, with a photo, a directive and a result of one of its units."""

    opened: Opened
    part: PartFacts
    picture: str


@pytest.fixture
def nothing_counted() -> Iterator[None]:
    """Forget what another test's pages counted a moment ago."""
    cache.clear()
    yield
    cache.clear()


def _complaint(of: str) -> Told:
    now = timezone.now() - timedelta(days=20)
    opened = make.complaint(of=of, now=now)
    part = make.lead(opened)
    picture = make.photo(now=now)
    hand = make.officer(part)
    actions.file_progress(part.id, note="Đang xác minh.", evidence=[picture], now=now + minutes(5), actor=hand)
    make.directed(opened, now=now)
    return Told(opened, part, picture)


def _person(*units: str) -> int:
    person = make_person("ha", Role.FOCAL_POINT, unit_id=snapshot().units[units[0]].id)
    for code in units[1:]:
        people.grant_role(person, role=Role.AGENCY_HEAD, unit_id=snapshot().units[code].id, now=make.NOW, actor=SYSTEM)
    return person


def _viewer(*units: str) -> Viewer:
    found = viewer(_person(*units), now=timezone.now())
    assert found is not None
    return found


def _is_there(door: AgencyDoor, told: Told) -> bool:
    try:
        return door.picture(told.part.id, told.picture).key == told.picture
    except NoSuchCase:
        return False


@ROWS
def test_the_lists_of_the_desk(named: str, units: tuple[str, ...], seen: bool) -> None:
    told, browser = _complaint(named), signed_in(_person(*units))
    link = f"/agency/{told.part.id}/"
    shown = {page: link in browser.get(page).content.decode() for page in PAGES}
    assert shown == dict.fromkeys(PAGES, seen)


@ROWS
def test_the_case_and_its_steps(named: str, units: tuple[str, ...], seen: bool) -> None:
    told, browser = _complaint(named), signed_in(_person(*units))
    status = 200 if seen else 404
    assert browser.get(f"/agency/{told.part.id}/").status_code == status
    before = make.case(told.opened)
    typed = {"version": str(before.request.version), "note": "Tôi tự xem việc của mình."}
    assert browser.post(f"/agency/{told.part.id}/progress/", typed).status_code == (302 if seen else 404)
    assert (make.case(told.opened) == before) is not seen


@TWO
def test_pictures_and_what_is_counted(other: str, seen: bool) -> None:
    told, who, now = _complaint(BRANCH), _viewer(SUPERIOR, other), timezone.now()
    with agency_door(who) as door:
        assert _is_there(door, told) is seen
        assert bool(door.desk_counts(handler=None, now=now).of_states) is seen
        assert bool(watched(since=None, until=now, whose=Whose(unit_ids=who.unit_ids))) is seen
    assert bool(directed_to(who)) is seen
    assert bool(due_at_agency(who, now=now)) is seen


@TWO
def test_the_calendar(other: str, seen: bool) -> None:
    told, browser = _complaint(BRANCH), signed_in(_person(SUPERIOR, other))
    found = re.search(r'value="[^"]*(/calendar/[\w-]{43}\.ics)"', browser.post("/agency/calendar/new/").content.decode())
    assert found is not None
    assert (told.opened.reference in Client().get(found[1]).content.decode()) is seen


def test_how_often_the_matter_came_up_names_no_case_that_is_kept_away() -> None:
    """The chain is made past the policies: it holds by itself."""
    told, who = _complaint(BRANCH), _viewer(SUPERIOR, BRANCH)
    again = make.complaint(of=OFFICE, now=timezone.now())  # of the office above: kept away as well
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO casefile_recurrence (request_id, earlier_id, found_at, reasons, after, ended) "
            "VALUES (%s, %s, now(), '{}', '1 day', '')",
            [again.request_id, told.opened.request_id],
        )
    with agency_door(who) as door:
        assert door.chain(again.request_id) == ()
    superior = Viewer(1, "Trần", frozenset({Role.FOCAL_POINT}), frozenset({snapshot().units[SUPERIOR].id}))
    with agency_door(superior) as door:
        assert told.opened.reference in {link.reference for link in door.chain(again.request_id)}


def test_what_the_named_one_is_asked_it_still_reads() -> None:
    told, browser = _complaint(BRANCH), signed_in(_person(SUPERIOR, BRANCH))
    day = timezone.localdate() + timedelta(days=7)
    number = actions.ask_explanation_for(
        told.part.id, words="Vì sao?", due_on=day, now=timezone.now(), actor=make.officer(told.part)
    )
    page = browser.get(f"/agency/explanations/{number}/")
    assert "Vì sao?" in page.content.decode()
    assert told.opened.reference not in page.content.decode()


def test_a_case_that_names_an_agency_later_closes_then() -> None:
    opened = make.complaint(of="", now=timezone.now())
    part, browser = make.lead(opened), signed_in(_person(SUPERIOR, BRANCH))
    assert browser.get(f"/agency/{part.id}/").status_code == 200
    actions.name_agency(opened.request_id, agency=BRANCH, now=timezone.now(), actor=make.OPERATOR)
    assert browser.get(f"/agency/{part.id}/").status_code == 404


def test_it_is_not_put_into_the_hands_of_somebody_who_may_not_read_it() -> None:
    told, person = _complaint(BRANCH), _person(SUPERIOR, BRANCH)
    colleague = make_person("tran", Role.FOCAL_POINT, unit_id=snapshot().units[SUPERIOR].id)
    browser = signed_in(colleague)
    page = browser.get(f"/agency/{told.part.id}/").content.decode()
    assert f'<option value="{colleague}"' in page
    assert f'<option value="{person}"' not in page
    typed = {"version": str(make.case(told.opened).request.version), "handler": str(person)}
    assert browser.post(f"/agency/{told.part.id}/assign/", typed).status_code == 422
    assert make.lead(told.opened).handler_id is None


def test_who_works_for_one_agency_is_asked_nothing_more() -> None:
    _complaint(BRANCH)
    one = Viewer(1, "Trần", frozenset({Role.FOCAL_POINT}), frozenset({snapshot().units[SUPERIOR].id}))
    two = Viewer(1, "Trần", frozenset({Role.FOCAL_POINT}), one.unit_ids | {snapshot().units[ELSEWHERE].id})
    asked = []
    for who in (one, two):
        with CaptureQueriesContext(connection) as queries, agency_door(who):
            pass
        asked.append(len(queries))
    assert asked[1] == asked[0] + 1
