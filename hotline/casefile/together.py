"""Doing in one go what several threads ask for at once, each of which gets its own outcome."""

from collections.abc import Callable, Sequence
from threading import Lock


class _Turn[Item, Outcome]:
    """One thread's wish. Once it is called it has its outcome, or leads the next go, or does its item alone."""

    __slots__ = ("_called", "item", "leads", "outcomes")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.leads = False
        self.outcomes: list[Outcome] = []  # one, when it was done in somebody's go
        self._called = Lock()  # an Event would do, at ten times the price
        self._called.acquire()

    def wait(self) -> None:
        self._called.acquire()

    def call(self) -> None:
        self._called.release()


class Together[Item, Outcome]:
    """A door before something whose price is in going through it, as a commit's is: who comes meanwhile goes together.

    Nobody waits for company: whoever finds the door free goes at once. When a go fails, each of its items is done again by
    the thread that brought it, so that one item's error is nobody else's; `do_all` therefore does all of its items or none.
    """

    def __init__(self, do_all: Callable[[Sequence[Item]], Sequence[Outcome]], *, most: int) -> None:
        """Take what does items in one go and gives their outcomes in the same order, and how many it does at most."""
        self._do_all, self._most = do_all, most
        self._lock = Lock()
        self._waiting: list[_Turn[Item, Outcome]] = []
        self._busy = False

    def do(self, item: Item) -> Outcome:
        """Return the outcome of `item`, done with those of other threads or alone. Raises what `do_all` raises for it alone."""
        turn: _Turn[Item, Outcome] = _Turn(item)
        with self._lock:
            self._waiting.append(turn)
            turn.leads, self._busy = not self._busy, True
        if not turn.leads:
            turn.wait()
        if turn.leads:
            self._lead()
        return turn.outcomes[0] if turn.outcomes else self._do_all([item])[0]

    def _lead(self) -> None:
        """Do what waits, then call the next leader and everybody whose turn this was."""
        with self._lock:
            turns, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
        try:
            self._go(turns)
        finally:
            with self._lock:
                self._busy = bool(self._waiting)
                if self._busy:
                    self._waiting[0].leads = True
                    self._waiting[0].call()
            for turn in turns[1:]:  # the first is its own
                turn.call()

    def _go(self, turns: Sequence[_Turn[Item, Outcome]]) -> None:
        try:
            outcomes = self._do_all([turn.item for turn in turns])
        except Exception:
            if len(turns) == 1:
                raise
            return
        for turn, outcome in zip(turns, outcomes, strict=True):
            turn.outcomes.append(outcome)
