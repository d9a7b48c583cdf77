"""The report form: every way through it, and back, without losing a word."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile import mediafiles
from hotline.casefile.mediafiles import Copy
from hotline.casefile.models import Attachment, ServiceRequest
from hotline.casefile.queries import case_file, reference_by_link
from hotline.casefile.sealing import digest
from hotline.core.facts import Channel, PlaceHow
from hotline.directory.queries import snapshot
from hotline.intake.models import FormDraft
from hotline.intake.report.actions import forget_forms
from hotline.intake.report.tokens import minted
from tests import make
from tests.intake import photos
from tests.intake.webform import Visitor, path_of, text_of


def test_a_report_takes_four_pages_and_two_answers(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.get("")
    assert visitor.get("").status_code == 200
    assert path_of(visitor.what("pothole", words="")) == "/report/where/"
    assert path_of(visitor.where(area=make.SAI_GON)) == "/report/photos/"
    assert path_of(visitor.photos()) == "/report/who/"
    visitor.slow_down()
    assert path_of(visitor.who(phone=make.PHONE)) == "/report/sent/"
    request = ServiceRequest.objects.get()
    page = text_of(visitor.get("sent"))
    assert all(re.search(f"{group}-?</span>", page) for group in request.reference.split("-"))
    token = re.search(r"/r/([\w-]{16,})/", page)
    assert token
    assert reference_by_link(token.group(1)) == request.reference


def test_what_was_said_is_what_is_kept(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("street_light", words="Đèn tắt ba tuần.")
    visitor.where(area=make.SAI_GON, words="lô C chung cư 1 ha")
    visitor.photos(photos.telling(), attribute_pole="TD-12", attribute_extent="several")
    visitor.slow_down()
    visitor.who(phone="(090) 836.91-23", email="", name="Nguyễn Thị Hoa Mai", hidden="on")
    case = case_file(ServiceRequest.objects.get().reference, revealed=True)
    assert case.request.service == "street_light"
    assert case.request.words == "Đèn tắt ba tuần."
    assert case.request.channel == Channel.WEB
    assert case.request.place.area_code == make.SAI_GON
    assert case.request.place.how is PlaceHow.CHOSEN
    assert case.request.place.words == "lô C chung cư 1 ha"
    assert case.request.attributes == {"pole": "TD-12", "extent": "several"}
    assert [photo.kind for photo in case.attachments] == ["report"]
    (reporter,) = case.reporters
    assert (reporter.phone, reporter.name, reporter.hidden) == ("+84908369123", "Nguyễn Thị Hoa Mai", True)


def test_the_last_page_says_what_happens_next_and_by_when(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who("pothole")
    visitor.who()
    page = text_of(visitor.get("sent"))
    clocks = {clock.rule: clock for clock in case_file(ServiceRequest.objects.get().reference).clocks}
    assert "Tổng đài đọc và chuyển đến đơn vị phụ trách trước" in page
    assert "Hạn trả lời" in page
    assert clocks["answer"].words.split(".")[0] in page
    assert "0908\xa0369\xa0…" in page
    assert make.PHONE not in page


def test_a_report_that_goes_by_itself_says_to_whom(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who("street_light")
    visitor.who()
    assert "Phản ánh được chuyển ngay đến" in text_of(visitor.get("sent"))


def test_a_matter_without_a_place_is_not_asked_for_one(city: None, db: None) -> None:
    visitor = Visitor()
    assert path_of(visitor.what("idea", words="Trồng thêm cây.")) == "/report/photos/"
    assert "Bước 2 trong 3" in text_of(visitor.get("photos"))
    visitor.photos()
    visitor.slow_down()
    assert path_of(visitor.who(email="mai@thu.example")) == "/report/sent/"
    assert ServiceRequest.objects.get().area_id is None


@pytest.mark.parametrize(("page", "leads_to"), [("where", "/report/"), ("photos", "/report/where/"), ("who", "/report/photos/")])
def test_back_keeps_what_is_on_the_page(city: None, db: None, page: str, leads_to: str) -> None:
    visitor = Visitor()
    visitor.until_who("street_light")
    typed = {"where": {"words": "ngõ 12"}, "photos": {"attribute_pole": "P7"}, "who": {"phone": "chưa gõ xong 09"}}[page]
    assert path_of(visitor.post(page, back="1", **typed)) == leads_to
    assert all(words in text_of(visitor.get(page)) for words in typed.values())


def test_every_page_shows_again_what_was_typed(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who("pothole")
    assert "Ổ gà lớn giữa đường." in text_of(visitor.get(""))
    assert re.search(r'value="pothole"[^>]* checked', text_of(visitor.get("")))
    assert f'value="{make.SAI_GON}" selected' in text_of(visitor.get("where"))
    summary = text_of(visitor.get("who"))
    assert all(words in summary for words in ("Ổ gà lớn giữa đường.", "12 Lê Lợi", "Phường Sài Gòn", "Chưa có ảnh"))


@pytest.mark.parametrize(("service", "heading"), [("street_light", "Ảnh và chi tiết"), ("pothole", "Ảnh")])
def test_the_summary_names_the_details_that_the_service_asks_for(city: None, db: None, service: str, heading: str) -> None:
    visitor = Visitor()
    visitor.until_who(service)
    assert re.findall(r"<dt[^>]*>\s*(Ảnh[^<]*?)\s*</dt>", text_of(visitor.get("who"))) == [heading]


def test_the_browsers_own_back_finds_the_form_again(city: None, db: None) -> None:
    visitor = Visitor()
    first = visitor.get("").headers["Location"]
    visitor.what("pothole")
    visitor.where()
    assert "Ổ gà lớn giữa đường." in text_of(visitor.client.get(first))
    visitor.what("flooding", words="Ngập chứ không phải ổ gà")
    assert "12 Lê Lợi" in text_of(visitor.get("where"))
    assert FormDraft.objects.count() == 1


@pytest.mark.parametrize("token", ["x" * 60, "bookmarked a week ago"])
def test_an_address_that_is_forged_or_old_begins_nothing(city: None, db: None, token: str) -> None:
    visitor = Visitor()
    visitor.token = token if "x" in token else minted(timezone.now() - timedelta(days=7))
    wanted = visitor.token
    assert path_of(visitor.get("")) == "/report/"
    assert visitor.token != wanted
    visitor.token = wanted
    visitor.what("pothole")
    assert visitor.token != wanted


def test_a_link_can_name_the_service(city: None, db: None) -> None:
    page = text_of(Client().get("/report/?service=flooding", follow=True))
    assert re.search(r'value="flooding"[^>]* checked', page)
    unknown = Client().get("/report/?service=no_such_thing", follow=True)
    assert unknown.status_code == 200
    assert "Loại việc trong đường dẫn bạn mở không còn nữa" in text_of(unknown)


def test_my_place_is_enough_and_said_to_be_approximate(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where(lat="10.7769", lon="106.7009")
    page = text_of(visitor.get("who"))
    assert "gần đúng, theo vị trí bạn gửi" in page
    visitor.slow_down()
    visitor.who()
    request = ServiceRequest.objects.get()
    assert (request.lat, request.lon, request.area_how) == (10.7769, 106.7009, PlaceHow.NEAREST_CENTRE)


def test_a_chosen_ward_wins_over_a_guess_and_keeps_the_point(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who("pothole")
    visitor.where(area=make.SAI_GON, lat="10,7769", lon="106,7009")
    visitor.who()
    request = ServiceRequest.objects.get()
    assert request.lat == 10.7769
    assert request.area_how == PlaceHow.CHOSEN


def test_an_old_wards_name_is_understood_and_asked(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    asked = visitor.where(words="45/8 QL1A, P.Tân Hưng Thuận (Q.12)")
    assert asked.status_code == 422
    assert "Có phải Phường" in text_of(asked)
    guessed = re.search(r'<option value="(\d+)" selected', text_of(asked))
    assert guessed
    assert path_of(visitor.where(area=guessed.group(1), words="45/8 QL1A", asked="1")) == "/report/photos/"


def test_a_name_of_several_wards_is_asked_with_those_on_top(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    page = text_of(visitor.where(words="chung cư 1 ha, P.An Phú, Q.2"))
    assert "Có thể là: Phường An Khánh; Phường Bình Trưng" in page
    assert '<optgroup label="Có thể là">' in page


def test_where_a_place_is_optional_nobody_is_held_up(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("bus", words="Xe 01 bỏ trạm.")
    assert path_of(visitor.where(words="không rõ")) == "/report/photos/"


def test_photos_are_shown_to_their_sender_only_and_can_be_dropped(city: None, db: None) -> None:
    visitor, stranger = Visitor(), Visitor()
    visitor.what("pothole")
    visitor.where()
    assert path_of(visitor.photos(photos.telling(), photos.encoded(photos.scene(300, 300)), add="1")) == "/report/photos/"
    page = text_of(visitor.get("photos"))
    assert "Đã nhận 2 ảnh" in page
    first, second = re.findall(r'name="drop" value="(\w+)"', page)
    shown = visitor.client.get(f"/report/photos/{first}.jpg?d={visitor.token}")
    assert shown.status_code == 200
    assert b"".join(shown.streaming_content) == mediafiles.path_of(first, Copy.SMALL).read_bytes()  # type: ignore[attr-defined]
    assert stranger.client.get(f"/report/photos/{first}.jpg?d={visitor.token}").status_code == 404
    visitor.photos(drop=first)
    visitor.slow_down()
    visitor.who()
    assert [photo.key for photo in Attachment.objects.filter(request__isnull=False)] == [second]


def test_one_bad_photo_does_not_cost_the_good_ones(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    page = visitor.photos(photos.telling(), photos.HTML)
    assert page.status_code == 422
    assert "2.jpg: Tệp này không phải là ảnh" in text_of(page)
    assert "Đã nhận 1 ảnh" in text_of(page)


def test_the_same_photo_twice_is_kept_once_and_five_are_the_most(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    visitor.photos(photos.telling(), photos.telling())
    assert "Đã nhận 1 ảnh" in text_of(visitor.get("photos"))
    page = visitor.photos(*(photos.encoded(photos.scene(200 + n, 200)) for n in range(5)))
    assert "Chỉ gửi được 5 ảnh" in text_of(page)
    assert "Đã nhận 5 ảnh" in text_of(page)


def test_two_forms_in_two_tabs_do_not_mix(city: None, db: None) -> None:
    one, other = Visitor(), Visitor()
    other.client = one.client
    one.what("pothole", words="Chuyện thứ nhất")
    other.what("flooding", words="Chuyện thứ hai")
    assert one.token != other.token
    for tab in (one, other):
        tab.where()
        tab.photos()
        tab.slow_down()
        tab.who()
    assert set(ServiceRequest.objects.values_list("words", flat=True)) == {"Chuyện thứ nhất", "Chuyện thứ hai"}


def test_a_form_belongs_to_its_browser(city: None, db: None) -> None:
    visitor, stranger = Visitor(), Visitor()
    visitor.until_who()
    stranger.token = visitor.token
    assert path_of(stranger.client.get(f"/report/who/?d={visitor.token}")) == "/report/"
    visitor.who()
    assert path_of(stranger.client.get(f"/report/sent/?d={visitor.token}")) == "/report/"


@pytest.mark.parametrize("page", ["where", "photos", "who"])
def test_what_a_lost_form_was_sending_is_kept(city: None, db: None, page: str) -> None:
    visitor = Visitor()
    visitor.until_who("street_light")
    FormDraft.objects.all().delete()
    typed = {"where": {"words": "ngõ 12"}, "photos": {"attribute_pole": "P7"}, "who": {"phone": make.PHONE}}[page]
    assert path_of(visitor.post(page, **typed)) == "/report/"
    first = text_of(visitor.get(""))
    assert "Phần vừa gõ vẫn còn" in first
    visitor.what("street_light")
    if page != "where":
        visitor.where()
    assert all(words in text_of(visitor.get(page)) for words in typed.values())


def test_nothing_typed_is_readable_in_the_database(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    visitor.post("who", back="1", phone=make.PHONE, name=make.NAME)
    row = FormDraft.objects.get(pk=digest(visitor.token))
    for words in (make.PHONE, make.NAME, "Ổ gà", "Lê Lợi"):
        assert words.encode() not in bytes(row.body)
    assert visitor.token.encode() not in bytes(row.token)


def test_a_sent_form_keeps_no_word_of_it(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    before = len(FormDraft.objects.get().body)
    visitor.who()
    assert len(FormDraft.objects.get().body) < before + 300
    assert text_of(visitor.get("")).count("Ổ gà lớn giữa đường.") == 0
    assert path_of(visitor.get("who")) == "/report/sent/"


def test_forms_go_after_a_day(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what()
    begun_at = FormDraft.objects.get().started_at
    assert forget_forms(before=begun_at) == 0
    assert forget_forms(before=begun_at + timedelta(seconds=1)) == 1


def test_pages_are_kept_by_no_cache_and_need_no_session(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    response = visitor.get("who")
    assert "no-store" in response.headers["Cache-Control"]
    assert set(visitor.client.cookies) <= {"hotline_form", "csrftoken", "messages"}
    cookie = visitor.client.cookies["hotline_form"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_form_from_another_site_is_refused(city: None, db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/report/", follow=True)
    assert client.post("/report/", {"service": "pothole"}).status_code == 403
    assert not FormDraft.objects.exists()


def test_emergencies_say_at_once_whom_to_call(city: None, db: None) -> None:
    visitor = Visitor()
    service = next(code for code, facts in snapshot().services.items() if "emergency" in facts.kinds)
    visitor.what(service)
    assert 'href="tel:114"' in text_of(visitor.get("where"))


def test_the_form_speaks_english(city: None, db: None) -> None:
    visitor = Visitor(language="en")
    visitor.get("")
    assert "What is going on?" in text_of(visitor.get(""))
    visitor.until_who()
    assert "Where shall we send the result?" in text_of(visitor.get("who"))
    visitor.who()
    assert ServiceRequest.objects.get().language == "en"
    assert "What happens next?" in text_of(visitor.get("sent"))
