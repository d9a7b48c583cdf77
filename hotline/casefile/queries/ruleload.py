"""How many cases a rule of deadlines concerns: asked by an administrator before a later version is added."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from hotline.casefile.models import Clock, ServiceRequest
from hotline.casefile.models.clocks import ClockState
from hotline.core.facts import Kind, Level

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RuleLoad:
    """`received`: reports of the last thirty days that such a rule would have concerned; `running`: its clocks open now."""

    received: int
    running: int


def rule_load(
    code: str, *, service_ids: Collection[int], kinds: Collection[Kind], levels: Collection[Level], now: datetime
) -> RuleLoad:
    """Return the load of the rule `code` if it were only for these services, kinds and levels; empty: for any."""
    concerned = Q(received_at__gt=now - LATELY)
    for column, values in (("service_id", service_ids), ("kind", kinds), ("level", levels)):
        if values:
            concerned &= Q(**{f"{column}__in": list(values)})
    running = Clock.objects.filter(rule=code).exclude(state=ClockState.ENDED)
    return RuleLoad(ServiceRequest.objects.filter(concerned).count(), running.count())
