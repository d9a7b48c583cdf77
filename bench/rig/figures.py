"""Figures with their goals, as one JSON object or as a table for a person."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

type Sign = Literal["=", "≤", "≥"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a value must be for its figure to be ok."""

    sign: Sign
    limit: float

    def holds(self, value: float) -> bool:
        """Return whether `value` reaches the goal."""
        match self.sign:
            case "=":
                return value == self.limit
            case "≤":
                return value <= self.limit
            case "≥":
                return value >= self.limit

    def __str__(self) -> str:
        return f"{self.sign} {self.limit:g}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A figure that a suite promises to take."""

    name: str
    unit: str
    goal: Goal | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as taken; `value` is None when it could not be, and then it is not ok."""

    name: str
    value: float | None
    unit: str
    goal: str | None
    ok: bool


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one run, and findings in words for whoever must look further."""

    name: str
    figures: tuple[Figure, ...]
    findings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Return whether every goal holds."""
        return all(figure.ok for figure in self.figures)

    @property
    def values(self) -> dict[str, float | None]:
        """Return the values by name."""
        return {figure.name: figure.value for figure in self.figures}

    def as_json(self) -> str:
        """Return the one object that `--json` prints: name, ok, figures."""
        figures = [asdict(figure) for figure in self.figures]
        return json.dumps({"name": self.name, "ok": self.ok, "figures": figures}, ensure_ascii=False)

    def as_table(self) -> str:
        """Return the same for a person."""
        rows = [(f.name, _shown(f.value), f.unit, f.goal or "", "ok" if f.ok else "MISSED") for f in self.figures]
        widths = [max(len(row[column]) for row in rows) for column in range(5)]
        lines = [
            f"  {name:<{widths[0]}}  {value:>{widths[1]}} {unit:<{widths[2]}}  {goal:<{widths[3]}}  {word}".rstrip()
            for name, value, unit, goal, word in rows
        ]
        return "\n".join([f"{self.name}: {'every goal holds' if self.ok else 'a goal is missed'}", *lines])


def taken(name: str, wanted: Sequence[Wanted], values: Mapping[str, float | None], *, findings: Sequence[str] = ()) -> Report:
    """Return the report with every wanted figure, in order; what is not in `values` could not be taken."""
    return Report(name, tuple(_figure(one, values.get(one.name)) for one in wanted), tuple(findings))


def printed(report: Report, *, as_json: bool) -> int:
    """Print a report on stdout, its findings on stderr, and return the exit code: 0 only if all goals hold."""
    for finding in report.findings:
        say(f"{report.name}: {finding}")
    print(report.as_json() if as_json else report.as_table(), flush=True)
    return 0 if report.ok else 1


def say(line: str) -> None:
    """Tell how it goes, on stderr: stdout belongs to the figures."""
    print(line, file=sys.stderr, flush=True)


def _figure(wanted: Wanted, value: float | None) -> Figure:
    rounded = None if value is None else round(value, 4)
    ok = value is not None and (wanted.goal is None or wanted.goal.holds(value))
    return Figure(wanted.name, rounded, wanted.unit, str(wanted.goal) if wanted.goal else None, ok)


def _shown(value: float | None) -> str:
    if value is None:
        return "not taken"
    return f"{value:.0f}" if value == int(value) else f"{value:.3g}" if value < 10 else f"{value:.1f}"
