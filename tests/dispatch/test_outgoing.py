"""Requests to addresses that somebody typed in never reach our own network, by whatever name, and end in time."""

import socket
import threading
import time
from contextlib import suppress
from typing import Any

import pytest
from django.test import override_settings

from hotline.casefile import outside
from hotline.casefile.outside import OutgoingRefused, Unreachable, require_outside, require_reachable, send
from tests.dispatch.conftest import Counterpart

INSIDE = [
    "https://127.0.0.1/",
    "https://localhost/",
    "https://[::1]/",
    "https://0.0.0.0/",
    "https://10.0.0.8/",
    "https://172.16.3.4/",
    "https://192.168.1.1:8443/hook",
    "https://169.254.169.254/latest/meta-data/",
    "https://100.64.0.1/",
    "https://[fc00::1]/",
    "https://[fe80::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[fec0::1]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://127.1/",
    "https://224.0.0.1/",
]


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside(url: str) -> None:
    with pytest.raises(OutgoingRefused) as refused:
        require_reachable(url)
    assert refused.value.why == "inside"
    with pytest.raises(OutgoingRefused):
        send("POST", url, headers={})


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://example.com/", "https"),
        ("ftp://example.com/", "https"),
        ("file:///etc/passwd", "address"),
        ("gopher://127.0.0.1:6379/_INFO", "https"),
        ("https://user:secret@example.com/", "address"),
        ("https://example.com/#part", "address"),
        ("https:///nothing", "address"),
        ("https://example.com:99999/", "address"),
        ("https://exa mple.com/", "address"),
        ("https://example.com/\n", "address"),
        ("https://[::1/", "address"),
        ("", "address"),
        ("https://example.com/" + "x" * 2100, "address"),
        ("https://nobody.invalid/", "unknown_name"),
        ("https://" + "x" * 80 + ".com/", "unknown_name"),
    ],
)
def test_what_is_no_address_of_a_server_outside(url: str, why: str) -> None:
    with pytest.raises(OutgoingRefused) as refused:
        require_reachable(url)
    assert refused.value.why == why


def test_a_name_that_is_answered_differently_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: outside when it is looked at, inside when it is connected to. The name is asked for once."""
    asked: list[str] = []
    connected: list[object] = []

    def answer(host: str, port: int, *rest: Any, **more: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14" if len(asked) == 1 else "127.0.0.1", port))]

    def connect(address: tuple[str, int], *rest: Any, **more: Any) -> socket.socket:
        connected.append(address)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr("urllib3.util.connection.create_connection", connect)
    with pytest.raises(Unreachable):
        send("POST", "https://rebinding.example/", headers={})
    assert asked == ["rebinding.example"]
    assert connected == [("93.184.215.14", 443)]
    with pytest.raises(OutgoingRefused):
        send("POST", "https://rebinding.example/", headers={})
    assert connected == [("93.184.215.14", 443)]


def test_a_redirect_is_not_followed(counterpart: Counterpart) -> None:
    counterpart.say = lambda _method, _path, _body: (302, {"Location": "https://169.254.169.254/"}, b"")
    reply = send("POST", counterpart.url, headers={})
    assert (reply.status, len(counterpart.taken)) == (302, 1)


def test_the_machines_proxy_and_passwords_are_not_used(counterpart: Counterpart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert send("GET", counterpart.url, headers={}).status == 204


def test_an_answer_without_end(counterpart: Counterpart, monkeypatch: pytest.MonkeyPatch) -> None:
    counterpart.say = lambda _method, _path, _body: (200, {}, b"x" * 200_000)
    with pytest.raises(Unreachable, match="too_long"):
        send("GET", counterpart.url, headers={}, limit=100_000)
    monkeypatch.setattr(outside, "READ", 0.2)
    counterpart.say = lambda _method, _path, _body: (time.sleep(0.6), (200, {}, b""))[1]  # type: ignore[func-returns-value]
    with pytest.raises(Unreachable, match="timeout"):
        send("GET", counterpart.url, headers={})


@pytest.mark.parametrize("slowly", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"], ids=["head", "body"])
def test_a_byte_now_and_then_holds_nobody_up(slowly: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte is in time and the answer never ends: three such servers would have kept every webhook of the city."""
    monkeypatch.setattr(outside, "WHOLE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server, override_settings(HOTLINE_OUTGOING_LOOPBACK=True):
        thread = threading.Thread(target=_drip, args=(server, slowly), daemon=True)
        thread.start()
        begun = time.monotonic()
        with pytest.raises(Unreachable, match="timeout"):
            send("POST", f"http://127.0.0.1:{server.getsockname()[1]}/", headers={})
        assert time.monotonic() - begun < 1.5
        thread.join(5)


def _drip(server: socket.socket, first: bytes) -> None:
    line, _address = server.accept()
    with line, suppress(OSError):
        line.sendall(first)
        for _ in range(60):
            line.sendall(b"x")
            time.sleep(0.05)


def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with override_settings(HOTLINE_OUTGOING_LOOPBACK=True), pytest.raises(Unreachable, match="no_connection"):
        send("POST", f"http://127.0.0.1:{port}/", headers={})


def test_a_demonstration_sends_nothing_out(counterpart: Counterpart) -> None:
    with override_settings(IS_DEMONSTRATION=True):
        with pytest.raises(OutgoingRefused, match="demonstration"):
            send("POST", "https://example.com/", headers={})
        with pytest.raises(OutgoingRefused, match="inside"):
            require_reachable("https://10.1.2.3/")
        assert send("POST", counterpart.url, headers={}).status == 204
        with override_settings(HOTLINE_OUTGOING_LOOPBACK=False), pytest.raises(OutgoingRefused):
            require_outside(counterpart.url)
