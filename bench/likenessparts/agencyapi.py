"""The agencies' interface under requests that schemathesis makes up from its document: how many met a fault of ours.

Half of them are what the document allows and half are not; most are about parts that the key's agency really has, so that steps
are taken and not only refused.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count, cycle
from typing import Any

CALLS = 5_000
_FAULT = 500


@dataclass
class Pounded:
    """What was answered: how often each status, by operation, and the first requests that met a fault."""

    statuses: Counter[int] = field(default_factory=Counter)
    by_operation: dict[str, Counter[int]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def calls(self) -> int:
        """Return how many requests were sent."""
        return sum(self.statuses.values())

    @property
    def responses_5xx(self) -> int:
        """Return how many answers were faults of ours."""
        return sum(times for status, times in self.statuses.items() if status >= _FAULT)


def pound(
    schema: Any, *, token: str, part_ids: Sequence[int], calls: int = CALLS, check: Callable[..., None] | None = None
) -> Pounded:
    """Send at least so many requests, the same ones each time; `check` is given each case with its answer."""
    from schemathesis.generation import GenerationMode

    told, numbers, parts = Pounded(), count(1), cycle(part_ids)
    operations = [found.ok() for found in schema.get_all_operations()]
    each = -(-calls // (2 * len(operations)))

    def send(case: Any) -> None:
        number = next(numbers)
        if number % 4 and "part_id" in (case.path_parameters or {}):
            case.path_parameters["part_id"] = next(parts)
        headers = {"Authorization": f"Bearer {token}"}
        if number % 8:
            headers["Idempotency-Key"] = f"pounded-{number}"
        answer = case.call(headers=headers)
        told.statuses[answer.status_code] += 1
        told.by_operation.setdefault(case.operation.label, Counter())[answer.status_code] += 1
        if answer.status_code >= _FAULT:
            told.faults.append(case.as_curl_command(headers=headers)[:2000])
        if check is not None:
            check(case, answer)

    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            _drawn(operation, mode, each)(send)
    while told.calls < calls:  # where the document allows only so many different requests, those again
        before = told.calls
        _drawn(operations[0], GenerationMode.POSITIVE, calls - told.calls)(send)
        if told.calls == before:
            break
    return told


def keyed() -> dict[str, Any]:
    """Make a key for the agency with the most parts in hand; return it with these parts. Runs inside the installation."""
    from django.db import connection
    from django.utils import timezone

    from hotline.dispatch import actions

    with connection.cursor() as cursor:
        cursor.execute(_MOST)
        unit_id, part_ids = cursor.fetchone()
        cursor.execute("SELECT min(id) FROM people_user")
        (user_id,) = cursor.fetchone()
    token = actions.make_token(unit_id, name="bench", reads_only=False, user_id=user_id, now=timezone.now())
    return {"token": token, "part_ids": part_ids}


def over_http(address: str, *, token: str, part_ids: Sequence[int]) -> Pounded:
    """Send CALLS requests to a running installation."""
    import schemathesis

    return pound(schemathesis.openapi.from_url(f"{address}/api/agency/v1/openapi.json"), token=token, part_ids=part_ids)


_MOST = """
SELECT unit_id, array_agg(id ORDER BY id) FROM casefile_assignment WHERE state IN ('forwarded', 'accepted')
GROUP BY unit_id ORDER BY count(*) DESC, unit_id LIMIT 1
"""


def _drawn(operation: Any, mode: Any, examples: int) -> Callable[[Callable[[Any], None]], None]:
    """Return what calls a function with so many different requests."""
    from hypothesis import HealthCheck, Phase, given, settings

    strict = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    def run(send: Callable[[Any], None]) -> None:
        with_each: Any = given(operation.as_strategy(generation_mode=mode))
        tried: Any = strict(with_each(send))
        tried()

    return run
