"""A gateway for SMS on this machine that does to each number what was arranged for it, and notes how long it was waited for."""

import json
import select
import socket
import struct
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread

_RESET = struct.pack("ii", 1, 0)  # SO_LINGER: what closes so is broken off, not ended


class Does(StrEnum):
    """What the gateway does with a message: once, but for those of ALWAYS."""

    WELL = "takes it"
    THROTTLES = "429, Retry-After"
    AWAY = "503"
    STALLS = "says nothing"
    DRIPS = "answers a byte a second"
    RESETS = "takes it, then breaks the connection off"
    RUBBISH = "200 with a page"
    OTHER_SHAPE = "200 with another object"
    BAD_REQUEST = "400 for ever"
    REFUSES = "its own refusal for ever"


ALWAYS = frozenset({Does.BAD_REQUEST, Does.REFUSES})
_SAID: Mapping[Does, tuple[int, bytes]] = {
    Does.THROTTLES: (429, b"{}"),
    Does.AWAY: (503, b"<html>Service Unavailable</html>"),
    Does.RUBBISH: (200, b"<!doctype html><title>Welcome</title>"),
    Does.OTHER_SHAPE: (200, b'{"CodeResult": null, "data": [[[]]]}'),
    Does.BAD_REQUEST: (400, b"<html>Bad Request</html>"),
    Does.REFUSES: (200, b'{"CodeResult": "99", "ErrorMessage": "blocked"}'),
}


@dataclass(slots=True)
class MadGateway:
    """What is arranged, by number as eSMS is given it, and what happened. `stalls`: seconds."""

    arranged: Mapping[str, Does]
    stalls: float
    port: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    taken: list[int] = field(default_factory=list)
    longest: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def does(self, number: str) -> Does:
        """Return what is done now: what is not for ever is done once."""
        with self._lock:
            self.asked[number] += 1
            arranged = self.arranged.get(number, Does.WELL)
            return arranged if arranged in ALWAYS or self.asked[number] == 1 else Does.WELL

    def take(self, request: str) -> bool:
        """Take a message under our name of it; false when it was taken before."""
        with self._lock:
            id_ = int(request.partition("-")[0])
            is_new = id_ not in self.taken
            if is_new:
                self.taken.append(id_)
            return is_new

    def waited(self, seconds: float) -> None:
        """Note how long one request was waited for."""
        with self._lock:
            self.longest = max(self.longest, seconds)


@contextmanager
def mad_gateway(arranged: Mapping[str, Does], *, stalls: float) -> Iterator[MadGateway]:
    """Run it on a free port until the block ends."""
    gateway = MadGateway(arranged, stalls)

    class Handler(_Handler):
        mad = gateway

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        gateway.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield gateway
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    mad: MadGateway
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        began = time.monotonic()
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with suppress(OSError):  # who asked has gone
            self._answer(self.mad.does(said["Phone"]), said["RequestId"])
        self.mad.waited(time.monotonic() - began)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base class names it
        """Say nothing: the figures tell."""

    def _answer(self, does: Does, request: str) -> None:
        if does in _SAID:
            self._send(*_SAID[does])
        elif does is Does.STALLS:
            self._until_gone()
        elif does is Does.DRIPS:
            self._drip()
        elif does is Does.RESETS:
            self.mad.take(request)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.close_connection = True
            self.connection.close()
        else:
            code = "100" if self.mad.take(request) else "124"
            self._send(200, json.dumps({"CodeResult": code, "SMSID": f"mad-{request}"}).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "1")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _until_gone(self) -> None:
        """Say nothing until whoever asked goes, or the stall is over."""
        select.select([self.connection], [], [], self.mad.stalls)
        self.close_connection = True

    def _drip(self) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        ends = time.monotonic() + self.mad.stalls
        while time.monotonic() < ends:
            self.wfile.write(b" ")
            if select.select([self.connection], [], [], 1.0)[0]:
                return
