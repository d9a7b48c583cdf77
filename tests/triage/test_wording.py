"""Words of the operators' pages: why an agency, why none, why not by itself; words that make a person look; both languages."""

from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone, translation

from hotline.core.status import AnswerState, Part, Screening
from hotline.directory.queries import snapshot
from hotline.triage.explaining import rule_words, why_nobody, why_not_automatic
from hotline.triage.marking import hint_lines, hints_in, marked, struck_out
from hotline.triage.wording import stands
from tests import make


@pytest.mark.usefixtures("city", "db")
class TestWhy:
    def test_a_rule_is_told_by_what_it_names_and_where_it_sends(self) -> None:
        part = make.lead(make.report("pavement", now=timezone.now()))
        words = rule_words(part, snapshot(), language="vi")
        assert words.startswith("Quy tắc via-he: Vỉa hè, dải phân cách hư hỏng → giao UBND nơi xảy ra.")
        assert words.endswith("Căn cứ: chưa kiểm chứng.")

    def test_a_rule_of_a_place_names_the_place(self) -> None:
        quan_2 = next(rule for rule in snapshot().routing_rules if rule.code == "den-duong-khu-2")
        code = min(quan_2.areas)
        part = make.lead(make.report("street_light", now=timezone.now(), place=make.place(code)))
        assert f"ở {snapshot().areas[code].name_vi}" in rule_words(part, snapshot(), language="vi")

    def test_a_person_is_told_as_a_person(self) -> None:
        part = make.lead(make.report("pothole", now=timezone.now()))
        assert rule_words(replace(part, rule=""), snapshot(), language="vi") == "Do người trực chọn."

    def test_in_english_too(self) -> None:
        part = make.lead(make.report("pavement", now=timezone.now()))
        with translation.override("en"):
            words = rule_words(part, snapshot(), language="en")
        assert words.startswith("Rule via-he: ")
        assert "→ to the ward's People's Committee" in words

    def test_every_reason_not_to_go_by_itself_is_told(self) -> None:
        opened = make.report("street_light", now=timezone.now(), words="Trụ đèn phát nổ", service_chosen=False)
        words = why_not_automatic(make.lead(opened))
        assert words == "Không tự chuyển vì lĩnh vực do máy đoán, người dân chưa chọn, có từ khẩn cấp."

    def test_nothing_is_said_where_the_service_always_waits_for_a_person(self) -> None:
        assert why_not_automatic(make.lead(make.report("pothole", now=timezone.now()))) == ""

    def test_without_a_place_it_says_to_correct_the_place(self) -> None:
        request = make.case(make.report("noise", now=timezone.now())).request
        nowhere = replace(request, place=replace(request.place, area_code="", area_id=None))
        assert "Hãy sửa địa điểm." in why_nobody(nowhere, snapshot(), language="vi")

    def test_where_a_rule_decides_there_is_nothing_to_explain(self) -> None:
        request = make.case(make.report("noise", now=timezone.now())).request
        assert why_nobody(request, snapshot(), language="vi") == ""

    def test_words_that_make_a_person_look_are_marked_where_they_stand(self) -> None:
        words = "Tôi <b>khieu nai</b> vì sắp cháy nhà"
        hints = hints_in(words, snapshot())
        assert marked(words, hints) == (
            'Tôi &lt;b&gt;<mark class="hint-amber" title="có thể thuộc diện không thụ lý">khieu nai</mark>&lt;/b&gt; vì sắp '
            '<mark class="hint-red" title="có thể là việc khẩn cấp">cháy nhà</mark>'
        )
        assert [line[:2] for line in hint_lines(hints)] == [("red", "“cháy nhà”"), ("amber", "“khiếu nại”")]


STRUCK = [
    ("nothing struck out", "Ổ gà", "Ổ gà", "Ổ gà"),
    ("a number", "Gọi 0908369123 nhé", "Gọi […] nhé", "Gọi <del>0908369123</del> nhé"),
    ("a word put in", "Quán nhà tôi", "Quán ở góc đường", "Quán <del>nhà</del><ins>ở</ins> <del>tôi</del><ins>góc đường</ins>"),
    ("hostile words", "<img> ông Năm", "<img> […]", "&lt;img&gt; <del>ông Năm</del>"),
    ("everything", "Tôi là Mai", "", "<del>Tôi là Mai</del>"),
]


@pytest.mark.parametrize(("words", "agency", "shown"), [row[1:] for row in STRUCK], ids=[row[0] for row in STRUCK])
def test_what_agencies_do_not_read_is_struck_through(words: str, agency: str, shown: str) -> None:
    assert struck_out(words, agency) == shown


@pytest.mark.parametrize("state", [*Screening, *Part, *AnswerState], ids=lambda state: f"{type(state).__name__}-{state}")
def test_every_state_has_words_of_its_own_kind(state: Screening | Part | AnswerState) -> None:
    assert stands(state)
    assert stands(Part.ACCEPTED) != stands(Screening.ACCEPTED) != stands(AnswerState.ACCEPTED)


def test_an_english_page_has_no_vietnamese_but_the_citizens_and_the_offices(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), words="Big hole", language="en")
    text = operator.get(f"/operator/{opened.reference}/", headers={"Accept-Language": "en"}).content.decode()
    for words in ("Agencies", "Forward and tell the focal points", "Rule duong-bo", "approximate", "Ask for more", "Deadlines"):
        assert words in text
    for words in ("Đơn vị xử lý", "Chuyển và nhắn tin", "Thời hạn", "Sàng lọc"):
        assert words not in text
