"""Headers that no browser sends: an odd character set, a session cookie that cannot be one. No page breaks over them."""

from io import BytesIO
from typing import Any, cast
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.exceptions import BadRequest
from django.core.handlers.wsgi import WSGIRequest
from django.test import Client

from hotline.site.headers import plain_charset

FORM = "application/x-www-form-urlencoded"
CHARSETS = ("utf-7", "utf-16", "rot13", "zip", "idna", "punycode", "unicode_escape", "no-such-thing", "")
PARTS = '--B\r\nContent-Disposition: form-data; name="words"\r\n\r\nđèn+2AA-\r\n--B--\r\n'.encode()


def received(kind: str, body: bytes = b"") -> WSGIRequest:
    """Return the request as Django makes it behind what the web server loads."""
    environ: dict[str, Any] = {"REQUEST_METHOD": "POST", "QUERY_STRING": "words=%C4%91%C3%A8n+2AA-"}
    environ |= {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    setup_testing_defaults(environ)
    made: list[WSGIRequest] = []

    def application(environ: dict[str, Any], _start_response: object) -> list[bytes]:
        made.append(WSGIRequest(environ))
        return []

    plain_charset(application)(environ, lambda *_: None)
    return made[0]


@pytest.mark.parametrize("charset", CHARSETS)
def test_addresses_and_forms_of_several_parts_are_utf_8_whatever_a_header_says(charset: str) -> None:
    request = received(f"multipart/form-data; Charset={charset}; boundary=B", PARTS)
    assert request.GET["words"] == "đèn 2AA-"
    assert request.POST["words"] == "đèn+2AA-"


@pytest.mark.parametrize("charset", ["utf-7", "rot13", "iso-8859-1", "no-such-thing"])
def test_a_plain_form_in_another_character_set_is_refused(charset: str) -> None:
    request = received(f"{FORM}; charset={charset}", b"words=a")
    with pytest.raises(BadRequest):
        cast(Any, request).POST["words"]


@pytest.mark.parametrize("said", ["", "; charset=utf-8", "; charset=UTF8", '; charset="utf-8"', ";charset=us-ascii"])
def test_utf_8_may_say_so_in_any_spelling(said: str) -> None:
    assert received(FORM + said, "words=đèn".encode()).POST["words"] == "đèn"


def test_it_is_what_the_web_server_loads() -> None:
    from hotline.site.wsgi import application

    assert "plain_charset" in application.__qualname__


@pytest.mark.parametrize("cookie", ['"\\000aaaaaaaaaaaa"', '"\\355\\240\\200aaaaaaaaa"', "'; DROP TABLE x; --", "a" * 5000])
@pytest.mark.parametrize("page", ["/", "/staff/", "/accounts/login/", "/report/"])
def test_a_session_cookie_that_cannot_be_one_is_none(city: None, db: None, cookie: str, page: str) -> None:
    said = Client().get(page, headers={"cookie": f"sessionid={cookie}"})
    assert said.status_code == Client().get(page).status_code
