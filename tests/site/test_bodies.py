"""Bodies whose length nobody said, and bodies that break off. How the web server itself hands them on is in test_run.py."""

import hmac
import json
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode
from wsgiref.util import setup_testing_defaults

import pytest
from django.test.client import ClientHandler

from hotline.casefile.models import Delivery, RefusedDeliveries, ServiceRequest
from hotline.intake.views.receiving import MOST_BYTES
from hotline.site import bodies
from tests.intake.relaying import SECRET, set_up

pytestmark = pytest.mark.usefixtures("city", "db")


def sent(path: str, body: BytesIO, **headers: str) -> int:
    """Send a body as the web server hands on one that comes in pieces; return the status of the answer."""
    environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "HTTP_HOST": "testserver", **headers}
    environ |= {"wsgi.input": body, "wsgi.input_terminated": True}
    setup_testing_defaults(environ)
    said: list[str] = []
    list(bodies.whole_bodies(_application)(environ, lambda status, *_: said.append(status)))
    return int(said[0].split()[0])


def _application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as ours does, on the connection of the test."""
    response: Any = ClientHandler(enforce_csrf_checks=False)(environ)
    start_response(f"{response.status_code} {response.reason_phrase}", [])
    return [response.content]


def delivered(content: bytes, **more: str) -> int:
    """Deliver something to the relay, signed."""
    moment = str(int(time.time()))
    mac = hmac.new(SECRET.encode(), moment.encode() + b"." + content, "sha256").hexdigest()
    signed = {"HTTP_HOTLINE_SIGNATURE": f"t={moment},v1={mac}", "CONTENT_TYPE": "application/json"}
    return sent("/in/relay/", BytesIO(content), **signed, **more)


def test_a_delivery_in_pieces_is_kept_as_it_came() -> None:
    set_up()
    words = "Đèn đường hư " * 20_000  # so much that it lies in a file
    body = json.dumps({"messages": [{"id": "m1", "from": "0908369123", "text": words}]}, ensure_ascii=False).encode()
    assert delivered(body) == 200
    assert delivered(body) == 200
    assert Delivery.objects.count() == 1


def test_one_that_is_too_large_is_refused_and_counted() -> None:
    set_up()
    assert delivered(b" " * (MOST_BYTES + 1)) == 413
    assert RefusedDeliveries.objects.get().reason == "too_big"
    assert not Delivery.objects.exists()


def test_no_end_is_no_reason_to_read_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "MOST_BYTES", 1000)
    endless = BytesIO(b" " * 1_000_000)
    assert sent("/in/relay/", endless) == 413
    assert endless.tell() < 200_000


FORM = urlencode({"service_code": "street_light", "lat": "10.7769", "long": "106.7009", "description": "Đèn hỏng"}).encode()
PARTS = b"".join(
    f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, value in parse_qsl(FORM.decode())
)
SENT: list[tuple[str, str, bytes, int | None, int]] = [  # what, its type, the body, the length that was said, the answer
    ("a form", "application/x-www-form-urlencoded", FORM, len(FORM), 201),
    ("a form that breaks off", "application/x-www-form-urlencoded", FORM[:-4], len(FORM), 400),
    ("a form in pieces, of which half is a form", "application/x-www-form-urlencoded", FORM, None, 411),
    ("parts", "multipart/form-data; boundary=B", PARTS + b"--B--\r\n", len(PARTS) + 7, 201),
    ("parts that break off", "multipart/form-data; boundary=B", PARTS, len(PARTS) + 7, 400),
    ("parts in pieces", 'multipart/form-data; charset=utf-8; Boundary="B"', PARTS + b"--B--\r\n", None, 201),
    ("parts in pieces that break off", "multipart/form-data; boundary=B", PARTS, None, 400),
    ("parts in pieces without a boundary", "multipart/form-data", PARTS + b"----", None, 400),
    ("nothing", "application/x-www-form-urlencoded", b"", None, 400),
]


@pytest.mark.parametrize(("what", "kind", "body", "length", "status"), SENT, ids=[row[0] for row in SENT])
def test_half_a_report_is_none(what: str, kind: str, body: bytes, length: int | None, status: int) -> None:
    said = {"CONTENT_LENGTH": str(length)} if length is not None else {}
    assert sent("/open311/v2/requests.json", BytesIO(body), CONTENT_TYPE=kind, **said) == status
    assert ServiceRequest.objects.count() == (status == 201)


def test_half_a_delivery_is_none() -> None:
    set_up()
    body = b'{"messages": []}'
    assert delivered(body, CONTENT_LENGTH=str(len(body) + 1)) == 400
    assert delivered(body, CONTENT_LENGTH=str(len(body))) == 200


@pytest.mark.parametrize(
    ("method", "said", "found"), [("POST", {}, None), ("POST", {"CONTENT_LENGTH": "3"}, "3"), ("GET", {}, None)]
)
def test_what_has_no_end_of_its_own_is_not_read_beforehand(method: str, said: dict[str, str], found: str | None) -> None:
    lengths: list[Any] = []
    body = BytesIO(b"abc")
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "wsgi.input": body, **said}

    def application(environ: dict[str, Any], _start_response: object) -> list[bytes]:
        lengths.append(environ.get("CONTENT_LENGTH"))
        return []

    bodies.whole_bodies(application)(environ, lambda *_: None)
    assert (lengths, body.tell()) == ([found], 0)
