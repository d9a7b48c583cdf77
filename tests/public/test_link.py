"""The private page: the reporter follows, answers, adds photos, rates, and says that it is not done."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from hotline.casefile import actions
from hotline.casefile.facts import ContactDraft, Opened
from hotline.casefile.pictures import receive
from hotline.core.facts import AttachmentKind, Correction
from hotline.core.status import Part, Phase
from hotline.directory.queries import snapshot
from tests import make
from tests.public.portal import link, page

pytestmark = pytest.mark.usefixtures("city", "db")

ANSWERED_AGO = timedelta(hours=5)


def photo(name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, make.jpeg(), content_type="image/jpeg")


def answered() -> Opened:
    return make.answered(now=timezone.now() - ANSWERED_AGO)


def asked(words: str = "Nhà số mấy?") -> tuple[Opened, int]:
    opened = make.report(now=timezone.now() - timedelta(hours=1))
    return opened, actions.ask(opened.request_id, words=words, now=timezone.now(), actor=make.OPERATOR)


def send(opened: Opened, *path: str, **form: Any) -> tuple[int, str]:
    response = Client().post(link(opened, *path), form, follow=True)
    return response.status_code, response.content.decode()


# What the page shows --------------------------------------------------------------------------------------------------


def test_it_shows_the_reporters_own_words_place_and_deadline() -> None:
    text = page(link(make.report(now=timezone.now())))
    for shown in ("Ổ gà lớn giữa đường", "12 Lê Lợi", "Phường Sài Gòn", "Trả lời bạn trước", "Vì sao?", "0908 369 …"):
        assert shown in text
    assert make.NAME not in text
    assert "0908369123" not in text


def test_nothing_of_it_is_kept_indexed_or_told_to_other_sites() -> None:
    opened = make.report(now=timezone.now())
    for response in (Client().get(link(opened)), Client().post(link(opened, "photos"), {})):
        assert "no-store" in response.headers["Cache-Control"]
        assert response.headers["Referrer-Policy"] == "no-referrer, strict-origin"
        assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("token", ["x" * 16, "A" * 22, "A" * 64, "__________________"])
def test_a_link_that_opens_nothing_is_a_kind_404(token: str) -> None:
    assert "Không có trang này" in page(f"/r/{token}/", status=404)


def test_a_link_closes_when_nothing_happened_for_the_profiles_days() -> None:
    days = snapshot().windows.private_link_days
    page(link(make.report(now=timezone.now() - timedelta(days=days - 1))))
    page(link(make.report(now=timezone.now() - timedelta(days=days + 1))), status=404)


def test_the_way_of_a_case_is_told_in_kind_words() -> None:
    opened = answered()
    text = page(link(opened))
    part = make.lead(opened)
    for told in (
        "Đã tiếp nhận phản ánh của bạn",
        f"Đã chuyển đến {part.unit_name}",
        f"{part.unit_name} đã nhận việc",
        f"{part.unit_name} báo đã xong, chúng tôi kiểm tra lại",
        "Chúng tôi đã trả lời bạn",
        "Đơn vị đã vá xong ổ gà.",
    ):
        assert told in text
    for inner in ("proposed", "verified", "answer_drafted", "Đã vá xong.<"):
        assert inner not in text


def test_a_refusal_says_why_and_where_to_go() -> None:
    opened = make.report(now=timezone.now())
    actions.refuse(opened.request_id, reason="complaint", now=timezone.now(), actor=make.OPERATOR)
    text = page(link(opened))
    assert "Đây là khiếu nại" in text
    assert "gửi đơn đến cơ quan đã ra quyết định" in text
    assert "Thêm ảnh" not in text


def test_a_corrected_answer_shows_the_one_before_and_why() -> None:
    opened = answered()
    _correct(opened, Correction.MISTAKE, words="Vá xong hai ổ gà.", why="Đếm nhầm")
    text = page(link(opened))
    for shown in ("Vá xong hai ổ gà.", "Đơn vị đã vá xong ổ gà.", "Đếm nhầm"):
        assert shown in text


def test_a_correction_for_privacy_shows_only_that_and_why() -> None:
    opened = answered()
    _correct(opened, Correction.PRIVACY, words="Một hộ đã dọn.", why="Có tên người khác")
    text = page(link(opened))
    for shown in ("Một hộ đã dọn.", "Có tên người khác", "Câu trả lời này đã gỡ để bảo vệ thông tin cá nhân."):
        assert shown in text
    assert "Đơn vị đã vá xong ổ gà." not in text


def test_it_speaks_english() -> None:
    client = Client(headers={"accept-language": "en"})
    text = page(link(answered()), client=client)
    assert "What happened" in text
    assert "we replied to you" in text.lower()


# Photos ---------------------------------------------------------------------------------------------------------------


def test_the_reporter_sees_their_own_photos_and_the_evidence_once_there_is_an_answer() -> None:
    own, evidence = _kept(AttachmentKind.REPORT), _kept(AttachmentKind.EVIDENCE)
    opened = make.forwarded(now=timezone.now() - timedelta(hours=9), attachments=(own,))
    part = make.lead(opened)
    now = timezone.now() - timedelta(hours=2)
    actions.accept_part(part.id, now=now, actor=make.officer(part))
    actions.file_result(part.id, note="Xong", evidence=[evidence], now=now, actor=make.officer(part))
    assert _status(opened, own) == 200
    assert _status(opened, evidence) == 404
    actions.accept_result(part.id, now=timezone.now(), actor=make.DESK)
    actions.draft_answer(opened.request_id, words="Xong.", public_words="Xong.", now=timezone.now(), actor=make.DESK)
    actions.send_answer(opened.request_id, now=timezone.now(), actor=make.DESK)
    assert _status(opened, evidence) == 200
    assert f"/photo/{evidence}.jpg" in page(link(opened))


def test_no_photo_of_another_case_opens_with_this_link() -> None:
    key = _kept(AttachmentKind.REPORT)
    make.report(now=timezone.now(), attachments=(key,))
    assert _status(make.report(now=timezone.now()), key) == 404


def test_photos_are_added() -> None:
    opened = make.forwarded(now=timezone.now() - timedelta(hours=1))
    status, text = send(opened, "photos", **{"photos-photos": [photo(), photo()]})
    assert (status, "đã nhận ảnh của bạn" in text) == (200, True)
    assert [one.kind for one in make.case(opened).attachments] == ["report", "report"]
    assert "Bạn gửi thêm ảnh (2)" in text


def test_what_is_no_photo_is_refused_and_the_good_ones_are_kept() -> None:
    opened = make.forwarded(now=timezone.now() - timedelta(hours=1))
    client = Client()
    bad = SimpleUploadedFile("la.jpg", b"<html>x</html>", content_type="image/jpeg")
    response = client.post(link(opened, "photos"), {"photos-photos": [photo(), bad]})
    text = response.content.decode()
    assert response.status_code == 422
    assert "la.jpg" in text
    assert "Đã nhận 1 ảnh, bạn không cần chọn lại." in text
    assert make.case(opened).attachments == ()
    ticket = text.split('name="kept" value="')[1].split('"')[0]
    status, _text = send(opened, "photos", kept=ticket)
    assert (status, len(make.case(opened).attachments)) == (200, 1)


def test_the_same_kept_photos_are_added_once() -> None:
    opened = make.forwarded(now=timezone.now() - timedelta(hours=1))
    bad = SimpleUploadedFile("la.jpg", b"x", content_type="image/jpeg")
    text = Client().post(link(opened, "photos"), {"photos-photos": [photo(), bad]}).content.decode()
    ticket = text.split('name="kept" value="')[1].split('"')[0]
    assert send(opened, "photos", kept=ticket)[0] == 200
    status, again = send(opened, "photos", kept=ticket)
    assert (status, "Ảnh đã gửi rồi" in again) == (422, True)
    assert len(make.case(opened).attachments) == 1


def test_a_ticket_of_another_link_holds_no_photos() -> None:
    first, second = make.forwarded(now=timezone.now()), make.forwarded(now=timezone.now())
    bad = SimpleUploadedFile("la.jpg", b"x", content_type="image/jpeg")
    text = Client().post(link(first, "photos"), {"photos-photos": [photo(), bad]}).content.decode()
    ticket = text.split('name="kept" value="')[1].split('"')[0]
    status, _text = send(second, "photos", kept=ticket)
    assert (status, make.case(second).attachments) == (422, ())


def test_no_photos_are_added_to_what_is_answered() -> None:
    opened = answered()
    before = len(make.case(opened).attachments)
    _status_code, text = send(opened, "photos", **{"photos-photos": [photo()]})
    assert "không nhận thêm ảnh nữa" in text
    assert len(make.case(opened).attachments) == before


# Questions ------------------------------------------------------------------------------------------------------------


def test_a_question_is_shown_and_answered() -> None:
    opened, question = asked()
    assert "Nhà số mấy?" in page(link(opened))
    form = {f"question{question}-words": "Số 12, đối diện chợ.", f"question{question}-photos": [photo()]}
    status, text = send(opened, "reply", str(question), **form)
    case = make.case(opened)
    assert status == 200
    assert "Cảm ơn bạn" in text
    assert case.questions[0].reply == "Số 12, đối diện chợ."
    assert [one.kind for one in case.attachments] == ["reply"]
    assert case.request.screening == "received"


def test_an_agencys_question_says_who_asks_and_that_they_do_not_know_who_answers() -> None:
    opened = make.forwarded(now=timezone.now() - timedelta(hours=1))
    part = make.lead(opened)
    actions.ask_reporter(part.id, words="Lối nào?", now=timezone.now(), actor=make.officer(part))
    text = page(link(opened))
    assert f"{part.unit_name} hỏi, qua tổng đài. Họ không biết bạn là ai." in text


def test_an_empty_reply_is_asked_for_again() -> None:
    opened, question = asked()
    status, text = send(opened, "reply", str(question), **{f"question{question}-words": "  "})
    assert status == 422
    assert "Hãy viết câu trả lời." in text
    assert make.case(opened).questions[0].reply == ""


def test_a_second_reply_changes_nothing() -> None:
    opened, question = asked()
    send(opened, "reply", str(question), **{f"question{question}-words": "Một"})
    _status_code, text = send(opened, "reply", str(question), **{f"question{question}-words": "Hai"})
    assert "đã có trả lời rồi" in text
    assert make.case(opened).questions[0].reply == "Một"


def test_a_question_of_another_case_is_not_there() -> None:
    _opened, question = asked()
    other = make.report(now=timezone.now())
    assert send(other, "reply", str(question), **{f"question{question}-words": "Trộm"})[0] == 404
    assert make.case(_opened).questions[0].reply == ""


# Rating ---------------------------------------------------------------------------------------------------------------


def test_each_agency_is_rated_and_the_rating_can_be_changed() -> None:
    opened = answered()
    part = make.lead(opened)
    status, text = send(opened, "rate", str(part.id), **{f"part{part.id}-stars": "2", f"part{part.id}-words": "Chậm"})
    assert (status, "Cảm ơn bạn đã đánh giá" in text) == (200, True)
    assert make.lead(opened).rating == 2
    send(opened, "rate", str(part.id), **{f"part{part.id}-stars": "5"})
    assert make.lead(opened).rating == 5
    assert "Bạn đã đánh giá 5 trên 5" in page(link(opened))


@pytest.mark.parametrize("stars", ["", "0", "6", "-1", "2.5", "năm"])
def test_a_rating_is_one_of_five(stars: str) -> None:
    opened = answered()
    part = make.lead(opened)
    assert send(opened, "rate", str(part.id), **{f"part{part.id}-stars": stars})[0] == 422
    assert make.lead(opened).rating is None


def test_nothing_is_rated_before_the_answer_nor_after_the_window() -> None:
    early = make.forwarded(now=timezone.now() - timedelta(hours=1))
    late = make.answered(now=timezone.now() - timedelta(days=snapshot().windows.rating_days + 1))
    for opened in (early, late):
        part = make.lead(opened)
        _status_code, text = send(opened, "rate", str(part.id), **{f"part{part.id}-stars": "5"})
        assert "Lúc này chưa đánh giá được" in text
        assert make.lead(opened).rating is None


def test_no_part_of_another_case_is_rated() -> None:
    part = make.lead(answered())
    assert send(answered(), "rate", str(part.id), **{f"part{part.id}-stars": "1"})[0] == 404


# Not done -------------------------------------------------------------------------------------------------------------


def not_done(opened: Opened, **changes: Any) -> tuple[int, str]:
    form: dict[str, Any] = {"not-done-reason": "still_there", "not-done-words": "Vẫn còn ổ gà.", "not-done-photos": [photo()]}
    return send(opened, "not-done", **{**form, **changes})


def test_not_done_reopens_with_its_reason_and_photo() -> None:
    opened = answered()
    status, text = not_done(opened)
    case = make.case(opened)
    assert (status, "đã được mở lại" in text) == (200, True)
    assert (case.request.phase, case.request.round) == (Phase.IN_PROGRESS, 2)
    assert make.lead(opened).state is Part.FORWARDED
    event = next(event for event in case.events if event.name == "reopened")
    assert (event.reason, event.note) == ("still_there", "Vẫn còn ổ gà.")
    assert [one.kind for one in case.attachments][-1] == AttachmentKind.NOT_DONE
    assert "Trả lời lần trước" in text
    assert "Việc vẫn còn nguyên" in text


def test_not_done_a_second_time_is_told_that_it_is_being_worked_on() -> None:
    opened = answered()
    not_done(opened)
    _status_code, text = not_done(opened)
    assert "đang được xử lý" in text
    assert make.case(opened).request.round == 2


def test_not_done_on_the_last_day_and_not_the_day_after() -> None:
    days = timedelta(days=snapshot().windows.not_done_days)
    sent_after = timedelta(hours=3)
    within = make.answered(now=timezone.now() - days - sent_after + timedelta(hours=1))
    after = make.answered(now=timezone.now() - days - sent_after - timedelta(hours=1))
    assert make.case(within).request.round == 1
    not_done(within)
    assert make.case(within).request.round == 2
    assert "Chưa xong?" not in page(link(after))
    _status_code, text = not_done(after)
    assert "Đã quá thời hạn mở lại" in text
    assert make.case(after).request.round == 1


@pytest.mark.parametrize("missing", ["not-done-reason", "not-done-words"])
def test_not_done_needs_a_reason_in_both_ways_and_keeps_what_was_typed(missing: str) -> None:
    opened = answered()
    status, text = not_done(opened, **{missing: ""})
    assert status == 422
    assert "Đã nhận 1 ảnh" in text
    assert missing == "not-done-words" or "Vẫn còn ổ gà." in text
    assert make.case(opened).request.round == 1


def test_not_done_needs_no_photo_of_somebody_with_a_plain_phone() -> None:
    opened = answered()
    not_done(opened, **{"not-done-photos": []})
    assert make.case(opened).request.round == 2


# Bad input ------------------------------------------------------------------------------------------------------------

WORDS = ["<script>alert(1)</script>", "a\x00b", "\u202eevil", "x" * 10_000, "😀" * 500]


@pytest.mark.parametrize("words", WORDS, ids=["html", "nul", "right-to-left", "too long", "emoji"])
def test_whatever_is_typed_ends_well(words: str) -> None:
    opened, question = asked(words="Ở đâu?")
    status, text = send(opened, "reply", str(question), **{f"question{question}-words": words})
    assert status in (200, 422)
    assert "<script>alert" not in text
    assert "\x00" not in text
    assert "\u202e" not in page(link(opened))


@pytest.mark.parametrize("form", ["photos", "not-done"])
def test_an_address_of_a_form_that_is_opened_leads_back_to_the_page(form: str) -> None:
    opened = answered()
    assert Client().get(link(opened, form), follow=True).redirect_chain == [(link(opened), 302)]


def test_a_photo_of_forty_megapixels_in_few_bytes_is_refused_kindly() -> None:
    written = BytesIO()
    Image.new("1", (8000, 7000)).save(written, "PNG")
    bomb = SimpleUploadedFile("lon.png", written.getvalue(), content_type="image/png")
    opened = make.forwarded(now=timezone.now() - timedelta(hours=1))
    status, text = send(opened, "photos", **{"photos-photos": [bomb]})
    assert status == 422
    assert "lon.png" in text


def test_erased_people_leave_an_empty_page_and_no_error() -> None:
    opened = make.report(now=timezone.now(), contact=ContactDraft(name=make.NAME, email=make.EMAIL))
    actions.erase_contact(make.case(opened).reporters[0].contact_id, now=timezone.now(), actor=make.OPERATOR)
    text = page(link(opened))
    assert "Ổ gà lớn" not in text
    assert "thu.example" not in text


def _correct(opened: Opened, correction: Correction, *, words: str, why: str) -> None:
    answer = make.case(opened).answers[0]
    facts = {"correction": correction, "why": why, "now": timezone.now(), "actor": make.DESK}
    actions.correct_answer(answer.id, words=words, public_words=words, **facts)  # type: ignore[arg-type]


def _kept(kind: AttachmentKind) -> str:
    colour = (120, 140, 160) if kind is AttachmentKind.REPORT else (90, 160, 90)
    picture = receive(make.jpeg(colour=colour), now=timezone.now())
    actions.keep_picture(picture, kind=kind, now=timezone.now() - timedelta(hours=3))
    return picture.key


def _status(opened: Opened, key: str) -> int:
    response = Client().get(f"{link(opened)}photo/{key}.jpg")
    if response.status_code == 200:
        assert "no-store" in response.headers["Cache-Control"]
        assert b"".join(response.streaming_content).startswith(b"\xff\xd8")  # type: ignore[attr-defined]
    return response.status_code
