"""The word that names a form in its addresses: random, and signed with the moment at which its first page was opened.

It is also the key by which a form sent twice is known, so it serves for one form only: a forged or an old one (a bookmark)
begins nothing.
"""

import re
import secrets
from datetime import datetime

from django.core import signing

from hotline.intake.report.facts import DRAFT_LIFE

_SHAPE = re.compile(r"[\w.-]{40,120}")
_SIGNER = signing.Signer(sep=".", salt="hotline.report.form")


def minted(now: datetime) -> str:
    """Return the token of a new form."""
    return _SIGNER.sign(f"{secrets.token_urlsafe(16)}.{int(now.timestamp() * 1000)}")


def looks_like_one(text: str) -> bool:
    """Return whether it is worth asking the database for."""
    return _SHAPE.fullmatch(text) is not None


def opened_at(token: str, *, now: datetime) -> datetime | None:
    """Return when the form's first page was opened, or None for a token that is forged or too old to begin a form."""
    try:
        _random, _, moment = _SIGNER.unsign(token).rpartition(".")
        opened = datetime.fromtimestamp(int(moment) / 1000, tz=now.tzinfo)
    except (signing.BadSignature, ValueError, OverflowError):
        return None
    return opened if now - DRAFT_LIFE < opened <= now else None
