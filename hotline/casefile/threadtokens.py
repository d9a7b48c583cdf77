"""Words that we put into what we send and know again: of a case in an address to reply to, of a report in the link to a map."""

import hmac
import re
from hashlib import sha256

from hotline.casefile.keys import keys

_SHAPE = re.compile(r"([0-9]{3,5}-[0-9]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z])\.([0-9a-f]{16})", re.IGNORECASE)
_MAP_SHAPE = re.compile(r"([0-9]{1,18})\.([0-9a-f]{32})")


def reply_token(reference: str) -> str:
    """Return the word for an address that replies to a case go to: "1022-2603-….0123456789abcdef", whatever its case.

    Mail programs may write an address in small letters: the token is known again all the same.
    """
    return f"{reference.lower()}.{_mac('reply', reference.upper(), 8)}"


def reference_of(token: str) -> str | None:
    """Return the reference that a token of ours is for; None for one that is not ours."""
    found = _SHAPE.fullmatch(token.strip())
    if found is None:
        return None
    reference = found[1].upper()
    return reference if hmac.compare_digest(found[2].lower(), _mac("reply", reference, 8)) else None


def message_word(message_id: int) -> str:
    """Return the word that names a message of ours in an e-mail's Message-ID: whoever never had the letter cannot guess it."""
    return f"{message_id}.{_mac('message', str(message_id), 8)}"


def map_token(conversation_id: int) -> str:
    """Return the word for the page on which the sender of a report puts a pin: theirs alone, so longer."""
    return f"{conversation_id}.{_mac('map', str(conversation_id), 16)}"


def conversation_of(token: str) -> int | None:
    """Return the number of the report that a map's token is for; None for one that is not ours."""
    found = _MAP_SHAPE.fullmatch(token)
    return int(found[1]) if found and hmac.compare_digest(found[2], _mac("map", found[1], 16)) else None


def _mac(purpose: str, value: str, size: int) -> str:
    return hmac.new(keys().index, f"token:{purpose}:{value}".encode(), sha256).digest()[:size].hex()
