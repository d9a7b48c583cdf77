"""Reading a profile's files: YAML and CSV into plain values that still know the line each came from.

YAML is composed into nodes and built by ten lines of our own, because PyYAML's constructor forgets lines, lets a key
stand twice, and reads `13:00` as 780 and `no` as False. Here every scalar is words (an empty one is nothing), in YAML
as in CSV; the schema says which of them are numbers, days or yes and no.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from hotline.directory.profile.faults import BadProfile, Fault

type Plain = str | list[Plain] | dict[str, Plain] | None

_STEP = re.compile(r"\.([^.\[\]]+)|\[([0-9]+|\.\.\.)\]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file's value and where each part of it stands."""

    file: str
    value: Plain
    node: yaml.Node | None

    def line(self, path: str) -> int:
        """Return the line, from 1, of a path like `services[3].publish`; of its nearest parent where it is missing."""
        node = self.node
        line = _line(node)
        for name, index in _steps(path):
            node = _child(node, name, index)
            if node is None:
                return line
            line = _line(node)
        return line

    def line_of_key(self, path: str, key: str) -> int:
        """Return the line on which `key` stands in the mapping at `path`; that of the mapping where it does not."""
        node = self.node
        for name, index in _steps(path):
            node = _child(node, name, index) if node is not None else None
        if isinstance(node, yaml.MappingNode):
            return next((_line(name) for name, _ in node.value if name.value == key), _line(node))
        return self.line(path)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file: its cells by column, stripped, and its line from 1."""

    file: str
    line: int
    cells: Mapping[str, str]


def read_sheet(folder: Path, file: str) -> Sheet:
    """Return the YAML `file` of `folder`. Raises BadProfile if it is missing, not UTF-8, not YAML, or has a key twice."""
    text = read_text(folder, file)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadProfile([Fault(file, line, f"not YAML: {error.problem or error.context}")]) from None
    except yaml.YAMLError as error:
        raise BadProfile([Fault(file, 0, f"not YAML: {error}")]) from None
    faults = list(_repeated_keys(file, node))
    if faults:
        raise BadProfile(faults)
    return Sheet(file, _plain(node), node)


def read_rows(folder: Path, file: str, *, columns: tuple[str, ...]) -> list[Row]:
    """Return the rows of the CSV `file`. Raises BadProfile if it is missing or its columns are not exactly `columns`."""
    reader = csv.reader(io.StringIO(read_text(folder, file)), strict=True)
    rows: list[Row] = []
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise BadProfile([Fault(file, 1, f"the columns must be {','.join(columns)}, not {','.join(header)}")])
        for cells in reader:
            if len(cells) != len(columns):
                reason = f"{len(cells)} cells, not {len(columns)}"
                raise BadProfile([Fault(file, reader.line_num, reason)])
            rows.append(Row(file, reader.line_num, dict(zip(columns, map(str.strip, cells), strict=True))))
    except csv.Error as error:
        raise BadProfile([Fault(file, reader.line_num, f"not CSV: {error}")]) from None
    return rows


def read_text(folder: Path, file: str) -> str:
    """Return the words of `file`. Raises BadProfile if it is missing or not UTF-8."""
    try:
        return (folder / file).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadProfile([Fault(file, 0, f"this file is missing from {folder}")]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadProfile([Fault(file, line, "not UTF-8")]) from None


def _plain(node: yaml.Node | None) -> Plain:
    match node:
        case yaml.ScalarNode():
            return None if node.style is None and node.value in ("", "~", "null") else str(node.value)
        case yaml.SequenceNode():
            return [_plain(item) for item in node.value]
        case yaml.MappingNode():
            return {str(key.value): _plain(value) for key, value in node.value}
    return None


def _repeated_keys(file: str, node: yaml.Node | None) -> Iterator[Fault]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _repeated_keys(file, item)
    elif isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield Fault(file, _line(key), f"`{key.value}` stands twice")
            seen.add(key.value)
            yield from _repeated_keys(file, value)


def _steps(path: str) -> list[tuple[str, str]]:
    """Return the steps of a path: each the name of a key or the index of an item."""
    return _STEP.findall(path if path.startswith("[") else f".{path}")


def _child(node: yaml.Node | None, name: str, index: str) -> yaml.Node | None:
    if name and isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == name), None)
    if index.isdecimal() and isinstance(node, yaml.SequenceNode) and int(index) < len(node.value):
        child: yaml.Node = node.value[int(index)]
        return child
    return None


def _line(node: yaml.Node | None) -> int:
    return node.start_mark.line + 1 if node is not None else 1
