"""A citizen and the hotline who write to each other through mail servers that others wrote."""

import asyncio
import smtplib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

from django.db.models import QuerySet
from django.utils import timezone
from imap_tools import MailBoxUnencrypted

from hotline.casefile import actions, queries
from hotline.casefile.actions.receipts import WAITS
from hotline.casefile.models import Delivery, ServiceRequest
from hotline.core.facts import SYSTEM
from hotline.intake.mail.lmtp import serve
from hotline.intake.reading import read_kept
from hotline.notify.draining import Drain
from tests import make
from tests.intake.letters import letter
from tests.mailservers import PASSWORD, US, MailServers

HOTLINE = f"phananh@{US}"
WORDS = "Đèn đường hư mấy đêm nay trước số 12"


@dataclass
class Post:
    """The mail servers, and the hotline on one side of them."""

    servers: MailServers
    drain: Drain
    an: str
    """The address of a citizen who has no other letters."""

    def hand_in(self, raw: bytes, *, to: str = HOTLINE) -> None:
        """Have their program send a letter."""
        with smtplib.SMTP("127.0.0.1", self.servers.smtp) as out:
            out.sendmail(self.an, [to], raw, mail_options=["BODY=8BITMIME", "SMTPUTF8"])

    def hear(self, count: int) -> None:
        """Wait until so many letters have been kept in all, and read them."""
        self.servers.wait_until(lambda: letters().count() >= count)
        while read_kept(timezone.now()):
            pass

    def send(self) -> None:
        """Send what waits in the outbox, receipts that wait for their report to be forwarded too."""
        while self.drain.run(timezone.now() + WAITS):
            pass

    def arrived(self, count: int) -> list[EmailMessage]:
        """Wait until so many letters lie in their box, and return them."""
        letters: list[EmailMessage] = []

        def enough() -> bool:
            letters[:] = self._box()
            return len(letters) >= count

        self.servers.wait_until(enough)
        assert len(letters) == count
        return letters

    def _box(self) -> list[EmailMessage]:
        with MailBoxUnencrypted("127.0.0.1", self.servers.imap).login(self.an, PASSWORD) as box:
            raw = [one.obj.as_bytes() for one in box.fetch(mark_seen=False)]
        return [BytesParser(policy=default).parsebytes(one) for one in raw]


@contextmanager
def serving(sock: object) -> Iterator[None]:
    """Run our LMTP server on a socket that is open already."""
    loop, stopped = asyncio.new_event_loop(), asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(serve(sock, stopped=stopped)))  # type: ignore[arg-type]
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join(15)
        loop.close()


def set_up(**secrets: str) -> None:
    """Set e-mail up, as an administrator would."""
    actions.set_up_channel("email", options={"address": HOTLINE}, secrets=secrets, now=timezone.now(), actor=SYSTEM)


def answer_to(ours: EmailMessage, body: bytes | str, **heads: str | None) -> bytes:
    """Return an answer as a program makes one of a letter: to whoever it asks for, under it, the letter quoted below."""
    text = body.decode("latin-1") if isinstance(body, bytes) else body
    quoted = "\n".join(f"> {line}" for line in words_of(ours).splitlines())
    attribution = "Vào 15:04, T.2, 2 thg 3, 2026 Tổng đài 1022 <\nphananh@1022.example> đã viết:"
    heads = {
        "From": str(ours["To"]),
        "In_Reply_To": str(ours["Message-ID"]),
        "References": f"{ours['References']} {ours['Message-ID']}",
        "Subject": f"Re: {ours['Subject']}",
        "Date": None,
        **heads,
    }
    to = reply_address(ours)
    if "Content_Type" in heads:
        return letter(body, to=to, **heads)
    return letter(f"{text}\n\n{attribution}\n\n{quoted}\n", to=to, **heads)


def letters() -> QuerySet[Delivery]:
    """Return the e-mails that were kept; what a case was opened with is a delivery too."""
    return Delivery.objects.filter(channel="email", provider_id__contains="#")


def words_of(ours: EmailMessage) -> str:
    """Return the plain words of a letter of ours."""
    plain = ours.get_body(("plain",))
    assert plain is not None
    return str(plain.get_content())


def reply_address(ours: EmailMessage) -> str:
    """Return the address that an answer to it goes to."""
    return str((ours["Reply-To"] or ours["From"]).addresses[0].addr_spec)


def finish(case: ServiceRequest) -> None:
    """Have everybody file a result, accept it, and answer."""
    for part in queries.case_file(case.reference).parts:
        if part.state == "forwarded":
            actions.accept_part(part.id, now=timezone.now(), actor=make.officer(part))
        proof = make.photo(now=timezone.now())
        actions.file_result(part.id, note="Đã thay bóng.", evidence=[proof], now=timezone.now(), actor=make.officer(part))
        actions.accept_result(part.id, now=timezone.now(), actor=make.DESK)
    words = "Đơn vị đã thay bóng đèn."
    actions.draft_answer(case.pk, words=words, public_words=words, now=timezone.now(), actor=make.DESK)
    actions.send_answer(case.pk, now=timezone.now(), actor=make.DESK)
