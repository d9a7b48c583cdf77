"""How many deliveries a second are kept durably, how many SMS leave by a local centre, and how soon after their cause."""

import argparse
import os
import re
import subprocess
import time
from dataclasses import dataclass
from statistics import fmean

from bench.floors.running import FloorFailed
from bench.rig.centre import PASSWORD, Centre, centre
from bench.rig.delivering import SECRET, Job, delivered
from bench.rig.figures import Goal, Report, Wanted, printed, say, taken
from bench.rig.house import Connection, House, NotReady, folder_for, running
from bench.rig.load import percentile, pounding, result_of
from bench.rig.reports import places
from bench.rig.settingup import set_up
from bench.rig.watching import memory_watched
from hotline.site.embedded.place import place_of
from hotline.site.roles import DATABASE, LOGIN

STEADY_PER_S = 50.0
WANTED = (
    Wanted("deliveries_per_s", "1/s"),
    Wanted("floor_per_s", "1/s"),
    Wanted("ratio", "", Goal("≥", 0.3)),
    Wanted("acknowledged_missing", "", Goal("=", 0)),
    Wanted("sms_out_per_s", "1/s", Goal("≥", 300)),
    Wanted("messages_out_per_s", "1/s"),
    Wanted("sms_lost", "", Goal("=", 0)),
    Wanted("p50_s", "s"),
    Wanted("p99_s", "s", Goal("≤", 10)),
    Wanted("never_sent", "", Goal("=", 0)),
    Wanted("memory_mb", "MB", Goal("≤", 600)),
)
_CLIENTS = 32
_RATE, _WINDOW = 10_000, 400
_GIVE_UP = 120.0  # seconds without anything coming through

_DELAYS = """
SELECT extract(epoch FROM message.sent_at - message.created_at)::float8 FROM casefile_message AS message
JOIN casefile_servicerequest AS request ON request.id = message.request_id
WHERE message.channel = 'sms' AND request.words LIKE %s
"""
_COPY = """
INSERT INTO casefile_message (request_id, event, facts, once, priority, channel, language, reporter_id, created_at, try_at)
SELECT request_id, event, facts, once || ':copy' || number, priority, channel, language, reporter_id, now(), now()
FROM (SELECT * FROM casefile_message WHERE event = 'received' AND channel = 'sms' AND state = 'sent' ORDER BY id LIMIT 50) AS one
CROSS JOIN generate_series(1, %s / 50) AS number
"""
_COPIED = """
SELECT count(*) FILTER (WHERE state = 'sent'), count(*) FILTER (WHERE state = 'dead'), count(*),
    extract(epoch FROM min(created_at))::float8, extract(epoch FROM max(sent_at))::float8
FROM casefile_message WHERE once LIKE '%%:copy%%'
"""
_FLOOR = """
INSERT INTO casefile_delivery (channel, provider_id, body, received_at, sender, said_at)
SELECT 'relay', 'floor-' || id, decode(repeat('ab', :size), 'hex'), now(), sha256(uuid_send(id)), now()
FROM (SELECT gen_random_uuid() AS id) AS one;
"""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Seconds of the steady load and of each floor, messages that leave at once, and deliveries that come at once."""

    steady: float
    floor: float
    messages: int
    deliveries: int


FULL = Lengths(steady=60.0, floor=8.0, messages=10_000, deliveries=20_000)
QUICK = Lengths(steady=8.0, floor=3.0, messages=1_500, deliveries=3_000)


def main(arguments: list[str]) -> int:
    """Measure, print the figures, and return 0 only if every goal holds."""
    parser = argparse.ArgumentParser(prog="hotline bench channels", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes: coarser figures")
    parser.add_argument("--data", metavar="DIR", help="work in this new folder and leave it (else a temporary one)")
    asked = parser.parse_args(arguments)
    environment = {"HOTLINE_SMS_SENDER": "smpp"}
    with folder_for(asked.data, name="bench") as folder, running(folder, environment=environment) as house:
        report = measured(house, QUICK if asked.quick else FULL)
    return printed(report, as_json=asked.json)


def measured(house: House, lengths: Lengths) -> Report:
    """Take every figure on a running installation: what leaves first, for what comes in is answered and leaves too."""
    with memory_watched(house) as memory:
        with centre() as one:
            set_up(house, "smpp", options=one.options(rate=_RATE, window=_WINDOW), secrets={"password": PASSWORD})
            _delays(house, mark="warm", seconds=2.0)
            delays, never = _delays(house, mark="steady", seconds=lengths.steady)
            out, began, ended = _out(house, lengths.messages)
        values: dict[str, float | None] = {
            "p50_s": percentile(delays, 50),
            "p99_s": percentile(delays, 99),
            "never_sent": float(never),
            **out,
            **_arrived(house, one, began, ended),
            **_in(house, lengths),
        }
    return taken("channels", WANTED, {**values, "memory_mb": memory.most})


def _delays(house: House, *, mark: str, seconds: float) -> tuple[list[float], int]:
    """Send reports at a steady rate; return how long each SMS about them took, in order, and how many never left."""
    mark = f"channels-{mark}-{time.time_ns()}"
    with house.database() as connection:
        where = places(connection)
        into = house.installation.folder / "acknowledged"
        load = pounding(house, clients=16, seconds=seconds, first=0, mark=mark, into=into, places=where, per_second=STEADY_PER_S)
        result = result_of(load)
        rows = _still(connection, mark)
    delays = sorted(delay for delay in rows if delay is not None)
    say(f"{mark}: {result.acknowledged} reports, {len(rows)} SMS, {len(rows) - len(delays)} of them never left")
    return delays, max(len(rows), result.acknowledged) - len(delays)


def _still(connection: Connection, mark: str) -> list[float | None]:
    """Return the delay of each SMS about reports of a mark, once all have left or nothing has moved for long."""
    left, moved_at = -1, time.monotonic()
    while True:
        found = connection.execute(_DELAYS, [f"%({mark}-%"]).fetchall()
        rows = [None if delay is None else float(str(delay)) for (delay,) in found]
        now_left = sum(delay is not None for delay in rows)
        if now_left > left:
            left, moved_at = now_left, time.monotonic()
        if (rows and now_left == len(rows)) or time.monotonic() - moved_at > _GIVE_UP:
            return rows
        time.sleep(0.5)


def _out(house: House, count: int) -> tuple[dict[str, float | None], float, float]:
    """Put messages into the outbox at once; return how many a second left, and from when to when."""
    with house.database() as connection:
        connection.execute(_COPY, [count])
        until = time.monotonic() + _GIVE_UP
        while True:
            sent, dead, all_, began, ended = (float(str(one or 0)) for one in connection.execute(_COPIED).fetchone() or [0] * 5)
            if sent + dead == all_ or time.monotonic() > until:
                break
            time.sleep(0.2)
    per_s = sent / (ended - began) if sent else None
    say(f"{sent:.0f} of {all_:.0f} messages left in {ended - began:.1f} s")
    return {"messages_out_per_s": per_s}, began, ended


def _arrived(house: House, one: Centre, began: float, ended: float) -> dict[str, float | None]:
    """Return how many SMS a second the centre took, and how many messages are marked sent of which it has no part."""
    parts = [at for at, _id, _number in one.parts if began <= at <= ended]
    with house.database() as connection:
        said = connection.execute("SELECT provider_id FROM casefile_message WHERE channel = 'sms' AND state = 'sent'").fetchall()
    known = {id_ for _at, id_, _number in one.parts}
    lost = sum(str(id_) not in known for (id_,) in said)
    return {"sms_out_per_s": len(parts) / (ended - began) if parts else None, "sms_lost": float(lost)}


def _in(house: House, lengths: Lengths) -> dict[str, float | None]:
    """Have deliveries come as fast as they are taken; return how many a second, beside the bare insert."""
    set_up(house, "relay", options={}, secrets={"secret": SECRET})
    time.sleep(6)  # until every process has seen that
    job = Job(*house.host_and_port, clients=_CLIENTS, first=0, count=lengths.deliveries // 10, mark=f"warm{time.time_ns()}")
    delivered(job)
    size, before = _size(house), _floor(house, seconds=lengths.floor)
    mark = f"in{time.time_ns()}"
    result = delivered(Job(*house.host_and_port, _CLIENTS, first=100_000, count=lengths.deliveries, mark=mark))
    say(f"{result.taken} deliveries taken in {result.seconds:.1f} s, {result.refused} not; a sealed one has {size} bytes")
    floor = fmean((before, _floor(house, seconds=lengths.floor)))
    with house.database() as connection:
        row = connection.execute(
            "SELECT count(*) FROM casefile_delivery WHERE provider_id LIKE %s", [f"messages:{mark}-%"]
        ).fetchone()
    per_s = result.taken / result.seconds
    kept = int(str(row[0])) if row else 0
    missing = float(result.taken - kept)
    return {"deliveries_per_s": per_s, "floor_per_s": floor, "ratio": per_s / floor, "acknowledged_missing": missing}


def _floor(house: House, *, seconds: float) -> float:
    """Return how many bare inserts a second pgbench reaches while the worker stands still. Raises FloorFailed."""
    place, script = place_of(house.installation), house.installation.folder / "floor.sql"
    script.write_text(_FLOOR)
    script.chmod(0o644)
    command = [str(place.programs / "pgbench"), "-D", f"size={_size(house)}", "-M", "prepared", "-n", "-f", str(script)]
    command += ["-c", str(_CLIENTS), "-j", "2", "-T", str(round(seconds)), "-h", str(house.socket), "-U", LOGIN, DATABASE]
    with house.only_serving():
        done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
        with house.database() as connection:
            connection.execute("DELETE FROM casefile_delivery WHERE provider_id LIKE 'floor-%'")
            connection.execute("VACUUM casefile_delivery")
    found = re.search(r"^tps = ([\d.]+)", done.stdout, flags=re.MULTILINE)
    if done.returncode != 0 or found is None:
        raise FloorFailed(f"{done.stderr.strip()[-500:]} {done.stdout[-300:]}")
    return float(found[1])


def _size(house: House) -> int:
    with house.database() as connection:
        row = connection.execute("SELECT avg(length(body))::int FROM casefile_delivery WHERE channel = 'relay'").fetchone()
    if row is None or row[0] is None:
        raise NotReady("no delivery was kept")
    return int(str(row[0]))
