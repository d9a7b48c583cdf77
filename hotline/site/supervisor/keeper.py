"""Keep all children running until a signal comes, then end them in the reverse order of their start."""

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hotline.site.supervisor.child import Child

LOOK_EVERY = 0.1  # seconds


class Told:
    """Whether a signal said stop. No lock, as an Event has: a handler that takes one may wait for its own thread for ever."""

    def __init__(self) -> None:
        self._is_set = False

    def set(self) -> None:
        """Say stop."""
        self._is_set = True

    def is_set(self) -> bool:
        """Return whether somebody said so."""
        return self._is_set

    def wait(self, seconds: float) -> bool:
        """Let so much time pass, none once it was said, and return whether it was."""
        if not self._is_set:
            time.sleep(seconds)
        return self._is_set


@dataclass(slots=True)
class Keeper:
    """The children in the order of their start; `changed` is called after one was started again."""

    children: list[Child] = field(default_factory=list)
    stopping: Told = field(default_factory=Told)
    changed: Callable[[Sequence[Child]], None] = lambda _children: None

    def listen(self) -> None:
        """Have Ctrl-C, SIGTERM and a closed terminal stop the installation."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN or number != signal.SIGHUP:  # nohup
                signal.signal(number, lambda *_: self.stopping.set())

    def begin(self, child: Child) -> None:
        """Start one more child and keep it from now on."""
        child.begin()
        self.adopt(child)

    def adopt(self, child: Child) -> None:
        """Keep from now on a child that was started already."""
        self.children.append(child)
        self.changed(self.children)

    def look(self, say: Callable[[str], None]) -> None:
        """Look after each child once."""
        for child in self.children:
            if line := child.watch():
                say(line)
                self.changed(self.children)

    def keep(self, say: Callable[[str], None]) -> None:
        """Look after the children until told to stop."""
        while not self.stopping.wait(LOOK_EVERY):
            self.look(say)

    def finish(self, say: Callable[[str], None]) -> None:
        """End every child, the last started first."""
        while self.children:
            child = self.children.pop()
            say(f"stopping {child.name}")
            child.finish()
