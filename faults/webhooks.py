"""Deliveries come three times each and in no order, over a restart of the server: all ends as if once and in order."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Lock
from typing import Any

import httpx

from bench.rig.delivering import SECRET, signature
from bench.rig.figures import Goal, Wanted, say
from bench.rig.house import Connection, House, stop_hard
from bench.rig.reports import Place, places
from bench.rig.settingup import set_up
from faults.history import History
from faults.suite import Asked, Mutant, Story, Suite
from hotline.core.loops import SENDER, WORKER

TIMES = 3
_CLIENTS = 8
_GIVES_UP_AFTER = 60.0  # seconds
_LOOK_EVERY = 0.5  # seconds
_SEEN_AFTER = 6.0  # seconds in which every process has seen a set-up

_WORDS = "Đèn đường hư mấy đêm nay, tối quá không ai dám đi"
_BUSY = """
SELECT (SELECT count(*) FROM casefile_delivery WHERE channel = 'relay' AND state = 'kept'),
       (SELECT count(*) FROM casefile_message WHERE state = 'waiting')
"""
_ENDS = """
SELECT substring(request.words FROM '\\(([a-z0-9-]+)\\)'), request.lat::float8, request.lon::float8, request.service_id,
    request.service_chosen, request.screening <> 'gone', request.channel,
    (SELECT count(*) FROM casefile_incoming WHERE request_id = request.id),
    (SELECT count(*) FROM casefile_message WHERE request_id = request.id AND event IN ('received', 'received_and_forwarded')),
    (SELECT min(receipt) FROM casefile_message WHERE request_id = request.id AND event IN ('received', 'received_and_forwarded')),
    (SELECT min(state) FROM casefile_conversation WHERE request_id = request.id)
FROM casefile_servicerequest AS request WHERE request.words LIKE %s
"""
_RECEIVED = """
SELECT message.id FROM casefile_message AS message JOIN casefile_servicerequest AS request ON request.id = message.request_id
WHERE message.event IN ('received', 'received_and_forwarded') AND message.state = 'sent' AND request.words LIKE %s
ORDER BY message.id
"""
_NOT_READ = "SELECT count(*) FROM casefile_delivery WHERE channel = 'relay' AND state <> 'read'"

type Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Size:
    """How many people, of five deliveries each, within how many seconds each half is read, and what is killed meanwhile."""

    people: int
    within: float
    killed: Sequence[str] = ("web",)


FULL, QUICK, MUTANT = _Size(2000, 1800.0, ("web", WORKER, SENDER)), _Size(30, 90.0), _Size(8, 40.0)
"""What a killed worker had in hand is read two minutes later, when its lease has passed: too long for `--quick`."""


def main(arguments: list[str]) -> int:
    """Run the suite."""
    return SUITE.main(arguments)


@dataclass(slots=True)
class _Relay:
    """Delivers until it is taken, whatever happens to the server, and keeps how long the slowest took."""

    house: House
    slowest: float = 0.0
    taken: int = 0
    faults: list[str] = field(default_factory=list)
    _client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=10, trust_env=False))
    _lock: Lock = field(default_factory=Lock)

    def deliver(self, content: Content) -> None:
        """Deliver one."""
        began = time.monotonic()
        while time.monotonic() < began + _GIVES_UP_AFTER:
            body, headers = signature(content)
            try:
                answer = self._client.post(f"{self.house.address}/in/relay/", content=body, headers=headers)
            except httpx.HTTPError:
                time.sleep(0.1)
                continue
            if answer.status_code == 200:
                self._note(time.monotonic() - began)
                return
            if answer.status_code < 500:
                break
            time.sleep(0.1)
        self.faults.append("a delivery was never taken")

    def _note(self, seconds: float) -> None:
        with self._lock:
            self.slowest, self.taken = max(self.slowest, seconds), self.taken + 1


def storm(house: House, asked: Asked) -> Story:
    """Deliver what people write, then the receipts of our answers, and compare with one who was heard once and in order."""
    size, history, relay = _size(asked), History(), _Relay(house)
    set_up(house, "relay", options={}, secrets={"secret": SECRET})
    time.sleep(_SEEN_AFTER)
    with house.database() as connection:
        where = places(connection)
        for content in _written("hook-model", 0, where[0]):
            relay.deliver(content)
            _wait_until_read(connection, size.within)
        people = range(1, size.people + 1)
        written = [one for number in people for one in _written(_mark(number), number, where[number % len(where)])]
        _storm_of(house, relay, written, killed=size.killed)
        _wait_until_read(connection, size.within)
        (model,) = connection.execute(_RECEIVED, ["%(hook-model)%"]).fetchall() or [(0,)]
        relay.deliver(_receipt(int(str(model[0])), "buffered"))
        relay.deliver(_receipt(int(str(model[0])), "delivered"))
        sent = [int(str(id_)) for (id_,) in connection.execute(_RECEIVED, ["%(hook-p%"]).fetchall()]
        _storm_of(house, relay, [_receipt(id_, kind) for id_ in sent for kind in ("delivered", "buffered")])
        _wait_until_read(connection, size.within)
        wrong = _wrong(connection, where, size.people)
    history.faults += relay.faults
    values: dict[str, float | None] = {"wrong_end_states": float(wrong), "deliveries": float(relay.taken)}
    return Story(history, relay.slowest, values=values)


def _mark(number: int) -> str:
    return f"hook-p{number}"


def _written(mark: str, number: int, place: Place) -> list[Content]:
    """Return what one person writes: a matter, the number of its sort, and where."""
    begins = datetime.now(UTC) - timedelta(hours=1)
    said: list[Content] = [{"text": f"{_WORDS} ({mark})."}, {"text": "1"}, {"lat": place.lat, "lon": place.lon}]
    return [
        {
            "messages": [
                {"id": f"{mark}-{step}", "from": f"0906{number:06d}", "at": (begins + timedelta(minutes=step)).isoformat(), **one}
            ]
        }
        for step, one in enumerate(said)
    ]


def _receipt(message: int, state: str) -> Content:
    return {"receipts": [{"id": f"{message}-{state}", "message": message, "state": state}]}


def _storm_of(house: House, relay: _Relay, contents: Sequence[Content], *, killed: Sequence[str] = ()) -> None:
    """Deliver each so many times in any order; halfway these children of the installation are killed."""
    all_ = [*contents] * TIMES
    random.Random(1022).shuffle(all_)
    half = len(all_) // 2
    steps: list[Callable[[], None]] = [partial(relay.deliver, one) for one in all_]
    steps[half:half] = [partial(_kill, house, name) for name in killed]
    with ThreadPoolExecutor(_CLIENTS) as hands:
        for step in [hands.submit(one) for one in steps]:
            step.result()


def _kill(house: House, name: str) -> None:
    say(f"faults webhooks: {name} is killed")
    stop_hard(house.children()[name])


def _wait_until_read(connection: Connection, within: float) -> None:
    """Wait until every delivery was read and every answer has left, or long enough."""
    until = time.monotonic() + within
    while connection.execute(_BUSY).fetchone() != (0, 0) and time.monotonic() < until:
        time.sleep(_LOOK_EVERY)


def _wrong(connection: Connection, where: Sequence[Place], people: int) -> int:
    """Return how many people's cases are not as the model's is, and how many deliveries were not read."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for mark, lat, lon, *rest in connection.execute(_ENDS, ["%(hook-%"]).fetchall():
        found.setdefault(str(mark), []).append((lat, lon, *rest))
    model = found.get("hook-model", [])
    if len(model) != 1:
        say(f"faults webhooks: the model has {len(model)} cases")
        return people
    wrong = 0
    for number in range(1, people + 1):
        place = where[number % len(where)]
        if found.get(_mark(number)) != [(place.lat, place.lon, *model[0][2:])]:
            wrong += 1
            say(f"faults webhooks: {_mark(number)} is {found.get(_mark(number))}, the model {model[0]}")
    row = connection.execute(_NOT_READ).fetchone()
    return wrong + int(str(row[0] if row else 0))


def _forget_ids(house: House) -> None:
    """Take away what knows a delivery again."""
    with house.database() as connection:
        connection.execute("ALTER TABLE casefile_delivery DROP CONSTRAINT delivery_once")


def _wanted(asked: Asked) -> Sequence[Wanted]:
    least = 1 + 5 * _size(asked).people * TIMES
    wrong = Wanted("wrong_end_states", "", Goal("=", 0))
    return [wrong] if asked.mutant else [wrong, Wanted("deliveries", "", Goal("≥", least))]


def _size(asked: Asked) -> _Size:
    return MUTANT if asked.mutant else QUICK if asked.quick else FULL


SUITE = Suite(
    name="webhooks",
    about=__doc__ or "",
    storm=storm,
    wanted=_wanted,
    mutants={"no-event-id": Mutant(wsgi="faults.mutants.no_event_id:application", prepare=_forget_ids)},
    broken=lambda values: bool(values.get("wrong_end_states")),
)
