"""The public list and the public page of a case: what the publish rules let out, and nothing more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from hotline.casefile.pictures import make_public, receive
from hotline.core.facts import AttachmentKind, Correction
from hotline.notify.draining import Drain
from hotline.public import cursors
from tests import make
from tests.notify.test_draining import Phone
from tests.public.portal import page

pytestmark = pytest.mark.usefixtures("city", "db")


def published(service: str = "pothole", *, public_words: str = "Đã vá xong.") -> Opened:
    opened = make.answered(service, now=timezone.now() - timedelta(hours=5))
    for channel in ("sms", "email"):
        Drain(channel, Phone()).run(timezone.now())
    actions.publish_answer(opened.request_id, public_words=public_words, now=timezone.now(), actor=make.DESK)
    return opened


def approve(opened: Opened, words: str = "Có ổ gà ở phường.", place: str = "đường Lê Lợi") -> None:
    actions.approve_public_words(opened.request_id, words=words, place=place, now=timezone.now(), actor=make.DESK)


def case(opened: Opened, *, status: int = 200) -> str:
    return page(f"/cases/{opened.reference}/", status=status)


def correct(opened: Opened, correction: Correction, *, words: str, why: str) -> None:
    answer = make.case(opened).answers[0]
    facts = {"correction": correction, "why": why, "now": timezone.now(), "actor": make.DESK}
    actions.correct_answer(answer.id, words=words, public_words=words, **facts)  # type: ignore[arg-type]


# One case -------------------------------------------------------------------------------------------------------------


def test_before_publication_only_reference_phase_and_deadline() -> None:
    opened = make.report("hardship", now=timezone.now())
    text = case(opened)
    assert "Trả lời trước" in text
    assert 'name="robots" content="noindex"' in text
    for kept_back in ("khó khăn</h1>", "Ổ gà lớn", "Sài Gòn", "Lê Lợi", "0908"):
        assert kept_back not in text


def test_the_citizens_words_wait_for_a_person() -> None:
    opened = make.report("street_light", now=timezone.now())
    assert "Ổ gà lớn" not in case(opened)
    assert "Lời của người gửi chưa công bố" in case(opened)
    approve(opened)
    text = case(opened)
    for shown in ("Có ổ gà ở phường.", "đường Lê Lợi, Phường Sài Gòn"):
        assert shown in text
    assert "12 Lê Lợi" not in text


def test_a_published_answer_with_its_way() -> None:
    opened = published()
    text = case(opened)
    for shown in ("Đã vá xong.", "Đã tiếp nhận", "Đang xử lý", "Đã xử lý", make.lead(opened).unit_name):
        assert shown in text
    assert "Đơn vị đã vá xong ổ gà." not in text, "the words for the citizen are not the public's"


def test_a_corrected_answer_shows_its_history() -> None:
    opened = published()
    correct(opened, Correction.MISTAKE, words="Vá xong hai ổ gà.", why="Đếm nhầm")
    text = case(opened)
    for shown in ("Vá xong hai ổ gà.", "Đã vá xong.", "Đếm nhầm"):
        assert shown in text


def test_a_correction_for_privacy_shows_only_that_and_why() -> None:
    opened = published(public_words="Bà Trâm ở 2-55 đã có nước.")
    correct(opened, Correction.PRIVACY, words="Hộ dân đã có nước.", why="Có tên và số nhà")
    text = case(opened)
    for shown in ("Hộ dân đã có nước.", "Câu trả lời này đã gỡ để bảo vệ thông tin cá nhân.", "Có tên và số nhà"):
        assert shown in text
    assert "Trâm" not in text


def test_a_reopened_case_says_that_the_answer_was_the_one_before() -> None:
    opened = published()
    actions.say_not_done(opened.request_id, words="Còn", reason="still_there", now=timezone.now())
    text = case(opened)
    assert "Trả lời lần trước" in text
    assert "Mở lại: người dân thấy chưa xong" in text


@pytest.mark.parametrize("code", ["1022-2611-ZZZZ-ZZZZ-Z", "abc", "x" * 300, "1022-2611-0000-0000-0"])
def test_an_unknown_code_is_a_kind_404(code: str) -> None:
    assert "Không có trang này" in page(f"/cases/{code}/", status=404)


def test_a_code_written_otherwise_leads_to_the_page() -> None:
    opened = make.report(now=timezone.now())
    response = Client().get(f"/cases/{opened.reference.lower()}/")
    assert (response.status_code, response.headers["Location"]) == (301, f"/cases/{opened.reference}/")


# Photos ---------------------------------------------------------------------------------------------------------------


def test_a_photo_is_public_once_a_person_approved_it_and_while_the_case_is() -> None:
    picture = receive(make.jpeg(), now=timezone.now())
    actions.keep_picture(picture, kind=AttachmentKind.REPORT, now=timezone.now())
    opened = make.report("street_light", now=timezone.now(), attachments=(picture.key,))
    address = f"/media/{picture.key}.jpg"
    page(address, status=404)
    attachment = make.case(opened).attachments[0]
    actions.publish_picture(attachment.id, copy=make_public(picture.key), now=timezone.now(), actor=make.DESK)
    response = Client().get(address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
    assert "max-age=60" in response.headers["Cache-Control"]
    assert address in case(opened)
    actions.withdraw_picture(attachment.id, now=timezone.now(), actor=make.DESK)
    page(address, status=404)


def test_an_approved_photo_of_a_case_that_is_not_public_stays_inside() -> None:
    picture = receive(make.jpeg(), now=timezone.now())
    actions.keep_picture(picture, kind=AttachmentKind.REPORT, now=timezone.now())
    opened = make.report("hardship", now=timezone.now(), attachments=(picture.key,))
    copy = make_public(picture.key)
    actions.publish_picture(make.case(opened).attachments[0].id, copy=copy, now=timezone.now(), actor=make.DESK)
    page(f"/media/{picture.key}.jpg", status=404)


@pytest.mark.parametrize("key", ["0" * 32, "f" * 31, "../../etc/passwd", "A" * 32])
def test_no_other_address_gives_a_file(key: str) -> None:
    assert Client().get(f"/media/{key}.jpg").status_code == 404


# The list -------------------------------------------------------------------------------------------------------------


def test_the_list_is_narrowed_by_service_ward_and_phase() -> None:
    light = make.report("street_light", now=timezone.now())
    published("pothole")
    make.indexed()
    both = page("/cases/")
    assert both.count('<li class="case') == 2
    assert light.reference in page("/cases/?service=street_light")
    assert page("/cases/?service=street_light").count('<li class="case') == 1
    assert page("/cases/?phase=resolved").count('<li class="case') == 1
    assert page(f"/cases/?area={make.SAI_GON}").count('<li class="case') == 2
    assert page("/cases/?area=26737").count('<li class="case') == 0


def test_what_is_never_published_is_not_in_the_list() -> None:
    opened = make.report("hardship", now=timezone.now())
    make.indexed()
    assert opened.reference not in page("/cases/")
    assert "Chưa có phản ánh nào được công bố" in page("/cases/")


def test_every_case_is_on_exactly_one_page_even_those_of_one_moment() -> None:
    now = timezone.now()
    opened = {make.report("street_light", now=now).reference for _ in range(45)}
    make.indexed()
    seen: list[str] = []
    address = "/cases/"
    for _page in range(5):
        text = page(address)
        seen += [reference for reference in opened if f'href="/cases/{reference}/"' in text]
        if 'rel="next"' not in text:
            break
        address = text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 45
    assert set(seen) == opened


def test_an_address_tells_no_row_number() -> None:
    for _ in range(21):
        make.report("street_light", now=timezone.now())
    make.indexed()
    token = page("/cases/").split("before=")[1].split('"')[0]
    position = cursors.read(token)
    assert position is not None
    written = (position[0], 20_261_122)  # one digit may stand in a random text, eight do not
    assert cursors.read(cursors.written(written)) == written
    assert str(written[1]) not in cursors.written(written)


@pytest.mark.parametrize("query", ["service=x", "area=1", "phase=refused", "service=%00"])
def test_a_filter_that_is_none_finds_nothing_and_says_so(query: str) -> None:
    words = page(f"/cases/?{query}", status=404)
    assert "Không có phản ánh nào như vậy" in words
    assert "lọc theo một mục không còn nữa" in words
    assert "lựa chọn hợp lệ" not in words, "Django's own sentence is nobody's language"


@pytest.mark.parametrize("before", ["x", "AAAA", "%00", "ế", "gAAAAABl" * 40])
def test_a_position_that_is_none_begins_anew(before: str) -> None:
    make.report("street_light", now=timezone.now())
    make.indexed()
    assert page(f"/cases/?before={before}").count('<li class="case') == 1
