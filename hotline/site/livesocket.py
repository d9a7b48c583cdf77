"""Whether a pooled connection still lives, asked of its socket: a round trip to the server for each request costs more."""

import select
from typing import Any

from psycopg import Connection, OperationalError
from psycopg_pool import ConnectionPool


def check_connection(connection: Connection[Any]) -> None:
    """Return if the connection can be used. Raises psycopg.OperationalError when it cannot; the pool then takes another.

    The server says nothing to a connection at rest but that it ends it: a silent socket is a living one. A server that
    vanished without a word is noticed by the socket's own timeouts (`hotline.site.dsn.KEEP_ALIVE`).
    """
    if connection.closed:
        raise OperationalError("the connection is closed")
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        ConnectionPool.check_connection(connection)
