"""A case file as plain JSON, and as text for a terminal."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from hotline.casefile.facts import CaseFile

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_LISTS = ("reporters", "assignments", "clocks", "answers", "questions", "messages", "events", "attachments")


def plain(case: CaseFile) -> dict[str, Any]:
    """Return the file as JSON: `reference`, `phase`, `request` and a list for each other record; moments in ISO 8601."""
    whole = _plain(asdict(case))
    parts = {part["id"]: part["unit_name"] for part in whole["parts"]}
    for clock in whole["clocks"]:
        clock["of"] = "assignment" if clock["part_id"] else "request"
        clock["assignment"] = parts.get(clock["part_id"])
        clock["facts"] = clock.pop("derivation")
        clock["derivation"] = clock.pop("words")
    return {
        "reference": case.request.reference,
        "phase": case.request.phase.value,
        "request": whole["request"],
        "reporters": whole["reporters"],
        "assignments": whole["parts"],
        "clocks": whole["clocks"],
        "answers": whole["answers"],
        "questions": whole["questions"],
        "messages": whole["messages"],
        "events": whole["events"],
        "attachments": whole["attachments"],
    }


def text(whole: Mapping[str, Any]) -> str:
    """Return the file as lines for a terminal, moments in Vietnamese time."""
    return "\n".join(_lines(whole))


def _lines(whole: Mapping[str, Any]) -> Iterator[str]:
    yield f"{whole['reference']}  {whole['phase']}"
    yield "request"
    yield from _fields(whole["request"])
    for name in _LISTS:
        yield f"{name} ({len(whole[name])})"
        for record in whole[name]:
            yield from _fields(record)
            yield ""


def _fields(record: Mapping[str, Any], indent: str = "  ") -> Iterator[str]:
    for name, value in record.items():
        if value in (None, "", [], {}) or name == "facts":
            continue
        if isinstance(value, Mapping):
            yield f"{indent}{name}:"
            yield from _fields(value, indent + "  ")
        elif isinstance(value, list):
            yield f"{indent}{name}:"
            for item in value:
                yield from _fields(item, indent + "  ") if isinstance(item, Mapping) else [f"{indent}  {item}"]
        else:
            yield f"{indent}{name}: {_told(value)}"


def _told(value: Any) -> str:
    if isinstance(value, str) and len(value) > 18 and value[4] == "-" and "T" in value[:11]:
        return f"{datetime.fromisoformat(value).astimezone(_ZONE):%d/%m/%Y %H:%M:%S}"
    return str(value).replace("\n", " ⏎ ")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value
