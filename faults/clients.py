"""Clients that do not give up: a report is sent with the same key again and again until it is acknowledged."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from bench.rig.reports import Place, body, post
from faults.history import Entry, History

ANSWER_WITHIN = 10.0  # seconds
PAUSE = 0.1  # seconds before a try is repeated
GIVES_UP_AFTER = 60.0  # seconds
_BROKEN = (OSError, asyncio.IncompleteReadError, TimeoutError, ValueError)


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole HTTP answer."""

    status: int
    body: str

    @property
    def reference(self) -> str:
        """Return the reference in an acknowledgement."""
        return str(json.loads(self.body)[0]["service_request_id"])


class Line:
    """One connection that is made anew when it broke."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect unless connected. Raises OSError."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        return self._streams

    async def post(self, content: bytes, *, key: str) -> Answer:
        """Send a report and return the answer. Raises OSError, TimeoutError or IncompleteReadError."""
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                reader, writer = await self.open()
                writer.write(post(content, host=f"{self._host}:{self._port}", key=key))
                await writer.drain()
                return await _read(reader)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Drop the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass(slots=True)
class Clients:
    """`count` clients that together send `reports` reports, and go on until `enough()`.

    Every `again_every`th acknowledged report is sent once more, and must get the same number and body.
    """

    address: tuple[str, int]
    places: Sequence[Place]
    mark: str
    reports: int
    count: int = 8
    again_every: int = 10
    enough: Callable[[], bool] = lambda: True
    acknowledged: int = 0
    _next: int = 0

    async def run(self, history: History) -> None:
        """Send everything."""
        await asyncio.gather(*(self._client(history) for _ in range(self.count)))

    async def _client(self, history: History) -> None:
        line = Line(*self.address)
        while self._next < self.reports or not self.enough():
            number, self._next = self._next, self._next + 1
            entry = Entry(f"{self.mark}-{number}", f"{self.mark}-{number}", time.monotonic())
            history.entries.append(entry)
            send = partial(line.post, body(number, mark=entry.mark, places=self.places), key=entry.key)
            answer = await until_acknowledged(send, entry, history)
            if answer is None:
                break
            self.acknowledged += 1
            if number % self.again_every == 0:
                again = Entry(entry.key, entry.mark, time.monotonic())
                repeated = await until_acknowledged(send, again, history)
                if repeated is not None and repeated.body != answer.body:
                    history.fault(f"{entry.key}: the repeat was answered {repeated.body}, the first {answer.body}")
        line.close()


async def until_acknowledged(send: Callable[[], Awaitable[Answer]], entry: Entry, history: History) -> Answer | None:
    """Send until a 201 comes, note it in `entry`, and return it; None, with a fault, when it never does."""
    while time.monotonic() < entry.first_sent_at + GIVES_UP_AFTER:
        entry.tries += 1
        sent_at = time.monotonic()
        try:
            answer = await send()
        except ConnectionRefusedError:
            await asyncio.sleep(PAUSE)
            continue
        except _BROKEN:
            entry.broken += 1
            await asyncio.sleep(PAUSE)
            continue
        if answer.status == 201:
            entry.sent_at, entry.acknowledged_at = sent_at, time.monotonic()
            entry.body, entry.reference = answer.body, answer.reference
            return answer
        if answer.status < 500:
            history.fault(f"{entry.key}: refused with {answer.status}: {answer.body[:200]}")
            return None
        await asyncio.sleep(PAUSE)
    history.fault(f"{entry.key}: no acknowledgement within {GIVES_UP_AFTER:.0f} s")
    return None


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    length = next((line.partition(":")[2] for line in head.splitlines() if line.lower().startswith("content-length:")), "")
    content = await reader.readexactly(int(length))
    return Answer(int(head.split(" ", 2)[1]), content.decode())
