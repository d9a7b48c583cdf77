"""Keeps two from dealing with one person's points at once: joining and parting them, proving one, erasing all of them."""

from collections.abc import Collection
from hashlib import sha256

from django.db import connection

_JOINS = 0x4A4F494E
"""Keys of locks that are of joins; those of senders are of another sort, and are taken before these."""


def hold_nodes(nodes: Collection[bytes]) -> None:
    """Let nobody else join, part or erase these nodes until the transaction ends.

    Taken in one order, and before any case, join or code is locked: an erasure locks cases first and a code's proof last.
    """
    keys = sorted({int.from_bytes(sha256(node).digest()[:4], signed=True) for node in nodes})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_JOINS, key])
