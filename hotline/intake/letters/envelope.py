"""An e-mail as it is kept: one line of JSON with what only its carrier knew, then its bytes untouched."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from hotline.core.inbound import Unreadable
from hotline.intake.letters.letter import Letter
from hotline.intake.port import Piece

MOST_BYTES = 25 * 1000 * 1000
"""Of one e-mail; what Gmail sends at most."""

_OLDEST = timedelta(days=3)
"""Mail servers try for days to deliver; a date further back is a wrong clock."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the carrier told. `returns_to`: where bounces go, "" for nowhere, None when it was not told.

    `trusts`: the name under which our own mail server signs what it checked (authserv-id) when this came. `is_cut`: it was
    too big, and only its beginning was taken.
    """

    came_by: str
    at: datetime
    returns_to: str | None = None
    recipients: Sequence[str] = ()
    trusts: str = ""
    is_cut: bool = False


def piece_of(envelope: Envelope, raw: bytes) -> Piece:
    """Return the e-mail as a delivery. Its id is the Message-ID, and a digest lest somebody send another under the same one.

    The digest leaves out what each carrier adds at the top: what comes by LMTP and again by IMAP is one delivery.
    """
    letter = Letter.of_head(raw)
    told = "\0".join([letter.sender, letter.one("subject"), letter.one("date")]).encode(errors="replace")
    digest = hashlib.sha256(told + b"\0" + letter.after_head.replace(b"\r\n", b"\n")).hexdigest()[:32]
    called = "".join(character for character in letter.one("message-id")[:200] if character.isprintable())
    return Piece(f"{called}#{digest}", _packed(envelope, raw), sender=letter.sender, said_at=said_at(letter, at=envelope.at))


def said_at(letter: Letter, *, at: datetime) -> datetime:
    """Return when it was written as it says itself, if that is likely; else when it came, `at`."""
    dated = letter.date
    return dated if dated is not None and at - _OLDEST < dated <= at else at


def unpacked(body: bytes) -> tuple[Envelope, bytes]:
    """Return envelope and e-mail of a kept delivery. Raises Unreadable."""
    line, _, raw = body.partition(b"\n")
    try:
        told = json.loads(line)
        return Envelope(**{**told, "at": datetime.fromisoformat(told["at"]), "recipients": tuple(told["recipients"])}), raw
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable("envelope") from error


def _packed(envelope: Envelope, raw: bytes) -> bytes:
    told = {
        "came_by": envelope.came_by,
        "at": envelope.at.isoformat(),
        "returns_to": envelope.returns_to,
        "recipients": list(envelope.recipients),
        "trusts": envelope.trusts,
        "is_cut": envelope.is_cut,
    }
    return json.dumps(told).encode() + b"\n" + raw
