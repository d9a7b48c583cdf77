"""How long it takes to say what is like a case: for the operator who opens one, and for a citizen who is about to report."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from bench.likenessparts.crowding import APART, FLOODED, FLOODS
from bench.rig.load import percentile

_ASKED = 300
_SHOWN = 12


def proposals() -> dict[str, Any]:
    """Time what an operator's page and a citizen's form ask, of cases from all over the city and of those of the floods."""
    from django.db import connection
    from django.utils import timezone

    from hotline.casefile.queries import known_already, likely_same
    from hotline.core.facts import Place
    from hotline.directory.queries import snapshot

    with connection.cursor() as cursor:
        cursor.execute(_SAMPLE, {"apart": APART, "flooded": APART + FLOODS * FLOODED, "most": _ASKED})
        rows = cursor.fetchall()
    services, now = snapshot().services_by_id, timezone.now()

    def known(row: tuple[Any, ...]) -> int:
        _number, service, lat, lon, area, place_words, words, _is_flood = row
        return len(known_already(services[service].code, Place(lat, lon, place_words, area), words, now=now))

    def like(row: tuple[Any, ...]) -> int:
        return len(likely_same(row[0], limit=_SHOWN))

    anywhere, flooded = [row for row in rows if not row[-1]], [row for row in rows if row[-1]]
    taken = {
        "operator": _timed(like, anywhere),
        "operator_flood": _timed(like, flooded),
        "citizen": _timed(known, anywhere),
        "citizen_flood": _timed(known, flooded),
    }
    return {
        **{f"{name}_p95": p95 for name, (p95, _cpu, _found) in taken.items()},
        **{f"{name}_found": found for name, (_p95, _cpu, found) in taken.items()},
        "cpu": max(cpu for _p95, cpu, _found in taken.values()),
    }


_SAMPLE = """
(
    SELECT id, service_id, lat, lon, area_id, place_words, words, false FROM casefile_servicerequest
    WHERE id >= %(flooded)s AND received_at > now() - interval '3 days' ORDER BY md5(id::text) LIMIT %(most)s
)
UNION ALL
(
    SELECT id, service_id, lat, lon, area_id, place_words, words, true FROM casefile_servicerequest
    WHERE id >= %(apart)s AND id < %(flooded)s ORDER BY md5(id::text) LIMIT %(most)s
)
"""


def _timed(ask: Callable[[tuple[Any, ...]], int], rows: Iterable[tuple[Any, ...]]) -> tuple[float, float, float]:
    """Return within how many milliseconds 95 of 100 are answered, how much of that is this process, and how many are found."""
    times, spent, found = [], 0.0, 0
    rows = list(rows)
    for row in rows:
        began, cpu = time.perf_counter(), time.thread_time()
        found += ask(row)
        spent += time.thread_time() - cpu
        times.append(1000 * (time.perf_counter() - began))
    return percentile(sorted(times), 95) or 0.0, 1000 * spent / max(1, len(rows)), found / max(1, len(rows))
