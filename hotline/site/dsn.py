"""Database addresses: libpq URLs in, Django's dictionaries and printable words out."""

from typing import Any
from urllib.parse import quote, urlencode

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from hotline.rows.plans import KeepingCursor
from hotline.site.refusal import Refused

_NEVER = 10**9  # executions; None would forbid what asks for it, too
KEEP_ALIVE = {
    # A server that vanishes without a word (partition, power) is noticed in about 3 s instead of minutes.
    "connect_timeout": 3,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 3000,
}


def parts_of(url: str) -> dict[str, str]:
    """Return the parameters of a libpq URL or connection string. Raises Refused when it is neither."""
    try:
        return {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as error:
        raise Refused(f"The database address cannot be read: {str(error).splitlines()[0]}.") from error


def url_of(parts: dict[str, str]) -> str:
    """Return the libpq URL with these parameters; a Unix socket's folder and all else go into the query."""
    rest = dict(parts)
    user, password = rest.pop("user", ""), rest.pop("password", "")
    secret = f":{quote(password, safe='')}" if password else ""
    name = quote(rest.pop("dbname", ""), safe="")
    return f"postgresql://{quote(user, safe='')}{secret}@/{name}?{urlencode(rest, quote_via=quote)}"


def socket_url(folder: str, *, user: str, database: str) -> str:
    """Return the address of `database` on the server whose socket is in `folder`."""
    return url_of({"user": user, "dbname": database, "host": folder, "port": "5432"})


def where(url: str) -> str:
    """Return which server and database an address names, without user or password."""
    parts = parts_of(url)
    host = parts.get("host") or parts.get("hostaddr") or "localhost"
    return f"{parts.get('dbname', '')} at {host}:{parts.get('port', '5432')}"


def django_database(url: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for an address."""
    parts = parts_of(url)
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    entry: dict[str, Any] = {key: parts.pop(name, "") for key, name in names.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **entry,
        "CONN_HEALTH_CHECKS": True,
        # Values written into the query, as Django does, cost PostgreSQL twice; plans are kept of what asks for it alone.
        "OPTIONS": {
            **KEEP_ALIVE,
            "prepare_threshold": _NEVER,
            "server_side_binding": True,
            "cursor_factory": KeepingCursor,
            **parts,
        },
    }
