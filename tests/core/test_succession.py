"""Where a case goes when its ward or agency is no more, as a table."""

import pytest

from hotline.core.facts import PartRole
from hotline.core.status import Part
from hotline.core.succession import How, OpenPart, area_after, reroute, unit_after

LEAD, CO, UNDER = PartRole.LEAD, PartRole.CO_HANDLER, PartRole.UNDER


@pytest.mark.parametrize(
    ("said", "followers", "around", "expected"),
    [
        ("one follows: there is nothing to decide", (5,), None, (5, How.SOLE)),
        ("one follows, whatever the point says", (5,), 6, (5, How.SOLE)),
        ("two follow: the one around the point", (5, 6), 6, (6, How.OUTLINE)),
        ("two follow and no point: a person", (5, 6), None, None),
        ("the point is in a ward that does not follow: a person", (5, 6), 7, None),
    ],
)
def test_the_ward(said: str, followers: tuple[int, ...], around: int | None, expected: tuple[int, How] | None) -> None:
    assert area_after(followers, around=around) == expected, said


@pytest.mark.parametrize(
    ("said", "followers", "committee", "barred", "expected"),
    [
        ("one took over", (5,), None, (), 5),
        ("of several, the committee of the ward", (5, 6), 6, (), 6),
        ("of several, and no ward is known: a person", (5, 6), None, (), None),
        ("of several, and the ward's is another: a person", (5, 6), 7, (), None),
        ("the one complained of goes on in it: the unit above", (5,), None, (5,), 1),
        ("above it everyone obeys the one complained of: a person", (5,), None, (5, 1), None),
    ],
)
def test_the_agency(
    said: str, followers: tuple[int, ...], committee: int | None, barred: tuple[int, ...], expected: int | None
) -> None:
    assert unit_after(followers, committee=committee, barred=barred, above={5: 1, 1: None}) == expected, said


def test_a_ring_of_superiors_ends() -> None:
    assert unit_after((5,), committee=None, barred=(5, 1), above={5: 1, 1: 5}) is None


@pytest.mark.parametrize(
    ("said", "parts", "moves", "joins"),
    [
        ("one part", [OpenPart(1, 10, LEAD, Part.ACCEPTED)], [(1, 20)], []),
        (
            "done, returned and withdrawn parts stay",
            [OpenPart(1, 10, LEAD, Part.DONE), OpenPart(2, 11, CO, Part.RETURNED)],
            [],
            [],
        ),
        (
            "two wards become one: the co-handler's part is joined into the lead's",
            [OpenPart(2, 11, CO, Part.ACCEPTED), OpenPart(3, 10, LEAD, Part.FORWARDED)],
            [(3, 20)],
            [(2, 3)],
        ),
        (
            "one that stands gives way to the lead that comes to it",
            [OpenPart(1, 20, CO, Part.ACCEPTED), OpenPart(2, 10, LEAD, Part.ACCEPTED)],
            [(2, 20)],
            [(1, 2)],
        ),
        (
            "a result that is filed is not joined away",
            [OpenPart(1, 10, LEAD, Part.ACCEPTED), OpenPart(2, 11, CO, Part.RESULT_FILED)],
            [(1, 20)],
            [],
        ),
        (
            "what was handed down comes back to the one who has it all now",
            [OpenPart(1, 10, LEAD, Part.ACCEPTED), OpenPart(2, 11, UNDER, Part.FORWARDED)],
            [(1, 20)],
            [(2, 1)],
        ),
        (
            "a lead whose successor has done its part already waits for a person",
            [OpenPart(1, 20, CO, Part.DONE), OpenPart(2, 10, LEAD, Part.ACCEPTED)],
            [],
            [],
        ),
    ],
)
def test_the_parts(said: str, parts: list[OpenPart], moves: list[tuple[int, int]], joins: list[tuple[int, int]]) -> None:
    """10 and 11 are followed by 20, which stands."""
    became = reroute(parts, lambda part: 20 if part.unit in (10, 11) else part.unit)
    assert (list(became.moves), list(became.joins)) == (moves, joins), said


def test_where_nobody_can_say_the_part_waits() -> None:
    became = reroute([OpenPart(1, 10, LEAD, Part.ACCEPTED)], lambda _part: None)
    assert became.moves == became.joins == ()
