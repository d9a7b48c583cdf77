"""The worker's loops: each by itself, again at once while there is work, and on after a failure."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest

from hotline.core.loops import SENDER, WORKER, Loop
from hotline.site import workers


def _run(loop: Loop, until: Callable[[], bool], *, seconds: float = 6.0) -> dict[str, int]:
    """Run one loop in a thread until it is so, or so long; gives its failures in a row."""
    stopping, failures = threading.Event(), dict[str, int]()
    thread = threading.Thread(target=workers._repeat, args=(loop, stopping, failures, {}, workers.Storm()))
    thread.start()
    for _ in range(round(seconds * 100)):
        if until() or not thread.is_alive():
            break
        stopping.wait(0.01)
    stopping.set()
    thread.join(10)
    assert not thread.is_alive()
    return failures


@pytest.mark.django_db
def test_a_loop_with_work_is_called_again_at_once() -> None:
    calls: list[datetime] = []

    def run(now: datetime) -> int:
        calls.append(now)
        return 1

    _run(Loop("busy", 3600, run), until=lambda: len(calls) > 3)
    assert len(calls) > 3
    assert all(now.tzinfo is not None for now in calls)


@pytest.mark.django_db
def test_a_loop_without_work_waits() -> None:
    calls: list[datetime] = []

    def run(now: datetime) -> int:
        calls.append(now)
        return 0

    _run(Loop("idle", 3600, run), until=lambda: len(calls) > 1, seconds=1.0)
    assert len(calls) == 1


@pytest.mark.django_db
def test_a_loop_that_raises_goes_on_and_its_failures_are_counted() -> None:
    calls: list[datetime] = []

    def run(now: datetime) -> int:
        calls.append(now)
        if len(calls) == 1:
            raise RuntimeError("the first time")
        return 0

    failures = _run(Loop("weak", 0.01, run), until=lambda: len(calls) > 2)
    assert len(calls) > 2
    assert failures == {}


def test_every_part_gives_its_loops_by_one_name() -> None:
    found = workers.loops(WORKER) + workers.loops(SENDER)
    names = [loop.name for loop in found]
    assert len(set(names)) == len(names)
    assert all(loop.every_seconds > 0 for loop in found)


STORM = [
    ("nothing leads yet", [], 1, 0.0),
    ("a full batch: more wait", [("first", 50)], 1, workers.STEPS_BACK),
    ("its last batch was not full", [("first", 50), ("first", 49)], 1, 0.0),
    ("nothing done, and its own pause is short", [("first", 50)], 0, workers.STEPS_BACK),
    ("others' batches say nothing", [("other", 500)], 1, 0.0),
]


@pytest.mark.parametrize(("seen", "done", "pause"), [row[1:] for row in STORM], ids=[row[0] for row in STORM])
def test_what_follows_steps_back_while_what_leads_has_more_than_it_can_do(
    seen: list[tuple[str, int]], done: int, pause: float
) -> None:
    storm, known = workers.Storm(), {"first": Loop("first", 1.0, lambda _now: 0, leads=50), "other": _idle("other")}
    for name, rows in seen:
        storm.saw(known[name], rows)
    assert storm.pause(Loop("list", 0.0, lambda _now: 0, follows=True), done) == pause
    assert storm.pause(_idle("beside"), 1) == 0.0


def _idle(name: str) -> Loop:
    return Loop(name, 1.0, lambda _now: 0)
