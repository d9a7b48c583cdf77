"""A point beside a chosen ward is judged too: nothing outside the city, or the earth, comes in with it."""

import pytest
from django.test import Client

from hotline.casefile.models import ServiceRequest
from tests import make
from tests.intake.webform import Visitor, text_of

OUTSIDE = [("999", "999"), ("1e300", "1e300"), ("-91", "106.7"), ("10.77", "1e9"), ("21.0278", "105.8342"), ("-0.0", "-0.0")]


@pytest.mark.parametrize(("lat", "lon"), OUTSIDE)
def test_georeport_refuses_a_point_outside_even_with_a_ward(city: None, db: None, lat: str, lon: str) -> None:
    sent = {"service_code": "pothole", "address_id": make.SAI_GON, "lat": lat, "long": lon}
    answer = Client().post("/open311/v2/requests.json", sent)
    assert answer.status_code == 400
    assert "nằm ngoài địa bàn" in answer.content.decode()
    assert not ServiceRequest.objects.exists()


@pytest.mark.parametrize(("lat", "lon"), OUTSIDE)
def test_the_form_refuses_a_point_outside_even_with_a_ward(city: None, db: None, lat: str, lon: str) -> None:
    visitor = Visitor()
    visitor.what("pothole")
    page = visitor.post("where", area=make.SAI_GON, lat=lat, lon=lon, words="12 Lê Lợi")
    assert page.status_code == 422
    assert "nằm ngoài Thành phố Hồ Chí Minh" in text_of(page)
    assert 'value="12 Lê Lợi"' in text_of(page)


def test_a_point_inside_stays_with_the_ward_that_was_chosen(city: None, db: None) -> None:
    sent = {"service_code": "pothole", "address_id": make.SAI_GON, "lat": "10.7769", "long": "106.7009"}
    assert Client().post("/open311/v2/requests.json", sent).status_code == 201
    kept = ServiceRequest.objects.get()
    assert (kept.lat, kept.lon, kept.area_how) == (10.7769, 106.7009, "chosen")
