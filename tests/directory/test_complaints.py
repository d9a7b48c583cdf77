"""Which agency a complaint names, and who is kept away from it, also after that agency became another."""

from dataclasses import replace

import pytest

from hotline.directory.complaints import agency_named, units_barred, units_named
from hotline.directory.facts import Directory
from hotline.directory.queries import snapshot

OLD, NEW = "ubnd-26740", "ubnd-26743"


@pytest.fixture
def merged(city: None, db: None) -> Directory:
    """The directory after the ward of Sài Gòn became part of another one."""
    today = snapshot()
    units = {code: unit for code, unit in today.units.items() if code != OLD}
    closed, after = today.units[OLD], today.units[NEW]
    return replace(today, units=units, units_after={closed.id: (after.id,)})


def test_a_ward_that_became_another_is_complained_of_still(merged: Directory) -> None:
    closed, after = (next(unit.id for unit in merged.units_by_id.values() if unit.code == code) for code in (OLD, NEW))
    assert agency_named(merged, {"office": OLD}) == NEW
    assert units_named(merged, {"office": OLD}) == (closed,)
    assert units_barred(merged, {"office": OLD}) == {closed, after}


@pytest.mark.parametrize(
    ("in_words", "answers"),
    [
        ("nothing was answered", {}),
        ("nobody was named", {"office": ""}),
        ("one that was never there", {"office": "so-xe-buyt"}),
        ("what no service asks as an agency", {"pole": OLD}),
    ],
)
def test_nobody_is_named(in_words: str, answers: dict[str, str], city: None, db: None) -> None:
    directory = snapshot()
    assert (agency_named(directory, answers), units_barred(directory, answers)) == ("", frozenset()), in_words


def test_the_inspectorate_of_each_city_may_examine_the_city(city: None, db: None) -> None:
    directory = snapshot()
    barred = units_barred(directory, {"office": "ubnd-tp"})
    assert {directory.units_by_id[unit].code for unit in directory.units_by_id if unit not in barred} >= {"thanh-tra-tp"}
    assert directory.units["so-noi-vu"].id in barred
