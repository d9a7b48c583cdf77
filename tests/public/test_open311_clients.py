"""GeoReport v2 read by two clients that we did not write."""

import itertools

import pytest
from django.utils import timezone

from hotline.casefile.facts import Opened
from hotline.directory.queries import snapshot
from tests import make
from tests.public.portal import web_server
from tests.public.test_cases import published

ROOT = "/open311/v2"


@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_us(city: None, committed_db: str, form: str) -> None:
    from georeport import GeoReport  # type: ignore[import-untyped]

    first, second, hidden = _three_cases()
    with web_server() as address:
        client = GeoReport(f"{address}{ROOT}", output_format=form)
        assert len(client.get_service_list()) == len(snapshot().services)
        definition = client.get_service_definition(next(one.code for one in snapshot().services.values() if one.attributes))
        assert definition["attributes"]
        listed = [one["service_request_id"] for one in client.get_service_requests()]
        assert set(listed) == {first.reference, second.reference}
        one = client.get_service_request(hidden.reference)
        assert one["status"] == "open"
        assert "description" not in one


def test_three_reads_us(city: None, committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)  # three was written for Python 2
    from three import Three  # type: ignore[import-untyped]

    first, second, hidden = _three_cases()
    with web_server() as address:
        client = Three(f"{address}{ROOT}")
        assert client.discovery()["endpoints"][0]["url"]
        assert {one["service_code"] for one in client.services()} == set(snapshot().services)
        assert {one["service_request_id"] for one in client.requests()} == {first.reference, second.reference}
        assert {one["service_request_id"] for one in client.requests(code="street_light", status="open")} == {first.reference}
        assert client.request(hidden.reference)[0]["service_request_id"] == hidden.reference
        assert client.token(first.reference)[0]["service_request_id"] == first.reference


def test_three_reports_and_follows(city: None, committed_db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(itertools, "ifilter", filter, raising=False)
    from three import Three

    from hotline.casefile.queries import case_file

    with web_server() as address:
        client = Three(f"{address}{ROOT}", jurisdiction="hcmc", api_key="any")
        (said,) = client.post(
            "street_light", lat="10.7769", long="106.7009", name="Mai Nguyễn", phone="0908369123", description="Đèn hỏng"
        )
        report = case_file(said["service_request_id"], revealed=True)
        assert (report.request.words, report.reporters[0].phone) == ("Đèn hỏng", "+84908369123")
        (found,) = client.request(said["service_request_id"])
        assert (found["status"], found["address_id"]) == ("open", report.request.place.area_code)
        assert [one["code"] for one in client.post("dragons")] == [404]
        today = timezone.now().strftime("%m-%d-%Y")
        assert client.requests(between=[today, today]) == []  # it asks from midnight to midnight, in UTC
        assert Three(f"{address}{ROOT}", jurisdiction="boston.gov").services()[0]["code"] == 404


def _three_cases() -> tuple[Opened, Opened, Opened]:
    done = published("pothole")
    light = make.report("street_light", now=timezone.now())
    hidden = make.report("hardship", now=timezone.now())
    return light, done, hidden
