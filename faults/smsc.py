"""The short message centre is away while messages queue up, then back: none lost, emergencies first, at the contract's rate."""

import json
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.rig.centre import PASSWORD, Centre, centre
from bench.rig.figures import Goal, Wanted, say
from bench.rig.house import Connection, House
from bench.rig.load import percentile, pounding, result_of
from bench.rig.reports import places
from bench.rig.settingup import set_up
from faults.history import History
from faults.settling import settle
from faults.suite import Asked, Mutant, Story, Suite
from hotline.core.facts import MESSAGE_ORDER, Priority

RATE = 150  # parts of SMS a second
EMERGENCIES = 20
MOST_TRIES = 5
_WINDOW = 40
_COUNTED_OVER = 10.0  # seconds: what a busy machine hands over late is not held against who sent it in time
_SERVICES = ("pothole", "rubbish", "tree")
_BOUND_WITHIN = 60.0  # seconds

_COPY = """
INSERT INTO casefile_message (request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at)
SELECT request_id, event, facts, once || ':' || %(name)s || number, coalesce(%(priority)s, priority), channel, language,
    reporter_id, now(), now()
FROM (SELECT * FROM casefile_message WHERE event = 'received' AND channel = 'sms' ORDER BY id LIMIT 1) AS one
CROSS JOIN generate_series(1, %(count)s) AS number
"""
_WAITING = "SELECT count(*) FROM casefile_message WHERE channel = 'sms' AND state = 'waiting'"
_DRAINED = """
SELECT extract(epoch FROM max(sent_at))::float8, extract(epoch FROM min(sent_at))::float8,
    extract(epoch FROM max(sent_at) FILTER (WHERE priority = %s))::float8
FROM casefile_message WHERE channel = 'sms' AND state = 'sent' AND sent_at > to_timestamp(%s)
"""


@dataclass(frozen=True, slots=True)
class _Size:
    """How many messages queue up, for how many seconds the centre is away at least, and how long each load of reports lasts."""

    queued: int
    away: float
    load: float
    within: float
    ratio: float


FULL, QUICK, MUTANT = _Size(20_000, 60.0, 20.0, 900.0, 1.1), _Size(300, 5.0, 4.0, 120.0, 2.0), _Size(100, 4.0, 3.0, 0.0, 2.0)
"""Four seconds of load say little of a tail: `--quick` allows its ratio more."""


def main(arguments: list[str]) -> int:
    """Run the suite."""
    return SUITE.main(arguments)


def storm(house: House, asked: Asked) -> Story:
    """Report with the centre there and away, fill the outbox, bring the centre back and see how all leaves."""
    size, port = _size(asked), _free_port()
    with house.database() as connection:
        with centre(port=port, name="before-") as first:
            set_up(house, "smpp", options=first.options(rate=RATE, window=_WINDOW), secrets={"password": PASSWORD})
            _load(house, connection, "warm", 1.0)
            _wait_until_one_left(connection)
            with_it = _load(house, connection, "there", size.load)
        without = _load(house, connection, "away", size.load)
        missing = size.queued - EMERGENCIES - _count(connection)
        if missing > 0:
            connection.execute(_COPY, {"name": "usual", "priority": None, "count": missing})
        emergency = MESSAGE_ORDER[Priority.EMERGENCY]
        connection.execute(_COPY, {"name": "urgent", "priority": emergency, "count": EMERGENCIES})
        say(f"faults smsc: {_count(connection)} SMS wait, the centre is away")
        time.sleep(size.away)
        tries = _one(connection, "SELECT max(tries) FROM casefile_message WHERE channel = 'sms'")
        values: dict[str, float | None] = {"most_tries": tries, "intake_p95_ratio": _ratio(without, with_it)}
        if not asked.mutant:
            with centre(port=port, name="after-") as second:
                back = time.time()
                if not settle(house, within=size.within):
                    say(f"faults smsc: {_count(connection)} SMS still wait")
            values |= _drained(connection, back, second)
        _keep_taken(house, connection, [first] if asked.mutant else [first, second])
        values["lost"] = None if asked.mutant else _lost(connection, [first, second])
    return Story(History(), max(*with_it, *without) / 1000, values=values)


def _load(house: House, connection: Connection, name: str, seconds: float) -> Sequence[float]:
    """Send reports for so long and return after how many milliseconds each was acknowledged, in order."""
    load = pounding(
        house,
        clients=4,
        seconds=seconds,
        first=0,
        mark=f"smsc-{name}",
        into=house.installation.folder / "acknowledged",
        places=places(connection),
        services=_SERVICES,
        per_second=20.0,
    )
    result = result_of(load)
    times = sorted(result.milliseconds)
    say(f"faults smsc: centre {name}: {result.acknowledged} reports, p95 {percentile(times, 95) or 0:.0f} ms")
    return times


def _ratio(times: Sequence[float], beside: Sequence[float]) -> float | None:
    """Return how much longer 95 of 100 took than those beside them."""
    one, other = percentile(times, 95), percentile(beside, 95)
    return one / other if one and other else None


def _wait_until_one_left(connection: Connection) -> None:
    until = time.monotonic() + _BOUND_WITHIN
    while not _one(connection, "SELECT count(*) FROM casefile_message WHERE channel = 'sms' AND state = 'sent'"):
        if time.monotonic() > until:
            raise TimeoutError("nothing leaves by the centre")
        time.sleep(0.2)


def _drained(connection: Connection, back: float, second: Centre) -> dict[str, float | None]:
    """Return how long it took until all had left, and until the emergencies had, and how often the rate was exceeded."""
    emergency = MESSAGE_ORDER[Priority.EMERGENCY]
    row = connection.execute(_DRAINED, [emergency, back]).fetchone()
    last, first, urgent = (None if one is None else float(str(one)) for one in row or (None, None, None))
    over = _windows_over([at for at, _id, _number in second.parts])
    if last is None or first is None or urgent is None:
        return {"rate_exceeded": float(over)}
    return {"drain_s": last - back, "emergency_s": urgent - first, "rate_exceeded": float(over)}


def _windows_over(moments: Sequence[float]) -> int:
    """Return how often more parts than the contract allows arrived within the time that is counted over."""
    most, begins, over = int(RATE * _COUNTED_OVER), 0, 0
    for index, moment in enumerate(moments):
        while moment - moments[begins] >= _COUNTED_OVER:
            begins += 1
        over += index - begins + 1 > most
    return over


def _lost(connection: Connection, centres: Sequence[Centre]) -> float:
    """Return how many SMS no centre took, whatever is written of them."""
    known = {id_ for one in centres for _at, id_, _number in one.parts}
    rows = connection.execute("SELECT provider_id FROM casefile_message WHERE channel = 'sms'").fetchall()
    return float(sum(str(id_) not in known for (id_,) in rows))


def _keep_taken(house: House, connection: Connection, centres: Sequence[Centre]) -> None:
    """Write what the centres were handed where the checker looks for it."""
    known = {id_ for one in centres for _at, id_, _number in one.parts}
    rows = connection.execute(
        "SELECT id, provider_id FROM casefile_message WHERE channel = 'sms' AND provider_id <> ''"
    ).fetchall()
    house.outbox.mkdir(exist_ok=True)
    with (house.outbox / "sms.jsonl").open("a") as file:
        file.writelines(f"{json.dumps({'id': id_})}\n" for id_, provider_id in rows if str(provider_id) in known)


def _free_port() -> int:
    """Return a port that nobody listens at now: the centre is to come back where it was."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _count(connection: Connection) -> int:
    return int(_one(connection, _WAITING))


def _one(connection: Connection, statement: str) -> float:
    row = connection.execute(statement).fetchone()
    return float(str(row[0] or 0)) if row else 0.0


def _wanted(asked: Asked) -> Sequence[Wanted]:
    tries = Wanted("most_tries", "", Goal("≤", MOST_TRIES))
    if asked.mutant:
        return [tries]
    return [
        Wanted("lost", "", Goal("=", 0)),
        Wanted("drain_s", "s", Goal("≤", 600)),
        Wanted("emergency_s", "s", Goal("≤", 10)),
        Wanted("rate_exceeded", "", Goal("=", 0)),
        Wanted("intake_p95_ratio", "", Goal("≤", _size(asked).ratio)),
        tries,
    ]


def _size(asked: Asked) -> _Size:
    return MUTANT if asked.mutant else QUICK if asked.quick else FULL


SUITE = Suite(
    name="smsc",
    about=__doc__ or "",
    storm=storm,
    wanted=_wanted,
    environment={"HOTLINE_SMS_SENDER": "smpp"},
    mutants={"unbounded-retry": Mutant(worker="faults.mutants.unbounded_retry")},
    broken=lambda values: (values.get("most_tries") or 0) > MOST_TRIES,
)
