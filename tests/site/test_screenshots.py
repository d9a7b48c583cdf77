"""Pictures are taken once the public list tells all that happened; a demonstration whose worker stands is refused in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from hotline.site.commands.screenshots import wait_for_public
from hotline.site.refusal import Refused

BEHIND, THERE = b"<div data-behind>", b"<h1>"


def test_it_waits_until_the_list_has_followed() -> None:
    with demonstration(BEHIND, BEHIND, THERE) as (address, asked):
        wait_for_public(address)
    assert asked == ["/tour/"] * 3


def test_a_list_that_does_not_follow_is_refused() -> None:
    with demonstration(BEHIND) as (address, _), pytest.raises(Refused, match="has not followed the demonstration in 0 s"):
        wait_for_public(address, seconds=0)


def test_what_is_no_demonstration_is_refused() -> None:
    with demonstration() as (address, _), pytest.raises(Refused, match="shows no demonstration's tour: HTTP Error 404"):
        wait_for_public(address)
    with pytest.raises(Refused, match="shows no demonstration's tour"):
        wait_for_public(address)  # nobody is there any more


@contextmanager
def demonstration(*pages: bytes) -> Iterator[tuple[str, list[str]]]:
    """Serve one page after the other, the last for ever, and note what was asked for; without any, nothing is found."""
    asked: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200 if pages else 404)
            self.end_headers()
            if pages:
                self.wfile.write(pages[min(len(asked), len(pages)) - 1])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
