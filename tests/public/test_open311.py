"""GeoReport v2: its fields, its filters, its errors, in both forms; and the publish rules in it."""

import json
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hotline.casefile.facts import Opened
from hotline.directory.queries import snapshot
from tests import make
from tests.public.test_cases import approve, published

pytestmark = pytest.mark.usefixtures("city", "db")

ROOT = "/open311/v2"
LEAST = {"service_request_id", "status", "status_notes", "expected_datetime"}


def get(path: str, query: dict[str, str] | None = None, *, status: int = 200) -> Any:
    """Return what JSON and XML say, after making sure that both say it in the right form."""
    json_answer = Client().get(f"{ROOT}/{path}.json", query)
    xml_answer = Client().get(f"{ROOT}/{path}.xml", query)
    assert json_answer.status_code == xml_answer.status_code == status
    assert json_answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert xml_answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert json_answer.headers["Access-Control-Allow-Origin"] == "*"
    assert xml_answer.content.startswith(b'<?xml version="1.0" encoding="utf-8"?>')
    said, root = json.loads(json_answer.content), ET.fromstring(xml_answer.content)  # noqa: S314 - our own words
    if isinstance(said, list):
        assert len(said) == len(root)
        for record, element in zip(said, root, strict=True):
            assert list(record) == [child.tag for child in element]
    return said


def roots(path: str, query: dict[str, str] | None = None) -> tuple[str, str | None]:
    root = ET.fromstring(Client().get(f"{ROOT}/{path}.xml", query).content)  # noqa: S314 - our own words
    return root.tag, root[0].tag if len(root) else None


def test_discovery_says_where_and_what() -> None:
    said = get("discovery")
    (endpoint,) = said["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"].endswith("/open311/v2")
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert datetime.fromisoformat(said["changeset"]).utcoffset() == timedelta(hours=7)
    root = ET.fromstring(Client().get("/open311/discovery.xml").content)  # noqa: S314 - our own words
    assert [one.text for one in root.iter("format")] == ["text/xml", "application/json"]
    assert root.tag == "discovery"


def test_services_are_those_of_the_profile_in_its_order() -> None:
    said = get("services")
    assert [one["service_code"] for one in said] == [code for group in snapshot().groups for code in group.services]
    light = next(one for one in said if one["service_code"] == "street_light")
    assert light["type"] == "realtime"
    assert light["group"]
    assert "," in light["keywords"]
    assert roots("services") == ("services", "service")


def test_services_speak_english_to_who_asks_for_it() -> None:
    answer = Client(headers={"accept-language": "en"}).get(f"{ROOT}/services.json").json()
    assert "Street light" in next(one for one in answer if one["service_code"] == "street_light")["service_name"]


def test_a_definition_lists_what_is_asked() -> None:
    asked = next(service for service in snapshot().services.values() if service.attributes)
    said = get(f"services/{asked.code}")
    assert [one["code"] for one in said["attributes"]] == [one.code for one in asked.attributes]
    assert [one["order"] for one in said["attributes"]] == list(range(1, len(asked.attributes) + 1))
    assert ET.fromstring(Client().get(f"{ROOT}/services/{asked.code}.xml").content).tag == "service_definition"  # noqa: S314


def test_a_published_request_has_its_fields() -> None:
    opened = published("pothole")
    approve(opened)
    (said,) = get(f"requests/{opened.reference}")
    assert said["service_request_id"] == opened.reference
    assert said["status"] == "closed"
    assert said["description"] == "Có ổ gà ở phường."
    assert said["service_notice"] == "Đã vá xong."
    assert said["address"] == "đường Lê Lợi, Phường Sài Gòn"
    assert said["agency_responsible"]
    assert (round(said["lat"], 3), round(said["long"], 3)) == (said["lat"], said["long"])
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert datetime.fromisoformat(said[name]).utcoffset() == timedelta(hours=7)
    assert roots(f"requests/{opened.reference}") == ("service_requests", "request")


@pytest.mark.parametrize("service", ["hardship", "officials_conduct", "emergency_fire"])
def test_an_unpublished_request_has_the_least_by_its_code_and_is_in_no_list(service: str) -> None:
    opened = make.report(service, now=timezone.now())
    (said,) = get(f"requests/{opened.reference}")
    assert set(said) == LEAST
    (listed,) = get("requests", {"service_request_id": opened.reference})
    assert listed == said
    assert opened.reference not in [one["service_request_id"] for one in get("requests")]


def test_codes_override_everything_else_and_unknown_ones_are_left_out() -> None:
    one, two = make.report("street_light", now=timezone.now()), make.report("hardship", now=timezone.now())
    codes = f"{one.reference}, {two.reference.lower()} ,1022-2611-0000-0000-0"
    said = get("requests", {"service_request_id": codes, "status": "closed", "service_code": "tree", "start_date": "rubbish"})
    assert {record["service_request_id"] for record in said} == {one.reference, two.reference}


def test_a_token_is_the_code_itself() -> None:
    opened = make.report(now=timezone.now())
    assert get(f"tokens/{opened.reference}") == [{"service_request_id": opened.reference, "token": opened.reference}]


FILTERS = [
    ("all", {}, {"light", "done", "old"}),
    ("open", {"status": "open"}, {"light", "old"}),
    ("closed", {"status": "closed"}, {"done"}),
    ("both", {"status": "open,closed"}, {"light", "done", "old"}),
    ("a service", {"service_code": "street_light"}, {"light", "old"}),
    ("two services", {"service_code": "street_light,pothole"}, {"light", "done", "old"}),
    ("since", {"start_date": "-7"}, {"light", "done"}),
    ("until", {"end_date": "-7"}, {"old", "ancient"}),
    ("within", {"start_date": "-60", "end_date": "-7"}, {"old"}),
    ("long ago", {"start_date": "-120", "end_date": "-90"}, {"ancient"}),
    ("what it does not know is left alone", {"page_size": "1", "extensions": "true"}, {"light", "done", "old"}),
]


@pytest.fixture
def cases() -> dict[str, Opened]:
    now = timezone.now()
    return {
        "light": make.report("street_light", now=now),
        "done": published("pothole"),
        "old": make.report("street_light", now=now - timedelta(days=30)),
        "ancient": make.report("street_light", now=now - timedelta(days=95)),
    }


def test_requests_are_narrowed_as_georeport_says(cases: dict[str, Opened]) -> None:
    names = {opened.reference: name for name, opened in cases.items()}
    for what, query, expected in FILTERS:
        dated = {name: _days(value) if value.startswith("-") else value for name, value in query.items()}
        assert {names[one["service_request_id"]] for one in get("requests", dated)} == expected, what


def test_requests_come_newest_first_and_no_more_than_ninety_days(cases: dict[str, Opened]) -> None:
    moments = [one["requested_datetime"] for one in get("requests")]
    assert moments == sorted(moments, reverse=True)
    assert cases["ancient"].reference not in str(get("requests"))


ERRORS = [
    ("a status that is none", "requests", {"status": "broken"}, 400, "status"),
    ("a date that is none", "requests", {"start_date": "yesterday"}, 400, "start_date"),
    ("a date far away", "requests", {"start_date": "99999-01-01"}, 400, "start_date"),
    ("a moment without zone", "requests", {"start_date": "2026-02-01T08:00:00"}, 400, "múi giờ"),
    ("a day without zone", "requests", {"end_date": "2026-02-01"}, 400, "múi giờ"),
    ("the last day there is", "requests", {"start_date": "9999-12-31T00:00:00Z"}, 400, "start_date"),
    ("the first day there was", "requests", {"end_date": "0001-01-01T00:00:00Z"}, 400, "end_date"),
    ("more than ninety days", "requests", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400, "90"),
    (
        "the end before the start",
        "requests",
        {"start_date": "2026-03-01T00:00Z", "end_date": "2026-02-01T00:00Z"},
        400,
        "end_date",
    ),
    ("an unknown service", "requests", {"service_code": "dragons"}, 404, "dragons"),
    ("too many codes", "requests", {"service_request_id": ",".join(map(str, range(21)))}, 400, "20"),
    ("an unknown service's definition", "services/dragons", {}, 404, "dragons"),
    ("an unknown request", "requests/1022-2611-0000-0000-0", {}, 404, "mã này"),
    ("an unknown token", "tokens/xyz", {}, 404, "mã này"),
    ("another city", "services", {"jurisdiction_id": "boston.gov"}, 404, "hcmc"),
    ("another city's requests", "requests", {"jurisdiction_id": "boston.gov"}, 404, "hcmc"),
]


@pytest.mark.parametrize(("what", "path", "query", "status", "word"), ERRORS, ids=[row[0] for row in ERRORS])
def test_what_cannot_be_answered_is_named(what: str, path: str, query: dict[str, str], status: int, word: str) -> None:
    said = get(path, query, status=status)
    assert [set(one) for one in said] == [{"code", "description"}] * len(said)
    assert said[0]["code"] == status
    assert word in said[0]["description"]
    assert roots(path, query) == ("errors", "error")


@pytest.mark.parametrize("jurisdiction", ["", "hcmc", "1022.tphcm.gov.vn"])
def test_this_city_needs_no_name_and_answers_to_two(jurisdiction: str) -> None:
    assert get("services", {"jurisdiction_id": jurisdiction})


@pytest.mark.parametrize("path", ["requests", "services/%3Cx%3E", "requests/%00", "tokens/%E2%80%AE"])
def test_rubbish_does_no_harm(path: str) -> None:
    half = "\ud800".encode("utf-16", "surrogatepass")
    for form in ("json", "xml"):
        query: dict[str, str | bytes] = {"service_code": "\x00", "service_request_id": "", "start_date": half}
        assert Client().get(f"{ROOT}/{path}.{form}", query).status_code in (400, 404)


def test_words_that_xml_cannot_hold_are_left_out() -> None:
    opened = published("pothole")
    approve(opened, words="a\x0bb & <c> ]]>")
    (said,) = get(f"requests/{opened.reference}")
    assert "& <c> ]]>" in said["description"]


def _days(text: str) -> str:
    return (timezone.now() + timedelta(days=int(text))).isoformat(timespec="seconds")
