"""Reads the JSON that providers of chats deliver: ids as text, text as NFC, moments with their zone, or a reason why not."""

import hmac
import json
import math
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hotline.core.channels import Setup
from hotline.core.inbound import Unreadable
from hotline.intake.port import FRESH, DeliveryRefused, Refusal

REPEATED_FOR = timedelta(hours=48)
"""How old a chat's delivery may be (chưa kiểm chứng: ours).

The moment that these providers sign is that of the message, not of the delivery, and what could not be delivered comes again
later. A repeat of what we have changes nothing: the limit keeps old recordings out, and loses nothing that was said while we
were away for a day."""


def object_of(body: bytes) -> Mapping[str, Any]:
    """Return the object that a body is. Raises Unreadable."""
    try:
        whole = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unreadable("json") from error
    if not isinstance(whole, dict):
        raise Unreadable("shape")
    return whole


def part_of(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the object under a name, empty where there is none. Raises Unreadable for what is no object."""
    part = whole.get(name)
    if part is None:
        return {}
    if not isinstance(part, dict):
        raise Unreadable("shape")
    return part


def id_of(value: Any) -> str:
    """Return an id as text, however long a number it is; empty for none. Raises Unreadable for a fraction or a list."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise Unreadable("id")
    return str(value).strip()


def words_of(value: Any) -> str:
    """Return text in NFC, without halves of characters; empty for what is no text."""
    text = value if isinstance(value, str) else ""
    return unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode())


def moment_of(value: Any) -> datetime:
    """Return the moment of so many milliseconds since 1970, given as a number or as its digits. Raises Unreadable."""
    digits = id_of(value)
    try:
        if not digits.isascii() or not digits.isdecimal():
            raise Unreadable("moment")
        return datetime.fromtimestamp(int(digits) / 1000, UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise Unreadable("moment") from error


def point_of(lat: Any, lon: Any) -> tuple[float, float]:
    """Return a point, given as numbers or as their digits. Raises Unreadable for what lies nowhere on earth."""
    try:
        point = float(lat), float(lon)
    except (TypeError, ValueError) as error:
        raise Unreadable("point") from error
    if not all(map(math.isfinite, point)) or abs(point[0]) > 90 or abs(point[1]) > 180:
        raise Unreadable("point")
    return point


def secret_of(setup: Setup, name: str) -> bytes:
    """Return a secret. Raises DeliveryRefused where there is none: by an empty one, anybody could sign."""
    found = setup.secrets.get(name, "")
    if not found:
        raise DeliveryRefused(Refusal.OFF)
    return found.encode()


def require_same(ours: str, theirs: str) -> None:
    """Raise DeliveryRefused unless the two signatures, in hex, are one; it takes the same time wherever they differ."""
    if not hmac.compare_digest(ours.encode(), theirs.strip().lower().encode()):
        raise DeliveryRefused(Refusal.WRONG_SIGNATURE)


def require_fresh(said_at: datetime, *, now: datetime) -> None:
    """Raise DeliveryRefused for what was said too long ago to be a late repeat, or after now."""
    if not -REPEATED_FOR <= said_at - now <= FRESH:
        raise DeliveryRefused(Refusal.STALE)
