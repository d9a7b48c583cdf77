"""Clients that open pages one after the other, each on one kept-alive connection, and note how long each took."""

import http.client
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bench.rig.house import House


@dataclass(frozen=True, slots=True)
class Page:
    """What is opened: its name among the figures, addresses to take in turn, and the cookie of whoever looks."""

    name: str
    addresses: tuple[str, ...]
    cookie: str = ""


@dataclass(slots=True)
class Visits:
    """What came of it: milliseconds from asking to the last byte, and answers that were not a page."""

    milliseconds: list[float] = field(default_factory=list)
    failed: dict[str, int] = field(default_factory=dict)


def visit(house: House, page: Page, *, clients: int, times: int) -> Visits:
    """Open the page `times` times in all by so many clients at once."""
    seen = [Visits() for _ in range(clients)]
    share = max(1, times // clients)
    threads = [
        threading.Thread(target=_visit, args=(house, page, number * share, share, seen[number])) for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failed: dict[str, int] = {}
    for one in seen:
        for what, count in one.failed.items():
            failed[what] = failed.get(what, 0) + count
    return Visits(sorted(value for one in seen for value in one.milliseconds), failed)


def _visit(house: House, page: Page, first: int, times: int, into: Visits) -> None:
    host, port = house.host_and_port
    connection = http.client.HTTPConnection(host, port, timeout=30)
    for number in range(first, first + times):
        address = page.addresses[number % len(page.addresses)]
        began = time.perf_counter()
        what = _opened(connection, address, _headers(page))
        taken = (time.perf_counter() - began) * 1000
        if what == "200":
            into.milliseconds.append(taken)
        else:
            into.failed[what] = into.failed.get(what, 0) + 1
    connection.close()


def _opened(connection: http.client.HTTPConnection, address: str, headers: Mapping[str, str]) -> str:
    try:
        connection.request("GET", address, headers=dict(headers))
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return type(error).__name__
    return str(answer.status)


def _headers(page: Page) -> dict[str, str]:
    return {"Accept-Language": "vi", **({"Cookie": page.cookie} if page.cookie else {})}


def names_of(pages: Sequence[Page]) -> list[str]:
    """Return the names under which the pages stand among the figures."""
    return [page.name for page in pages]
