"""What an operator can do with a report besides forwarding it, and what each act leaves behind."""

import pytest
from django.test import Client
from django.utils import timezone

from hotline.core.facts import Level, PlaceHow
from hotline.core.status import AnswerState, Phase, Screening
from hotline.directory.queries import snapshot
from tests import make
from tests.triage.forms import names, page, send, untouched


def test_accepting_takes_the_report_on_without_forwarding(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    response = send(operator, opened, "accept")
    assert response["Location"] == f"/operator/{opened.reference}/"
    assert make.case(opened).request.screening is Screening.ACCEPTED
    assert make.lead(opened).state == "proposed"
    assert "Đã nhận xử lý" in page(operator, opened)


def test_how_it_was_verified_is_recorded(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "verify", how="called_back", note="Người dân xác nhận số 12.")
    event = make.case(opened).events[-1]
    assert (event.name, event.reason, event.note) == ("verified", "called_back", "Người dân xác nhận số 12.")
    assert "Đã gọi lại cho người phản ánh · Người dân xác nhận số 12." in page(operator, opened)


def test_asking_pauses_the_five_minutes_and_tells_the_citizen(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "ask", words="Ở trước số nhà nào?")
    case = make.case(opened)
    assert case.request.screening is Screening.ASKED
    assert [question.words for question in case.questions] == ["Ở trước số nhà nào?"]
    assert "asked" in [message.event for message in case.messages]
    assert {clock.state for clock in case.clocks if clock.rule == "forward-5-minutes"} == {"paused"}
    assert "Tạm dừng, còn" in page(operator, opened)


def test_refusing_shows_beforehand_what_the_citizen_will_read(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now(), language="en")
    assert "Complaints are settled under a law of their own" in page(operator, opened), "in the citizen's language"
    send(operator, opened, "refuse", reason="complaint", note="Khiếu nại quyết định hành chính.")
    case = make.case(opened)
    assert (case.request.phase, case.request.refusal) == (Phase.REFUSED, "complaint")
    assert [part.state for part in case.parts] == ["withdrawn"]
    assert case.messages[-1].event == "refused"
    assert "Đây là khiếu nại" in page(operator, opened)


def test_a_supervisor_takes_a_refusal_back(operator: Client, supervisor: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "refuse", reason="duplicate")
    assert "Xem xét lại" not in page(operator, opened)
    assert "Xem xét lại" in page(supervisor, opened)
    send(supervisor, opened, "reconsider", note="Không trùng, ở đoạn đường khác.")
    case = make.case(opened)
    assert (case.request.screening, case.request.refusal) == (Screening.RECEIVED, "")
    assert make.lead(opened).state == "proposed"


def test_the_level_is_shown_and_put_right(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    assert "<dt>Mức độ</dt><dd>Bình thường</dd>" in page(operator, opened)
    send(operator, opened, "level", level="complex")
    assert make.case(opened).request.level is Level.COMPLEX
    shown = page(operator, opened)
    assert "<dt>Mức độ</dt><dd>Phức tạp</dd>" in shown
    assert "Bình thường → Phức tạp" in shown


def test_a_level_that_is_none_is_refused(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    assert send(operator, opened, "level", level="hard").status_code == 422
    assert untouched(before, opened)


def test_an_operator_takes_no_refusal_back(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "refuse", reason="duplicate")
    before = make.case(opened)
    assert send(operator, opened, "reconsider", note="Tôi đổi ý.").status_code == 403
    assert untouched(before, opened)


def test_answering_at_once_sends_and_forwards_to_nobody(operator: Client) -> None:
    opened = make.report("public_service_question", now=timezone.now())
    send(operator, opened, "answer", words="Bạn nộp tại bộ phận một cửa của phường.")
    case = make.case(opened)
    assert case.request.phase is Phase.RESOLVED
    assert case.answer is not None
    assert case.answer.state is AnswerState.SENT
    assert case.answer.latest.words == "Bạn nộp tại bộ phận một cửa của phường."
    assert not [part for part in case.parts if part.forwarded_at]
    assert case.messages[-1].event == "answered"


def test_an_answer_begins_from_a_text_of_the_profile(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    template = next(one for one in snapshot().answer_templates if not one.services)
    response = operator.get(f"/operator/{opened.reference}/", {"template": template.code})
    text = response.content.decode()
    first_line = template.text.vi.splitlines()[0]
    assert first_line in text.replace("&#x27;", "'").replace("&quot;", '"')
    assert '<details class="deed" id="triage_answer" name="screening" open>' in text


def test_another_service_brings_another_agency(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "service", service="noise")
    case = make.case(opened)
    assert case.request.service == "noise"
    assert make.lead(opened).unit_name == "Ủy ban nhân dân phường Sài Gòn"
    assert "Ổ gà, mặt đường hư → Tiếng ồn, karaoke" in page(operator, opened)


def test_another_place_brings_another_agency(operator: Client) -> None:
    opened = make.report("noise", now=timezone.now())
    other = next(ward for ward in snapshot().wards if ward.code != make.SAI_GON)
    send(operator, opened, "place", ward=other.code, place_words="Chợ", lat="", lon="")
    request = make.case(opened).request
    assert (request.area_name, request.place.words, request.place.how) == (other.name_vi, "Chợ", PlaceHow.OPERATOR)
    assert request.place.lat is None
    assert other.name_vi.split()[-1] in make.lead(opened).unit_name


def test_a_point_alone_names_the_nearest_ward(operator: Client) -> None:
    opened = make.report("noise", now=timezone.now())
    send(operator, opened, "place", ward="", place_words="", lat="10.7769", lon="106,7009")
    place = make.case(opened).request.place
    assert (place.lat, place.lon, place.how) == (10.7769, 106.7009, PlaceHow.NEAREST_CENTRE)


NOT_RIGHT = [
    ("an empty question", "ask", {"words": "  "}, "Hãy viết câu hỏi cho người dân."),
    ("a question of invisible letters", "ask", {"words": "\u200b\u202e\x00"}, "Hãy viết câu hỏi cho người dân."),
    ("a megabyte of question", "ask", {"words": "ơ" * 1_000_000}, "Dài quá. Hãy viết gọn trong 4000 chữ cái."),
    ("no reason to refuse", "refuse", {}, "Hãy chọn lý do từ chối."),
    ("a reason that is none", "refuse", {"reason": "bad_mood"}, "Lựa chọn này không còn. Hãy chọn lại."),
    ("a way to verify that is none", "verify", {"how": "crystal_ball"}, "Lựa chọn này không còn. Hãy chọn lại."),
    ("an empty answer", "answer", {"words": ""}, "Hãy viết câu trả lời."),
    ("a service that is none", "service", {"service": "ufo"}, "Lựa chọn này không còn. Hãy chọn lại."),
    ("no ward that could be read", "place", {"ward": "", "place_words": "gần nhà tôi"}, "Hãy chọn phường, xã"),
    ("an address in another province", "place", {"ward": "", "place_words": "P. Hồng Gai, Quảng Ninh"}, "ở Tỉnh Quảng Ninh"),
    ("an address of three wards", "place", {"ward": "", "place_words": "p an phu"}, "(trước là một phần của Phường An Phú"),
    ("a point in another city", "place", {"lat": "21.03", "lon": "105.85", "ward": ""}, "nằm ngoài địa bàn"),
]


@pytest.mark.parametrize(("act", "typed", "words"), [row[1:] for row in NOT_RIGHT], ids=[row[0] for row in NOT_RIGHT])
def test_what_is_wrong_is_named_and_nothing_is_done(operator: Client, act: str, typed: dict[str, str], words: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    before = make.case(opened)
    response = send(operator, opened, act, **typed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert untouched(before, opened)


NOT_NOW = [
    ("ask after it was refused", "ask", {"words": "Ở đâu?"}, "phản ánh đã bị từ chối"),
    ("refuse twice", "refuse", {"reason": "complaint"}, "phản ánh đã bị từ chối"),
    ("accept what was refused", "accept", {}, "phản ánh đã bị từ chối"),
    ("forward what was refused", "forward", {}, "phản ánh đã bị từ chối"),
    ("answer what was refused", "answer", {"words": "Xong."}, "phản ánh đã bị từ chối"),
    ("another service for what was refused", "service", {"service": "noise"}, "phản ánh đã bị từ chối"),
    ("another place for what was refused", "place", {"ward": "26740"}, "phản ánh đã bị từ chối"),
]


@pytest.mark.parametrize(("act", "typed", "words"), [row[1:] for row in NOT_NOW], ids=[row[0] for row in NOT_NOW])
def test_what_a_refused_report_does_not_allow(operator: Client, act: str, typed: dict[str, str], words: str) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "refuse", reason="duplicate")
    before = make.case(opened)
    response = send(operator, opened, act, **typed)
    assert response.status_code == 409
    assert words in response.content.decode()
    assert untouched(before, opened)


def test_what_an_answered_case_does_not_allow(operator: Client) -> None:
    opened = make.answered("pothole", now=timezone.now() - make.minutes(200))
    before = make.case(opened)
    typed = {"unit": snapshot().units["so-xay-dung"].id, "role": "co_handler", "scope": ""}
    for act, given in (("propose", typed), ("service", {"service": "noise"}), ("forward", {})):
        response = send(operator, opened, act, **given)
        assert response.status_code == 409
        assert "câu trả lời đã được gửi cho người dân" in response.content.decode()
    assert untouched(before, opened)


def test_an_agency_at_work_stands_in_the_way_of_an_answer_at_once(operator: Client) -> None:
    opened = make.forwarded("pothole", now=timezone.now() - make.minutes(3))
    before = make.case(opened)
    response = send(operator, opened, "answer", words="Đã biết.")
    assert response.status_code == 409
    text = response.content.decode()
    assert "Đơn vị đang xử lý nên chưa trả lời ngay được" in text
    assert "Đã biết." in text
    assert untouched(before, opened)


def test_every_act_is_in_the_record_under_the_operators_name(operator: Client) -> None:
    opened = make.report("pothole", now=timezone.now())
    send(operator, opened, "verify", how="photo")
    send(operator, opened, "accept")
    assert names(opened)[-2:] == ["verified", "accepted"]
    assert {event.actor_name for event in make.case(opened).events[-2:]} == {"Lan"}
