"""One request to a provider by HTTP, and its answer, within the time that a sender may hold its worker.

What every provider may do is read here once: be away, be slow, say "later" (429, 503, Retry-After), answer rubbish. What its own
codes mean is its sender's.
"""

import json
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx

from hotline.notify.outgoing import LONGEST_SEND, Retry

_CONNECT = 3.05
_WHOLE = LONGEST_SEND.total_seconds() - 1.0
_MOST_BYTES = 200_000


class NotAnswered(Exception):
    """There was no answer that could be read; `outcome` is what becomes of the message."""

    def __init__(self, outcome: Retry) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class Answered:
    """What the provider answered: an object of JSON, under a status that is neither 429 nor 5xx."""

    status: int
    said: Mapping[str, Any]


@dataclass(slots=True)
class Line:
    """A line to one provider, kept open for a batch. `name` begins the reasons that people read ("zalo:429").

    `whole`: seconds that one request and all of its answer may take.
    """

    name: str
    base: str
    whole: float = _WHOLE
    _open: httpx.Client | None = field(default=None, init=False, repr=False)
    _socket: socket.socket | None = field(default=None, init=False, repr=False)
    _is_over: bool = field(default=False, init=False, repr=False)

    @property
    def leaves_machine(self) -> bool:
        """Return whether the provider is another machine."""
        host = urlsplit(self.base).hostname or ""
        try:
            return host != "localhost" and not ip_address(host).is_loopback
        except ValueError:
            return True

    def post(
        self,
        path: str,
        *,
        content: Mapping[str, Any] | None = None,
        form: Mapping[str, str] | None = None,
        raw: bytes | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        within: float | None = None,
    ) -> Answered:
        """Send an object, a form or raw bytes and return the answer, `within` so many seconds or `whole`. Raises NotAnswered."""
        self._is_over = False
        clock = threading.Timer(max(min(within or self.whole, self.whole), 0.1), self._cut)
        clock.daemon = True
        clock.start()
        try:
            return self._asked(path, content=content, form=form, raw=raw, query=query, headers=dict(headers or {}))
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError, OSError) as error:
            self.close()
            why = "timeout" if self._is_over or isinstance(error, httpx.TimeoutException) else type(error).__name__
            raise NotAnswered(Retry(f"{self.name}:{why}", provider_down=True)) from None
        finally:
            clock.cancel()

    def close(self) -> None:
        """Let go of the line."""
        client, self._open, self._socket = self._open, None, None
        if client is not None:
            with suppress(OSError, httpx.HTTPError):
                client.close()

    def _asked(self, path: str, *, content: Any, form: Any, raw: bytes | None, query: Any, headers: dict[str, str]) -> Answered:
        client = self._client()
        watched = {"trace": self._watch}
        with client.stream(
            "POST", self.base + path, json=content, data=form, content=raw, params=query, headers=headers, extensions=watched
        ) as answer:
            body = b""
            for piece in answer.iter_bytes():
                body += piece
                if len(body) > _MOST_BYTES:
                    self.close()
                    raise NotAnswered(Retry(f"{self.name}:too-long", provider_down=True))
        if self._is_over:  # an answer without a length ends where the line does
            raise httpx.ReadTimeout("whole")
        if answer.status_code == httpx.codes.TOO_MANY_REQUESTS or answer.status_code >= 500:
            after = _after(answer.headers.get("retry-after", ""))
            raise NotAnswered(Retry(f"{self.name}:http-{answer.status_code}", after, provider_down=True))
        return Answered(answer.status_code, self._object(answer.status_code, body))

    def _object(self, status: int, body: bytes) -> Mapping[str, Any]:
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise NotAnswered(Retry(f"{self.name}:http-{status}-unreadable", provider_down=True))
        return said

    def _client(self) -> httpx.Client:
        if self._open is None:
            waits = httpx.Timeout(self.whole, connect=_CONNECT)
            self._open = httpx.Client(timeout=waits, follow_redirects=False, trust_env=False, verify=_certificates())
        return self._open

    def _watch(self, event: str, told: Mapping[str, Any]) -> None:
        """Keep the socket of a line that was just opened, for the clock."""
        if event == "connection.connect_tcp.complete":
            self._socket = told["return_value"].get_extra_info("socket")

    def _cut(self) -> None:
        """End an exchange that drags on: whoever waits in it reads the end of the line. Called from the clock's thread."""
        self._is_over = True
        line = self._socket
        if line is not None:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)  # not TLS's own, which would take its state from under the reader


@cache
def _certificates() -> ssl.SSLContext:
    """Return whom we trust, read once: reading it costs more than a message does."""
    return httpx.create_ssl_context(trust_env=False)


def _after(said: str) -> timedelta | None:
    """Return what a provider says in Retry-After: seconds, or a moment. None for nothing that can be read."""
    if said.strip().isascii() and said.strip().isdecimal():
        return timedelta(seconds=min(int(said), 86_400))
    with suppress(ValueError, TypeError):
        moment = parsedate_to_datetime(said)
        return max(moment - datetime.now(UTC), timedelta())
    return None
