"""A provider throttles, is away, stalls, breaks off, answers rubbish or refuses for ever: each message ends as is written."""

import asyncio
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.rig.figures import Goal, Wanted, say
from bench.rig.house import House
from bench.rig.reports import Place, body, phone_of, places
from bench.rig.settingup import set_up
from faults.clients import Line, until_acknowledged
from faults.history import Entry, History
from faults.madgateway import Does, MadGateway, mad_gateway
from faults.record import read_record
from faults.settling import settle
from faults.suite import Asked, Mutant, Story, Suite

GATEWAY = "esms"
_SERVICES = ("pothole", "rubbish", "tree")  # nobody but the reporter is written to
_SEEN_WITHIN = 60.0  # seconds in which every oddity of a mutant's run is seen


@dataclass(frozen=True, slots=True)
class _Size:
    """Which oddities, how many ordinary messages beside each, how long a stall lasts, and how long all may take."""

    oddities: Sequence[Does]
    ordinary: int
    stalls: float
    within: float


_ODD = [does for does in Does if does is not Does.WELL]
FULL, QUICK, MUTANT = _Size(_ODD * 20, 10, 30.0, 1800.0), _Size(_ODD, 5, 30.0, 120.0), _Size([Does.STALLS], 1, 12.0, 60.0)

_SENT, _DEAD = "sent", "dead"
WRITTEN: Mapping[Does, tuple[str, str]] = {
    **dict.fromkeys(Does, (_SENT, "")),
    Does.BAD_REQUEST: (_DEAD, f"{GATEWAY}:http-400"),
    Does.REFUSES: (_DEAD, f"{GATEWAY}:99"),
}
"""State and reason in which a message ends, by what the provider does to it: what may pass is tried again until it has."""

_WAITED = """
SELECT extract(epoch FROM message.sent_at - message.created_at)::float8 FROM casefile_message AS message
JOIN casefile_servicerequest AS request ON request.id = message.request_id
WHERE message.state = 'sent' AND message.channel = 'sms' AND request.words LIKE ANY (%s) ORDER BY 1 DESC LIMIT 1
"""


def main(arguments: list[str]) -> int:
    """Run the suite."""
    return SUITE.main(arguments)


def storm(house: House, asked: Asked) -> Story:
    """Send reports whose numbers the provider treats as arranged, and wait until each message has ended."""
    size, history = _size(asked), History()
    arranged = dict(_arranged(size))
    with house.database() as connection:
        where = places(connection)
    with mad_gateway(_as_given(arranged), stalls=size.stalls) as gateway:
        _set_up(house, gateway)
        asyncio.run(_sent(house, where, history, list(arranged)))
        if asked.mutant:
            _wait_until_seen(gateway, arranged)
        elif not settle(house, within=size.within):
            say("faults providers: not every message has ended")
        _keep_taken(house, gateway)
        values: dict[str, float | None] = {"longest_block_s": gateway.longest}
        if not asked.mutant:
            values["unwritten_states"] = float(_unwritten(house, arranged, history))
            values["ordinary_wait_s"] = _ordinary_wait(house, arranged)
    waits = [e.acknowledged_at - e.first_sent_at for e in history.entries if e.acknowledged_at is not None]
    return Story(history, max(waits, default=None), values=values)


def _arranged(size: _Size) -> Iterator[tuple[int, Does]]:
    """Return what is done to the message of each report, by its number: oddities with ordinary ones between."""
    number = 0
    for does in size.oddities:
        for what in (does, *[Does.WELL] * size.ordinary):
            yield number, what
            number += 1


def _as_given(arranged: Mapping[int, Does]) -> Mapping[str, Does]:
    return {phone_of(number): does for number, does in arranged.items()}


def _set_up(house: House, gateway: MadGateway) -> None:
    options = {"url": f"http://127.0.0.1:{gateway.port}/send", "source": "1022", "rate": "200"}
    set_up(house, GATEWAY, options=options, secrets={"api_key": "k", "secret_key": "s", "key": "khoa1"})


async def _sent(house: House, where: Sequence[Place], history: History, numbers: Sequence[int]) -> None:
    line = Line(*house.host_and_port)
    for number in numbers:
        await _once(line, where, number, history)
    line.close()


async def _once(line: Line, where: Sequence[Place], number: int, history: History) -> None:
    entry = Entry(_mark(number), _mark(number), time.monotonic())
    history.entries.append(entry)
    content = body(number, mark=entry.mark, places=where, services=_SERVICES)
    await until_acknowledged(lambda: line.post(content, key=entry.key), entry, history)


def _mark(number: int) -> str:
    return f"providers-{number}"


def _wait_until_seen(gateway: MadGateway, arranged: Mapping[int, Does]) -> None:
    """Wait until the longest stall was sat out, or long enough."""
    until = time.monotonic() + _SEEN_WITHIN
    while gateway.longest < gateway.stalls and time.monotonic() < until:
        time.sleep(0.2)
    say(f"faults providers: {sum(gateway.asked[phone_of(number)] > 0 for number in arranged)} of {len(arranged)} were asked")


def _keep_taken(house: House, gateway: MadGateway) -> None:
    """Write what the provider was handed where the checker looks for it."""
    house.outbox.mkdir(exist_ok=True)
    with (house.outbox / "sms.jsonl").open("a") as file:
        file.writelines(f"{json.dumps({'id': id_})}\n" for id_ in gateway.taken)


def _unwritten(house: House, arranged: Mapping[int, Does], history: History) -> int:
    """Return how many messages ended otherwise than is written, each told as a fault."""
    cases = {case.mark: case for case in read_record(house).cases}
    wrong = 0
    for number, does in arranged.items():
        case = cases.get(_mark(number))
        ended = [(one.state, one.reason) for one in case.messages if one.channel == "sms"] if case else []
        if not ended or any(one != WRITTEN[does] for one in ended):
            wrong += 1
            history.fault(f"a message that the provider treated so: “{does}” ended as {ended}")
    return wrong


def _ordinary_wait(house: House, arranged: Mapping[int, Does]) -> float | None:
    """Return how long the slowest message waited that the provider took at once: what stands behind odd ones."""
    marks = [f"%({_mark(number)}).%" for number, does in arranged.items() if does is Does.WELL]
    with house.database() as connection:
        row = connection.execute(_WAITED, [marks]).fetchone()
    return float(str(row[0])) if row else None


def _wanted(asked: Asked) -> Sequence[Wanted]:
    block = Wanted("longest_block_s", "s", Goal("≤", 10))
    return [block] if asked.mutant else [Wanted("unwritten_states", "", Goal("=", 0)), block, Wanted("ordinary_wait_s", "s")]


def _size(asked: Asked) -> _Size:
    return MUTANT if asked.mutant else QUICK if asked.quick else FULL


SUITE = Suite(
    name="providers",
    about=__doc__ or "",
    storm=storm,
    wanted=_wanted,
    environment={"HOTLINE_SMS_SENDER": GATEWAY},
    mutants={"no-timeout": Mutant(worker="faults.mutants.no_timeout")},
    broken=lambda values: (values.get("longest_block_s") or 0) > 10,
)
