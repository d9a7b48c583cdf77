"""The Vietnamese calendar of 2024 to 2026 as an official would sign it: days off and swaps."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from hotline.core.calendar import DayOff, MakeUpDay, OfficeHours, WorkingCalendar

LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14, Điều 112; ngày theo gói `holidays` 0.109"
SWAP = "hoán đổi ngày làm việc; ngày theo gói `holidays` 0.109"
SWAP_OF_JANUARY_2026 = "văn bản 12729/VPCP-KGVX ngày 25/12/2025 (theo báo chí); gói `holidays` 0.109 không có"

TET, HUNG, VICTORY, LABOUR = "Tết", "Giỗ Tổ Hùng Vương", "Ngày Chiến thắng", "Quốc tế Lao động"
NEW_YEAR, NATIONAL, CULTURE, INSTEAD = "Tết Dương lịch", "Quốc khánh", "Ngày Văn hóa Việt Nam", "nghỉ hoán đổi"

OFF: tuple[tuple[str, str, str], ...] = (
    ("2024-01-01", NEW_YEAR, LABOUR_CODE),
    *((f"2024-02-{day:02}", TET, LABOUR_CODE) for day in (8, 9, 12, 13, 14)),
    ("2024-04-18", HUNG, LABOUR_CODE),
    ("2024-04-29", INSTEAD, SWAP),
    ("2024-04-30", VICTORY, LABOUR_CODE),
    ("2024-05-01", LABOUR, LABOUR_CODE),
    ("2024-09-02", NATIONAL, LABOUR_CODE),
    ("2024-09-03", NATIONAL, LABOUR_CODE),
    ("2025-01-01", NEW_YEAR, LABOUR_CODE),
    *((f"2025-01-{day}", TET, LABOUR_CODE) for day in range(27, 32)),
    ("2025-02-01", TET, LABOUR_CODE),
    ("2025-04-07", HUNG, LABOUR_CODE),
    ("2025-04-30", VICTORY, LABOUR_CODE),
    ("2025-05-01", LABOUR, LABOUR_CODE),
    ("2025-05-02", INSTEAD, SWAP),
    ("2025-09-01", NATIONAL, LABOUR_CODE),
    ("2025-09-02", NATIONAL, LABOUR_CODE),
    ("2026-01-01", NEW_YEAR, LABOUR_CODE),
    ("2026-01-02", INSTEAD, SWAP_OF_JANUARY_2026),
    *((f"2026-02-{day}", TET, LABOUR_CODE) for day in range(16, 21)),
    ("2026-04-26", HUNG, LABOUR_CODE),
    ("2026-04-27", HUNG, LABOUR_CODE),
    ("2026-04-30", VICTORY, LABOUR_CODE),
    ("2026-05-01", LABOUR, LABOUR_CODE),
    ("2026-08-31", INSTEAD, SWAP),
    ("2026-09-01", NATIONAL, LABOUR_CODE),
    ("2026-09-02", NATIONAL, LABOUR_CODE),
    ("2026-11-24", CULTURE, LABOUR_CODE),
)
WORKED: tuple[tuple[str, str], ...] = (
    ("2024-05-04", SWAP),
    ("2025-04-26", SWAP),
    ("2026-01-10", SWAP_OF_JANUARY_2026),
    ("2026-08-22", SWAP),
)

VIETNAM = WorkingCalendar(
    code="vietnam",
    days_off=tuple(
        DayOff(date.fromisoformat(day), reason, source, reason_en="Tết" if reason == TET else "") for day, reason, source in OFF
    ),
    make_up_days=tuple(MakeUpDay(date.fromisoformat(day), source) for day, source in WORKED),
    known_until=date(2026, 12, 31),
)

ALL_DAY_BUT_NIGHT = WorkingCalendar(
    code="all-day-but-night",
    weekdays=frozenset(range(1, 8)),
    hours=(OfficeHours(time(7, 30), time(0)),),
)
"""Every day of the year from 07:30 to 24:00, as Huế counts what need not be done at once (30/2022/QĐ-UBND, 5-7-2022)."""

_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def at(when: str) -> datetime:
    """Return a moment of Vietnamese time: "2026-02-13 09:12"."""
    return datetime.fromisoformat(when).replace(tzinfo=_ZONE)
