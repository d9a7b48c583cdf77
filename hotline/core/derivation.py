"""Why a deadline is when it is: the facts, kept as JSON beside the deadline, and the same in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Self
from zoneinfo import ZoneInfo

from hotline.core.calendar import WorkingCalendar
from hotline.core.deadlines import Left, Length, LengthUnit, due_after_pauses, due_at
from hotline.core.wording import counted, length_in_words, moment, ranges, time_left, weekday_and_moment


class StartedBy(StrEnum):
    """What happened that set a clock going."""

    RECEIVED = "received"
    INFORMATION_COMPLETE = "information_complete"
    FORWARDED = "forwarded"
    ACCEPTED = "accepted"
    RESULT_FILED = "result_filed"
    COMMITTED = "committed"
    DIRECTED = "directed"
    REOPENED = "reopened"
    EXPLANATION_ASKED = "explanation_asked"


_STARTED = {
    "vi": {
        StartedBy.RECEIVED: "Nhận lúc",
        StartedBy.INFORMATION_COMPLETE: "Đủ thông tin lúc",
        StartedBy.FORWARDED: "Chuyển đơn vị lúc",
        StartedBy.ACCEPTED: "Đơn vị nhận việc lúc",
        StartedBy.RESULT_FILED: "Có kết quả lúc",
        StartedBy.COMMITTED: "Đơn vị cam kết lúc",
        StartedBy.DIRECTED: "Chỉ đạo lúc",
        StartedBy.REOPENED: "Mở lại lúc",
        StartedBy.EXPLANATION_ASKED: "Yêu cầu giải trình lúc",
    },
    "en": {
        StartedBy.RECEIVED: "Received",
        StartedBy.INFORMATION_COMPLETE: "Information complete",
        StartedBy.FORWARDED: "Forwarded",
        StartedBy.ACCEPTED: "Accepted by the agency",
        StartedBy.RESULT_FILED: "Result filed",
        StartedBy.COMMITTED: "Committed to by the agency",
        StartedBy.DIRECTED: "Directed",
        StartedBy.REOPENED: "Reopened",
        StartedBy.EXPLANATION_ASKED: "Explanation asked for",
    },
}


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that the calendar treats unlike its weekday: off and skipped, or made up for and counted."""

    on: date
    reason: str
    reason_en: str
    source: str

    def as_json(self) -> dict[str, Any]:
        """Return this as plain JSON."""
        return {"on": self.on.isoformat(), "reason": self.reason, "reason_en": self.reason_en, "source": self.source}


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still; `resumed_at` is None while it still does. `reason` is a profile's code."""

    paused_at: datetime
    resumed_at: datetime | None
    reason: str

    def as_json(self) -> dict[str, Any]:
        """Return this as plain JSON."""
        resumed_at = self.resumed_at.isoformat() if self.resumed_at else None
        return {"paused_at": self.paused_at.isoformat(), "resumed_at": resumed_at, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Derivation:
    """All that led to one deadline, so that it can be explained, checked and reckoned again years later.

    `length` is None where the due moment was given and not reckoned (a commitment, a directive). `due_at` is None while
    the clock stands still; `left` then says what remains. `hours` are the hours of the calendar, where the length is
    counted in open minutes. `provisional` marks a due day beyond the last one for which
    the State has decided the days off. Moments are aware; `zone` is the one they are told in.
    """

    rule: str
    rule_version: date
    source: str
    started_by: StartedBy
    started_at: datetime
    length: Length | None
    calendar: str
    zone: str
    due_at: datetime | None
    left: Left | None = None
    skipped: tuple[SpecialDay, ...] = ()
    made_up: tuple[SpecialDay, ...] = ()
    pauses: tuple[Pause, ...] = ()
    provisional: bool = False
    hours: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return this as plain JSON: moments and days as ISO 8601, codes as words."""
        # Written out: two of these stand in every report, and `asdict` copies each value deeply.
        return {
            "rule": self.rule,
            "rule_version": self.rule_version.isoformat(),
            "source": self.source,
            "started_by": self.started_by.value,
            "started_at": self.started_at.isoformat(),
            "length": {"unit": self.length.unit.value, "amount": self.length.amount} if self.length else None,
            "calendar": self.calendar,
            "zone": self.zone,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "left": self.left.as_json() if self.left else None,
            "skipped": [day.as_json() for day in self.skipped],
            "made_up": [day.as_json() for day in self.made_up],
            "pauses": [pause.as_json() for pause in self.pauses],
            "provisional": self.provisional,
            **({"hours": list(self.hours)} if self.hours else {}),
        }

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Self:
        """Return what `as_json` wrote down."""
        length, left = plain["length"], plain["left"]
        return cls(
            rule=plain["rule"],
            rule_version=date.fromisoformat(plain["rule_version"]),
            source=plain["source"],
            started_by=StartedBy(plain["started_by"]),
            started_at=datetime.fromisoformat(plain["started_at"]),
            length=Length(LengthUnit(length["unit"]), length["amount"]) if length else None,
            calendar=plain["calendar"],
            zone=plain["zone"],
            due_at=_moment(plain["due_at"]),
            left=Left.from_json(left) if left else None,
            skipped=tuple(_special_day(day) for day in plain["skipped"]),
            made_up=tuple(_special_day(day) for day in plain["made_up"]),
            pauses=tuple(
                Pause(datetime.fromisoformat(p["paused_at"]), _moment(p["resumed_at"]), p["reason"]) for p in plain["pauses"]
            ),
            provisional=plain["provisional"],
            hours=tuple(plain.get("hours", ())),
        )


def derive(
    *,
    rule: str,
    rule_version: date,
    source: str,
    started_by: StartedBy,
    started_at: datetime,
    length: Length,
    calendar: WorkingCalendar,
) -> Derivation:
    """Return the deadline of a clock that starts now, with everything that led to it. Raises CalendarNeverWorks."""
    due = due_at(started_at, length, calendar)
    bare = Derivation(
        rule=rule,
        rule_version=rule_version,
        source=source,
        started_by=started_by,
        started_at=started_at,
        length=length,
        calendar=calendar.code,
        zone=calendar.zone,
        due_at=due,
        hours=_hours_told(started_at, length, calendar),
    )
    return _with_days(bare, calendar)


def promised(
    *,
    rule: str,
    rule_version: date,
    source: str,
    started_by: StartedBy,
    started_at: datetime,
    due_at: datetime,
    calendar: WorkingCalendar,
) -> Derivation:
    """Return the deadline of a clock whose due moment somebody gave: a committed final date, a directive's deadline."""
    return Derivation(
        rule=rule,
        rule_version=rule_version,
        source=source,
        started_by=started_by,
        started_at=started_at,
        length=None,
        calendar=calendar.code,
        zone=calendar.zone,
        due_at=due_at,
    )


def rederive(derivation: Derivation, calendar: WorkingCalendar, *, pauses: Iterable[Pause] | None = None) -> Derivation:
    """Return the same clock reckoned again: after a pause or a resumption, or when the calendar has changed.

    `pauses` replaces the ones it has. A due moment that was given, not reckoned, stays. Raises CalendarNeverWorks.
    """
    kept = derivation.pauses if pauses is None else tuple(pauses)
    if derivation.length is None:
        return replace(derivation, pauses=kept)
    stretches = [(pause.paused_at, pause.resumed_at) for pause in kept]
    outcome = due_after_pauses(derivation.started_at, derivation.length, calendar, stretches)
    standing = isinstance(outcome, Left)
    again = replace(
        derivation,
        calendar=calendar.code,
        zone=calendar.zone,
        pauses=kept,
        due_at=None if isinstance(outcome, Left) else outcome,
        left=outcome if isinstance(outcome, Left) else None,
        hours=_hours_told(derivation.started_at, derivation.length, calendar),
    )
    return replace(again, skipped=(), made_up=(), provisional=False) if standing else _with_days(again, calendar)


def explain(derivation: Derivation, *, language: str = "vi", reasons: Mapping[str, str] | None = None) -> str:
    """Return the derivation in words, in Vietnamese or (`language` beginning with "en") English, on one line.

    "Nhận lúc 13/02/2026 09:12 · 5 ngày làm việc · bỏ qua Tết (16–20/02) · hạn thứ Sáu 27/02/2026 17:00".
    `reasons` gives the profile's words for the reasons of pauses, by code.
    """
    english = language.startswith("en")
    zone = ZoneInfo(derivation.zone)
    start = _STARTED["en" if english else "vi"][derivation.started_by]
    parts = [f"{start} {moment(derivation.started_at, zone)}"]
    if derivation.length is not None:
        parts.append(length_in_words(derivation.length, english=english, hours=derivation.hours))
    parts += _days_in_words(derivation, english=english)
    parts += [_pause_in_words(pause, zone, reasons or {}, english=english) for pause in derivation.pauses]
    if derivation.due_at is not None:
        due = weekday_and_moment(derivation.due_at, zone, english=english)
        parts.append(f"due {due}" if english else f"hạn {due}")
    elif derivation.left is not None:
        parts.append(time_left(derivation.left, english=english, working=not derivation.hours))
    if derivation.provisional:
        parts.append("days off of that time not yet decided" if english else "lịch nghỉ lúc đó chưa được công bố")
    return " · ".join(parts)


def _hours_told(started_at: datetime, length: Length, calendar: WorkingCalendar) -> tuple[str, ...]:
    if length.unit is not LengthUnit.OPEN_MINUTES:
        return ()
    return tuple(map(str, calendar.hours_on(calendar.local(started_at).date())))


def _with_days(derivation: Derivation, calendar: WorkingCalendar) -> Derivation:
    """Add the days off that were skipped and the make-up days that were counted, for lengths of working time."""
    length, due = derivation.length, derivation.due_at
    if due is None or length is None or length.unit is LengthUnit.MINUTES:
        return derivation
    first, last = calendar.local(derivation.started_at).date(), calendar.local(due).date()
    if length.unit is LengthUnit.WORKING_DAYS:
        first += timedelta(days=1)
    skipped, made_up = _special_days(calendar, first, last)
    beyond = calendar.known_until is not None and last > calendar.known_until
    return replace(derivation, skipped=skipped, made_up=made_up, provisional=beyond)


def _special_days(calendar: WorkingCalendar, first: date, last: date) -> tuple[tuple[SpecialDay, ...], tuple[SpecialDay, ...]]:
    """Return the days off skipped and the make-up days counted from `first` to `last`."""
    skipped, made_up = [], []
    for day in (first + timedelta(days=n) for n in range((last - first).days + 1)):
        if (off := calendar.day_off(day)) and day.isoweekday() in calendar.weekdays:
            skipped.append(SpecialDay(day, off.reason, off.reason_en, off.source))
        elif worked := calendar.make_up_day(day):
            made_up.append(SpecialDay(day, worked.reason, worked.reason_en, worked.source))
    return tuple(skipped), tuple(made_up)


def _days_in_words(derivation: Derivation, *, english: bool) -> list[str]:
    parts = []
    if derivation.skipped:
        named = [((day.reason_en if english else "") or day.reason, day.on) for day in derivation.skipped]
        parts.append(("skipping " if english else "bỏ qua ") + ", ".join(ranges(named)))
    if derivation.made_up:
        days = counted((day.on for day in derivation.made_up), english=english)
        parts.append(f"counting {days} (worked instead)" if english else f"tính cả {days} (làm bù)")
    return parts


def _pause_in_words(pause: Pause, zone: ZoneInfo, reasons: Mapping[str, str], *, english: bool) -> str:
    reason = reasons.get(pause.reason, "")
    because = f" ({reason})" if reason else ""
    since = moment(pause.paused_at, zone)
    if pause.resumed_at is None:
        return (f"standing still since {since}" if english else f"đang tạm dừng từ {since}") + because
    until = moment(pause.resumed_at, zone)
    return (f"stood still {since} – {until}" if english else f"tạm dừng {since} – {until}") + because


def _moment(plain: str | None) -> datetime | None:
    return None if plain is None else datetime.fromisoformat(plain)


def _special_day(plain: Mapping[str, Any]) -> SpecialDay:
    return SpecialDay(date.fromisoformat(plain["on"]), plain["reason"], plain["reason_en"], plain["source"])
