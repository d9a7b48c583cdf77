"""What the map asks for: the wards drawn, the ward of a point in words, the wards of an address."""

import gzip
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hotline.directory.actions import import_boundaries
from hotline.directory.queries import snapshot
from tests.directory.drawing import features, file_of

pytestmark = pytest.mark.usefixtures("city", "db")

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ENGLISH = {"Accept-Language": "en"}


def _base(client: Client, **headers: str) -> Any:
    return client.get("/map/base.json", headers={"Accept-Encoding": "gzip", **headers})


def test_without_boundaries_there_are_names_at_centres(client: Client) -> None:
    answer = _base(client)
    drawn = json.loads(gzip.decompress(answer.content))
    assert len(drawn["features"]) == len(snapshot().wards)
    assert all(ward["geometry"] is None for ward in drawn["features"])
    assert drawn["features"][0]["properties"].keys() == {"code", "vi", "en", "lat", "lon"}
    west, south, east, north = drawn["bounds"]
    assert west < drawn["centre"][1] < east
    assert south < drawn["centre"][0] < north


def test_imported_outlines_are_drawn_and_who_has_them_gets_304(client: Client) -> None:
    before = _base(client)["ETag"]
    import_boundaries(file_of(features()), file_name="wards.geojson", now=NOW)
    answer = _base(client)
    assert answer["ETag"] != before
    assert all(ward["geometry"]["type"] == "MultiPolygon" for ward in json.loads(gzip.decompress(answer.content))["features"])
    again = _base(client, **{"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_client_that_reads_no_gzip_gets_none(client: Client) -> None:
    answer = client.get("/map/base.json")
    assert "Content-Encoding" not in answer
    assert json.loads(answer.content)["type"] == "FeatureCollection"


@pytest.mark.skipif("HOTLINE_TEST_DATA" not in os.environ, reason="official boundaries: HOTLINE_TEST_DATA names their folder")
def test_the_official_outlines_are_light_enough_for_a_phone(client: Client) -> None:
    content = (Path(os.environ["HOTLINE_TEST_DATA"]) / "wards_hcmc_2025.geojson").read_bytes()
    import_boundaries(content, file_name="wards.geojson", now=NOW)
    assert len(_base(client).content) < 100_000


def _place(client: Client, lat: str, lon: str, **headers: str) -> Any:
    return client.post("/map/place", {"lat": lat, "lon": lon}, headers=headers)


def test_a_point_is_told_in_words(client: Client) -> None:
    said = _place(client, "10,7790", "106.7009").json()
    assert said["code"] == "26740"
    assert not said["exact"]
    assert said["words"].startswith("Phường Sài Gòn, cách trung tâm ")
    assert " m về phía " in said["words"]
    assert said["words"].endswith("Phường, xã này mới là gần đúng.")


def test_with_outlines_it_is_exact(client: Client) -> None:
    import_boundaries(file_of(features()), file_name="wards.geojson", now=NOW)
    ward = snapshot().areas["26740"]
    said = _place(client, str(ward.lat), str(ward.lon)).json()
    assert (said["code"], said["exact"]) == ("26740", True)
    assert said["words"] == "Phường Sài Gòn, ngay trung tâm Phường Sài Gòn."


def test_in_english(client: Client) -> None:
    said = _place(client, "10.7790", "106.7009", **ENGLISH).json()
    assert said["words"].startswith("Sài Gòn Ward, about ")
    assert "of the centre of" in said["words"]


def test_a_point_outside_the_city_is_told(client: Client) -> None:
    said = _place(client, "21.0278", "105.8342").json()
    assert said == {"code": "", "exact": False, "words": "Điểm này nằm ngoài Thành phố Hồ Chí Minh."}


@pytest.mark.parametrize(("lat", "lon"), [("", ""), ("x", "106.7"), ("nan", "106.7"), ("10.7", "inf"), ("1e999", "1")])
def test_what_is_no_point_is_refused(client: Client, lat: str, lon: str) -> None:
    answer = _place(client, lat, lon)
    assert answer.status_code == 400
    assert answer.json()["words"]


def _search(client: Client, words: str) -> Any:
    return client.post("/map/search", {"words": words})


def test_one_ward_is_told_with_what_it_was(client: Client) -> None:
    said = _search(client, "45/8 QL1A, P.Tân Hưng Thuận (Q.12)").json()
    assert said["words"] == "Phường Đông Hưng Thuận (trước là Phường Tân Hưng Thuận, Quận 12)."
    assert [ward["name"] for ward in said["candidates"]] == ["Phường Đông Hưng Thuận"]


def test_several_are_all_told_and_none_is_chosen(client: Client) -> None:
    said = _search(client, "p an phu").json()
    assert said["words"] == "Địa chỉ này có thể thuộc 3 phường, xã. Hãy chọn một."
    assert [(ward["name"], ward["note"]) for ward in said["candidates"]] == [
        ("Phường An Khánh", "trước là một phần của Phường An Phú, Thành phố Thủ Đức"),
        ("Phường An Phú", ""),
        ("Phường Bình Trưng", "trước là một phần của Phường An Phú, Thành phố Thủ Đức"),
    ]


# as typed · what is said
SAID = [
    ("p13 go vap", "gồm cả Phường 13 cũ"),
    ("huyện nhà bè", "có thể thuộc 2 phường"),
    ("phường Hồng Gai, Quảng Ninh", "Địa chỉ này ở Tỉnh Quảng Ninh, ngoài Thành phố Hồ Chí Minh."),
    ("đường Phạm Văn Đồng", "Chưa đọc được"),
    ("", "Chưa đọc được"),
]


@pytest.mark.parametrize(("words", "said"), SAID, ids=[row[0] or "nothing" for row in SAID])
def test_what_was_read_is_said(client: Client, words: str, said: str) -> None:
    assert said in _search(client, words).json()["words"]


def test_ten_thousand_letters_are_refused_kindly(client: Client) -> None:
    answer = _search(client, "phường " * 1500)
    assert answer.status_code == 400
    assert answer.json() == {
        "words": "Địa chỉ này dài quá. Chỉ cần số nhà, tên đường và tên phường, xã.",
        "candidates": [],
    }


@pytest.mark.parametrize("path", ["/map/place", "/map/search"])
def test_nothing_of_a_place_stands_in_an_address_of_ours(client: Client, path: str) -> None:
    assert client.get(path, {"lat": "10.7", "lon": "106.7", "words": "12 Lê Lợi"}).status_code == 405
