"""The working calendars of the city: the profile's, with what administrators ordered since put over them."""

from dataclasses import dataclass
from datetime import datetime

from hotline.core.calendar import WorkingCalendar
from hotline.core.calendarchange import CalendarChange, OrderedDay, OrderedHours, changed_by_all
from hotline.directory.models import CalendarDecision
from hotline.directory.profile import core_rules
from hotline.directory.profile.schema import Profile


@dataclass(frozen=True, slots=True)
class CalendarDecisionFacts:
    """One decision: what it changes, who wrote it down and when, and whether it holds (`number`), waits or was dropped."""

    id: int
    change: CalendarChange
    proposed_at: datetime
    proposed_by: int | None
    number: int | None
    applied_at: datetime | None
    applied_by: int | None
    dropped_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Return whether it waits to be applied or dropped."""
        return self.number is None and self.dropped_at is None


def standing(profile: Profile) -> dict[str, WorkingCalendar]:
    """Return the calendars of `profile` by code under every decision that was applied.

    Raises CalendarNeverWorks or CalendarContradicts where a decision of before does not fit the profile.
    """
    changes = [one.change for one in map(facts_of, CalendarDecision.objects.filter(number__isnull=False).order_by("number"))]
    return {code: changed_by_all(calendar, changes) for code, calendar in core_rules.calendars(profile).items()}


def facts_of(row: CalendarDecision) -> CalendarDecisionFacts:
    """Return a row as facts."""
    return CalendarDecisionFacts(
        id=row.pk,
        change=CalendarChange(
            calendar=row.calendar,
            document=row.document,
            days=tuple(map(OrderedDay.from_json, row.days)),
            hours=OrderedHours.from_json(row.hours) if row.hours else None,
            known_until=row.known_until,
        ),
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        number=row.number,
        applied_at=row.applied_at,
        applied_by=row.applied_by,
        dropped_at=row.dropped_at,
    )
