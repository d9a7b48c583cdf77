"""What a measurement asks of an installation by its own Python: a child that is attached to it, and prints one object.

`python -m bench.rig.inside QUESTION --data DIR`.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from bench.likenessparts.agencyapi import keyed
from bench.likenessparts.proposing import proposals
from bench.rig.house import House, plain_environment
from bench.rig.load import percentile
from hotline.site.installation import REPOSITORY

WITHIN = 900.0  # seconds
_TIMES = 40

type Answer = dict[str, Any]


def asked(house: House, question: str) -> Answer:
    """Return what the installation's own code answers. Raises CalledProcessError with what it printed."""
    command = [sys.executable, "-P", "-m", "bench.rig.inside", question, "--data", str(house.installation.folder)]
    environment = {**plain_environment(), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=WITHIN)
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer


def decide() -> Answer:
    """Order a day off in three working days, look at what it moves, and apply it, as an administrator's pages do."""
    from django.utils import timezone

    from hotline.casefile import actions, queries
    from hotline.core.calendarchange import CalendarChange, DayKind, OrderedDay
    from hotline.core.deadlines import working_day_after
    from hotline.core.facts import SYSTEM
    from hotline.directory.queries import snapshot

    calendar = snapshot().calendars["hanh-chinh"]
    day = working_day_after(timezone.localdate(), 3, calendar)
    change = CalendarChange(calendar.code, "bench", (OrderedDay(day, DayKind.OFF, "bench", "bench"),))
    began = time.monotonic()
    decision = actions.propose_calendar(change, now=timezone.now(), actor=SYSTEM)
    recount = queries.recount_of(decision)
    while recount is not None and actions.preview_on(recount.id, now=timezone.now()):
        pass
    looked = queries.recount_of(decision)
    took = time.monotonic() - began
    actions.apply_calendar(decision, now=timezone.now(), actor=SYSTEM)
    return {"decision": decision, "preview_s": took, "moves": looked.moved if looked else 0}


def scan() -> Answer:
    """Time the questions that watches and timers ask of all clocks: 95 of 100 are answered within so many milliseconds."""
    from django.utils import timezone

    from hotline.casefile.queries import overdue_clocks, overrun_lawfully
    from hotline.core.dunning import end_of_day
    from hotline.directory.queries import snapshot
    from hotline.oversight.queries import due_today, open_calls, watched

    now, directory = timezone.now(), snapshot()
    until = end_of_day(now, zone=directory.city.zone)
    return {
        "overdue": _p95(lambda: overdue_clocks(now=now)),
        "due": _p95(lambda: watched(since=now, until=until + timedelta(days=1))),
        "count": _p95(lambda: due_today(now=now)),
        "calls": _p95(lambda: open_calls(now=now)),
        "overruns": _p95(lambda: overrun_lawfully(now=now, limit=100)),
        **_steps(now=now),
    }


def _steps(*, now: datetime) -> Answer:
    """Time the turns of the loop that warns and duns, without what it says: those of its first round, and those after it."""
    from hotline.directory.queries import snapshot
    from hotline.oversight.walking import Walk

    walk, directory, first, later = Walk(), snapshot(), [], []
    is_behind = True
    while is_behind:
        first.append(_ms(partial(walk.look, directory, now=now)))
        is_behind = walk.keep()
    for turn in range(_TIMES):
        later.append(_ms(partial(walk.look, directory, now=now + turn * timedelta(seconds=15))))
        walk.keep()
    p95 = max(percentile(sorted(turns), 95) or 0.0 for turns in (first, later))
    return {"step": p95, "round": sum(first)}


def forward() -> Answer:
    """Forward and accept whatever waits for an operator and its agencies, by the clock that the installation lives by."""
    from faults.shifting import shifted

    shifted()
    from django.utils import timezone

    from hotline.casefile import actions, queries
    from hotline.core.facts import SYSTEM

    waiting = queries.operator_queue(limit=1000)
    for row in waiting:
        request_id = queries.request_id_of(row.reference)
        actions.forward(request_id, now=timezone.now(), actor=SYSTEM)
        for part in queries.case_file(row.reference).parts:
            actions.accept_part(part.id, now=timezone.now(), actor=SYSTEM)
    return {"forwarded": len(waiting)}


def _p95(ask: Callable[[], object]) -> float:
    ask()
    return percentile(sorted(_ms(ask) for _ in range(_TIMES)), 95) or 0.0


def _ms(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return 1000 * (time.perf_counter() - began)


QUESTIONS: dict[str, Callable[[], Answer]] = {
    "agencyapi": keyed, "decide": decide, "forward": forward, "likeness": proposals, "scan": scan,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Answer one question about the installation of a folder."""
    from hotline.site.attach import attached

    question, _, folder = arguments
    with attached(folder):
        print(json.dumps(QUESTIONS[question]()), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
