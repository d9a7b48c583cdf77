"""Moments, lengths, money and references as people say them, in the language of the page.

Moments are shown in the time of Vietnam, whatever the server's clock says; UTC is never shown.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, gettext, ngettext, pgettext

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class MomentWithoutZone(ValueError):
    """A datetime that does not say its zone cannot be shown: nobody knows which hour it means."""


def when(value: datetime | date, *, language: str | None = None) -> str:
    """Return "thứ Sáu, 27/02/2026 17:00" (or the English of it); a plain date is given without an hour.

    Raises MomentWithoutZone for a naive datetime.
    """
    day = local(value).date() if isinstance(value, datetime) else value
    words = f"{weekday(day, language=language)}, {day:%d/%m/%Y}"
    return f"{words} {local(value):%H:%M}" if isinstance(value, datetime) else words


def phone(number: str) -> str:
    """Return a number of Vietnam as people write it, "0908 369 123", whether it comes as +84… or not; another as it is."""
    digits = "0" + number[3:] if number.startswith("+84") else number
    if not digits.isdigit() or not digits.startswith("0") or len(digits) < 8:
        return number
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}"


def when_short(value: datetime, *, now: datetime) -> str:
    """Return "17:00" for today and "27/02 17:00" or "27/02/2025" for other days: for lists, beside `when` as a title."""
    moment, today = local(value), local(now)
    if moment.date() == today.date():
        return f"{moment:%H:%M}"
    return f"{moment:%d/%m %H:%M}" if moment.year == today.year else f"{moment:%d/%m/%Y}"


def moved(before: object, after: object) -> str:
    """Return "từ thứ Hai, 05/01/2026 17:00 thành …" for moments as an event keeps them (ISO 8601), "" where there is none."""
    was, becomes = (when(datetime.fromisoformat(value)) if isinstance(value, str) else "" for value in (before, after))
    if was and was == becomes:  # a pause that no working hour fell into
        return gettext("hạn không đổi: %(after)s") % {"after": becomes}
    if was and becomes:
        return gettext("từ %(before)s thành %(after)s") % {"before": was, "after": becomes}
    if becomes:
        return gettext("hạn mới: %(after)s") % {"after": becomes}
    return gettext("không còn hạn %(before)s") % {"before": was} if was else ""


def local(value: datetime) -> datetime:
    """Return the moment on Vietnam's clocks; raise MomentWithoutZone for a naive datetime."""
    if value.tzinfo is None:
        raise MomentWithoutZone(value.isoformat())
    try:
        return value.astimezone(VIETNAM)
    except OverflowError:  # the first or last hours that there are: a wrong clock's, which must break no page
        return value


def weekday(day: date, *, language: str | None = None) -> str:
    """Return the name of the day of the week."""
    return _WEEKDAYS["en" if (language or get_language() or "vi").startswith("en") else "vi"][day.weekday()]


def length(value: timedelta) -> str:
    """Return a length in its two largest units: "2 ngày 3 giờ", "12 phút"; under a minute in words. The sign is dropped."""
    minutes = int(abs(value).total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [
        ngettext("%(n)s ngày", "%(n)s ngày", days) % {"n": days} if days else "",
        ngettext("%(n)s giờ", "%(n)s giờ", hours) % {"n": hours} if hours else "",
        ngettext("%(n)s phút", "%(n)s phút", rest) % {"n": rest} if rest and not days else "",
    ]
    return " ".join(part for part in parts if part) or gettext("dưới 1 phút")


def working_length(value: timedelta) -> str:
    """Return a length of office time in hours, so that nobody takes eight of them for a third of a day."""
    hours = int(value.total_seconds() // 3600)
    if not hours:
        return length(value)
    return ngettext("%(n)s giờ làm việc", "%(n)s giờ làm việc", hours) % {"n": hours}


def ago(value: datetime, *, now: datetime) -> str:
    """Return how long before `now` the moment lies: "3 phút trước"; a moment of this minute is "vừa xong"."""
    gone = now - value
    if gone < timedelta(minutes=1):
        return gettext("vừa xong")
    return pgettext("how long before now", "%(length)s trước") % {"length": length(gone)}


def number(value: int) -> str:
    """Return a number with its thousands parted: "1.284", in English "1,284"."""
    shown = f"{value:,}"
    return shown if (get_language() or "vi").startswith("en") else shown.replace(",", ".")


def money(value: int) -> str:
    """Return an amount of đồng with the thousands parted: "49.000.000 đ", in English "49,000,000 VND"."""
    if (get_language() or "vi").startswith("en"):
        return f"{value:,} VND"
    return f"{value:,}".replace(",", ".") + " đ"


def reference_parts(reference: str) -> list[str]:
    """Return the groups in which a reference is written and read aloud."""
    return [group for group in reference.split("-") if group]


def aloud(reference: str) -> str:
    """Return a reference letter by letter, group after group, for a screen reader or an operator's voice."""
    return ", ".join(" ".join(group) for group in reference_parts(reference))
