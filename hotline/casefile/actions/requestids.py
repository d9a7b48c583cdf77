"""Ids of new requests, taken from the sequence in blocks: an event's mac covers the id, so it is known beforehand."""

from threading import Lock

from django.db import connection

_BLOCK = 32
_lock = Lock()
_waiting: list[int] = []
_taken_from = ""


def next_request_id() -> int:
    """Return an id that nobody else gets. Ids that a process did not use are lost, which harms nothing."""
    global _taken_from
    with _lock:
        database = str(connection.settings_dict["NAME"])
        if database != _taken_from:
            _waiting.clear()
            _taken_from = database
        if not _waiting:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence('casefile_servicerequest', 'id')) FROM generate_series(1, %s)",
                    [_BLOCK],
                )
                _waiting.extend(int(row[0]) for row in reversed(cursor.fetchall()))
        return _waiting.pop()


def forget_ids() -> None:
    """Drop the ids taken beforehand: for a new database under an old name, as tests make them."""
    with _lock:
        _waiting.clear()
