"""All clocks that one case would run: for `bin/hotline due`, and for showing what a new version of a rule would change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import ClockRule, rules_for
from hotline.core.derivation import Derivation, StartedBy, derive
from hotline.core.facts import Kind, Level


@dataclass(frozen=True, slots=True)
class CaseClocks:
    """The clocks of a case: those whose start is known with why, and the rules that wait for something to happen."""

    running: tuple[tuple[ClockRule, Derivation], ...]
    waiting: tuple[ClockRule, ...]


def case_clocks(
    rules: Iterable[ClockRule],
    calendars: Mapping[str, WorkingCalendar],
    *,
    service: str,
    kind: Kind,
    level: Level = Level.NORMAL,
    agencies: int = 1,
    happened: Mapping[StartedBy, datetime],
) -> CaseClocks:
    """Return the clocks of a case to which `happened` so far; it was received at least (aware moments).

    Raises RulesCollide, CalendarNeverWorks, and KeyError for a rule whose calendar is not given.
    """
    received_at = happened[StartedBy.RECEIVED]
    chosen = rules_for(rules, service=service, kind=kind, received_at=received_at, agencies=agencies, level=level)
    return CaseClocks(
        running=tuple((rule, _derived(rule, calendars, happened[rule.starts])) for rule in chosen if rule.starts in happened),
        waiting=tuple(rule for rule in chosen if rule.starts not in happened),
    )


def _derived(rule: ClockRule, calendars: Mapping[str, WorkingCalendar], started_at: datetime) -> Derivation:
    return derive(
        rule=rule.code,
        rule_version=rule.valid_from,
        source=rule.source,
        started_by=rule.starts,
        started_at=started_at,
        length=rule.length,
        calendar=calendars[rule.calendar],
    )
