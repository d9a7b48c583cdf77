"""An agency with a system of its own, another agency whose system is refused everywhere, and counterparts on this machine."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from hotline.casefile.facts import Opened, PartFacts
from hotline.directory.queries import snapshot
from hotline.dispatch import actions
from hotline.people.facts import Role
from tests import make
from tests.people.persons import make_person

LEAD, OTHER = "ql-ha-tang-giao-thong", "so-y-te"
"""The agency that leads the reports of these tests, and one that has nothing to do with them."""

ROOT = "/api/agency/v1"
type Answer = Any


@dataclass
class System:
    """A system of an agency: its key, and what it does with it. `keys` are those of its steps, never the same twice."""

    token: str
    client: Client = field(default_factory=lambda: Client(raise_request_exception=True))
    steps: int = 0

    def get(self, path: str, **query: Any) -> Answer:
        return self.client.get(f"{ROOT}{path}", query, headers=self._headers())

    def post(self, path: str, body: object = None, *, key: str | None = None, **headers: str) -> Answer:
        self.steps += 1
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        sent = {"Idempotency-Key": f"step-{self.steps}" if key is None else key, **self._headers(), **headers}
        kind = sent.pop("Content-Type", "application/json")
        return self.client.post(f"{ROOT}{path}", content, content_type=kind, headers=sent)

    def step(self, part: PartFacts, name: str, *, key: str | None = None, **body: Any) -> Answer:
        return self.post(f"/parts/{part.id}/{name}", body, key=key)

    def photo(self, part: PartFacts, content: bytes | None = None) -> str:
        sent = make.jpeg() if content is None else content
        answer = self.post(f"/parts/{part.id}/photos", sent, **{"Content-Type": "image/jpeg"})
        assert answer.status_code == 201, answer.content
        return str(answer.json()["photo"])

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


@pytest.fixture
def head_id(city: None, db: None) -> int:
    """Give the number of Hạnh, head of the agency."""
    return make_person("hanh", Role.AGENCY_HEAD, unit_id=snapshot().units[LEAD].id)


@pytest.fixture
def system(head_id: int) -> System:
    """Give the agency's system."""
    return made_system(LEAD, head_id)


@pytest.fixture
def stranger(head_id: int) -> System:
    """Give the system of another agency."""
    return made_system(OTHER, head_id)


@pytest.fixture
def forwarded(city: None, db: None) -> Opened:
    """Give a case that was forwarded to the agency an hour ago."""
    return make.forwarded(now=timezone.now() - make.minutes(60))


@pytest.fixture
def part(forwarded: Opened) -> PartFacts:
    """Give the agency's part of it."""
    return make.lead(forwarded)


@pytest.fixture
def accepted(part: PartFacts, forwarded: Opened) -> PartFacts:
    """Give the part after the agency has taken it on."""
    from hotline.casefile import actions as casefile

    casefile.accept_part(part.id, now=timezone.now() - make.minutes(30), actor=make.officer(part))
    return make.lead(forwarded)


def made_system(unit: str, user_id: int, *, reads_only: bool = False) -> System:
    """Return a system of an agency with a key of its own."""
    unit_id = snapshot().units[unit].id
    return System(actions.make_token(unit_id, name="Hệ thống nội bộ", reads_only=reads_only, user_id=user_id, now=timezone.now()))


@dataclass
class Counterpart:
    """A server of somebody else on this machine: what it was sent, and what it answers (`say`: method, path, body)."""

    url: str = ""
    taken: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    say: Callable[[str, str, bytes], tuple[int, dict[str, str], bytes]] = lambda _method, _path, _body: (204, {}, b"")

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for method, path, headers, body in self.taken]


@pytest.fixture
def counterpart() -> Iterator[Counterpart]:
    """Give a server on this machine, which the setting for tests lets us reach."""
    one = Counterpart()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            one.taken.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            status, headers, content = one.say(self.command, self.path, body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(OSError):  # whoever asked may not want all of it
                self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815 - http.server's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002, ARG002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    one.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with override_settings(HOTLINE_OUTGOING_LOOPBACK=True):
            yield one
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
