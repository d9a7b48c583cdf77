"""One supervised process: started, watched, started again when it dies, ended with all that it started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hotline.site.embedded import launch
from hotline.site.refusal import Refused
from hotline.site.supervisor.backoff import Backoff
from hotline.site.supervisor.log import keep

Process = subprocess.Popen[bytes]


@dataclass(slots=True)
class Child:
    """A process by name, how to start it, how to end it (waits until it has ended) and where its words go."""

    name: str
    start: Callable[[], Process]
    end: Callable[[Process], None]
    log: Path
    process: Process | None = None
    backoff: Backoff = field(default_factory=Backoff)
    started_at: float = field(default_factory=time.monotonic)
    not_before: float = 0.0

    def begin(self) -> None:
        """Start it."""
        self.process = self.start()
        self.started_at = time.monotonic()

    def watch(self) -> str | None:
        """Look after it once: gives a line to print when it had died or was started again."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is None:
            return None
        if self.process is not None:
            code = self.process.returncode
            end_group(self.process)
            self.process = None
            self.not_before = now + self.backoff.after_death(lived=now - self.started_at)
            return f"{self.name} ended ({_words(code)})"
        if now < self.not_before:
            return None
        try:
            self.begin()
        except (OSError, Refused) as error:
            # No memory, a full disk, data that another process holds: the next try comes later.
            self.not_before = now + self.backoff.after_death(lived=0.0)
            return f"{self.name} could not be started: {error}"
        return f"{self.name} started again"

    def finish(self) -> None:
        """End it and whatever it left behind."""
        if self.process is not None:
            self.end(self.process)
            end_group(self.process)
            self.process = None


def started(arguments: list[str], *, environment: dict[str, str], log: Path | None) -> Process:
    """Start `arguments` in a session of its own (a terminal's Ctrl-C goes to the supervisor alone), its words into `log`.

    It ends with the thread that calls this.
    """
    launcher = [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), str(int(signal.SIGTERM)), "same"]
    process = subprocess.Popen(
        [*launcher, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if log else None,
        stderr=subprocess.STDOUT if log else None,
        env=environment,
        start_new_session=True,
    )
    if log and process.stdout is not None:
        keep(process.stdout, log)
    return process


def ended(process: Process, *, within: float = 10.0) -> None:
    """Ask a process to end, and make it end when it has not `within` seconds."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def end_group(process: Process) -> None:
    """End what a dead process left in its session, such as a web server's workers."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


def _words(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
