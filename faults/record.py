"""What the database and the provider hold after the storm, read past the application into plain facts."""

import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.rig.house import Connection, House

_MARK = re.compile(r"\(([\w.-]+)\)\.$")


@dataclass(frozen=True, slots=True)
class Happened:
    """One event."""

    name: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PartRow:
    """One agency's part."""

    id: int
    unit: int
    state: str


@dataclass(frozen=True, slots=True)
class Sent:
    """One row of the outbox."""

    id: int
    event: str
    channel: str
    state: str
    reason: str


@dataclass(slots=True)
class Case:
    """One report as the database has it."""

    id: int
    reference: str
    mark: str
    screening: str
    phase: str
    answer: str | None = None
    clocks: int = 0
    parts: list[PartRow] = field(default_factory=list)
    events: list[Happened] = field(default_factory=list)
    messages: list[Sent] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything; `provider` counts what left, by message id, for each channel."""

    cases: tuple[Case, ...]
    provider: Mapping[str, Counter[int]]


def read_record(house: House) -> Record:
    """Read all cases and what the provider's side was handed."""
    with house.database() as connection:
        cases = _cases(connection)
        for request, *part in connection.execute("SELECT request_id, id, unit_id, state FROM casefile_assignment ORDER BY id"):
            cases[_int(request)].parts.append(PartRow(_int(part[0]), _int(part[1]), str(part[2])))
        for request, name, facts in connection.execute("SELECT request_id, name, facts FROM casefile_event ORDER BY id"):
            if request is not None:
                cases[_int(request)].events.append(Happened(str(name), _facts(facts)))
        for request, *row in connection.execute("SELECT request_id, id, event, channel, state, reason FROM casefile_message"):
            if request is not None:
                cases[_int(request)].messages.append(Sent(_int(row[0]), *map(str, row[1:])))
    return Record(tuple(cases.values()), {name: provided(house.outbox / f"{name}.jsonl") for name in ("sms", "email")})


def provided(file: Path) -> Counter[int]:
    """Return how often the provider was handed each message."""
    if not file.exists():
        return Counter()
    return Counter(int(json.loads(line)["id"]) for line in file.read_text().splitlines())


def _cases(connection: Connection) -> dict[int, Case]:
    found = connection.execute(
        "SELECT r.id, r.reference, r.words, r.screening, r.phase, a.state, "
        "(SELECT count(*) FROM casefile_clock c WHERE c.request_id = r.id) "
        "FROM casefile_servicerequest r LEFT JOIN casefile_answer a ON a.request_id = r.id AND a.round = r.round"
    )
    cases = {}
    for number, reference, words, screening, phase, answer, clocks in found:
        mark = _MARK.search(str(words))
        cases[_int(number)] = Case(
            _int(number),
            str(reference),
            mark[1] if mark else "",
            str(screening),
            str(phase),
            None if answer is None else str(answer),
            _int(clocks),
        )
    return cases


def _int(value: object) -> int:
    return int(str(value))


def _facts(value: Any) -> Mapping[str, Any]:
    return dict(json.loads(value) if isinstance(value, str) else value)
