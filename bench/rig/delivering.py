"""Delivers as a relay of the town does (/in/relay/), each delivery signed: a process of its own beside what it measures.

`python -P -m bench.rig.delivering` reads one JSON object (`Job`) from stdin and prints one (`Result`) on stdout. Requests are
made and signed before the clock starts.
"""

import hmac
import json
import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from hotline.site.installation import REPOSITORY

SECRET = "khoa-cua-phep-do"  # noqa: S105 - of an installation that lives for a measurement


@dataclass(frozen=True, slots=True)
class Job:
    """What to deliver: `count` messages numbered from `first`, one a request, by `clients` connections."""

    host: str
    port: int
    clients: int
    first: int
    count: int
    mark: str


@dataclass(slots=True)
class Result:
    """What came back: how many were taken, how many answered otherwise or not at all, and how long it took."""

    taken: int = 0
    refused: int = 0
    seconds: float = 0.0


def delivered(job: Job) -> Result:
    """Deliver by a process of its own and return its result."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bench.rig.delivering"],
        input=json.dumps(asdict(job)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    return Result(**json.loads(done.stdout))


def message(number: int, *, mark: str) -> dict[str, str]:
    """Return what somebody, another with each number, writes."""
    text = f"Đèn đường trước số {number % 400 + 1} đường Lê Lợi tắt từ tối hôm qua ({mark}-{number})."
    return {"id": f"{mark}-{number}", "from": f"0907{number % 1_000_000:06d}", "text": text}


def signature(content: object) -> tuple[bytes, dict[str, str]]:
    """Return the body of a delivery, and the headers that go with it now."""
    body = json.dumps(content, ensure_ascii=False).encode()
    moment = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), moment.encode() + b"." + body, "sha256").hexdigest()
    return body, {"Content-Type": "application/json", "Hotline-Signature": f"t={moment},v1={mac}"}


def signed(content: object, *, host: str) -> bytes:
    """Return the whole HTTP request of a delivery, kept alive."""
    body, headers = signature(content)
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /in/relay/ HTTP/1.1\r\nHost: {host}\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body


def main() -> int:
    """Do the job of stdin."""
    json.dump(asdict(_pounded(Job(**json.load(sys.stdin)))), sys.stdout)
    return 0


def _pounded(job: Job) -> Result:
    host = f"{job.host}:{job.port}"
    numbers = range(job.first, job.first + job.count)
    requests = [signed({"messages": [message(number, mark=job.mark)]}, host=host) for number in numbers]
    poll, lines = select.epoll(), {}
    for _ in range(job.clients):
        line = socket.create_connection((job.host, job.port), timeout=30)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines[line.fileno()] = line
        poll.register(line.fileno(), select.EPOLLIN)
    began, result = time.monotonic(), Result()
    _exchange(poll, lines, requests, result)
    result.seconds = time.monotonic() - began
    return result


def _exchange(poll: select.epoll, lines: dict[int, socket.socket], requests: Sequence[bytes], result: Result) -> None:
    """Send every request, the next on each line when the last was answered; answers are short, and come in one piece."""
    waiting = iter(requests)
    busy = sum(_send_next(line, waiting) for line in lines.values())
    while busy:
        for descriptor, _events in poll.poll(30):
            line = lines[descriptor]
            answer = line.recv(65536)
            busy -= 1
            if answer.startswith(b"HTTP/1.1 200 "):
                result.taken += 1
            else:
                result.refused += 1
            if not answer:
                poll.unregister(descriptor)
            else:
                busy += _send_next(line, waiting)


def _send_next(line: socket.socket, waiting: Iterator[bytes]) -> bool:
    request = next(waiting, None)
    if request is not None:
        line.sendall(request)
    return request is not None


if __name__ == "__main__":
    sys.exit(main())
