"""Why a deadline is when it is, in words and as it is stored."""

import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.core.calendar import DayOff, WorkingCalendar
from hotline.core.deadlines import Left, LeftUnit, Length, LengthUnit, due_at
from hotline.core.derivation import Derivation, Pause, StartedBy, derive, explain, promised, rederive

from .days import ALL_DAY_BUT_NIGHT, VIETNAM, at

FIVE_DAYS = Length(LengthUnit.WORKING_DAYS, 5)
FIVE_MINUTES = Length(LengthUnit.MINUTES, 5)
REASONS = {"information": "chờ người dân bổ sung thông tin"}


def derivation(
    start: str | datetime,
    length: Length,
    started_by: StartedBy = StartedBy.RECEIVED,
    calendar: WorkingCalendar = VIETNAM,
) -> Derivation:
    return derive(
        rule="answer",
        rule_version=date(2023, 10, 26),
        source="4874/QĐ-UBND 26-10-2023",
        started_by=started_by,
        started_at=at(start) if isinstance(start, str) else start,
        length=length,
        calendar=calendar,
    )


WORDS = (
    (
        "over Tết 2026",
        derivation("2026-02-13 09:12", FIVE_DAYS),
        "Nhận lúc 13/02/2026 09:12 · 5 ngày làm việc · bỏ qua Tết (16–20/02) · hạn thứ Sáu 27/02/2026 17:00",
        "Received 13/02/2026 09:12 · 5 working days · skipping Tết (16–20/02) · due Friday 27/02/2026 17:00",
    ),
    (
        "over Tết 2025, from one month into another",
        derivation("2025-01-24 09:00", FIVE_DAYS),
        "Nhận lúc 24/01/2025 09:00 · 5 ngày làm việc · bỏ qua Tết (27–31/01) · hạn thứ Sáu 07/02/2025 17:00",
        "Received 24/01/2025 09:00 · 5 working days · skipping Tết (27–31/01) · due Friday 07/02/2025 17:00",
    ),
    (
        "over Tết 2024, with a weekend in the middle",
        derivation("2024-02-06 09:00", Length(LengthUnit.WORKING_DAYS, 3)),
        "Nhận lúc 06/02/2024 09:00 · 3 ngày làm việc · bỏ qua Tết (08–09/02, 12–14/02) · hạn thứ Sáu 16/02/2024 17:00",
        "Received 06/02/2024 09:00 · 3 working days · skipping Tết (08–09/02, 12–14/02) · due Friday 16/02/2024 17:00",
    ),
    (
        "received on a day of Tết, which is not counted anyway",
        derivation("2026-02-18 09:00", Length(LengthUnit.WORKING_DAYS, 1)),
        "Nhận lúc 18/02/2026 09:00 · 1 ngày làm việc · bỏ qua Tết (19–20/02) · hạn thứ Hai 23/02/2026 17:00",
        "Received 18/02/2026 09:00 · 1 working day · skipping Tết (19–20/02) · due Monday 23/02/2026 17:00",
    ),
    (
        "over 30-4 and 1-5-2024 drawn over two months",
        derivation("2024-04-26 09:00", Length(LengthUnit.WORKING_HOURS, 8)),
        (
            "Nhận lúc 26/04/2024 09:00 · 8 giờ làm việc · bỏ qua nghỉ hoán đổi (29/04), Ngày Chiến thắng (30/04), "
            "Quốc tế Lao động (01/05) · hạn thứ Năm 02/05/2024 09:00"
        ),
        None,
    ),
    (
        "with a make-up Saturday",
        derivation("2025-04-24 10:00", FIVE_DAYS),
        (
            "Nhận lúc 24/04/2025 10:00 · 5 ngày làm việc · bỏ qua Ngày Chiến thắng (30/04), Quốc tế Lao động (01/05), "
            "nghỉ hoán đổi (02/05) · tính cả thứ Bảy 26/04 (làm bù) · hạn thứ Hai 05/05/2025 17:00"
        ),
        (
            "Received 24/04/2025 10:00 · 5 working days · skipping Ngày Chiến thắng (30/04), Quốc tế Lao động (01/05), "
            "nghỉ hoán đổi (02/05) · counting Saturday 26/04 (worked instead) · due Monday 05/05/2025 17:00"
        ),
    ),
    (
        "minutes, on a Sunday",
        derivation("2026-02-22 23:58", FIVE_MINUTES),
        "Nhận lúc 22/02/2026 23:58 · 5 phút, kể cả ngoài giờ làm việc · hạn thứ Hai 23/02/2026 00:03",
        "Received 22/02/2026 23:58 · 5 minutes, day and night · due Monday 23/02/2026 00:03",
    ),
    (
        "open minutes, over a night that is not counted",
        derivation("2026-02-22 23:58", Length(LengthUnit.OPEN_MINUTES, 5), calendar=ALL_DAY_BUT_NIGHT),
        "Nhận lúc 22/02/2026 23:58 · 5 phút, chỉ tính 07:30–24:00 · hạn thứ Hai 23/02/2026 07:33",
        "Received 22/02/2026 23:58 · 5 minutes, counting 07:30–24:00 only · due Monday 23/02/2026 07:33",
    ),
    (
        "open minutes that make whole hours, on Tết",
        derivation("2026-02-17 23:00", Length(LengthUnit.OPEN_MINUTES, 120), calendar=ALL_DAY_BUT_NIGHT),
        "Nhận lúc 17/02/2026 23:00 · 2 giờ, chỉ tính 07:30–24:00 · hạn thứ Tư 18/02/2026 08:30",
        "Received 17/02/2026 23:00 · 2 hours, counting 07:30–24:00 only · due Wednesday 18/02/2026 08:30",
    ),
    (
        "one working hour from the forwarding, due on a make-up Saturday",
        derivation("2026-01-09 20:00", Length(LengthUnit.WORKING_HOURS, 1), StartedBy.FORWARDED),
        "Chuyển đơn vị lúc 09/01/2026 20:00 · 1 giờ làm việc · tính cả thứ Bảy 10/01 (làm bù) · hạn thứ Bảy 10/01/2026 08:30",
        "Forwarded 09/01/2026 20:00 · 1 working hour · counting Saturday 10/01 (worked instead) · due Saturday 10/01/2026 08:30",
    ),
    (
        "a committed date",
        promised(
            rule="commitment",
            rule_version=date(2020, 5, 4),
            source="1478/QĐ-UBND 4-5-2020",
            started_by=StartedBy.COMMITTED,
            started_at=at("2026-02-27 16:00"),
            due_at=at("2026-03-03 17:00"),
            calendar=VIETNAM,
        ),
        "Đơn vị cam kết lúc 27/02/2026 16:00 · hạn thứ Ba 03/03/2026 17:00",
        "Committed to by the agency 27/02/2026 16:00 · due Tuesday 03/03/2026 17:00",
    ),
    (
        "a due day beyond what the State has decided",
        derivation("2026-12-28 09:00", FIVE_DAYS),
        "Nhận lúc 28/12/2026 09:00 · 5 ngày làm việc · hạn thứ Hai 04/01/2027 17:00 · lịch nghỉ lúc đó chưa được công bố",
        "Received 28/12/2026 09:00 · 5 working days · due Monday 04/01/2027 17:00 · days off of that time not yet decided",
    ),
    (
        "paused and resumed",
        rederive(
            derivation("2026-03-02 09:00", FIVE_DAYS),
            VIETNAM,
            pauses=[Pause(at("2026-03-04 08:00"), at("2026-03-04 10:00"), "information")],
        ),
        (
            "Nhận lúc 02/03/2026 09:00 · 5 ngày làm việc · tạm dừng 04/03/2026 08:00 – 04/03/2026 10:00 "
            "(chờ người dân bổ sung thông tin) · hạn thứ Ba 10/03/2026 09:30"
        ),
        None,
    ),
    (
        "standing still, with what is left",
        rederive(
            derivation("2026-03-02 09:00", FIVE_DAYS),
            VIETNAM,
            pauses=[Pause(at("2026-03-09 13:40"), None, "information")],
        ),
        (
            "Nhận lúc 02/03/2026 09:00 · 5 ngày làm việc · đang tạm dừng từ 09/03/2026 13:40 (chờ người dân bổ sung thông tin) "
            "· còn 3 giờ 20 phút làm việc"
        ),
        None,
    ),
)


@pytest.mark.parametrize(("case", "facts", "vi", "en"), WORDS, ids=[row[0] for row in WORDS])
def test_words(case: str, facts: Derivation, vi: str, en: str | None) -> None:
    assert explain(facts, reasons=REASONS) == vi
    if en is not None:
        assert explain(facts, language="en") == en


@pytest.mark.parametrize("facts", [row[1] for row in WORDS], ids=[row[0] for row in WORDS])
def test_stored_as_json_and_read_back(facts: Derivation) -> None:
    assert Derivation.from_json(json.loads(json.dumps(facts.as_json()))) == facts


def test_a_pause_names_its_reason_only_where_the_profile_has_words_for_it() -> None:
    facts = rederive(derivation("2026-03-02 09:00", FIVE_DAYS), VIETNAM, pauses=[Pause(at("2026-03-03 09:00"), None, "x")])
    assert "(" not in explain(facts)
    assert explain(facts, language="en").endswith("standing still since 03/03/2026 09:00 · 38 h 30 min of office time left")


def test_each_skipped_day_keeps_its_source() -> None:
    facts = derivation("2026-02-13 09:12", FIVE_DAYS)
    assert [day.on for day in facts.skipped] == [date(2026, 2, day) for day in range(16, 21)]
    assert all("45/2019/QH14" in day.source for day in facts.skipped)


def test_a_changed_calendar_moves_an_open_deadline_and_says_why() -> None:
    flood = DayOff(date(2026, 3, 5), "nghỉ do bão", "công điện")
    stormy = WorkingCalendar(code="vietnam", days_off=(*VIETNAM.days_off, flood), make_up_days=VIETNAM.make_up_days)
    before = derivation("2026-03-02 09:00", FIVE_DAYS)
    after = rederive(before, stormy)
    assert (before.due_at, after.due_at) == (at("2026-03-09 17:00"), at("2026-03-10 17:00"))
    assert "bỏ qua nghỉ do bão (05/03)" in explain(after)


def test_a_given_due_moment_is_never_reckoned_again() -> None:
    facts = next(row[1] for row in WORDS if row[0] == "a committed date")
    assert rederive(facts, VIETNAM) == facts


moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(lambda wall: at(wall.isoformat()))
lengths = st.builds(Length, st.sampled_from(LengthUnit), st.integers(1, 30))


@given(moments, lengths, st.sampled_from(["vi", "en", "en-gb"]))
def test_every_deadline_can_be_told_and_survives_storage(start: datetime, length: Length, language: str) -> None:
    facts = derivation(start, length)
    assert facts.due_at == due_at(start, length, VIETNAM)
    assert Derivation.from_json(json.loads(json.dumps(facts.as_json()))) == facts
    assert f"{facts.due_at:%d/%m/%Y %H:%M}" in explain(facts, language=language)


@given(moments, lengths, st.timedeltas(timedelta(0), timedelta(days=40)))
def test_standing_still_there_is_no_due_moment_but_a_length(start: datetime, length: Length, wait: timedelta) -> None:
    facts = derivation(start, length)
    assert facts.due_at is not None
    standing = rederive(facts, VIETNAM, pauses=[Pause(min(start + wait, facts.due_at), None, "information")])
    assert standing.due_at is None
    assert isinstance(standing.left, Left)
    assert standing.left.unit is (LeftUnit.ELAPSED if length.unit is LengthUnit.MINUTES else LeftUnit.WORKING)
