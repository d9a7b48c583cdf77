"""The numbers beside the desks' pages: counted once for all who look, apart for those who may see other things."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hotline.casefile.access import agency_door
from hotline.directory.queries import snapshot
from hotline.people.facts import Role, Viewer
from hotline.site.deskcounts import calls_to_make, directed_to, due_at_agency, due_at_centre

OPERATOR = Viewer(1, "Lan", frozenset({Role.OPERATOR}), frozenset())


def _officer(*units: int) -> Viewer:
    return Viewer(2, "Dung", frozenset({Role.FOCAL_POINT}), frozenset(units))


def test_what_was_counted_a_moment_ago_is_not_counted_again(city: None, db: None) -> None:
    now = timezone.now()
    first = due_at_centre(OPERATOR, now=now), calls_to_make(OPERATOR, now=now), due_at_agency(_officer(1), now=now)
    with CaptureQueriesContext(connection) as asked:
        later = now + timedelta(seconds=1)
        again = due_at_centre(OPERATOR, now=later), calls_to_make(OPERATOR, now=later), due_at_agency(_officer(1), now=later)
    assert again == first
    assert len(asked) == 0


def test_another_agency_is_counted_apart(city: None, db: None) -> None:
    due_at_agency(_officer(1), now=timezone.now())
    with CaptureQueriesContext(connection) as asked:
        due_at_agency(_officer(2), now=timezone.now())
    assert len(asked) == 1


def test_what_is_counted_inside_a_door_leaves_it_as_it_was(city: None, db: None) -> None:
    """A page is drawn inside it: the counts beside it of somebody of two agencies open the same door again."""
    officer = _officer(*sorted(unit.id for unit in snapshot().units.values())[:2])
    with agency_door(officer), connection.cursor() as cursor:
        due_at_agency(officer, now=timezone.now())
        directed_to(officer)
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("hotline_agency",)
