"""The components: what a citizen or an officer would see of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from hotline.core.deadlines import Left, LeftUnit
from hotline.ui.clocks import face_of
from hotline.ui.facts import Answered, Moment

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@dataclass(frozen=True)
class Clock:
    due_at: datetime | None = None
    left: Any = None
    outcome: str = ""


class Report(forms.Form):
    service = forms.ChoiceField(
        label="Chuyện gì?",
        widget=forms.RadioSelect,
        choices=[("Đường", [("light", "Đèn đường")]), ("Nước", [("water", "Mất nước")])],
        error_messages={"required": "Hãy chọn một việc."},
    )
    phone = forms.CharField(label="Điện thoại", help_text="Để báo kết quả.", error_messages={"required": "Hãy ghi số."})


def drawn(source: str, **given: object) -> str:
    with translation.override("vi"):
        return Template("{% load ui %}" + source).render(Context(given))


OFFICE_TIME = Left(LeftUnit.WORKING, 38 * 3600 * 10**6).as_json()
CLOCKS = [
    ("minutes left", Clock(NOW + timedelta(minutes=3)), "Còn 3 phút", "amber"),
    ("days left", Clock(NOW + timedelta(days=2, hours=3)), "Còn 2 ngày 3 giờ", "slate"),
    ("due this moment", Clock(NOW), "Còn dưới 1 phút", "amber"),
    ("late", Clock(NOW - timedelta(hours=26)), "Trễ 1 ngày 2 giờ", "red"),
    ("paused, by the clock", Clock(None, timedelta(minutes=2)), "Tạm dừng, còn 2 phút", "grey"),
    ("paused, office time", Clock(None, OFFICE_TIME), "Tạm dừng, còn 38 giờ làm việc", "grey"),
    ("kept", Clock(None, None, "kept"), "Đúng hạn", "green"),
    ("overrun with a commitment", Clock(None, None, "overrun_lawfully"), "Quá hạn có cam kết", "amber"),
    ("missed", Clock(None, None, "missed"), "Trễ hạn", "red"),
    ("no longer counted", Clock(None, None, "void"), "Không tính hạn", "grey"),
]  # fmt: skip


@pytest.mark.parametrize(("case", "clock", "text", "tone"), CLOCKS)
def test_a_clock_says_a_word_beside_its_colour(case: str, clock: Clock, text: str, tone: str) -> None:
    with translation.override("vi"):
        face = face_of(clock, now=NOW)
    assert (face.text, face.tone) == (text, tone)
    assert face.icon


def test_no_clock_shows_nothing() -> None:
    assert drawn("{% clock_chip clock now %}", clock=None, now=NOW).strip() == ""


def test_errors_stand_at_the_top_and_lead_to_their_fields() -> None:
    form = Report({})
    top = drawn("{% error_summary form %}", form=form)
    assert 'href="#id_service_0_0"' in top
    assert 'href="#id_phone"' in top
    assert "Còn 2 chỗ cần sửa" in top
    choice = drawn("{% big_choice form.service %}", form=form)
    assert 'id="id_service_0_0"' in choice
    field = drawn("{% field form.phone %}", form=form)
    assert 'for="id_phone"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in field
    assert 'id="id_phone_helptext"' in field
    assert 'id="id_phone_error"' in field


def test_no_error_no_summary() -> None:
    assert drawn("{% error_summary form %}", form=Report()).strip() == ""


def test_choices_keep_their_groups_and_the_one_chosen() -> None:
    html = drawn("{% big_choice form.service hints=hints %}", form=Report({"service": "water"}), hints={"light": "Cột đèn tắt"})
    assert html.index("Đường") < html.index("Đèn đường") < html.index("Nước") < html.index("Mất nước")
    assert html.count("checked") == 1
    assert "Cột đèn tắt" in html


@pytest.mark.parametrize(
    ("phase", "now", "names"),
    [
        ("received", "Đã tiếp nhận", 3),
        ("in_progress", "Đang xử lý", 3),
        ("resolved", "Đã xử lý", 3),
        ("refused", "Từ chối", 2),
    ],
)
def test_the_strip_marks_one_phase(phase: str, now: str, names: int) -> None:
    html = drawn("{% phase_strip phase %}", phase=phase)
    assert html.count('aria-current="step"') == 1
    assert html.count("<li") == names
    assert now in html[html.index("aria-current") :]


def test_a_deadline_says_why_in_a_fold() -> None:
    html = drawn("{% deadline due because %}", due=NOW, because=["Tiếp nhận lúc 9 giờ.", "5 ngày làm việc."])
    assert "thứ Sáu, 20/11/2026 09:30" in html
    assert html.index("<details>") < html.index("5 ngày làm việc.")


def test_words_of_citizens_are_shown_as_words() -> None:
    hostile = "<script>alert(1)</script>"
    shown = [
        drawn("{% timeline entries %}", entries=[Moment(NOW, hostile, hostile, hostile)]),
        drawn("{% check_answers rows %}", rows=[Answered(hostile, hostile, "/x")]),
        drawn("{% case_row reference=r title=w url='/x' place=w words=w agency=w badge=w %}", r="1022-2611-7K3M9-H", w=hostile),
        drawn("{% person_card w lines w %}", w=hostile, lines=[hostile]),
        drawn("{% notice title=w %}{{ w }}{% endnotice %}", w=hostile),
        drawn("{% part_card agency=w because=w %}{{ w }}{% endpart_card %}", w=hostile),
        drawn("{{ w|reference_groups }}{{ w|aloud }}", w=hostile),
    ]
    for html in shown:
        assert "<script" not in html


def test_a_reference_copies_as_it_is_written() -> None:
    html = drawn("{{ reference|reference_groups }}", reference="1022-2611-7K3M9-H")
    assert Template("{{ html|striptags }}").render(Context({"html": html})) == "1022-2611-7K3M9-H"
