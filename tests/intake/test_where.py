"""Page 2 of the report form: an address is read, a point and a ward are compared, nothing is chosen in silence."""

import re
from datetime import UTC, datetime

import pytest

from hotline.casefile import queries
from hotline.core.facts import Place, PlaceHow
from hotline.directory.actions import import_boundaries
from hotline.directory.queries import snapshot
from tests import make
from tests.directory.drawing import features, file_of
from tests.intake.webform import Visitor, path_of, text_of

pytestmark = pytest.mark.usefixtures("city", "db")

CHOSEN = re.compile(r'<option value="(\d+)" selected')
PICKED = re.compile(r'name="pick" value="(\d+)"')


@pytest.fixture
def visitor() -> Visitor:
    made = Visitor()
    made.what()
    return made


@pytest.fixture
def outlines() -> None:
    import_boundaries(file_of(features()), file_name="wards.geojson", now=datetime(2026, 3, 2, tzinfo=UTC))


def test_the_button_reads_an_address_and_fills_the_one_ward_in(visitor: Visitor) -> None:
    answer = visitor.where(find="1", words="45/8 ql1a p tan hung thuan q12")
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Phường Đông Hưng Thuận (trước là Phường Tân Hưng Thuận, Quận 12)." in page
    assert _ward(page) == "Phường Đông Hưng Thuận"
    assert 'value="45/8 ql1a p tan hung thuan q12"' in page


def test_several_wards_are_buttons_and_none_is_chosen(visitor: Visitor) -> None:
    page = text_of(visitor.where(find="1", words="p an phu", lat="", lon="", area="", asked=""))
    assert "Địa chỉ này có thể thuộc 3 phường, xã. Hãy chọn một." in page
    assert [snapshot().areas[code].name_vi for code in PICKED.findall(page)] == [
        "Phường An Khánh", "Phường An Phú", "Phường Bình Trưng",
    ]  # fmt: skip
    assert "trước là một phần của Phường An Phú, Thành phố Thủ Đức" in page
    assert _ward(page) == ""

    assert path_of(visitor.where(pick=PICKED.findall(page)[2], words="p an phu")) == "/report/where/"
    picked = text_of(visitor.get("where"))
    assert _ward(picked) == "Phường Bình Trưng"
    assert 'value="p an phu"' in picked


# as typed · what the page says
SAID = [
    ("phường Hồng Gai, Quảng Ninh", "Địa chỉ này ở Tỉnh Quảng Ninh, ngoài Thành phố Hồ Chí Minh."),
    ("đường Phạm Văn Đồng", "Chưa đọc được phường, xã trong địa chỉ này."),
    ("phường " * 1500, "Địa chỉ này dài quá."),
]


@pytest.mark.parametrize(("words", "said"), SAID, ids=["Quảng Ninh", "no ward", "10,000 letters"])
def test_what_was_read_is_said(visitor: Visitor, words: str, said: str) -> None:
    answer = visitor.where(find="1", words=words)
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert _ward(text_of(answer)) == ""


@pytest.mark.parametrize("code", ["", "99999", "26740' OR 1=1", "\x00"])
def test_picking_what_is_no_ward_chooses_none(visitor: Visitor, code: str) -> None:
    assert path_of(visitor.where(pick=code, words="")) == "/report/where/"
    assert _ward(text_of(visitor.get("where"))) == ""


def test_an_address_elsewhere_is_asked_about_and_the_report_stays(visitor: Visitor) -> None:
    answer = visitor.where(words="phường Hồng Gai, Quảng Ninh")
    assert answer.status_code == 422
    assert "Địa chỉ này ở Tỉnh Quảng Ninh, ngoài Thành phố Hồ Chí Minh." in text_of(answer)
    assert 'value="phường Hồng Gai, Quảng Ninh"' in text_of(answer)


def test_ten_thousand_letters_on_continue_are_refused_kindly(visitor: Visitor) -> None:
    answer = visitor.where(words="phường " * 1500)
    assert answer.status_code == 422
    assert "Dài quá. Hãy viết gọn trong 300 chữ cái." in text_of(answer)


def test_a_point_alone_is_decided_by_the_outline(visitor: Visitor, outlines: None) -> None:
    ward = snapshot().areas[make.SAI_GON]
    assert _sent(visitor, lat=str(ward.lat), lon=str(ward.lon), words="").how is PlaceHow.POLYGON


def test_a_ward_that_the_outline_agrees_with_is_known_by_it(visitor: Visitor, outlines: None) -> None:
    ward = snapshot().areas[make.SAI_GON]
    place = _sent(visitor, area=ward.code, lat=str(ward.lat), lon=str(ward.lon), words="")
    assert (place.area_code, place.how) == (ward.code, PlaceHow.POLYGON)


def test_a_ward_that_is_not_the_points_is_asked_about_once(visitor: Visitor, outlines: None) -> None:
    ward, other = snapshot().areas[make.SAI_GON], snapshot().areas["26743"]
    typed = {"area": other.code, "lat": str(ward.lat), "lon": str(ward.lon), "words": ""}
    answer = visitor.where(**typed)
    page = text_of(answer)
    assert answer.status_code == 422
    assert f"Điểm trên bản đồ ở {ward.name_vi}, còn bạn chọn {other.name_vi}." in page
    assert 'name="asked" value="1"' in page
    place = _sent(visitor, **typed, asked="1")
    assert (place.area_code, place.how) == (other.code, PlaceHow.CHOSEN)


def test_without_outlines_the_person_knows_better(visitor: Visitor) -> None:
    ward = snapshot().areas[make.SAI_GON]
    place = _sent(visitor, area="26743", lat=str(ward.lat), lon=str(ward.lon), words="")
    assert (place.area_code, place.how) == ("26743", PlaceHow.CHOSEN)


def test_the_map_and_its_words_are_there_and_hidden_until_a_script_opens_them(visitor: Visitor) -> None:
    page = text_of(visitor.get("where"))
    assert 'data-base="/map/base.json"' in page
    assert "data-tiles" not in page
    assert re.search(r"<div class=\"field place__map\" data-map-field hidden>", page)


def _ward(page: str) -> str:
    chosen = CHOSEN.search(page)
    return snapshot().areas[chosen[1]].name_vi if chosen else ""


def _sent(visitor: Visitor, **where: str) -> Place:
    assert path_of(visitor.where(**where)) == "/report/photos/"
    visitor.photos()
    visitor.slow_down()
    assert path_of(visitor.who()) == "/report/sent/"
    (row,) = queries.operator_queue(limit=5)
    return queries.case_file(row.reference).request.place
