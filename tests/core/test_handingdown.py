"""Which unit a part may be passed down to, as the office of organisation could sign it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.handingdown import MOST_LEVELS, NotUnderIt, PassedInCircle, below, chain, require_below

CITY, BUILDING, ROADS, CREW, HEALTH = 1, 2, 3, 4, 5
ABOVE = {CITY: None, BUILDING: CITY, ROADS: BUILDING, CREW: ROADS, HEALTH: CITY}
"""City → department of construction → road centre → crew; and the department of health beside it."""

TABLE = [
    # in words, who passes it down, to whom, what is said
    ("to a unit directly under it", BUILDING, ROADS, None),
    ("two levels down", BUILDING, CREW, None),
    ("from the top", CITY, CREW, None),
    ("to itself", ROADS, ROADS, PassedInCircle),
    ("back to the one above", ROADS, BUILDING, PassedInCircle),
    ("back to the top", CREW, CITY, PassedInCircle),
    ("to a department beside it", BUILDING, HEALTH, NotUnderIt),
    ("to a unit of another department", HEALTH, ROADS, NotUnderIt),
    ("to a unit that nobody knows", BUILDING, 99, NotUnderIt),
]


@pytest.mark.parametrize(("words", "unit", "to", "refused"), TABLE, ids=[row[0] for row in TABLE])
def test_who_may_get_a_part(words: str, unit: int, to: int, refused: type[Exception] | None) -> None:
    if refused is None:
        require_below(unit, to, above=ABOVE)
        return
    with pytest.raises(refused):
        require_below(unit, to, above=ABOVE)


def test_a_loop_in_bad_data_ends() -> None:
    loop = {1: 2, 2: 3, 3: 1}
    assert set(chain(1, loop)) == {1, 2, 3}
    with pytest.raises(PassedInCircle):
        require_below(1, 2, above=loop)
    assert len(chain(0, {n: n + 1 for n in range(1000)})) == MOST_LEVELS


@given(st.dictionaries(st.integers(0, 8), st.none() | st.integers(0, 8)), st.integers(0, 8), st.integers(0, 8))
def test_what_is_passed_down_never_comes_back_up(above: dict[int, int | None], unit: int, to: int) -> None:
    """Whoever may get a part may not pass it back, nor to anyone above who passed it; and `below` says the same."""
    try:
        require_below(unit, to, above=above)
    except (PassedInCircle, NotUnderIt):
        return
    assert to in below(unit, above)
    with pytest.raises(PassedInCircle):
        require_below(to, unit, above=above)
