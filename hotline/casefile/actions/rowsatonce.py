"""Writes the events, clocks and messages of many cases in one statement, or the messages of one."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from msgspec import json

type Row = dict[str, Any]
"""Columns of a new row, by name; those that are left out are as the database has them."""


def write_rows(*, events: Sequence[Row], clocks: Sequence[Row], messages: Sequence[Row]) -> None:
    """Write the rows, events in the order given; of messages those that are not in the outbox yet (by `once`).

    Within the caller's transaction. Raises what the database raises.
    """
    rows = json.encode({"events": events, "clocks": clocks}).decode(), json.encode(messages).decode()
    with connection.cursor() as cursor:
        cursor.execute(_statement("rows_at_once.sql", "messages_at_once.sql"), rows)


def write_messages(messages: Sequence[Row]) -> None:
    """Put messages into the outbox, those that are not there yet (by `once`), within the caller's transaction."""
    if messages:
        with connection.cursor() as cursor:
            cursor.execute(_statement("messages_at_once.sql"), [json.encode(messages).decode()])


@cache
def _statement(*names: str) -> str:
    return "".join((Path(__file__).parent.parent / "sql" / name).read_text() for name in names)
