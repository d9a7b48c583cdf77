"""Fetches letters from a hosted box by IMAP, at once where the server tells (IDLE); marked as seen only after they were kept."""

import imaplib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from django.conf import settings
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from hotline.casefile.queries.setups import setup_of
from hotline.core.channels import Setup
from hotline.core.connections import Condition
from hotline.intake.keeping import keep
from hotline.intake.known import channels
from hotline.intake.letters.envelope import MOST_BYTES, Envelope, piece_of
from hotline.intake.letters.hostedbox import BoxUnreachable, place_of
from hotline.intake.port import Piece

NAME = "email"
IDLES = 5.0
"""Seconds in which a stop of the worker may have to wait for it."""

_ANSWERS_WITHIN = 20.0  # seconds
_BATCH = 20
_BOXES: dict[str, type[BaseMailBox]] = {"imaps": MailBox, "imap+starttls": MailBoxStartTls, "imap": MailBoxUnencrypted}
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class HostedBox:
    """The box, and the connection to it while there is one."""

    idles: float = IDLES
    _url: str = field(default="", repr=False)
    _box: BaseMailBox | None = None
    _left_alone: set[str] = field(default_factory=set)
    condition: Condition | None = None
    """How the connection does; None where there is to be none."""

    def fetch(self, now: datetime) -> int:
        """Keep what came since, else wait a moment for more; return how many letters. Raises BoxUnreachable."""
        try:
            return self._fetched(now)
        except BoxUnreachable as why:
            self.condition = replace(self.condition or Condition(is_up=False), is_up=False, error=why.code, error_at=now)
            raise

    def _fetched(self, now: datetime) -> int:
        setup = setup_of(NAME)
        url = setup.secrets.get("imap", "") if setup else ""
        if url != self._url:
            self.close()
        self._url = url
        if not url or setup is None:
            self.condition = None
            return 0
        try:
            box = self._box or self._connected(url)
            self.condition = replace(self.condition or Condition(is_up=True), is_up=True)
            return self._kept(box, setup, now=now) or self._idled(box)
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            self.close()
            raise BoxUnreachable(f"{type(error).__name__} at the box", _code(error)) from None

    def close(self) -> None:
        """Let go of the connection."""
        box, self._box = self._box, None
        self._left_alone.clear()
        if box is not None:
            try:
                box.logout()
            except (OSError, imaplib.IMAP4.error, ImapToolsError):
                return

    def _connected(self, url: str) -> BaseMailBox:
        place = place_of(url)
        if settings.IS_DEMONSTRATION and not place.is_here:
            raise BoxUnreachable("a demonstration reads no box of another machine", "demonstration")
        box = _BOXES[place.scheme](place.host, place.port, timeout=_ANSWERS_WITHIN)  # type: ignore[call-arg]
        box.login(place.user, place.password, initial_folder=place.folder)
        self._box = box
        return box

    def _kept(self, box: BaseMailBox, setup: Setup, *, now: datetime) -> int:
        """Keep a batch of letters nobody has seen. A letter that is marked too late is known when it comes again."""
        count = 0
        for uid in [uid for uid in box.uids("UNSEEN") if uid not in self._left_alone][:_BATCH]:
            raw, is_cut = _letter(box, uid)
            if not raw:  # somebody else took it away
                continue
            envelope = Envelope("imap", now, trusts=setup.options.get("trusts", ""), is_cut=is_cut)
            if (piece := self._piece(uid, envelope, raw, now=now)) is None:
                continue
            keep(channels()[NAME], [piece], now=now)
            self.condition = replace(self.condition or Condition(is_up=True), kept_at=now)
            box.flag(uid, "\\Seen", value=True)
            count += 1
        return count

    def _piece(self, uid: str, envelope: Envelope, raw: bytes, *, now: datetime) -> Piece | None:
        """Return a letter as a delivery. One that is a fault of ours stays in the box, unseen, and holds up no other."""
        try:
            return piece_of(envelope, raw)
        except Exception as error:  # noqa: BLE001 - one isolation point for each letter
            log.error("letter could not be read", fault=type(error).__name__)  # its own words may quote the letter
            self._left_alone.add(uid)
            self.condition = replace(self.condition or Condition(is_up=True), error="fault", error_at=now)
            return None

    def _idled(self, box: BaseMailBox) -> int:
        """Wait until the server tells of something new, at most a moment; return whether it did."""
        if "IDLE" not in box.client.capabilities:
            box.client.noop()
            return 0
        told = box.idle.wait(timeout=self.idles)
        return int(any(b"EXISTS" in line for line in told))


def _code(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no_answer"
    if isinstance(error, MailboxLoginError):
        return "refused"
    return "unreachable" if isinstance(error, OSError) else "ended"


def _letter(box: BaseMailBox, uid: str) -> tuple[bytes, bool]:
    """Return a letter without marking it, and whether it was too big to be taken whole."""
    status, answer = box.client.uid("FETCH", uid, f"(RFC822.SIZE BODY.PEEK[]<0.{MOST_BYTES}>)")
    literal = next((item for item in answer if isinstance(item, tuple) and len(item) > 1), None)
    if status != "OK" or literal is None:
        return b"", False
    size = _SIZE.search(b" ".join(item if isinstance(item, bytes) else item[0] for item in answer if item))
    return literal[1], size is not None and int(size[1]) > len(literal[1])


_BOX = HostedBox()


def condition() -> Condition | None:
    """Return how the connection to the hosted box does; None where there is to be none."""
    return _BOX.condition


def fetch(now: datetime) -> int:
    """Look into the hosted box, where there is one."""
    return _BOX.fetch(now)
