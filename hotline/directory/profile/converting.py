"""Turning plain values into the schema's types, with every refusal on its line."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, get_args, get_type_hints

import msgspec

from hotline.directory.profile.faults import Fault
from hotline.directory.profile.reading import Plain, Row, Sheet

_AT = re.compile(r" - at `(?:key` in `)?\$(.*)`$")
_FIELD = re.compile(r"`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Placed[T]:
    """A record and where it stands: `line` gives the line of a path inside it, like `area` or `services[3].publish`."""

    record: T
    file: str
    line: Callable[[str], int]

    def fault(self, reason: str, *, at: str = "") -> Fault:
        """Return a fault of this record, at the line of the path `at` inside it."""
        return Fault(self.file, self.line(at), reason)


def convert_one[T](sheet: Sheet, section: str, kind: type[T], faults: list[Fault]) -> Placed[T] | None:
    """Return the record that stands under `section`; None, with a fault added, where it is missing or wrong."""
    plain = _section(sheet, section)
    if plain is None:
        faults.append(Fault(sheet.file, 1, f"`{section}` is missing"))
        return None
    return _convert(sheet, section, plain, kind, faults)


def convert_one_if_any[T](sheet: Sheet, section: str, kind: type[T], faults: list[Fault]) -> Placed[T] | None:
    """Return the record that stands under `section`; None where the section is left out, or wrong."""
    return None if _section(sheet, section) is None else convert_one(sheet, section, kind, faults)


def convert_optional[T](sheet: Sheet, section: str, kind: type[T], faults: list[Fault]) -> T:
    """Return the record that stands under `section`, or the plain `kind()` where the section is missing or wrong."""
    plain = _section(sheet, section)
    placed = None if plain is None else _convert(sheet, section, plain, kind, faults)
    return kind() if placed is None else placed.record


def convert_optional_list[T](sheet: Sheet, section: str, kind: type[T], faults: list[Fault]) -> list[Placed[T]]:
    """Return the records of the list under `section`; none where the section is left out."""
    return [] if _section(sheet, section) is None else convert_list(sheet, section, kind, faults)


def convert_list[T](sheet: Sheet, section: str, kind: type[T], faults: list[Fault]) -> list[Placed[T]]:
    """Return the records of the list under `section`, without those that were refused into `faults`."""
    plain = _section(sheet, section)
    if not isinstance(plain, list):
        faults.append(Fault(sheet.file, sheet.line(section), f"`{section}` must be a list"))
        return []
    places = [_convert(sheet, f"{section}[{index}]", item, kind, faults) for index, item in enumerate(plain)]
    return [placed for placed in places if placed is not None]


def convert_rows[T](rows: list[Row], kind: type[T], faults: list[Fault]) -> list[Placed[T]]:
    """Return the records of CSV rows, without those that were refused into `faults`. Empty cells count as missing."""
    placed: list[Placed[T]] = []
    for row in rows:
        filled = {column: cell for column, cell in row.cells.items() if cell}
        try:
            record = msgspec.convert(filled, kind, strict=False)
        except msgspec.ValidationError as error:
            _, reason = _explain(str(error), kind)
            faults.append(Fault(row.file, row.line, reason))
            continue
        placed.append(Placed(record, row.file, _constant(row.line)))
    return placed


def refuse_unknown_sections(sheet: Sheet, known: tuple[str, ...], faults: list[Fault]) -> None:
    """Add a fault for each key at the top of the file that is not one of `known`, and for a file that is no mapping."""
    if not isinstance(sheet.value, dict):
        faults.append(Fault(sheet.file, 1, f"must be a mapping with {', '.join(known)}"))
        return
    faults.extend(
        Fault(sheet.file, sheet.line_of_key("", key), f"unknown key `{key}`; known are {', '.join(known)}")
        for key in sheet.value.keys() - set(known)
    )


def _section(sheet: Sheet, section: str) -> Plain:
    return sheet.value.get(section) if isinstance(sheet.value, dict) else None


def _convert[T](sheet: Sheet, path: str, plain: Plain, kind: type[T], faults: list[Fault]) -> Placed[T] | None:
    try:
        record = msgspec.convert(plain, kind, strict=False)
    except msgspec.ValidationError as error:
        inner, reason = _explain(str(error), kind)
        unknown = re.search(r"unknown key `([^`]+)`", reason)
        line = sheet.line_of_key(path + inner, unknown[1]) if unknown else sheet.line(path + inner)
        faults.append(Fault(sheet.file, line, reason))
        return None
    return Placed(record, sheet.file, lambda inner: sheet.line(f"{path}.{inner}" if inner else path))


def _constant(line: int) -> Callable[[str], int]:
    return lambda _: line


def _explain(message: str, kind: type[Any]) -> tuple[str, str]:
    """Return the path inside the record and the reason, with the names that would have been right."""
    found = _AT.search(message)
    path = found[1] if found else ""
    reason = _AT.sub("", message)
    where = path.rpartition(".")[2]
    name = f"`{where}`: " if where and not where.startswith("[") else ""
    if reason.startswith("Object contains unknown field"):
        return path, f"unknown key `{_named(reason)}`"
    if reason.startswith("Object missing required field"):
        return path, f"`{_named(reason)}` is missing"
    if reason.startswith("Invalid enum value"):
        words = ", ".join(_allowed(kind, path))
        return path, f"{name}{reason[len('Invalid enum value ') :]} is none of {words}"
    return path, name + reason[:1].lower() + reason[1:]


def _named(reason: str) -> str:
    found = _FIELD.search(reason)
    return found[1] if found else "?"


def _allowed(kind: type[Any], path: str) -> Iterator[str]:
    """Give the words that the field at `path` may hold."""
    here: Any = kind
    for step in re.findall(r"[^.\[\]]+|\[[^\]]*\]", path):
        here = _item(here) if step.startswith("[") else _hints(_plain_type(here)).get(step)
    here = _plain_type(here)
    if isinstance(here, type) and issubclass(here, Enum):
        yield from (str(member.value) for member in here)
    else:
        yield from map(str, get_args(here))


def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind, include_extras=False)


def _item(kind: Any) -> Any:
    return get_args(_plain_type(kind))[-1]


def _plain_type(kind: Any) -> Any:
    """Return the type inside `X | None` and Annotated."""
    if hasattr(kind, "__metadata__"):
        return _plain_type(kind.__origin__)
    inner = [argument for argument in get_args(kind) if argument is not type(None)]
    return _plain_type(inner[0]) if type(None) in get_args(kind) and len(inner) == 1 else kind
