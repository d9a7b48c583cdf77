"""A short message centre on this machine, a process of its own: SMPP 3.4 as far as a load needs it, and a count of what arrives.

`python -m bench.rig.centre PORT RATE NAME` prints one line of JSON with its port. When its input ends it prints what it took,
`{"parts": [[moment, id, number], …], "over": …}`, and ends. More than RATE parts within a second
are refused as the standard says (ESME_RTHROTTLED) and counted; 0 is no rate.

Written apart from what it measures: the tests let a foreign stack (npm `smpp`) judge that. Here arrivals are to cost little.
"""

import asyncio
import json
import os
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from hotline.site.installation import REPOSITORY

SYSTEM_ID, PASSWORD, SOURCE = "hotline", "matkhau", "1022"
_BIND, _SUBMIT, _UNBIND, _ENQUIRE, _ANSWER = 0x09, 0x04, 0x06, 0x15, 0x80000000
_OK, _BAD_PASSWORD, _THROTTLED = 0, 0x0E, 0x58
_WITHIN = 20.0  # seconds


@dataclass(slots=True)
class _Centre:
    """What arrived: moment of the wall clock, id and number of each part; how many came over the rate."""

    rate: int
    name: str
    parts: list[tuple[float, str, str]] = field(default_factory=list)
    over: int = 0
    _lately: deque[float] = field(default_factory=deque)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with one client until it goes."""
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                length, command, _status, sequence = struct.unpack("!IIII", await reader.readexactly(16))
                body = await reader.readexactly(length - 16)
                status, said = self._answer(command, body)
                if not command & _ANSWER:
                    writer.write(struct.pack("!IIII", 16 + len(said), command | _ANSWER, status, sequence) + said)
                if command == _UNBIND:
                    await writer.drain()
                    break
        writer.close()

    def _answer(self, command: int, body: bytes) -> tuple[int, bytes]:
        if command == _BIND:
            system_id, password = body.split(b"\0")[:2]
            is_ours = (system_id.decode(), password.decode()) == (SYSTEM_ID, PASSWORD)
            return (_OK, b"centre\0") if is_ours else (_BAD_PASSWORD, b"")
        return self._taken(body) if command == _SUBMIT else (_OK, b"")

    def _taken(self, body: bytes) -> tuple[int, bytes]:
        now = time.monotonic()
        while self._lately and self._lately[0] <= now - 1.0:
            self._lately.popleft()
        if self.rate and len(self._lately) >= self.rate:
            self.over += 1
            return _THROTTLED, b"\0"
        self._lately.append(now)
        id_ = f"{self.name}{len(self.parts) + 1}"
        self.parts.append((time.time(), id_, _number(body)))
        return _OK, id_.encode() + b"\0"


def _number(body: bytes) -> str:
    """Return where a submit_sm goes: after service type, and kind and plan of two numbers."""
    after_service = body.index(b"\0") + 3
    after_source = body.index(b"\0", after_service) + 3
    return body[after_source : body.index(b"\0", after_source)].decode()


@dataclass(slots=True)
class Centre:
    """The running centre, as its starter sees it."""

    process: "subprocess.Popen[str]"
    port: int
    parts: list[tuple[float, str, str]] = field(default_factory=list)
    over: int = 0

    def options(self, *, rate: int, window: int) -> dict[str, str]:
        """Return the options of the channel “smpp” for this centre."""
        where = {"host": "127.0.0.1", "port": str(self.port), "system_id": SYSTEM_ID, "source": SOURCE}
        return {**where, "rate": str(rate), "window": str(window)}


@contextmanager
def centre(*, port: int = 0, rate: int = 0, name: str = "c") -> Iterator[Centre]:
    """Run a centre until the block ends; after it, `parts` has what it took, under ids that begin with its `name`."""
    command = [sys.executable, "-P", "-m", "bench.rig.centre", str(port), str(rate), name]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as process:
        if process.stdin is None or process.stdout is None:
            raise AssertionError("pipes were asked for")
        running = Centre(process, json.loads(process.stdout.readline())["port"])
        try:
            yield running
        finally:
            process.stdin.close()
            said = json.load(process.stdout)
            running.parts, running.over = [(at, id_, number) for at, id_, number in said["parts"]], said["over"]


async def _served(port: int, rate: int, name: str) -> None:
    one = _Centre(rate, name)
    server = await asyncio.start_server(one.serve, "127.0.0.1", port)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()
    print(json.dumps({"parts": one.parts, "over": one.over}), flush=True)


def main(arguments: list[str]) -> int:
    """Serve until stdin ends."""
    port, rate, name = arguments
    asyncio.run(_served(int(port), int(rate), name))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
