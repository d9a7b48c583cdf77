"""Days, moments and lengths in Vietnamese and English words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, tzinfo

from hotline.core.deadlines import Left, LeftUnit, Length, LengthUnit

_WEEKDAYS = {
    False: ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    True: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_HOUR = 60
_UNITS = {
    LengthUnit.MINUTES: ("phút, kể cả ngoài giờ làm việc", "minutes, day and night"),
    LengthUnit.WORKING_HOURS: ("giờ làm việc", "working hours"),
    LengthUnit.WORKING_DAYS: ("ngày làm việc", "working days"),
}
_ONE = {
    LengthUnit.MINUTES: "1 minute, day and night",
    LengthUnit.WORKING_HOURS: "1 working hour",
    LengthUnit.WORKING_DAYS: "1 working day",
}


def moment(at: datetime, zone: tzinfo) -> str:
    """Return day and time as read in `zone`: "13/02/2026 09:12"."""
    return f"{at.astimezone(zone):%d/%m/%Y %H:%M}"


def weekday(day: date, *, english: bool) -> str:
    """Return the name of the day of the week: "thứ Sáu", "Friday"."""
    return _WEEKDAYS[english][day.weekday()]


def weekday_and_moment(at: datetime, zone: tzinfo, *, english: bool) -> str:
    """Return "thứ Sáu 27/02/2026 17:00", "Friday 27/02/2026 17:00"."""
    return f"{weekday(at.astimezone(zone), english=english)} {moment(at, zone)}"


def length_in_words(length: Length, *, english: bool, hours: Sequence[str] = ()) -> str:
    """Return "5 ngày làm việc", "5 working days"; of open minutes, whose `hours` are told: "2 giờ, chỉ tính 07:30–24:00"."""
    if length.unit is LengthUnit.OPEN_MINUTES:
        only = f", {'counting' if english else 'chỉ tính'} {', '.join(hours)}{' only' if english else ''}" if hours else ""
        return _minutes(length.amount, english=english) + only
    if english and length.amount == 1:
        return _ONE[length.unit]
    return f"{length.amount} {_UNITS[length.unit][english]}"


def time_left(left: Left, *, english: bool, working: bool = True) -> str:
    """Return what is left in hours and minutes, rounded down: "còn 3 giờ 20 phút làm việc"; not `working`: "còn 3 giờ …"."""
    hours, minutes = divmod(left.amount // 60_000_000, _HOUR)
    working = working and left.unit is LeftUnit.WORKING
    if english:
        return f"{hours} h {minutes} min {'of office time ' if working else ''}left"
    return f"còn {hours} giờ {minutes} phút{' làm việc' if working else ''}"


def ranges(named: Iterable[tuple[str, date]]) -> list[str]:
    """Return days in order, each name once, those that follow each other drawn together: "Tết (08–09/02, 12–14/02)"."""
    runs: dict[str, list[tuple[date, date]]] = {}
    for name, day in named:
        stretches = runs.setdefault(name, [])
        if stretches and (day - stretches[-1][1]).days == 1:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    return [f"{name} ({', '.join(_from_to(*stretch) for stretch in stretches)})" for name, stretches in runs.items()]


def counted(days: Iterable[date], *, english: bool) -> str:
    """Return days with their weekday: "thứ Bảy 26/04"."""
    return ", ".join(f"{weekday(day, english=english)} {day:%d/%m}" for day in days)


def _minutes(amount: int, *, english: bool) -> str:
    if amount % _HOUR:
        return f"{amount} {'phút' if not english else 'minute' if amount == 1 else 'minutes'}"
    hours = amount // _HOUR
    return f"{hours} {'giờ' if not english else 'hour' if hours == 1 else 'hours'}"


def _from_to(first: date, last: date) -> str:
    if first == last:
        return f"{first:%d/%m}"
    if first.month == last.month:
        return f"{first:%d}–{last:%d/%m}"
    return f"{first:%d/%m}–{last:%d/%m}"
