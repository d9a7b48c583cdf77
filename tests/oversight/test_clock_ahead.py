"""The machine's clock jumps ahead: what cannot be taken back waits, and comes at its own moment once the clock is put right."""

from datetime import datetime, timedelta

import pytest

from hotline.casefile import steadily
from hotline.casework.loops import LOOPS as CASEWORK
from hotline.oversight.loops import LOOPS, dun, remind
from tests import make
from tests.make import NOW
from tests.oversight.conftest import due_of, told

pytestmark = [pytest.mark.usefixtures("city", "db"), pytest.mark.city]
TEXTS = ("due_soon", "overdue", "overdue_head", "overdue_leader", "monthly_reminder")


class _Machine:
    """A machine whose clock can be set, and on which time passes."""

    def __init__(self) -> None:
        self.passed, self.off, self.database_off = timedelta(0), timedelta(0), timedelta(0)

    @property
    def now(self) -> datetime:
        return NOW + self.passed + self.off

    def elapsed(self) -> float:
        return 77 + self.passed.total_seconds()

    def database_now(self) -> datetime:
        return NOW + self.passed + self.database_off


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> _Machine:
    machine = _Machine()
    monkeypatch.setattr(steadily, "elapsed", machine.elapsed)
    monkeypatch.setattr(steadily, "database_now", machine.database_now)
    return machine


@pytest.mark.parametrize("days", [1, 40], ids=["a day", "more than a month"])
@pytest.mark.parametrize("is_here", [True, False], ids=["database here", "database elsewhere"])
def test_a_jump_ahead_uses_nothing_up(machine: _Machine, days: int, is_here: bool) -> None:
    opened = make.forwarded("pothole")
    due, loops = due_of(opened), [steadily.Steadily(dun), steadily.Steadily(remind)]
    machine.passed = due + timedelta(minutes=1) - NOW

    def look() -> None:
        for loop in loops:
            loop(machine.now)

    look()
    machine.off = timedelta(days=days)
    machine.database_off = machine.off if is_here else timedelta(0)
    machine.passed += timedelta(seconds=15)
    look()
    assert told(opened, *TEXTS) == []
    machine.off = machine.database_off = timedelta(0)
    expected = [(timedelta(hours=20), "overdue"), (timedelta(days=5), "overdue_head"), (timedelta(days=10), "overdue_leader")]
    for after, event in expected:
        machine.passed = due + after - NOW
        look()
        assert event in [name for name, _channel in told(opened, *TEXTS)], "at its own moment"
    assert len(told(opened, *TEXTS)) == 6, "each by two channels, once"


def test_a_database_that_is_behind_is_asked_again_however_long(machine: _Machine) -> None:
    opened = make.forwarded("pothole")
    loop, machine.off = steadily.Steadily(dun), timedelta(days=40)
    for _hour in range(3):
        machine.passed += timedelta(hours=1)
        assert loop(machine.now) == 0
    assert told(opened, *TEXTS) == []
    machine.database_off = machine.off
    assert loop(machine.now) > 0


def test_all_that_cannot_be_taken_back_waits_so() -> None:
    assert all(isinstance(loop.run, steadily.Steadily) for loop in (*LOOPS, *CASEWORK))


def test_the_databases_clock_is_read() -> None:
    assert abs(steadily.database_now().timestamp() - datetime.now().timestamp()) < 60
