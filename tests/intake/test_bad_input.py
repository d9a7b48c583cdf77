"""Whatever is sent to the form: a clear sentence in the person's language, nothing typed is lost, nothing breaks."""

import html
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client

from hotline.casefile.models import Attachment, ServiceRequest
from hotline.casefile.queries import case_file
from hotline.intake.models import FormDraft
from tests import make
from tests.intake import photos
from tests.intake.webform import Visitor, path_of, text_of

MEGABYTE = "ế" * 350_000  # three bytes each

FIRST_PAGE = [
    ("nothing chosen", {"words": "Có chuyện"}, "Hãy chọn một loại việc", "Có chuyện"),
    ("an unknown service", {"service": "no_such", "words": "Có chuyện"}, "Loại việc này không có trong danh sách", "Có chuyện"),
    ("a megabyte of text", {"service": "pothole", "words": MEGABYTE}, "Dài quá. Hãy viết gọn trong 4000 chữ cái.", MEGABYTE),
    ("a megabyte for a service", {"service": "a" * 1_000_000}, "Loại việc này không có trong danh sách", ""),
]


@pytest.mark.parametrize(("what", "fields", "sentence", "kept"), FIRST_PAGE, ids=[row[0] for row in FIRST_PAGE])
def test_the_first_page(city: None, db: None, what: str, fields: dict[str, str], sentence: str, kept: str) -> None:
    response = Visitor().post("", **fields)
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'class="error-summary"' in page
    assert kept in page
    if "service" in fields and fields["service"] == "pothole":
        assert 'value="pothole" id="id_service_pothole" checked' in page


SECOND_PAGE = [
    ("nothing", {}, "Hãy chọn phường, xã nơi có chuyện"),
    ("a ward that is none", {"area": "99999"}, "không có trong danh sách"),
    ("a point outside the city", {"lat": "21.0278", "lon": "105.8342"}, "nằm ngoài Thành phố Hồ Chí Minh"),
    ("a point outside the city with a ward", {"lat": "nan", "lon": "105", "area": make.SAI_GON}, "Tọa độ gồm hai số"),
    ("half a point", {"lat": "10.7"}, "Tọa độ gồm hai số"),
    ("words for numbers", {"lat": "mười", "lon": "một trăm"}, "Tọa độ gồm hai số"),
    ("beyond the poles", {"lat": "1e9", "lon": "106"}, "nằm ngoài Thành phố Hồ Chí Minh"),
    ("infinity", {"lat": "inf", "lon": "inf"}, "Tọa độ gồm hai số"),
    ("a megabyte of address", {"words": "a" * 1_000_000}, "Dài quá. Hãy viết gọn trong 300 chữ cái."),
]


@pytest.mark.parametrize(("what", "fields", "sentence"), SECOND_PAGE, ids=[row[0] for row in SECOND_PAGE])
def test_the_place(city: None, db: None, what: str, fields: dict[str, str], sentence: str) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    response = visitor.post("where", **fields)
    assert response.status_code == 422
    assert sentence in text_of(response)
    for typed in fields.values():
        assert typed == "99999" or html.escape(typed) in text_of(response)


PHOTOS = [
    ("a web page named .jpg", photos.HTML, "Tệp này không phải là ảnh"),
    ("20 MB", photos.encoded(photos.scene()) + b"\0" * 20_000_000, "Ảnh này lớn quá (21 MB)"),
    ("half a photo", photos.cut_short(), "bị hỏng hoặc chưa tải xong"),
    ("a bomb", photos.bomb(), "kích thước quá lớn"),
    ("a HEIC of nothing but its name", photos.HEIC, "bị hỏng hoặc chưa tải xong"),
    ("GIF", photos.encoded(photos.scene(), "GIF"), "chưa nhận được loại ảnh này"),
    ("nothing in it", b"", "không phải là ảnh"),
]


@pytest.mark.parametrize(("what", "content", "sentence"), PHOTOS, ids=[row[0] for row in PHOTOS])
def test_photos_that_are_none(city: None, db: None, what: str, content: bytes, sentence: str) -> None:
    visitor = Visitor()
    visitor.what("street_light")
    visitor.where()
    response = visitor.photos(content, attribute_pole="TD-12")
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "TD-12" in text_of(response)
    assert not Attachment.objects.exists()
    assert path_of(visitor.photos(attribute_pole="TD-12")) == "/report/who/"


def test_forty_megapixels_in_some_kilobytes_are_taken(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    assert path_of(visitor.photos(photos.forty_megapixels())) == "/report/who/"
    assert Attachment.objects.get().width == 2560


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "<script>alert(1)</script>.jpg", "a\x00b.jpg", "x" * 3000, "ảnh\u202egpj.exe"]
)
def test_the_name_of_a_file_is_only_shown(city: None, db: None, name: str) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    response = visitor.post("photos", photos=[SimpleUploadedFile("x", photos.HTML)])
    assert response.status_code == 422
    upload = SimpleUploadedFile("x.jpg", photos.HTML)
    upload._name = name  # type: ignore[attr-defined] # past Django's own cleaning, as a client may send it
    page = text_of(visitor.post("photos", photos=[upload]))
    assert "<script>alert" not in page
    assert "\u202e" not in page


CONTACTS = [
    ("neither", {}, "Hãy cho biết số điện thoại hoặc e-mail"),
    ("spaces", {"phone": "   ", "email": " "}, "Hãy cho biết số điện thoại hoặc e-mail"),
    ("too short", {"phone": "0908"}, "Số điện thoại này chưa đúng"),
    ("letters", {"phone": "không có"}, "Số điện thoại này chưa đúng"),
    ("no domain", {"email": "mai@"}, "E-mail này chưa đúng"),
    ("two addresses", {"email": "a@b.vn, c@d.vn"}, "E-mail này chưa đúng"),
    ("a header in it", {"email": "a@b.vn\nBcc: c@d.vn"}, "E-mail này chưa đúng"),
    ("a good number and a bad address", {"phone": make.PHONE, "email": "mai"}, "E-mail này chưa đúng"),
    ("a megabyte", {"phone": "0" * 1_000_000}, "Dài quá"),
    ("a program's field", {"phone": make.PHONE, "website": "http://spam.example"}, "Ô này phải để trống"),
]


@pytest.mark.parametrize(("what", "fields", "sentence"), CONTACTS, ids=[row[0] for row in CONTACTS])
def test_the_contact(city: None, db: None, what: str, fields: dict[str, str], sentence: str) -> None:
    visitor = Visitor()
    visitor.until_who()
    response = visitor.post("who", name="Mai <b>", **fields)
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert "Mai &lt;b&gt;" in page
    assert all(html.escape(typed).split("\n")[0] in page for typed in fields.values())
    assert not ServiceRequest.objects.exists()


NUMBERS = [
    "0908369123",
    "0908 369 123",
    "090.836.9123",
    "(+84) 908-369-123",
    "84908369123",
    "+84 908369123",
    " 0908 369 123 ",
    "\u202d0908 369 123\u202c",
    "０９０８３６９１２３",
]


@pytest.mark.parametrize("typed", NUMBERS)
def test_a_telephone_number_in_any_dress(city: None, db: None, typed: str) -> None:
    visitor = Visitor()
    visitor.until_who()
    assert path_of(visitor.who(phone=typed)) == "/report/sent/"
    case = case_file(ServiceRequest.objects.get().reference, revealed=True)
    assert case.reporters[0].phone == "+84908369123"


def test_an_old_number_of_eleven_digits_is_todays(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.until_who()
    visitor.who(phone="0122 294 9123")
    case = case_file(ServiceRequest.objects.get().reference, revealed=True)
    assert case.reporters[0].phone == "+84772949123"


def test_tricks_with_letters_are_taken_out(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole", words="Ổ gà\x00 ở \u202egnouht\u202c\u200b <script>alert(1)</script>")
    visitor.where(area=make.SAI_GON, words="12\x00 Lê\u202e Lợi")
    visitor.photos()
    visitor.slow_down()
    visitor.who()
    request = ServiceRequest.objects.get()
    assert request.words == "Ổ gà ở gnouht <script>alert(1)</script>"
    assert request.place_words == "12 Lê Lợi"
    assert "<script>alert" not in text_of(visitor.get("sent"))


def test_sentences_come_in_the_persons_language(city: None, db: None) -> None:
    visitor = Visitor(language="en")
    assert "Please choose one kind of matter from the list." in text_of(visitor.post("", words="x"))
    visitor.what("pothole")
    visitor.where()
    page = text_of(visitor.photos(photos.encoded(photos.scene()) + b"\0" * 20_000_000))
    assert "This photo is too large (21 MB). Choose one under 15 MB or take it again." in page


def test_a_form_of_many_megabytes_gets_a_page_and_not_a_number(city: None, db: None) -> None:
    response = Visitor().post("", service="pothole", words="ế" * 5_000_000)
    assert response.status_code == 400
    assert "Chúng tôi chưa đọc được yêu cầu này" in text_of(response)


def test_a_hundred_photos_at_once(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    response = visitor.photos(*[b"x"] * 120)
    assert response.status_code == 422
    assert "không phải là ảnh" in text_of(response)


@pytest.mark.parametrize("token", ["", "x", "../../", "a" * 500, "\x00", "' OR 1=1 --"])
def test_tokens_that_are_none(city: None, db: None, token: str) -> None:
    client = Client()
    for page in ("where", "photos", "who", "sent"):
        response = client.get(f"/report/{page}/", {"d": token})
        assert response.status_code == 302
    assert client.get("/report/photos/..%2f..%2fetc.jpg", {"d": token}).status_code == 404


def test_a_program_that_is_too_quick_is_asked_to_look_again(city: None, db: None) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    visitor.where()
    visitor.photos()
    FormDraft.objects.update(started_at=F("started_at") + timedelta(minutes=1))  # however slow this machine is
    assert path_of(visitor.who()) == "/report/who/"
    page = text_of(visitor.get("who"))
    assert "Bạn điền rất nhanh" in page
    assert f'value="{make.PHONE}"' in page
    assert not ServiceRequest.objects.exists()
