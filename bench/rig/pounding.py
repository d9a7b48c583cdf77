"""The load generator, a process of its own: clients that each send the next report as soon as the last is acknowledged.

`python -P -m bench.rig.pounding` reads one JSON object (`Job`) from stdin and prints one (`Result`) on stdout. It shares
the machine with what it measures, so it is one epoll loop over plain sockets and looks no further into an answer than its
status, length and reference.
"""

import json
import select
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from bench.rig.reports import Place, body, phone_of, post

_REFERENCE = b'"service_request_id": "'
_NUMBER, _PHONE = b"NNNNNNNN", b"PPPPPPPPPP"  # of the widths of what takes their place
_PACE = 0.005  # seconds between looks at the clock
_PATTERNS = 336  # requests made beforehand: each ward twice, every service often


@dataclass(frozen=True, slots=True)
class Job:
    """What to send: `seconds` long, by `clients` connections, numbered from `first`; references go to the file `into`.

    `per_second` 0 sends the next report as soon as the last is acknowledged; else that many a second, as far as the clients
    suffice. `services` are the ones that reports take in turn.
    """

    host: str
    port: int
    clients: int
    seconds: float
    first: int
    mark: str
    into: str
    places: list[list[float]]
    services: list[str]
    per_second: float = 0.0


@dataclass(slots=True)
class Result:
    """What came back. `milliseconds` has one entry for each acknowledged report, from sending to its last byte."""

    acknowledged: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    broken: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Client:
    """One connection with at most one report under way."""

    sock: socket.socket
    sent_at: float = 0.0
    received: bytes = b""


def main() -> int:
    """Send until the time is over, then wait for what is under way."""
    job = Job(**json.load(sys.stdin))
    json.dump(asdict(pounded(job)), sys.stdout)
    return 0


def pounded(job: Job) -> Result:
    """Do the job."""
    result = Result()
    references: list[str] = []
    patterns = _patterns(job)
    poll, clients = select.epoll(), {}
    for _ in range(job.clients):
        client = _Client(_connected(job))
        clients[client.sock.fileno()] = client
        poll.register(client.sock.fileno(), select.EPOLLIN)
    started, number = time.monotonic(), job.first
    ends = started + job.seconds
    free = list(clients.values())
    busy = 0
    while True:
        now = time.monotonic()
        while free and now < ends and number - job.first < _due(job, now - started):
            number = _send(free.pop(), number, patterns)
            busy += 1
        if not busy and (now >= ends or not free):
            break
        for descriptor, _events in poll.poll(_PACE if job.per_second else 10):
            client = clients[descriptor]
            if client in free:  # the server ended a connection that had nothing to do
                free.remove(client)
                poll.unregister(descriptor)
                continue
            answer = _answer(client)
            if answer is None:
                continue
            _note(result, references, answer, (time.monotonic() - client.sent_at) * 1000)
            busy -= 1
            if answer:
                free.append(client)
            else:
                poll.unregister(descriptor)
    result.seconds, result.cpu_seconds = time.monotonic() - started, time.process_time()
    with open(job.into, "a") as file:  # noqa: PTH123 - one append
        file.writelines(f"{reference}\n" for reference in references)
    return result


def _due(job: Job, seconds: float) -> float:
    """Return how many reports ought to have been sent by now."""
    return 1 + seconds * job.per_second if job.per_second else float("inf")


def _connected(job: Job) -> socket.socket:
    sock = socket.create_connection((job.host, job.port), timeout=30)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def _patterns(job: Job) -> Sequence[bytes]:
    """Return whole requests in which only number and phone are to be filled in: forms are encoded before the load begins."""
    places, number, phone = [Place(*pair) for pair in job.places], _NUMBER.decode(), _PHONE.decode()
    mark, host = f"{job.mark}-{number}", f"{job.host}:{job.port}"
    bodies = (body(index, mark=mark, places=places, phone=phone, services=job.services) for index in range(_PATTERNS))
    return [post(content, host=host, key=mark) for content in bodies]


def _send(client: _Client, number: int, patterns: Sequence[bytes]) -> int:
    pattern = patterns[number % len(patterns)]
    request = pattern.replace(_NUMBER, b"%08d" % number).replace(_PHONE, phone_of(number).encode())
    client.received = b""
    client.sent_at = time.monotonic()
    client.sock.sendall(request)
    return number + 1


def _answer(client: _Client) -> bytes | None:
    """Return the whole answer, None while some is missing, nothing when the connection broke."""
    try:
        read = client.sock.recv(65536)
    except OSError:
        return b""
    if not read:
        return b""
    client.received += read
    head = client.received.find(b"\r\n\r\n")
    if head < 0:
        return None
    at = client.received.lower().find(b"content-length: ", 0, head)
    length = int(client.received[at + 16 : client.received.find(b"\r", at)])
    return client.received if len(client.received) >= head + 4 + length else None


def _note(result: Result, references: list[str], answer: bytes, milliseconds: float) -> None:
    if not answer:
        result.broken += 1
        return
    status = answer[9:12].decode()
    if status != "201":
        result.refused[status] = result.refused.get(status, 0) + 1
        return
    at = answer.index(_REFERENCE) + len(_REFERENCE)
    references.append(answer[at : answer.index(b'"', at)].decode())
    result.acknowledged += 1
    result.milliseconds.append(round(milliseconds, 3))


if __name__ == "__main__":
    sys.exit(main())
