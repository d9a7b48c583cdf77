"""What processes cost, read from /proc: processor time and memory of a tree of processes."""

import os
from collections.abc import Iterable
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def tree_of(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting.extend(children.get(one, ()))
    return found


def processor_seconds(pid: int) -> float:
    """Return the processor time of a process's tree: what lives now, and what the ended children of each left behind."""
    ticks = 0
    for one in tree_of(pid):
        if fields := _stat(one):
            ticks += sum(int(fields[index]) for index in (11, 12, 13, 14))
    return ticks / _TICK


def memory_mb(pids: Iterable[int]) -> float:
    """Return the memory of processes as their proportional share (PSS), in MB of 10⁶ bytes: shared pages count once."""
    return sum(_pss_kb(pid) for pid in pids) * 1024 / 1e6


def _stat(pid: int) -> list[str]:
    """Return the fields after the name: 0 state, 1 parent, 11 utime, 12 stime, 13 cutime, 14 cstime (proc(5), less 3)."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text[text.rfind(")") + 2 :].split()


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
