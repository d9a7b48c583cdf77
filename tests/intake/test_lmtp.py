"""The LMTP server, as a mail server speaks to it: 250 when a letter is kept, 4xx when we cannot, 552 when it is too big."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from smtplib import LMTP

import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery, RefusedDeliveries
from hotline.casefile.queries.setups import forget_setups
from hotline.casefile.sealing import opened
from hotline.core.connections import Condition
from hotline.core.facts import SYSTEM
from hotline.intake.letters.envelope import unpacked
from hotline.intake.mail.listening import Listening, UnreadableListening, listening
from hotline.intake.mail.lmtp import serve
from tests import databases
from tests.intake.letters import PHOTO, leaf, letter, parts

AN, US = "an@dan.example", "phananh@1022.example"
MOST = 200_000


@contextmanager
def served(sock: socket.socket, told: Callable[[Condition], None] = lambda _condition: None) -> Iterator[None]:
    """Serve on the socket in a thread of its own."""
    loop, stopped = asyncio.new_event_loop(), asyncio.Event()

    def run() -> None:
        loop.run_until_complete(serve(sock, most_bytes=MOST, stopped=stopped, told=told))
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(10)


@pytest.fixture
def lmtp(committed_db: str) -> Iterator[LMTP]:
    """Give a connection to the server, with e-mail set up."""
    actions.set_up_channel(
        "email", options={"address": US, "trusts": "mx.ours.example"}, secrets={}, now=timezone.now(), actor=SYSTEM
    )
    sock = Listening("127.0.0.1", 0).open()
    with served(sock), LMTP("127.0.0.1", sock.getsockname()[1]) as client:
        yield client
    forget_setups()


def hand_over(client: LMTP, raw: bytes, *, to: list[str] | None = None, returns_to: str = AN) -> list[tuple[int, bytes]]:
    """Speak as postfix does; return what was answered for each recipient."""
    recipients = to or [US]
    client.ehlo_or_helo_if_needed()
    assert client.mail(returns_to)[0] == 250
    for recipient in recipients:
        assert client.rcpt(recipient)[0] == 250
    client.putcmd("data")
    assert client.getreply()[0] == 354
    client.send(raw.replace(b"\r\n.", b"\r\n..") + b"\r\n.\r\n")
    return [client.getreply() for _ in recipients]


def test_a_letter_is_kept_before_it_is_acknowledged(lmtp: LMTP) -> None:
    """With its envelope, sealed, byte for byte; each recipient has an answer."""
    raw = letter(**parts(leaf("Đèn hư\n.\n..hết"), leaf(PHOTO, "image/jpeg")))
    answers = hand_over(lmtp, raw, to=[US, "phananh+x@1022.example"])

    assert [code for code, _ in answers] == [250, 250]
    kept = Delivery.objects.get()
    assert kept.body is not None
    envelope, found = unpacked(opened(kept.body))
    assert (kept.channel, kept.state) == ("email", "kept")
    assert (envelope.returns_to, tuple(envelope.recipients), envelope.trusts) == (
        AN,
        (US, "phananh+x@1022.example"),
        "mx.ours.example",
    )
    assert found.rstrip() == raw.rstrip()
    assert kept.sender is not None


def test_a_letter_that_returns_nowhere_is_a_machines(lmtp: LMTP) -> None:
    """The null sender of bounces and responders."""
    hand_over(lmtp, letter(), returns_to="")
    body = Delivery.objects.get().body
    assert body is not None
    assert unpacked(opened(body))[0].returns_to == ""


def test_a_repeat_is_acknowledged_and_is_one(lmtp: LMTP) -> None:
    """Our 250 may have been lost on the way."""
    assert hand_over(lmtp, letter())[0][0] == 250
    assert hand_over(lmtp, letter())[0][0] == 250
    assert hand_over(lmtp, letter("khác"))[0][0] == 250
    assert Delivery.objects.count() == 2


def test_too_big_a_letter_is_refused_for_each_recipient_and_counted(lmtp: LMTP) -> None:
    """So the sender reads why; and the next letter on the same connection is taken."""
    answers = hand_over(lmtp, letter("đèn \n" * MOST), to=[US, US])
    assert [code for code, _ in answers] == [552, 552]
    assert lmtp.docmd("MAIL", f"FROM:<{AN}> SIZE={MOST + 1}")[0] == 552
    assert hand_over(lmtp, letter())[0][0] == 250
    until = time.monotonic() + 10  # nobody who sends a letter waits for the count
    while (counted := refusals()) != [("email", "too_big", 2)]:
        assert time.monotonic() < until, counted
        time.sleep(0.05)
    assert Delivery.objects.count() == 1


def refusals() -> list[tuple[str, str, int]]:
    return list(RefusedDeliveries.objects.values_list("way", "reason", "count"))


def test_a_line_of_any_length_is_taken(lmtp: LMTP) -> None:
    """Programs write whole letters on one line."""
    assert hand_over(lmtp, letter("Đèn hư " * 10_000))[0][0] == 250


def test_switched_off_the_letter_waits_at_the_mail_server(lmtp: LMTP) -> None:
    """It is neither lost nor sent back."""
    actions.set_up_channel("email", options={}, secrets={}, is_on=False, now=timezone.now(), actor=SYSTEM)
    assert hand_over(lmtp, letter())[0][0] == 451
    assert not Delivery.objects.exists()


def test_without_the_database_the_letter_waits_at_the_mail_server(lmtp: LMTP, committed_db: str) -> None:
    """And is taken when the database is back."""
    assert hand_over(lmtp, letter("một"))[0][0] == 250
    with databases.away(committed_db):
        assert hand_over(lmtp, letter("hai"))[0][0] == 451
    assert hand_over(lmtp, letter("hai"))[0][0] == 250
    assert Delivery.objects.count() == 2


def test_rubbish_is_kept_too(lmtp: LMTP) -> None:
    """Nothing is judged before it is kept; not even what no program could read."""
    assert hand_over(lmtp, b"\x00\xff\r\nMessage-ID: <a\x00b@x>\r\n\r\n\xfe", returns_to="")[0][0] == 250
    assert hand_over(lmtp, b"Message-ID: <a\x00b@x>\r\nFrom: \xff\x00@\x00\r\n\r\nx")[0][0] == 250
    assert Delivery.objects.count() == 2


def test_a_socket_in_a_folder(committed_db: str, tmp_path: Path) -> None:
    """The file of a server that was killed is in nobody's way."""
    actions.set_up_channel("email", options={}, secrets={}, now=timezone.now(), actor=SYSTEM)
    path = str(tmp_path / "lmtp")
    Listening(path=path).open().close()
    sock = Listening(path=path).open()
    with served(sock), LMTP(path) as client:
        assert hand_over(client, letter())[0][0] == 250
        with pytest.raises(OSError, match="in use"):
            Listening(path=path).open()
    forget_setups()


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("8024", Listening("127.0.0.1", 8024)),
        ("10.0.0.5:24", Listening("10.0.0.5", 24)),
        ("[::1]:24", Listening("::1", 24)),
        ("/run/hotline/lmtp", Listening(path="/run/hotline/lmtp")),
    ],
)
def test_where_it_listens(text: str, where: Listening) -> None:
    """On this machine alone unless a host is named."""
    assert listening(text) == where


@pytest.mark.parametrize("text", ["", "lmtp", "host:", "70000", "::1:x"])
def test_where_nobody_can_listen(text: str) -> None:
    """Said when it starts."""
    with pytest.raises(UnreadableListening):
        listening(text)


def test_how_the_server_does_is_told(committed_db: str) -> None:
    """When it begins and when it ends, with what came and what went wrong."""
    told: list[Condition] = []
    sock = Listening("127.0.0.1", 0).open()
    with served(sock, told.append), LMTP("127.0.0.1", sock.getsockname()[1]) as client:
        assert [code for code, _ in hand_over(client, letter(**parts(leaf("Đèn hư"))))] == [451]
        actions.set_up_channel("email", options={"address": US}, secrets={}, now=timezone.now(), actor=SYSTEM)
        forget_setups()
        assert [code for code, _ in hand_over(client, letter(**parts(leaf("Đèn hư"))))] == [250]
    forget_setups()
    first, last = told[0], told[-1]
    assert (first.is_up, first.error, first.kept_at) == (True, "", None)
    assert (last.is_up, last.error) == (False, "off")
    assert last.kept_at is not None
