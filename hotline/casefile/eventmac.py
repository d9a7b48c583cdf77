"""The canonical form of an event, its mac and its digest. What they cover must never change for written events."""

import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from .keys import keys

COLUMNS = ("request_id", "name", "at", "actor_kind", "actor_user", "actor_unit", "reason", "note", "facts")


def event_mac(row: Mapping[str, Any]) -> bytes:
    """Return the HMAC-SHA256 of an event's columns under the audit key, which is not in the database."""
    return hmac.digest(keys().audit, _canonical([row[column] for column in COLUMNS]), "sha256")


def event_digest(row: Mapping[str, Any]) -> bytes:
    """Return the sha-256 of the whole event, id, mac and transaction too, for its seal."""
    values = [row["id"], *(row[column] for column in COLUMNS), bytes(row["mac"]).hex(), int(row["xid"])]
    return sha256(_canonical(values)).digest()


def seal_mac(*, position: int, horizon: int, event_ids: list[int], digests: bytes, previous: bytes, sealed_at: datetime) -> bytes:
    """Return the HMAC-SHA256 that binds a seal to its events and to the seal before it."""
    head = _canonical([position, horizon, event_ids, digests.hex(), previous.hex(), sealed_at])
    return hmac.digest(keys().audit, head, "sha256")


def _canonical(values: list[Any]) -> bytes:
    return _ENCODER.encode(values).encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(type(value).__name__)


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
