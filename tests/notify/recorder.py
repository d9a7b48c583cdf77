"""A provider on loopback: writes down what it is asked, and answers what the test says."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came. Names of headers in small letters."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        """Return the body as a form."""
        return dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True)
class Says:
    """An answer: an object for JSON, or bytes as they are."""

    content: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


type Answer = Says | Callable[[Asked], Says]


@dataclass
class Recorder:
    """What came, in order, and what is answered: `says` for everything, or by path."""

    base: str
    asked: list[Asked] = field(default_factory=list)
    says: Answer = Says({})
    by_path: dict[str, Answer] = field(default_factory=dict)

    @property
    def last(self) -> Asked:
        """Return the last request."""
        return self.asked[-1]

    def answer(self, asked: Asked) -> Says:
        """Return what is answered."""
        says = self.by_path.get(asked.path, self.says)
        return says if isinstance(says, Says) else says(asked)


@contextmanager
def recorder() -> Iterator[Recorder]:
    """Run a provider while the block lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    found = Recorder(f"http://127.0.0.1:{server.server_port}")
    server.recorder = found  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: whoever asked may go before they were answered."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(parts.path, dict(parse_qsl(parts.query)), headers, body)
        provider: Recorder = self.server.recorder  # type: ignore[attr-defined]
        provider.asked.append(asked)
        says = provider.answer(asked)
        content = says.content if isinstance(says.content, bytes) else json.dumps(says.content).encode()
        self.send_response(says.status)
        for name, value in {"content-type": "application/json", "content-length": str(len(content)), **says.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST  # noqa: N815 - http.server's name

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
        """Say nothing."""
