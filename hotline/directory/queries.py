"""Reading the directory: one frozen snapshot for every hot path, and the texts that are sent."""

from hotline.core.calendar import WorkingCalendar
from hotline.core.calendarchange import changed
from hotline.directory.addedrules import RuleChangeFacts, standing_changes
from hotline.directory.calendars import CalendarDecisionFacts, facts_of
from hotline.directory.facts import SuccessionFacts, Text
from hotline.directory.keeping import NoProfile, forget, is_newest, snapshot
from hotline.directory.models import CalendarDecision, ProfileVersion, Succession

__all__ = [
    "NoProfile",
    "NoSuchDecision",
    "NoText",
    "calendar_decision",
    "calendar_decisions",
    "calendar_under",
    "forget",
    "is_newest",
    "profile_is_loaded",
    "rule_changes",
    "snapshot",
    "successions",
    "text_for",
]


class NoText(Exception):
    """The profile has no text for this event, channel and language; it would not have been accepted without one."""


class NoSuchDecision(LookupError):
    """There is no decision about a calendar with this number."""


def profile_is_loaded() -> bool:
    """Return whether there is a current profile."""
    return ProfileVersion.objects.filter(current=True).exists()


def text_for(event: str, channel: str, language: str) -> Text:
    """Return what is sent for an event by "sms" or "email"; Vietnamese for languages other than "en". Raises NoText."""
    try:
        return snapshot().texts[event, channel, "en" if language.startswith("en") else "vi"]
    except KeyError:
        raise NoText(f"{event} by {channel} in {language}") from None


def calendar_decisions(calendar: str = "") -> list[CalendarDecisionFacts]:
    """Return what administrators ordered of `calendar` (empty: of every one), the newest first."""
    rows = CalendarDecision.objects.order_by("-id")
    return [facts_of(row) for row in (rows.filter(calendar=calendar) if calendar else rows)]


def calendar_decision(decision_id: int) -> CalendarDecisionFacts:
    """Return one decision. Raises NoSuchDecision."""
    row = CalendarDecision.objects.filter(pk=decision_id).first()
    if row is None:
        raise NoSuchDecision(decision_id)
    return facts_of(row)


def calendar_under(decision: CalendarDecisionFacts) -> WorkingCalendar:
    """Return the calendar as it is once `decision` holds. Raises KeyError, CalendarNeverWorks or CalendarContradicts."""
    calendar = snapshot().calendars[decision.change.calendar]
    return changed(calendar, decision.change) if decision.is_open else calendar


def rule_changes() -> list[RuleChangeFacts]:
    """Return the versions that administrators added to rules of deadlines and that stand, the oldest change first."""
    return standing_changes()


def successions() -> list[SuccessionFacts]:
    """Return the administrative changes that were carried out, the newest first."""
    return [
        SuccessionFacts(
            id=row.pk,
            day=row.day,
            made_at=row.made_at,
            file_name=row.file_name,
            closed=len(row.document["closed"]),
            opened=len(row.document["opened"]),
        )
        for row in Succession.objects.order_by("-id")
    ]
