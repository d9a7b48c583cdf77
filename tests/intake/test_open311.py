"""POST of GeoReport v2: what it takes, what it answers, and what it says of everything that cannot be read."""

import json
import xml.etree.ElementTree as ET
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hotline.casefile.models import Attachment, Delivery, IntakeKey, ServiceRequest
from hotline.casefile.queries import case_file, reference_by_link
from hotline.casefile.sealing import opened
from hotline.core.facts import Channel, PlaceHow
from hotline.directory.queries import snapshot
from tests import make
from tests.intake import photos

POINT = {"lat": "10.7769", "long": "106.7009"}
REPORT = {"service_code": "pothole", **POINT, "description": "Ổ gà lớn"}


def post(fields: dict[str, Any], *, form: str = "json", key: str = "", language: str = "vi", multipart: bool = False) -> Any:
    """Send a report as an app does: urlencoded, unless it carries files."""
    headers = {"accept-language": language, **({"Idempotency-Key": key} if key else {})}
    client = Client(enforce_csrf_checks=True, headers=headers)
    if multipart:
        return client.post(f"/open311/v2/requests.{form}", fields)
    body = urlencode(fields, doseq=True)
    return client.post(f"/open311/v2/requests.{form}", body, content_type="application/x-www-form-urlencoded")


def parsed(response: Any) -> ET.Element:
    """Return an XML answer."""
    return ET.fromstring(response.content)  # noqa: S314 - our own answer


def only() -> Any:
    """Return the whole file of the one case there is."""
    return case_file(ServiceRequest.objects.get().reference, revealed=True)


def test_json_answers_a_list_of_one(city: None, db: None) -> None:
    response = post(REPORT)
    (answer,) = response.json()
    assert response.status_code == 201
    assert set(answer) == {"service_request_id", "service_notice", "account_id"}
    assert answer["service_request_id"] == ServiceRequest.objects.get().reference
    assert answer["account_id"] is None
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"


def test_xml_answers_in_its_wrappers(city: None, db: None) -> None:
    response = post(REPORT, form="xml")
    assert response.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = parsed(response)
    assert [root.tag, *[child.tag for child in root], *[field.tag for field in root[0]]] == [
        "service_requests",
        "request",
        "service_request_id",
        "service_notice",
        "account_id",
    ]
    assert root.findtext("request/service_request_id") == ServiceRequest.objects.get().reference


def test_the_private_link_goes_to_the_sender_and_into_no_field(city: None, db: None) -> None:
    response = post(REPORT)
    token = urlsplit(response.headers["Hotline-Private-Link"]).path.split("/")[2]
    assert reference_by_link(token) == ServiceRequest.objects.get().reference
    assert token not in response.content.decode()
    assert response.headers["Location"] == f"/open311/v2/requests/{ServiceRequest.objects.get().reference}.json"
    assert "no-store" in response.headers["Cache-Control"]


def test_everything_that_follows_is_there(city: None, db: None) -> None:
    post(
        {**REPORT, "phone": "+84 908 369 123", "first_name": "Mai", "last_name": "Nguyễn Thị Hoa", "address_string": "12 Lê Lợi"}
    )
    case = only()
    assert case.request.channel == Channel.OPEN311
    assert case.request.words == "Ổ gà lớn"
    assert (case.request.place.lat, case.request.place.how, case.request.place.words) == (
        10.7769,
        PlaceHow.NEAREST_CENTRE,
        "12 Lê Lợi",
    )
    assert (case.reporters[0].phone, case.reporters[0].name) == ("+84908369123", "Nguyễn Thị Hoa Mai")
    assert {clock.rule for clock in case.clocks} == {"forward-5-minutes", "answer"}
    assert case.parts
    assert [message.event for message in case.messages] == ["received"]


PLACES = [
    ("a ward's code", {"address_id": make.SAI_GON}, make.SAI_GON, PlaceHow.CHOSEN),
    ("a point and a ward's code", {"address_id": make.SAI_GON, **POINT}, make.SAI_GON, PlaceHow.CHOSEN),
    ("words that name one ward", {"address_string": "12 Lê Lợi, phường Sài Gòn"}, make.SAI_GON, PlaceHow.CHOSEN),
]


@pytest.mark.parametrize(("what", "fields", "area", "how"), PLACES, ids=[row[0] for row in PLACES])
def test_a_place_may_be_given_in_three_ways(
    city: None, db: None, what: str, fields: dict[str, str], area: str, how: PlaceHow
) -> None:
    assert post({"service_code": "pothole", **fields}).status_code == 201
    place = only().request.place
    assert (place.area_code, place.how) == (area, how)


def test_attributes_of_the_service_are_kept_and_others_only_sealed(city: None, db: None) -> None:
    more = {
        "attribute[extent]": "several",
        "attribute[pole][]": "TD-12",
        "attribute[reporter_card]": "079123456789",
        "media_url": "https://photos.example/1.jpg",
        "device_id": "tg222111",
        "account_id": "123456",
        "api_key": "xyz",
    }
    assert post({**REPORT, "service_code": "street_light", **more}).status_code == 201
    assert only().request.attributes == {"extent": "several", "pole": "TD-12", "media_url": "https://photos.example/1.jpg"}
    body = Delivery.objects.exclude(provider_id__startswith="photos:").get().body
    assert body is not None
    assert b"079123456789" not in bytes(body)
    assert b"079123456789" in opened(body)


def test_photos_may_come_along(city: None, db: None) -> None:
    files = [SimpleUploadedFile("a.jpg", photos.telling()), SimpleUploadedFile("b.png", photos.telling("PNG"))]
    response = post({**REPORT, "media": files}, multipart=True)
    assert response.status_code == 201
    assert Attachment.objects.filter(request__reference=response.json()[0]["service_request_id"]).count() == 2


def test_one_bad_photo_refuses_the_report_and_says_which(city: None, db: None) -> None:
    files = [SimpleUploadedFile("a.jpg", photos.telling()), SimpleUploadedFile("page.jpg", photos.HTML)]
    response = post({**REPORT, "media": files}, multipart=True)
    assert response.status_code == 400
    assert response.json() == [
        {"code": 400, "description": "page.jpg: Tệp này không phải là ảnh. Hãy chọn ảnh JPEG, HEIC, PNG hoặc WebP."}
    ]
    assert not ServiceRequest.objects.exists()


REFUSED = [
    ("nothing at all", {}, 400, "service_code: is required."),
    ("a name too long in two", {**REPORT, "first_name": "a" * 150, "last_name": "b" * 150}, 400, "last_name, first_name: longer"),
    ("an unknown service", {**REPORT, "service_code": "no_such"}, 404, "service_code: there is no service “no_such”."),
    ("another jurisdiction", {**REPORT, "jurisdiction_id": "hanoi.vn"}, 404, "jurisdiction_id: only “hcmc” is served here."),
    (
        "a place outside the city",
        {**REPORT, "lat": "21.0278", "long": "105.8342"},
        400,
        "lat, long: this point is outside the city.",
    ),
    ("half a point", {**REPORT, "lat": ""}, 400, "lat, long: both are needed, in decimal degrees of WGS84."),
    ("a point that is none", {**REPORT, "lat": "nan"}, 400, "lat, long: both are needed, in decimal degrees of WGS84."),
    ("no place where one is needed", {"service_code": "pothole"}, 400, "A place is needed: lat and long, or address_id, or"),
    ("an address of no ward", {"service_code": "pothole", "address_string": "đâu đó"}, 400, "A place is needed"),
    ("a ward that is none", {"service_code": "pothole", "address_id": "1"}, 400, "address_id: the code of a ward of today"),
    ("a megabyte of text", {**REPORT, "description": "ế" * 1_000_000}, 400, "description: longer than 4000 characters."),
    ("more than a form may have", {**REPORT, "description": "ế" * 5_000_000}, 413, "The content is too large"),
    ("a thousand fields and more", {**REPORT, **{f"f{n}": "1" for n in range(1001)}}, 400, "The content cannot be read"),
    ("a number that is none", {**REPORT, "phone": "113"}, 400, "phone: not a telephone number."),
    ("an address that is none", {**REPORT, "email": "mai"}, 400, "email: not an e-mail address."),
    (
        "a choice that is none",
        {**REPORT, "service_code": "street_light", "attribute[extent]": "x"},
        400,
        "attribute[extent]: only one, several",
    ),
    (
        "two for one",
        {**REPORT, "service_code": "street_light", "attribute[pole]": ["1", "2"]},
        400,
        "attribute[pole]: one value only.",
    ),
]


@pytest.mark.parametrize(("what", "fields", "status", "sentence"), REFUSED, ids=[row[0] for row in REFUSED])
def test_what_cannot_be_read_is_said(city: None, db: None, what: str, fields: dict[str, Any], status: int, sentence: str) -> None:
    response = post(fields, language="en")
    assert response.status_code == status
    assert sentence in response.json()[0]["description"]
    root = parsed(post(fields, form="xml", language="en"))
    assert root.tag == "errors"
    assert root.findtext("error/code") == str(status)
    assert sentence in (root.findtext("error/description") or "")
    assert not ServiceRequest.objects.exists()


def test_everything_wrong_is_said_at_once(city: None, db: None) -> None:
    response = post({**REPORT, "lat": "0", "phone": "1", "email": "x"})
    assert [one["code"] for one in response.json()] == [400, 400, 400]


def test_no_key_and_no_jurisdiction_are_needed_and_ours_is_known(city: None, db: None) -> None:
    host = urlsplit(snapshot().city.website).hostname
    for jurisdiction in ("", "hcmc", host):
        assert post({**REPORT, "jurisdiction_id": jurisdiction}).status_code == 201


def test_a_report_may_come_without_a_contact(city: None, db: None) -> None:
    assert post(REPORT).status_code == 201
    assert only().reporters == ()
    assert only().messages == ()


def test_the_same_key_and_content_give_the_same_answer_in_any_order(city: None, db: None) -> None:
    first = post(REPORT, key="k")
    again = post(dict(reversed(REPORT.items())), key="k")
    assert (again.status_code, again.content, again.headers["Hotline-Private-Link"]) == (
        201,
        first.content,
        first.headers["Hotline-Private-Link"],
    )
    assert ServiceRequest.objects.count() == 1


def test_photos_are_part_of_the_content(city: None, db: None) -> None:
    def send(content: bytes) -> Any:
        return post({**REPORT, "media": SimpleUploadedFile("a.jpg", content)}, key="k", multipart=True)

    assert send(photos.telling()).status_code == 201
    assert send(photos.telling()).status_code == 201
    assert send(photos.telling("PNG")).status_code == 422
    assert ServiceRequest.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(city: None, db: None) -> None:
    post(REPORT, key="k")
    response = post({**REPORT, "description": "Khác"}, key="k", form="xml")
    assert response.status_code == 422
    assert parsed(response).findtext("error/code") == "422"
    assert ServiceRequest.objects.count() == 1


def test_keys_are_kept_as_digests_and_not_too_long(city: None, db: None) -> None:
    post(REPORT, key="my-own-key")
    assert b"my-own-key" not in bytes(IntakeKey.objects.get().key)
    assert post(REPORT, key="k" * 256).status_code == 400


def test_a_body_that_is_no_form_is_said(city: None, db: None) -> None:
    response = Client().post("/open311/v2/requests.json", json.dumps(REPORT), content_type="application/json")
    assert response.status_code == 400
    assert "biểu mẫu UTF-8" in response.json()[0]["description"]


def test_other_methods(city: None, db: None) -> None:
    client = Client()
    assert client.put("/open311/v2/requests.json").status_code == 405
    assert client.get("/open311/v2/requests.json").status_code == 200
    preflight = client.options("/open311/v2/requests.json")
    assert preflight.status_code == 204
    assert "Idempotency-Key" in preflight.headers["Access-Control-Allow-Headers"]
    assert client.post("/open311/v2/requests.csv").status_code == 404


@pytest.mark.parametrize(
    "address", ["nothing.json", "nothing.xml", "services/pothole/more.json", "requests/1/2/3.xml", "nothing", "a/b.html"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_that_is_not_there_is_answered_in_the_form_that_was_asked_for(
    city: None, db: None, method: str, address: str
) -> None:
    response = getattr(Client(), method)(f"/open311/v2/{address}")
    assert response.status_code == 404
    if address.endswith(".xml"):
        assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
        assert parsed(response).findtext("error/code") == "404"
    else:
        assert [one["code"] for one in response.json()] == [404]
    assert "discovery.json" in response.content.decode()
