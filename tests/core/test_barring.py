"""Whom a complaint is kept away from, as a table that an inspector could sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.barring import barred

CITY, INSPECTORATE, LAND, OFFICE, BRANCH_2, BRANCH_6, OLD_WARD, WARD, OTHER_WARD, OLDER_WARD = range(1, 11)
ABOVE = {
    CITY: None, INSPECTORATE: CITY, LAND: CITY, OFFICE: LAND, BRANCH_2: OFFICE, BRANCH_6: OFFICE,
    OLD_WARD: CITY, WARD: CITY, OTHER_WARD: CITY, OLDER_WARD: CITY,
}  # fmt: skip
FOLLOWED_BY = {OLDER_WARD: [OLD_WARD], OLD_WARD: [WARD]}

# in words · complained of · kept away
TABLE = [
    ("a branch, and no other branch", [BRANCH_2], {BRANCH_2}),
    ("an office, and the branches that obey it", [OFFICE], {OFFICE, BRANCH_2, BRANCH_6}),
    ("a ward that was merged: the ward of today", [OLD_WARD], {OLD_WARD, WARD}),
    ("a ward that was merged twice", [OLDER_WARD], {OLDER_WARD, OLD_WARD, WARD}),
    ("the ward of today, not the one before it, which is no more", [WARD], {WARD}),
    ("the inspectorate itself", [INSPECTORATE], {INSPECTORATE}),
    ("the city: everyone but the inspectorate", [CITY], set(ABOVE) - {INSPECTORATE}),
    ("the city and its inspectorate", [CITY, INSPECTORATE], set(ABOVE)),
    ("nobody", [], set()),
]


@pytest.mark.parametrize(("named", "kept_away"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_whom_it_is_kept_away_from(named: list[int], kept_away: set[int]) -> None:
    assert barred(named, above=ABOVE, followed_by=FOLLOWED_BY, inspectors=[INSPECTORATE]) == kept_away


UNITS = st.integers(min_value=1, max_value=8)


@given(
    named=st.sets(UNITS, max_size=3),
    above=st.dictionaries(UNITS, st.none() | UNITS),
    followed_by=st.dictionaries(UNITS, st.lists(UNITS, max_size=2)),
    inspectors=st.sets(UNITS, max_size=2),
)
def test_the_one_named_is_always_kept_away_and_loops_end(
    named: set[int], above: dict[int, int | None], followed_by: dict[int, list[int]], inspectors: set[int]
) -> None:
    found = barred(named, above=above, followed_by=followed_by, inspectors=inspectors)
    assert named <= found
    assert all(set(followed_by.get(unit, ())) <= found for unit in named)
    assert bool(found) == bool(named)
