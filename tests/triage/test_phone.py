"""A report that an operator writes down for a caller."""

import uuid
from typing import Any

import pytest
from django.test import Client

from hotline.casefile import queries
from hotline.casefile.facts import CaseFile
from hotline.core.facts import ActorKind, Channel, PlaceHow

KEY = "7e6c7a9e-3b57-4a43-9d0c-3f6d3c8f5a10"
CALL = {
    "key": KEY,
    "words": "Ông Bột báo: đèn đường lô C chung cư 1 ha tối đã lâu.",
    "service": "pothole",
    "ward": "26740",
    "place_words": "Lô C, chung cư 1 ha",
    "lat": "",
    "lon": "",
    "phone": "0908 369 123",
    "name": "Trần Văn Bột",
    "email": "",
    "language": "vi",
}


def _call(client: Client, **typed: str) -> Any:
    return client.post("/operator/new/", {**CALL, **typed})


def _case(response: Any) -> CaseFile:
    assert response.status_code == 302, response.content.decode()
    return queries.case_file(response["Location"].split("/")[2], revealed=True)


def _count() -> int:
    return len(queries.operator_queue(limit=100))


def test_it_becomes_a_case_that_came_by_telephone(operator: Client) -> None:
    response = _call(operator, hidden="on", language="en")
    case = _case(response)
    reporter = case.reporters[0]
    assert case.request.channel == Channel.PHONE
    assert (reporter.name, reporter.phone, reporter.hidden) == ("Trần Văn Bột", "+84908369123", True)
    assert (case.request.language, case.request.area_name) == ("en", "Phường Sài Gòn")
    assert case.request.place.how is PlaceHow.OPERATOR
    assert case.events[0].actor_kind == ActorKind.STAFF
    assert [part.state for part in case.parts] == ["proposed"]


def test_the_operator_is_told_the_reference_to_read_aloud(operator: Client) -> None:
    response = _call(operator)
    page = operator.get(response["Location"]).content.decode()
    assert "Đọc mã cho người gọi: 1 0 2 2, " in page


def test_sent_twice_it_is_one_report(operator: Client) -> None:
    first, second = _call(operator), _call(operator)
    assert first["Location"] == second["Location"]
    assert _count() == 1


def test_another_report_under_the_same_key_is_refused(operator: Client) -> None:
    _call(operator)
    response = _call(operator, words="Chuyện khác.")
    assert response.status_code == 422
    assert "Phản ánh này đã được ghi rồi" in response.content.decode()
    assert _count() == 1


def test_a_caller_may_give_no_number(operator: Client) -> None:
    assert _case(_call(operator, phone="", name="")).reporters == ()


def test_a_ward_is_read_from_the_address(operator: Client) -> None:
    case = _case(_call(operator, ward="", place_words="12 Lê Lợi, phường Sài Gòn"))
    assert case.request.area_name == "Phường Sài Gòn"


def test_a_ward_is_read_from_coordinates_and_called_approximate(operator: Client) -> None:
    response = _call(operator, ward="", place_words="", lat="10,7769", lon="106.7009")
    case = _case(response)
    assert case.request.place.how is PlaceHow.NEAREST_CENTRE
    assert "gần đúng" in operator.get(response["Location"]).content.decode()


WRONG = [
    ("no telephone number", {"phone": "12"}, "Số điện thoại này chưa đúng"),
    ("no e-mail address", {"email": "a@b"}, "Địa chỉ thư này chưa đúng"),
    ("a name without a way to reach", {"phone": ""}, "Muốn giữ tên người gọi"),
    ("nothing said", {"words": " \x00 "}, "Hãy ghi lại lời người dân"),
    ("too much said", {"words": "a" * 5000}, "viết gọn trong 4000"),
    ("no service", {"service": ""}, "Hãy chọn lĩnh vực"),
    ("a service that is none", {"service": "flying_saucers"}, "Lựa chọn này không còn. Hãy chọn lại."),
    ("a place is needed", {"ward": "", "place_words": ""}, "Lĩnh vực này cần biết phường, xã"),
    ("several wards of that name", {"ward": "", "place_words": "Phường 5"}, "Địa chỉ này có thể thuộc"),
    ("half a point", {"lat": "10.7"}, "Hãy ghi đủ cả vĩ độ và kinh độ"),
    ("a point elsewhere", {"ward": "", "lat": "21.03", "lon": "105.85"}, "nằm ngoài địa bàn"),
    ("no point on earth", {"lat": "95", "lon": "106"}, "Số độ này không có trên bản đồ"),
    ("no number", {"lat": "nan", "lon": "106"}, "Hãy ghi số độ"),
]


@pytest.mark.parametrize(("typed", "words"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_what_is_wrong_is_named_and_nothing_typed_is_lost(operator: Client, typed: dict[str, str], words: str) -> None:
    response = _call(operator, **typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    kept = {**CALL, **typed}
    for name in ("place_words", "name", "phone", "email"):
        assert not kept[name] or f'value="{kept[name]}"' in page
    assert CALL["words"] in page or "words" in typed
    assert _count() == 0


def test_every_fresh_form_has_a_key_of_its_own(operator: Client) -> None:
    keys = {str(operator.get("/operator/new/").context["form"].initial["key"]) for _ in range(3)}
    assert len(keys) == 3
    assert all(uuid.UUID(key).version == 4 for key in keys)


def test_an_officer_writes_down_nothing(officer: Client) -> None:
    assert _call(officer).status_code == 403
    assert _count() == 0
