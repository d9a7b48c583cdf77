"""Deadlines as cities' papers order them, for tables that an official could sign. Where a paper gives no number, there is none.

What is known of each paper stands in DOMAIN.md of this project's ground; a number that nobody held against its paper says so.
"""

from dataclasses import replace
from datetime import date

from hotline.core.clockrules import ClockOn, ClockRule, StoppedBy
from hotline.core.deadlines import Length, LengthUnit
from hotline.core.derivation import StartedBy
from hotline.core.facts import Kind, Level

QD_1478 = "1478/QĐ-UBND ngày 4-5-2020 (Thành phố Hồ Chí Minh)"
QD_4874 = "4874/QĐ-UBND ngày 26-10-2023 (Thành phố Hồ Chí Minh)"
REGULATION_2025 = "quy chế tháng 9-2025 (Thành phố Hồ Chí Minh), số văn bản và ngày hiệu lực chưa kiểm chứng"
S3 = "Phụ nữ TP.HCM 23-7-2021: 60 phút kể từ khi đủ thông tin"
QD_1207 = "1207/QĐ-UBND ngày 28-2-2025 (Hà Nội)"
QD_960 = "960/QĐ-UBND ngày 25-3-2021 (Đà Nẵng)"


def days(amount: int) -> Length:
    """Return so many working days."""
    return Length(LengthUnit.WORKING_DAYS, amount)


FORWARD = ClockRule(
    code="forward",
    purpose="forward",
    name_vi="Sàng lọc và chuyển đơn vị",
    name_en="Screen and forward",
    on=ClockOn.REQUEST,
    starts=StartedBy.RECEIVED,
    stops=StoppedBy.FORWARDED,
    length=Length(LengthUnit.MINUTES, 5),
    calendar="vietnam",
    source=QD_1478,
    valid_from=date(2020, 5, 4),
)
ANSWER = replace(
    FORWARD,
    code="answer",
    purpose="answer",
    name_vi="Xử lý và trả lời",
    name_en="Handle and answer",
    stops=StoppedBy.ANSWERED,
    length=days(5),
    valid_to=date(2023, 10, 26),
)
TEN_DAYS = replace(ANSWER, length=days(10), source=REGULATION_2025, valid_from=date(2025, 9, 1), valid_to=None)
HO_CHI_MINH_CITY = (
    FORWARD,
    ANSWER,
    replace(ANSWER, source=QD_4874, valid_from=date(2023, 10, 26), valid_to=date(2025, 9, 1)),
    TEN_DAYS,
    replace(TEN_DAYS, code="answer-several", length=days(15), agencies_from=2),
    replace(
        ANSWER,
        code="covid",
        purpose="handle",
        on=ClockOn.ASSIGNMENT,
        starts=StartedBy.INFORMATION_COMPLETE,
        stops=StoppedBy.RESULT_FILED,
        length=Length(LengthUnit.MINUTES, 60),
        services=frozenset({"covid"}),
        source=S3,
        valid_from=date(2021, 7, 23),
        valid_to=None,
    ),
)

ACCEPT = replace(
    FORWARD,
    code="accept",
    purpose="accept",
    name_vi="Đơn vị nhận việc",
    name_en="The agency takes it on",
    on=ClockOn.ASSIGNMENT,
    starts=StartedBy.FORWARDED,
    stops=StoppedBy.ACCEPTED,
    length=Length(LengthUnit.WORKING_HOURS, 8),
    source=QD_1207,
    valid_from=date(2025, 2, 28),
)
HA_NOI = (
    ACCEPT,
    replace(ACCEPT, code="accept-urgent", length=Length(LengthUnit.WORKING_HOURS, 4), levels=frozenset({Level.URGENT})),
)
"""Three levels; the paper's lengths of handling them are not known here."""

DA_NANG = (
    replace(
        ANSWER,
        code="emergency",
        length=days(1),
        kinds=frozenset({Kind.EMERGENCY}),
        source=QD_960,
        valid_from=date(2021, 3, 25),
        valid_to=None,
    ),
    replace(
        ANSWER,
        code="checked-at-once",
        length=days(3),
        services=frozenset({"rubbish", "street-light"}),
        source=QD_960,
        valid_from=date(2021, 3, 25),
        valid_to=None,
    ),
)
"""Which matters can be checked at once the paper lists; the two here stand for them. What it gives the rest is not known here."""
