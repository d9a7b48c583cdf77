"""A clock that jumps ahead is not believed until it is put right, or has stood so for an hour."""

from datetime import UTC, datetime, timedelta

import pytest

from hotline.core.steadyclock import Belief, SteadyClock

START = datetime(2026, 3, 2, 2, tzinfo=UTC)
OK, AHEAD, RIGHT, SETTLED = Belief.BELIEVED, Belief.AHEAD, Belief.PUT_RIGHT, Belief.SETTLED

# What happens; then, one look after the other: seconds that have passed, seconds by which the clock is off, what to make of it.
COURSES = [
    ("nothing happens", [(0, 0, OK), (15, 0, OK), (9e6, 0, OK)]),
    ("it runs fast, and is far off at last", [(n * 15, n * 250, OK) for n in range(5)]),
    ("four minutes ahead do no harm", [(0, 0, OK), (15, 240, OK)]),
    ("an hour ahead and put right", [(0, 0, OK), (15, 3600, AHEAD), (1000, 3600, AHEAD), (1015, 0, RIGHT), (1030, 0, OK)]),
    ("a month ahead", [(0, 0, OK), (15, 2.6e6, AHEAD), (3600, 2.6e6, AHEAD)]),
    ("a month ahead, and that was right", [(0, 0, OK), (15, 2.6e6, AHEAD), (3615, 2.6e6, SETTLED), (3630, 2.6e6, OK)]),
    ("another jump waits anew", [(0, 0, OK), (15, 3600, AHEAD), (3000, 9000, AHEAD), (3615, 9000, AHEAD), (6600, 9000, SETTLED)]),
    ("a day back is followed at once", [(0, 0, OK), (15, -86400, OK), (30, -86400, OK)]),
    ("a day back and ahead again", [(0, 0, OK), (15, -86400, OK), (30, 0, AHEAD), (3630, 0, SETTLED)]),
    ("nobody looked for a month: the time has passed", [(0, 0, OK), (2.6e6, 0, OK)]),
]  # fmt: skip


@pytest.mark.parametrize(("course"), [course for _, course in COURSES], ids=[words for words, _ in COURSES])
def test_what_to_make_of_the_clock(course: list[tuple[float, float, Belief]]) -> None:
    clock = SteadyClock()
    for passed, off, expected in course:
        assert clock.look(START + timedelta(seconds=passed + off), elapsed=500 + passed) is expected, (passed, off)
