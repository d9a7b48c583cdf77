"""Who may report by Open311, and photos that are only linked to: fetched by the guarded client, never at the report's cost."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Attachment, Delivery, RefusedDeliveries, ServiceRequest
from hotline.casefile.models.deliveries import DeliveryState
from hotline.casefile.queries.setups import forget_setups
from hotline.core.facts import SYSTEM
from tests.intake import photos
from tests.intake.relaying import read_all
from tests.intake.test_open311 import REPORT, only, parsed, post

pytestmark = pytest.mark.usefixtures("city", "db")


@pytest.fixture(autouse=True)
def no_keys() -> Iterator[None]:
    """Forget the keys that a test gave out: they are remembered for some seconds."""
    yield
    forget_setups()


def give_keys(keys: str = "first-key, second-key") -> None:
    actions.set_up_channel("open311", options={}, secrets={"keys": keys}, now=timezone.now(), actor=SYSTEM)


@pytest.fixture
def album() -> Iterator[str]:
    """Give the address of somebody's photos on this machine, which a setting for tests lets us reach."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = photos.telling("PNG") if self.path.endswith("other.png") else photos.telling()
            found = "nothing" not in self.path
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(content) if found else 0))
            self.end_headers()
            self.wfile.write(content if found else b"")

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002, ARG002
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with override_settings(HOTLINE_OUTGOING_LOOPBACK=True):
            yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def linked() -> Delivery:
    return Delivery.objects.get(channel="open311", provider_id__startswith="photos:")


def test_several_links_become_photos_of_the_case(album: str) -> None:
    links = [f"{album}/one.jpg", f"{album}/other.png"]
    assert post({**REPORT, "media_url": links}).status_code == 201
    assert not Attachment.objects.exists(), "nobody waits for another server"
    read_all()
    case = only()
    assert len(case.attachments) == 2
    assert case.request.attributes["media_url"] == " ".join(links)
    assert linked().state == DeliveryState.READ
    assert linked().request_id == case.request.id


@pytest.mark.parametrize(
    "link",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/a.jpg",
        "https://[::1]/a.jpg",
        "file:///etc/passwd",
        "no link at all",
    ],
)
def test_a_link_that_points_inside_is_not_followed_and_the_report_is_kept(link: str) -> None:
    assert post({**REPORT, "media_url": link}).status_code == 201
    read_all()
    assert linked().state == DeliveryState.READ
    assert not Attachment.objects.exists()
    assert only().request.attributes["media_url"] == link


def test_a_photo_on_our_own_machine_is_not_fetched_though_it_is_there(album: str) -> None:
    link = f"{album}/one.jpg"
    with override_settings(HOTLINE_OUTGOING_LOOPBACK=False):
        assert post({**REPORT, "media_url": link}).status_code == 201
        read_all()
    assert linked().state == DeliveryState.READ
    assert not Attachment.objects.exists()


def test_a_photo_that_is_gone_takes_none_of_the_others_with_it(album: str) -> None:
    post({**REPORT, "media_url[]": [f"{album}/nothing.jpg", f"{album}/one.jpg"]})
    read_all()
    assert len(only().attachments) == 1


def test_a_repeat_fetches_nothing_twice(album: str) -> None:
    for _time in range(2):
        assert post({**REPORT, "media_url": f"{album}/one.jpg"}, key="k").status_code == 201
        read_all()
    assert len(only().attachments) == 1


def test_no_more_links_than_a_report_may_have_photos() -> None:
    answer = post({**REPORT, "media_url": [f"https://photos.example/{n}.jpg" for n in range(30)]}, language="en")
    assert (answer.status_code, answer.json()[0]["description"][:7]) == (400, "At most")
    assert not ServiceRequest.objects.exists()


def test_where_keys_were_given_out_one_of_them_is_needed() -> None:
    give_keys()
    missing, wrong = post(REPORT, form="xml", language="en"), post({**REPORT, "api_key": "first"}, language="en")
    assert (missing.status_code, wrong.status_code) == (403, 403)
    assert parsed(missing).findtext("error/code") == "403"
    assert wrong.json() == [{"code": 403, "description": "api_key: this key is not right."}]
    assert not ServiceRequest.objects.exists()
    counted = RefusedDeliveries.objects.filter(way="open311").values_list("reason", "count")
    assert set(counted) == {("unsigned", 1), ("wrong_signature", 1)}
    assert post({**REPORT, "api_key": "first-key"}).status_code == 201
    assert post({**REPORT, "api_key": "second-key"}).status_code == 201
    assert Client().get("/open311/v2/services.json").status_code == 200
    assert "1022" in Client().get("/open311/v2/discovery.json").json()["key_service"]


def test_nothing_comes_in_by_the_door_of_deliveries() -> None:
    give_keys()
    assert Client().post("/in/open311/", b"{}", content_type="application/json").status_code == 404


WRONG_FORMS = ["requests.csv", "requests", "services/pothole.yaml", "discovery.html", "servicerequestupdates"]


@pytest.mark.parametrize("path", WRONG_FORMS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_form_that_there_is_not_is_said_in_one_that_there_is(path: str, method: str) -> None:
    answer: Any = getattr(Client(), method)(f"/open311/v2/{path}")
    assert (answer.status_code, answer.json()[0]["code"]) == (404, 404)
    assert ".json" in answer.json()[0]["description"]


def test_a_method_that_is_not_taken_is_an_error_of_the_list() -> None:
    answer = Client().put("/open311/v2/requests.xml")
    assert (answer.status_code, parsed(answer).findtext("error/code")) == (405, "405")
    assert "POST" in answer.headers["Allow"]
