"""How moments, lengths, money and references are said."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from hotline.ui import words

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=VIETNAM)


def at(year: int, month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=VIETNAM)


EVENING_IN_LONDON = datetime(2026, 2, 27, 18, 5, tzinfo=UTC)
MOMENTS = [
    ("a Friday afternoon", at(2026, 2, 27, 17, 0), "thứ Sáu, 27/02/2026 17:00", "Friday, 27/02/2026 17:00"),
    ("the next day already here", EVENING_IN_LONDON, "thứ Bảy, 28/02/2026 01:05", "Saturday, 28/02/2026 01:05"),
    ("a Sunday", at(2026, 3, 1, 0, 0), "Chủ nhật, 01/03/2026 00:00", "Sunday, 01/03/2026 00:00"),
    ("a leap day", at(2028, 2, 29, 7, 30), "thứ Ba, 29/02/2028 07:30", "Tuesday, 29/02/2028 07:30"),
]


MONDAY, FRIDAY = "2026-02-23T10:00:00+00:00", "2026-02-27T10:00:00+00:00"
MOVED = [
    ("later", MONDAY, FRIDAY, "từ thứ Hai, 23/02/2026 17:00 thành thứ Sáu, 27/02/2026 17:00"),
    ("where it was, as after a pause in the night", FRIDAY, FRIDAY, "hạn không đổi: thứ Sáu, 27/02/2026 17:00"),
    ("first set", None, FRIDAY, "hạn mới: thứ Sáu, 27/02/2026 17:00"),
    ("gone", FRIDAY, None, "không còn hạn thứ Sáu, 27/02/2026 17:00"),
    ("none", None, None, ""),
]


@pytest.mark.parametrize(("case", "before", "after", "said"), MOVED)
def test_a_deadline_that_moved(case: str, before: object, after: object, said: str) -> None:
    with translation.override("vi"):
        assert words.moved(before, after) == said


@pytest.mark.parametrize(("case", "moment", "vi", "en"), MOMENTS)
def test_moments_are_said_in_vietnam_time(case: str, moment: datetime, vi: str, en: str) -> None:
    with translation.override("vi"):
        assert words.when(moment) == vi
    with translation.override("en"):
        assert words.when(moment) == en


def test_a_day_has_no_hour() -> None:
    assert words.when(date(2026, 11, 20), language="vi") == "thứ Sáu, 20/11/2026"


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(words.MomentWithoutZone):
        words.when(datetime(2026, 2, 27, 17, 0))


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (timedelta(seconds=20), "vừa xong"),
        (timedelta(minutes=3), "3 phút trước"),
        (timedelta(hours=2, minutes=5), "2 giờ 5 phút trước"),
        (timedelta(days=2, hours=3, minutes=9), "2 ngày 3 giờ trước"),
    ],
)
def test_ago(gone: timedelta, said: str) -> None:
    with translation.override("vi"):
        assert words.ago(NOW - gone, now=NOW) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW - timedelta(hours=2), "07:30"),
        (NOW - timedelta(days=2), "18/11 09:30"),
        (NOW - timedelta(days=400), "16/10/2025"),
    ],
)
def test_short_moments(moment: datetime, said: str) -> None:
    assert words.when_short(moment, now=NOW) == said


def test_office_time_is_counted_in_hours() -> None:
    with translation.override("vi"):
        assert words.working_length(timedelta(hours=38, minutes=20)) == "38 giờ làm việc"
        assert words.working_length(timedelta(minutes=20)) == "20 phút"


def test_money() -> None:
    with translation.override("vi"):
        assert words.money(49_000_000) == "49.000.000 đ"
    with translation.override("en"):
        assert words.money(49_000_000) == "49,000,000 VND"


def test_a_reference_is_read_group_by_group() -> None:
    assert words.aloud("1022-2611-7K3M9-H") == "1 0 2 2, 2 6 1 1, 7 K 3 M 9, H"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+84908369123", "0908 369 123"), ("0908369123", "0908 369 123"), ("+842838291022", "0283 829 1022"),
        ("1022", "1022"), ("+15551234567", "+15551234567"), ("", ""), ("0908 369 123", "0908 369 123"),
    ],
)  # fmt: skip
def test_telephone_numbers(number: str, said: str) -> None:
    assert words.phone(number) == said
