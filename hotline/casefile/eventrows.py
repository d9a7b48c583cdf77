"""Reads events with plain SQL, in the columns that macs and digests cover."""

import json
from typing import Any

COLUMNS = (
    "id", "request_id", "name", "at", "actor_kind", "actor_user", "actor_unit", "reason", "note", "facts", "mac", "xid",
)  # fmt: skip
SELECT = """
SELECT id, request_id, name, at, actor_kind, actor_user, actor_unit, reason, note, facts, mac, xid::text
FROM casefile_event
"""


def event_columns(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a row of SELECT by column name."""
    columns = dict(zip(COLUMNS, row, strict=True))
    if isinstance(columns["facts"], str):
        columns["facts"] = json.loads(columns["facts"])
    return columns
