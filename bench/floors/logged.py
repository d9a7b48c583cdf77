"""Reads one statement with its parameters out of PostgreSQL's log."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BEGIN = re.compile(r"^\d{4}-\d\d-\d\d \S+ \S+ \[(\d+)\] \S*@\S* (\w+):  (.*)$")
_PARAMETER = re.compile(r"\$(\d+) = (NULL|'(?:[^']|'')*')(?:, |$)", re.DOTALL)


class NotLogged(Exception):
    """The log has no such statement."""


@dataclass(frozen=True, slots=True)
class Logged:
    """A statement as the server executed it: its text with $1, $2 …, and the SQL literal of each parameter."""

    text: str
    literals: Mapping[int, str]


def find(log: str, beginning: str) -> Logged:
    """Return the last executed statement whose text has `beginning`, with its parameters. Raises NotLogged."""
    entries = _entries(log)
    for index in range(len(entries) - 1, -1, -1):
        process, level, words = entries[index]
        if level != "LOG" or not words.startswith("execute ") or beginning not in words:
            continue
        detail = next((w for p, kind, w in entries[index + 1 :] if p == process and kind == "DETAIL"), None)
        if detail is not None:
            literals = {int(number): literal for number, literal in _PARAMETER.findall(detail.partition("arameters: ")[2])}
            return Logged(words.partition(": ")[2], literals)
    raise NotLogged(beginning)


def _entries(log: str) -> list[tuple[str, str, str]]:
    """Return the entries as process, level and words; lines that begin with a tab go on with the one before."""
    entries: list[tuple[str, str, str]] = []
    for line in log.splitlines():
        if found := _BEGIN.match(line):
            entries.append((found[1], found[2], found[3]))
        elif entries:
            process, level, words = entries[-1]
            entries[-1] = (process, level, f"{words}\n{line.removeprefix(chr(9))}")
    return entries
