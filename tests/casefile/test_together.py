"""Many threads through one door: each gets its own outcome, and one's error is nobody else's."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock

import pytest

from hotline.casefile.together import Together

WITHIN = 30  # seconds until a thread that nobody called is given up


class Door:
    """Doubles numbers, all or none of a go. The first go stands until it is opened; negative ones cannot be doubled."""

    def __init__(self) -> None:
        self.goes: list[list[int]] = []
        self.begun, self.opened = Event(), Event()
        self._lock = Lock()

    def do_all(self, numbers: Sequence[int]) -> list[int]:
        with self._lock:
            self.goes.append(list(numbers))
        self.begun.set()
        assert self.opened.wait(WITHIN)
        if bad := [number for number in numbers if number < 0]:
            raise ValueError(bad[0])
        return [2 * number for number in numbers]


def _queued(door: Door, *, most: int, first: int, rest: Sequence[int]) -> "tuple[list[Future[int]], Together[int, int]]":
    """Send `first` through the door, and the rest when it is under way; then open."""
    together: Together[int, int] = Together(door.do_all, most=most)
    pool = ThreadPoolExecutor(max_workers=1 + len(rest))
    answers = [pool.submit(together.do, first)]
    assert door.begun.wait(WITHIN)
    answers += [pool.submit(together.do, number) for number in rest]
    _until(lambda: len(together._waiting) == len(rest))
    door.opened.set()
    pool.shutdown(wait=True)
    return answers, together


def _until(holds: Callable[[], bool]) -> None:
    pause = Event()
    for _ in range(WITHIN * 1000):
        if holds():
            return
        pause.wait(0.001)
    pytest.fail("it never came to that")


def test_whoever_finds_the_door_free_goes_alone() -> None:
    door = Door()
    door.opened.set()
    together: Together[int, int] = Together(door.do_all, most=16)
    assert [together.do(number) for number in (1, 2, 3)] == [2, 4, 6]
    assert door.goes == [[1], [2], [3]]


def test_whoever_comes_meanwhile_goes_together_and_gets_its_own() -> None:
    door = Door()
    answers, together = _queued(door, most=16, first=0, rest=range(1, 9))
    assert [answer.result(WITHIN) for answer in answers] == [2 * number for number in range(9)]
    assert [len(go) for go in door.goes] == [1, 8]
    assert together.do(21) == 42


def test_no_more_at_once_than_asked_for() -> None:
    door = Door()
    answers, _ = _queued(door, most=3, first=0, rest=range(1, 9))
    assert [answer.result(WITHIN) for answer in answers] == [2 * number for number in range(9)]
    assert [len(go) for go in door.goes] == [1, 3, 3, 2]


def test_an_error_is_only_its_own() -> None:
    door = Door()
    answers, together = _queued(door, most=16, first=0, rest=[1, -5, 3])
    for answer, number in zip(answers, [0, 1, -5, 3], strict=True):
        if number < 0:
            with pytest.raises(ValueError, match="-5"):
                answer.result(WITHIN)
        else:
            assert answer.result(WITHIN) == 2 * number
    assert together.do(4) == 8


def test_a_leader_that_fails_leaves_nobody_waiting() -> None:
    door = Door()
    answers, together = _queued(door, most=16, first=-1, rest=[-2, 1, 2])
    with pytest.raises(ValueError, match="-1"):
        answers[0].result(WITHIN)
    with pytest.raises(ValueError, match="-2"):
        answers[1].result(WITHIN)
    assert [answer.result(WITHIN) for answer in answers[2:]] == [2, 4]
    assert together.do(1) == 2
