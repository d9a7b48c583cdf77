"""Where a page of a list begins, in an address: unreadable, because a row's number would tell how many reports there are."""

import base64
import json
from datetime import UTC, datetime

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

type Position = tuple[datetime, int]


def written(position: Position) -> str:
    """Return a position as it stands in an address."""
    moment, number = position
    return _cipher().encrypt(json.dumps([moment.astimezone(UTC).isoformat(), number]).encode()).decode().rstrip("=")


def read(text: str) -> Position | None:
    """Return the position that `written` was given; None for anything else."""
    try:
        moment, number = json.loads(_cipher().decrypt(text + "=" * (-len(text) % 4)))
        return datetime.fromisoformat(moment), int(number)
    except (InvalidToken, ValueError, TypeError):
        return None


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("public.cursor", "list", algorithm="sha256").digest()))
