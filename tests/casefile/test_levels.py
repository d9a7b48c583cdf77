"""The level of a case: by its service, put right by an operator, and deadlines that follow it."""

from pathlib import Path

import pytest

from hotline.casefile import actions
from hotline.casefile.facts import ClockFacts, Opened
from hotline.core.facts import Level
from hotline.core.status import MoveNotAllowed
from hotline.directory.actions import load_profile
from tests import make
from tests.directory.folders import change
from tests.directory.othercities import with_deadlines_of
from tests.make import NOW, OPERATOR, minutes

pytestmark = pytest.mark.usefixtures("city", "db", "hanoi")


@pytest.fixture
def hanoi(city: None, db: None, tmp_path: Path) -> None:
    """Have the deadlines of Hà Nội, and manhole covers urgent by themselves."""
    profile = with_deadlines_of("hanoi", tmp_path)
    change(profile, "services.yaml", "      - code: manhole_cover\n", "      - code: manhole_cover\n        level: urgent\n")
    load_profile(profile, now=NOW)


def test_a_case_has_the_level_of_its_service() -> None:
    assert make.case(make.report("pothole")).request.level is Level.NORMAL
    assert make.case(make.report("manhole_cover")).request.level is Level.URGENT


def test_what_is_urgent_is_taken_on_within_four_working_hours() -> None:
    assert _accept(make.forwarded("pothole")).rule == "accept"
    urgent = _accept(make.forwarded("manhole_cover"))
    assert urgent.rule == "accept-urgent"
    assert urgent.due_at == NOW + minutes(2 + 4 * 60 + 90)  # over noon


def test_another_level_reckons_the_deadline_anew_from_where_it_began_and_is_written_down() -> None:
    opened = make.forwarded("pothole")
    before = _accept(opened)
    actions.set_level(opened.request_id, level=Level.URGENT, now=NOW + minutes(30), actor=OPERATOR)
    case = make.case(opened)
    assert case.request.level is Level.URGENT
    event = next(event for event in case.events if event.name == "level_set")
    assert event.facts == {"from": "normal", "to": "urgent"}
    after = _accept(opened)
    assert (after.rule, after.started_at) == ("accept-urgent", before.started_at)
    assert [clock.outcome for clock in case.clocks if clock.rule == "accept"] == ["void"]
    actions.set_level(opened.request_id, level=Level.COMPLEX, now=NOW + minutes(40), actor=OPERATOR)
    assert (_accept(opened).rule, _accept(opened).due_at) == ("accept", before.due_at)


def test_the_level_that_it_has_changes_nothing() -> None:
    opened = make.forwarded("pothole")
    before = make.case(opened)
    actions.set_level(opened.request_id, level=Level.NORMAL, now=NOW + minutes(30), actor=OPERATOR)
    assert make.case(opened) == before


def test_another_service_brings_its_level() -> None:
    opened = make.forwarded("pothole")
    actions.recategorise(opened.request_id, service="manhole_cover", now=NOW + minutes(10), actor=OPERATOR)
    assert make.case(opened).request.level is Level.URGENT
    assert _accept(opened).rule == "accept-urgent"


def test_taken_on_in_time_keeps_the_deadline() -> None:
    opened = make.forwarded("manhole_cover")
    part = make.lead(opened)
    actions.accept_part(part.id, now=NOW + minutes(60), actor=make.officer(part))
    assert next(clock.outcome for clock in make.case(opened).clocks if clock.part_id == part.id) == "kept"


def test_a_case_that_is_over_keeps_its_level() -> None:
    opened = make.answered("pothole")
    before = make.case(opened)
    with pytest.raises(MoveNotAllowed):
        actions.set_level(opened.request_id, level=Level.URGENT, now=NOW + minutes(500), actor=OPERATOR)
    assert make.case(opened) == before


def _accept(opened: Opened) -> ClockFacts:
    """Return the lead's deadline for taking it on, as it stands."""
    part = make.lead(opened)
    return next(clock for clock in make.case(opened).clocks if clock.part_id == part.id and not clock.outcome)
