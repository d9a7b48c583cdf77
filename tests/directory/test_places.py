"""Reading a place: the ward of a point; without boundaries approximately, and saying so."""

import json
import math
import os
import random
from pathlib import Path

import pytest

from hotline.core.facts import PlaceHow
from hotline.directory.places import OutsideCity, distance_km, locate, wards

pytestmark = pytest.mark.usefixtures("city", "db")


# in words · latitude · longitude · ward
POINTS = [
    ("the City Hall", 10.7765, 106.7009, "Phường Sài Gòn"),
    ("Bến Thành market", 10.7725, 106.6980, "Phường Bến Thành"),
    ("lô C, chung cư 1 ha, An Phú", 10.7900, 106.7350, "Phường An Khánh"),
    ("Côn Đảo, 180 km out at sea", 8.6833, 106.6067, "Đặc khu Côn Đảo"),
    ("the beach of Vũng Tàu", 10.3460, 107.0840, "Phường Vũng Tàu"),
]


@pytest.mark.parametrize(("lat", "lon", "ward"), [row[1:] for row in POINTS], ids=[row[0] for row in POINTS])
def test_a_point_lies_in_a_ward_approximately(lat: float, lon: float, ward: str) -> None:
    located = locate(lat, lon)
    assert located.area.name_vi == ward
    assert located.how is PlaceHow.NEAREST_CENTRE
    assert located.approximate


def test_every_wards_own_centre_lies_in_it() -> None:
    assert [ward.name_vi for ward in wards() if locate(ward.lat, ward.lon).area != ward] == []


OUTSIDE = [
    ("Hà Nội", 21.0278, 105.8342),
    ("Long Thành, across the river", 10.7930, 106.9460),
    ("Mỹ Tho", 10.3600, 106.3600),
    ("the sea between Vũng Tàu and Côn Đảo", 9.5000, 106.9000),
    ("latitude and longitude changed over", 106.7009, 10.7765),
    ("nowhere", 0.0, 0.0),
    ("no number", math.nan, 106.7),
    ("no end", 10.7, math.inf),
    ("off the earth", 91.0, 200.0),
]


@pytest.mark.parametrize(("lat", "lon"), [row[1:] for row in OUTSIDE], ids=[row[0] for row in OUTSIDE])
def test_what_is_not_in_the_city_is_said_so(lat: float, lon: float) -> None:
    with pytest.raises(OutsideCity) as refusal:
        locate(lat, lon)
    assert refusal.value.km > 0


def test_distances_are_great_circles() -> None:
    assert distance_km(10.7765, 106.7009, 21.0278, 105.8342) == pytest.approx(1143, abs=3)
    assert distance_km(10.7765, 106.7009, 10.7765, 106.7009) == 0


@pytest.mark.skipif("HOTLINE_TEST_DATA" not in os.environ, reason="official boundaries: HOTLINE_TEST_DATA names their folder")
def test_how_often_the_nearest_centre_is_right() -> None:
    shapely = pytest.importorskip("shapely")
    boundaries = json.loads((Path(os.environ["HOTLINE_TEST_DATA"]) / "wards_hcmc_2025.geojson").read_text("utf-8"))
    pick = random.Random(79)
    right = asked = refused = 0
    for feature in boundaries["features"]:
        polygon = shapely.geometry.shape(feature["geometry"])
        west, south, east, north = polygon.bounds
        inside = 0
        while inside < 20:
            lon, lat = pick.uniform(west, east), pick.uniform(south, north)
            if not polygon.contains(shapely.Point(lon, lat)):
                continue
            inside += 1
            asked += 1
            try:
                right += locate(lat, lon).area.code == feature["properties"]["code"]
            except OutsideCity:
                refused += 1
    assert right / asked > 0.78
    assert refused / asked < 0.005
