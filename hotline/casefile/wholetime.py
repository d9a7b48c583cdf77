"""An end for a whole exchange: who sends a byte now and then would keep a sender busy for hours, and all the others waiting.

`requests` only bounds the time between two pieces of an answer. Here a clock closes the line when all of it has taken too long.
"""

import socket
import threading
from contextlib import suppress
from contextvars import ContextVar
from types import TracebackType
from typing import Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class WholeTime:
    """The seconds that an exchange of this thread may take; `is_over` says whether its line was closed because of them."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._lines: list[socket.socket] = []
        self._lock = threading.Lock()
        self._clock = threading.Timer(seconds, self._close)
        self._clock.daemon = True

    def __enter__(self) -> Self:
        self._before = _running.set(self)
        self._clock.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._clock.cancel()
        _running.reset(self._before)

    def watch(self, line: socket.socket) -> None:
        """Close this line too when the time is over."""
        with self._lock:
            self._lines.append(line)
            if self.is_over:
                _shut(line)

    def _close(self) -> None:
        with self._lock:
            self.is_over = True
            for line in self._lines:
                _shut(line)


_running: ContextVar[WholeTime | None] = ContextVar("hotline_whole_time", default=None)


def timed(session: requests.Session) -> requests.Session:
    """Return the session with every line that it opens under the clock of its thread."""
    for adapter in session.adapters.values():
        if isinstance(adapter, HTTPAdapter):
            adapter.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
    return session


def _shut(line: socket.socket) -> None:
    """End a line that another thread reads from: that reads the end of it."""
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)  # not TLS's own, which would take its state from under the reader


def _watched(line: socket.socket | None) -> None:
    clock = _running.get()
    if clock is not None and line is not None:
        clock.watch(line)


class _Plain(HTTPConnection):
    def connect(self) -> None:
        super().connect()
        _watched(self.sock)


class _Secure(HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        _watched(self.sock)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure
