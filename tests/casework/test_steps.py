"""What an agency does to its part, through its forms; and that nothing typed is lost when it cannot be done."""

import html
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened, PartFacts
from hotline.core.status import Part
from tests import make
from tests.casework.conftest import Send


def _photo(name: str = "sau.jpg", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.jpeg() if content is None else content, content_type="image/jpeg")


def _events(opened: Opened) -> list[str]:
    return [event.name for event in make.case(opened).events]


def test_accepting(officer: Client, forwarded: Opened, part: PartFacts, send: Send, officer_id: int) -> None:
    answer = send(officer, part, "accept")
    assert answer.headers["Location"] == f"/agency/{part.id}/"
    assert make.lead(forwarded).state is Part.ACCEPTED
    event = make.case(forwarded).events[-1]
    assert (event.name, event.actor_kind, event.actor_user, event.actor_unit) == (
        "part_accepted",
        "agency",
        officer_id,
        part.unit_id,
    )


def test_returning_with_a_reason_takes_it_off_the_desk(officer: Client, forwarded: Opened, part: PartFacts, send: Send) -> None:
    answer = send(officer, part, "return", reason="not_ours", to_unit="0", note="Đường này của phường.")
    assert answer.headers["Location"] == "/agency/"
    [returned] = [one for one in make.case(forwarded).parts if one.id == part.id]
    assert returned.state is Part.RETURNED
    event = make.case(forwarded).events[-1]
    assert (event.reason, event.note) == ("not_ours", "Đường này của phường.")
    assert officer.get(f"/agency/{part.id}/").status_code == 404


@pytest.mark.parametrize(
    ("what", "typed", "sentence"),
    [
        ("no reason", {"reason": "", "note": "Không phải."}, "Hãy chọn lý do trả lại."),
        ("no words", {"reason": "not_ours", "note": " \u200b\x00 "}, "Hãy nói rõ vì sao trả lại."),
        ("a reason of the desk", {"reason": "no_evidence", "note": "Không phải."}, "Lựa chọn này không còn. Hãy chọn lại."),
    ],
)
def test_returning_without_saying_why_is_refused(
    what: str, typed: dict[str, str], sentence: str, officer: Client, forwarded: Opened, part: PartFacts, send: Send
) -> None:
    before = make.case(forwarded)
    answer = send(officer, part, "return", **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert make.case(forwarded) == before


def test_assigning_to_a_colleague(officer: Client, forwarded: Opened, part: PartFacts, send: Send, head_id: int) -> None:
    assert send(officer, part, "assign", handler=head_id).status_code == 302
    assert make.lead(forwarded).handler_name == "Hanh"
    assert "Người xử lý: Hanh" in officer.get(f"/agency/{part.id}/").content.decode()


def test_nobody_of_another_agency_can_be_assigned(
    officer: Client, forwarded: Opened, part: PartFacts, send: Send, stranger_id: int
) -> None:
    assert send(officer, part, "assign", handler=stranger_id).status_code == 422
    assert make.lead(forwarded).handler_id is None
    assert "Dung" not in officer.get(f"/agency/{part.id}/").content.decode()


def test_progress_with_a_note_and_a_photo(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    answer = send(officer, accepted, "progress", note="Đang chờ xe.", photos=[_photo()])
    assert answer.status_code == 302
    case = make.case(forwarded)
    assert (case.events[-1].name, case.events[-1].note) == ("progress_filed", "Đang chờ xe.")
    assert [one.part_id for one in case.attachments] == [accepted.id]


def test_a_result_with_its_photo_waits_for_the_desk(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    assert send(officer, accepted, "result", note="Đã vá xong.", photos=[_photo()]).status_code == 302
    filed = make.lead(forwarded)
    assert (filed.state, filed.result) == (Part.RESULT_FILED, "Đã vá xong.")
    page = officer.get(f"/agency/{accepted.id}/").content.decode()
    assert "Đã gửi kết quả, chờ duyệt" in page
    key = make.case(forwarded).attachments[0].key
    shown = officer.get(f"/agency/{accepted.id}/photo/{key}.jpg")
    assert (shown.status_code, shown.headers["Content-Type"]) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "private, no-store"


def test_a_result_without_a_photo_is_refused(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    answer = send(officer, accepted, "result", note="Đã vá xong.")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Kết quả cần ít nhất một ảnh hiện trường" in page
    assert "Đã vá xong." in page
    assert make.lead(forwarded).state is Part.ACCEPTED


def test_a_photo_of_progress_shows_no_result(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    send(officer, accepted, "progress", note="Vừa đào.", photos=[_photo()])
    answer = send(officer, accepted, "result", note="Đã xong.")
    assert answer.status_code == 422
    assert "Hãy thêm ảnh." in answer.content.decode()
    assert make.lead(forwarded).state is Part.ACCEPTED
    shown = _photo(content=make.jpeg(colour=(20, 90, 40)))
    assert send(officer, accepted, "result", note="Đã xong.", photos=[shown]).status_code == 302
    actions.return_result(accepted.id, reason="not_done", note="Ghi rõ hơn.", now=timezone.now(), actor=make.DESK)
    assert send(officer, accepted, "result", note="Đã vá ba ổ gà.").status_code == 302, "the photo of the result is there"
    assert make.lead(forwarded).state is Part.RESULT_FILED


def test_a_good_photo_outlives_a_bad_one(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    bad = _photo("trang.jpg", b"<html><script>alert(1)</script></html>")
    answer = send(officer, accepted, "result", note="Đã vá xong.", photos=[_photo(), bad])
    assert answer.status_code == 422
    page = html.unescape(answer.content.decode())
    assert "trang.jpg: Tệp này không phải là ảnh." in page
    assert "Đã vá xong." in page
    [token] = re.findall(r'name="kept" value="([^"]+)"', page)
    preview = officer.get(f"/agency/{accepted.id}/kept/{token}.jpg")
    assert (preview.status_code, preview.headers["Content-Type"]) == (200, "image/jpeg")
    assert send(officer, accepted, "result", note="Đã vá xong.", kept=[token]).status_code == 302
    assert len(make.case(forwarded).attachments) == 1


def test_a_kept_photo_is_good_for_one_part_only(officer: Client, accepted: PartFacts, send: Send, stranger: Client) -> None:
    page = send(officer, accepted, "result", note="", photos=[_photo()]).content.decode()
    [token] = re.findall(r'name="kept" value="([^"]+)"', page)
    other = make.lead(make.forwarded("pothole", now=timezone.now()))
    assert officer.get(f"/agency/{other.id}/kept/{token}.jpg").status_code == 404
    assert stranger.get(f"/agency/{accepted.id}/kept/{token}.jpg").status_code == 404
    assert officer.get(f"/agency/{accepted.id}/kept/{'x' * 40}.jpg").status_code == 404


def test_too_many_photos_are_refused(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    answer = send(officer, accepted, "progress", note="Đang làm.", photos=[_photo() for _ in range(6)])
    assert answer.status_code == 422
    assert "Chỉ gửi được 5 ảnh" in answer.content.decode()
    assert make.case(forwarded).attachments == ()


def test_asking_the_reporter_and_reading_the_reply(officer: Client, forwarded: Opened, part: PartFacts, send: Send) -> None:
    assert send(officer, part, "ask", question="Trước số nhà nào?").status_code == 302
    case = make.case(forwarded)
    [question] = case.questions
    assert (question.words, question.part_id) == ("Trước số nhà nào?", part.id)
    assert "question" in [message.event for message in case.messages]
    actions.reply_question(question.id, words="Trước số 12.", now=timezone.now())
    assert "Trước số 12." in officer.get(f"/agency/{part.id}/").content.decode()


def test_two_people_on_one_case(officer: Client, forwarded: Opened, part: PartFacts, send: Send) -> None:
    seen = make.case(forwarded).request.version
    actions.add_pictures(forwarded.request_id, pictures=[make.photo()], now=timezone.now())
    answer = send(officer, part, "return", version=seen, reason="not_ours", to_unit="0", note="Không phải đường của đơn vị.")
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Hồ sơ vừa có thay đổi" in page
    assert "Không phải đường của đơn vị." in page
    assert make.lead(forwarded).state is Part.FORWARDED
    [version] = re.findall(r'name="version" value="(\d+)" id="return_version"', page)
    assert send(officer, part, "return", version=version, reason="not_ours", to_unit="0", note="Không phải.").status_code == 302


def test_accepting_twice_is_said_and_harmless(officer: Client, forwarded: Opened, accepted: PartFacts, send: Send) -> None:
    answer = send(officer, accepted, "accept")
    assert answer.status_code == 409
    assert "Đơn vị đã nhận việc này rồi." in answer.content.decode()
    assert _events(forwarded).count("part_accepted") == 1


def test_a_result_before_accepting_is_said_and_keeps_the_words(
    officer: Client, forwarded: Opened, part: PartFacts, send: Send
) -> None:
    answer = send(officer, part, "result", note="Đã vá xong.", photos=[_photo()])
    assert answer.status_code == 409
    page = html.unescape(answer.content.decode())
    assert "Hãy bấm “Nhận việc” trước." in page
    assert "Đã vá xong." in page
    assert make.case(forwarded).attachments == ()


@pytest.mark.parametrize(
    ("what", "words", "status"),
    [
        ("a megabyte", "a" * 1_000_000, 422),
        ("a little too long", "a" * 8001, 422),
        ("as long as may be", "a" * 8000, 302),
        ("right-to-left tricks and NUL", "Đang \u202edgnol\u202c làm\x00", 302),
        ("markup", "<script>alert(1)</script>", 302),
    ],
)
def test_odd_words(what: str, words: str, status: int, officer: Client, accepted: PartFacts, send: Send) -> None:
    assert send(officer, accepted, "progress", note=words).status_code == status
    page = officer.get(f"/agency/{accepted.id}/").content.decode()
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_a_form_without_its_version_is_refused(officer: Client, forwarded: Opened, part: PartFacts) -> None:
    answer = officer.post(f"/agency/{part.id}/accept/", {"version": "many"})
    assert answer.status_code == 422
    assert make.lead(forwarded).state is Part.FORWARDED


def test_reading_is_not_doing(officer: Client, forwarded: Opened, part: PartFacts) -> None:
    assert officer.get(f"/agency/{part.id}/accept/").status_code == 405
    assert make.lead(forwarded).state is Part.FORWARDED


def test_reopened_needs_a_photo_of_the_new_round(officer: Client, city: None) -> None:
    opened = make.answered("pothole", now=timezone.now() - timedelta(days=1))
    actions.say_not_done(opened.request_id, words="Vẫn còn ổ gà, gọi 0908369123.", now=timezone.now())
    part = make.lead(opened)
    version = make.case(opened).request.version
    officer.post(f"/agency/{part.id}/accept/", {"version": version})
    page = officer.get(f"/agency/{part.id}/").content.decode()
    assert "Đã mở lại 1 lần" in page
    assert "0908369123" not in page
    version = make.case(opened).request.version
    answer = officer.post(f"/agency/{part.id}/result/", {"version": version, "note": "Đã vá lại."})
    assert answer.status_code == 422
