"""What the pages of deadlines show: rules with their versions in words, and what would follow from a new one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils.functional import Promise

from hotline.core.calendar import WorkingCalendar
from hotline.core.clockrules import ClockRule
from hotline.core.deadlines import LengthUnit, due_at
from hotline.core.ruleversions import version_on
from hotline.core.wording import length_in_words
from hotline.directory.addedrules import RuleChangeFacts
from hotline.directory.facts import Directory
from hotline.triage.wording import KINDS, LEVELS

from .words import ABOUT, ANY, BINDS, NO, STARTS, STOPS, YES

_MORNING, _EVENING = time(9, 12), time(16, 50)
_DAYS_AHEAD = 400
_ORDER = ("forward", "accept", "handle", "answer")


class Stands(StrEnum):
    """Whether a version holds today."""

    PAST = "past"
    NOW = "now"
    TO_COME = "to_come"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a rule as the pages show it. `change` is who added it, None for the profile's own."""

    rule: ClockRule
    stands: Stands
    length: str
    services: Sequence[str]
    limits: Sequence[str]
    pauses: Sequence[str]
    change: RuleChangeFacts | None
    by: str

    @property
    def starts(self) -> str:
        """Return what starts its clock, in words."""
        return str(STARTS[self.rule.starts])

    @property
    def stops(self) -> str:
        """Return what ends its clock, in words."""
        return str(STOPS[self.rule.stops])

    @property
    def is_verified(self) -> bool:
        """Return whether somebody has held the paper against it."""
        return "chưa kiểm chứng" not in self.rule.source.lower()


@dataclass(frozen=True, slots=True)
class RuleOfVersions:
    """One rule: its name, what it binds, its versions from the newest to the oldest."""

    code: str
    name: str
    binds: str
    versions: Sequence[Version]

    @property
    def now(self) -> Version | None:
        """Return the version in force today."""
        return next((version for version in self.versions if version.stands is Stands.NOW), None)

    @property
    def to_come(self) -> Version | None:
        """Return the next version to begin."""
        return next((version for version in reversed(self.versions) if version.stands is Stands.TO_COME), None)


@dataclass(frozen=True, slots=True)
class Difference:
    """What a version says otherwise than the one before it, in words."""

    about: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Example:
    """One moment of reception, and when such a case is due by the old and by the new version."""

    started_at: datetime
    before: datetime | None
    after: datetime


def rules_of(
    directory: Directory, changes: Sequence[RuleChangeFacts], names: Mapping[int, str], *, today: date, language: str
) -> list[RuleOfVersions]:
    """Return every rule in the order in which a case meets them, those that are over at the end."""
    added = {(change.code, change.since): change for change in changes}
    found: dict[str, list[ClockRule]] = {}
    for rule in directory.clock_rules:
        found.setdefault(rule.code, []).append(rule)
    rules = [
        RuleOfVersions(
            code,
            versions[-1].name_en if language.startswith("en") else versions[-1].name_vi,
            str(BINDS[versions[-1].on]),
            [_version(rule, directory, added, names, today=today, language=language) for rule in reversed(versions)],
        )
        for code, versions in found.items()
    ]
    return sorted(rules, key=_place)


def _place(rule: RuleOfVersions) -> tuple[bool, int, str]:
    purpose = rule.versions[0].rule.purpose
    return rule.now is None and rule.to_come is None, _ORDER.index(purpose) if purpose in _ORDER else len(_ORDER), rule.code


def examples(rules: Sequence[ClockRule], added: ClockRule, calendars: Mapping[str, WorkingCalendar]) -> list[Example]:
    """Return when cases are due by the version before and by the added one: three moments of reception.

    The first working day, the Friday of that week, and the last working day before the next listed day off.
    """
    calendar = calendars[added.calendar]
    before = version_on(rules, added.code, added.valid_from)
    return [
        Example(
            started_at,
            due_at(started_at, before.length, calendars[before.calendar]) if before else None,
            due_at(started_at, added.length, calendar),
        )
        for started_at in _moments(added, calendar)
    ]


def differences(added: ClockRule, directory: Directory, *, language: str) -> list[Difference]:
    """Return everything but length and paper that the added version says otherwise than the one before it."""
    before = version_on(directory.clock_rules, added.code, added.valid_from)
    if before is None:
        return []
    old, new = (_said(rule, directory, language=language) for rule in (before, added))
    return [Difference(str(about), old[about], new[about]) for about in new if old[about] != new[about]]


def _said(rule: ClockRule, directory: Directory, *, language: str) -> dict[Promise, str]:
    calendar = directory.calendars.get(rule.calendar)
    services = sorted(_service(code, directory, language=language) for code in rule.services)
    return {
        ABOUT["starts"]: str(STARTS[rule.starts]),
        ABOUT["calendar"]: f"{rule.calendar} ({', '.join(map(str, calendar.hours))})" if calendar else rule.calendar,
        ABOUT["services"]: "; ".join(services) or str(ANY),
        ABOUT["kinds"]: ", ".join(str(KINDS[kind]) for kind in sorted(rule.kinds)) or str(ANY),
        ABOUT["levels"]: ", ".join(str(LEVELS[level]) for level in sorted(rule.levels)) or str(ANY),
        ABOUT["agencies"]: str(rule.agencies_from),
        ABOUT["pauses"]: "; ".join(_pauses(rule, directory, language=language)) or str(NO),
        ABOUT["overrun"]: str(YES if rule.overrun_lawful else NO),
    }


def is_narrower(rules: Sequence[ClockRule], added: ClockRule) -> bool:
    """Return whether matters that the version before concerned are not those of the added one any more."""
    before = version_on(rules, added.code, added.valid_from)
    if before is None:
        return False
    limits = ((before.services, added.services), (before.kinds, added.kinds), (before.levels, added.levels))
    return before.agencies_from < added.agencies_from or any(now and (not then or not then <= now) for then, now in limits)


def _moments(added: ClockRule, calendar: WorkingCalendar) -> list[datetime]:
    first = added.valid_from if calendar.is_working_day(added.valid_from) else calendar.next_working_day(added.valid_from)
    days = [(first, _MORNING), (first + timedelta(days=(5 - first.isoweekday()) % 7), _EVENING)]
    days += [(day, _MORNING) for day in _before_a_holiday(first, calendar)]
    return sorted({datetime.combine(day, clock, calendar.tz) for day, clock in days if day >= added.valid_from})


def _before_a_holiday(first: date, calendar: WorkingCalendar) -> list[date]:
    """Return the last working day before the next listed day off, none where none is known."""
    ahead = (first + timedelta(days=n) for n in range(1, _DAYS_AHEAD))
    holiday = next((day for day in ahead if calendar.day_off(day)), None)
    if holiday is None:
        return []
    return [next(day for n in range(1, _DAYS_AHEAD) if calendar.is_working_day(day := holiday - timedelta(days=n)))]


def _version(
    rule: ClockRule,
    directory: Directory,
    added: Mapping[tuple[str, date], RuleChangeFacts],
    names: Mapping[int, str],
    *,
    today: date,
    language: str,
) -> Version:
    change = added.get((rule.code, rule.valid_from))
    stands = Stands.NOW if rule.holds_on(today) else Stands.TO_COME if today < rule.valid_from else Stands.PAST
    return Version(
        rule=rule,
        stands=stands,
        length=length_words(rule, directory, language=language),
        services=sorted(_service(code, directory, language=language) for code in rule.services),
        limits=[*(str(KINDS[kind]) for kind in sorted(rule.kinds)), *(str(LEVELS[level]) for level in sorted(rule.levels))],
        pauses=_pauses(rule, directory, language=language),
        change=change,
        by=names.get(change.made_by, "") if change and change.made_by else "",
    )


def length_words(rule: ClockRule, directory: Directory, *, language: str) -> str:
    """Return how long the rule gives, with the hours where only those of its calendar count."""
    calendar = directory.calendars.get(rule.calendar)
    hours = tuple(map(str, calendar.hours)) if calendar and rule.length.unit is LengthUnit.OPEN_MINUTES else ()
    return length_in_words(rule.length, english=language.startswith("en"), hours=hours)


def _pauses(rule: ClockRule, directory: Directory, *, language: str) -> list[str]:
    reasons = (reason for reasons in directory.reasons.values() for reason in reasons if reason.code in rule.pauses)
    return sorted({reason.name.in_language(language) for reason in reasons})


def _service(code: str, directory: Directory, *, language: str) -> str:
    service = directory.services.get(code)
    return service.name.in_language(language) if service else code
