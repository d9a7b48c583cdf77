"""How fast a report that needs nobody's key comes from its acknowledgement into the hands of the agency's people."""

import argparse
import time
from dataclasses import dataclass

from bench.rig.figures import Goal, Report, Wanted, printed, say, taken
from bench.rig.house import House, folder_for, running
from bench.rig.load import percentile, pounding, result_of
from bench.rig.reports import places

AUTOMATIC = ("street_light",)
STEADY_PER_S = 50.0
WANTED = (
    Wanted("intake_per_s", "1/s"),
    Wanted("per_s", "1/s"),
    Wanted("ratio", "", Goal("≥", 0.5)),
    Wanted("p50_s", "s"),
    Wanted("p99_s", "s", Goal("≤", 10.0)),
    Wanted("never_sent", "", Goal("=", 0)),
)
_GIVE_UP = 600.0  # seconds without anything coming through
_LOOK_EVERY = 0.5  # seconds

# From reception to the first SMS that a focal point's provider took: what was sent is marked after it was handed over.
_SENT = """
SELECT extract(epoch FROM min(message.sent_at) - request.received_at)::float8, extract(epoch FROM min(message.sent_at))::float8
FROM casefile_servicerequest AS request
LEFT JOIN casefile_message AS message
    ON message.request_id = request.id AND message.event = 'focal_forwarded' AND message.channel = 'sms'
    AND message.state = 'sent'
WHERE request.words LIKE %s
GROUP BY request.id
"""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long each load runs, in seconds."""

    full: float
    steady: float


FULL = Lengths(full=20.0, steady=60.0)
QUICK = Lengths(full=4.0, steady=10.0)


@dataclass(frozen=True, slots=True)
class _Through:
    """What came of one load: acknowledged a second, come through a second, the delays in order, how many never came."""

    intake_per_s: float
    per_s: float | None
    delays: list[float]
    never: int


def main(arguments: list[str]) -> int:
    """Measure, print the figures, and return 0 only if every goal holds."""
    parser = argparse.ArgumentParser(prog="hotline bench pipeline", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="seconds instead of minutes: coarser figures")
    parser.add_argument("--data", metavar="DIR", help="work in this folder and leave it (else a temporary one)")
    asked = parser.parse_args(arguments)
    with folder_for(asked.data, name="bench") as folder, running(folder) as house:
        report = measured(house, QUICK if asked.quick else FULL)
    return printed(report, as_json=asked.json)


def measured(house: House, lengths: Lengths) -> Report:
    """Take every figure on a running installation: first at a steady rate, then as much as intake takes."""
    _through(house, mark="warm", seconds=2.0, clients=8, per_second=STEADY_PER_S)
    steady = _through(house, mark="steady", seconds=lengths.steady, clients=16, per_second=STEADY_PER_S)
    full = _through(house, mark="full", seconds=lengths.full, clients=8, per_second=0.0)
    values = {
        "intake_per_s": full.intake_per_s,
        "per_s": full.per_s,
        "ratio": full.per_s / full.intake_per_s if full.per_s is not None else None,
        "p50_s": percentile(steady.delays, 50),
        "p99_s": percentile(steady.delays, 99),
        "never_sent": float(steady.never + full.never),
    }
    return taken("pipeline", WANTED, values)


def _through(house: House, *, mark: str, seconds: float, clients: int, per_second: float) -> _Through:
    """Send reports, wait until all have come through, and return how they fared."""
    with house.database() as connection:
        where = places(connection)
    mark = f"pipe-{mark}-{time.time_ns()}"
    began = time.time()
    result = result_of(
        pounding(
            house,
            clients=clients,
            seconds=seconds,
            first=0,
            mark=mark,
            into=house.installation.folder / "acknowledged",
            places=where,
            services=AUTOMATIC,
            per_second=per_second,
        )
    )
    rows = _waited_for(house, mark)
    delays = sorted(delay for delay, _at in rows if delay is not None)
    last = max((at for _delay, at in rows if at is not None), default=None)
    per_s = len(delays) / (last - began) if last else None
    intake_per_s = result.acknowledged / result.seconds
    say(f"{mark}: {result.acknowledged} acknowledged at {intake_per_s:.0f}/s, through at {per_s or 0:.0f}/s")
    return _Through(intake_per_s, per_s, delays, never=result.acknowledged - len(delays))


def _waited_for(house: House, mark: str) -> list[tuple[float | None, float | None]]:
    """Return delay and moment of sending of each report, once all are sent or nothing has moved for long."""
    sent, moved_at = -1, time.monotonic()
    while True:
        with house.database() as connection:
            found = connection.execute(_SENT, [f"%({mark}-%"]).fetchall()
        rows = [(_number(delay), _number(at)) for delay, at in found]
        now_sent = sum(delay is not None for delay, _at in rows)
        if now_sent > sent:
            sent, moved_at = now_sent, time.monotonic()
        if now_sent == len(rows) or time.monotonic() - moved_at > _GIVE_UP:
            return rows
        time.sleep(_LOOK_EVERY)


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))
