"""The database roles: who owns the tables, who the application is, and who a signed-in agency is.

hotline_owner owns database and tables (migrations only); hotline_app holds the application's grants; hotline_agency is
what row-level security speaks of; the application signs in as a role of its own that is a member of both, of the agency's
only by `SET ROLE`. Superusers and owners pass by row-level security and triggers' grants: the application is neither.
"""

import secrets
from pathlib import Path

import psycopg
from psycopg import sql

from hotline.site.dsn import parts_of, url_of, where
from hotline.site.refusal import Refused

OWNER, LOGIN, APP, AGENCY = "hotline_owner", "hotline_login", "hotline_app", "hotline_agency"
DATABASE = "hotline"
EXTENSIONS = ("unaccent", "pg_trgm")
LIMITS = {"lock_timeout": "30s", "idle_in_transaction_session_timeout": "5min"}
"""One person's transaction that hangs must not take every thread of the web server with it: who waits longer is told."""
OLDEST_SERVER = 160000  # GRANT … WITH INHERIT FALSE came with PostgreSQL 16


def make_roles(superuser_url: str, database: str = DATABASE) -> None:
    """Make roles, database and extensions on the embedded server, as its superuser. May be repeated."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for name, can_login in ((OWNER, True), (APP, False), (AGENCY, False), (LOGIN, True)):
            _make_role(connection, name, login=can_login)
        _make_members(connection, LOGIN)
        _set_limits(connection, LOGIN)
        make_database(connection, database)
    with psycopg.connect(url_of({**parts_of(superuser_url), "dbname": database}), autocommit=True) as connection:
        make_extensions(connection)


def drop_database(superuser_url: str, name: str = DATABASE) -> None:
    """Drop a database of the embedded server, whoever is in it."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def make_database(connection: "psycopg.Connection[tuple[object, ...]]", name: str, *, template: str = "template0") -> None:
    """Make a database that the owner owns and only the application may enter, unless it is there."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    words = "CREATE DATABASE {} OWNER {} TEMPLATE {}"
    connection.execute(sql.SQL(words).format(*map(sql.Identifier, (name, OWNER, template))))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(*map(sql.Identifier, (name, APP))))


def make_extensions(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Make the extensions that the migrations count on."""
    for name in EXTENSIONS:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))


def settle_external(owner_url: str, app_url: str | None, *, keys: Path) -> tuple[str, str]:
    """Make ready a server that is not ours and return the addresses of application and owner.

    Without `app_url` a sign-in role for the application is made, its password kept in `keys`.
    Raises Refused when the server cannot be reached, is too old, or the roles cannot be made or are too mighty.
    """
    owner = parts_of(owner_url).get("user", "")
    parts_of(app_url or owner_url)
    try:
        with psycopg.connect(owner_url, autocommit=True, connect_timeout=5) as connection:
            _check_server(connection)
            for name in (APP, AGENCY):
                _make_role(connection, name, login=False)
            made = app_url or _make_login(connection, owner_url, keys=keys)
            _make_members(connection, parts_of(made)["user"])
            make_extensions(connection)
        _check_application(made, owner=owner)
    except psycopg.errors.InsufficientPrivilege as error:
        raise Refused(
            f"The role of DATABASE_URL may not prepare {where(owner_url)} ({_first_line(error)}): give it CREATEROLE, "
            "or prepare roles as docs/settings.md says and set DATABASE_OWNER_URL too."
        ) from error
    except psycopg.OperationalError as error:
        raise Refused(f"The database {where(owner_url)} cannot be reached: {_first_line(error)}") from error
    return made, owner_url


def _check_server(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    if connection.info.server_version < OLDEST_SERVER:
        raise Refused(f"PostgreSQL {connection.info.server_version // 10000} is too old: Hotline needs 16 or newer.")
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Refused(f"The database's encoding is {encoding}: Hotline needs UTF8 for Vietnamese.")


def _make_login(connection: "psycopg.Connection[tuple[object, ...]]", owner_url: str, *, keys: Path) -> str:
    parts = parts_of(owner_url)
    name = f"{parts.get('dbname', DATABASE)}_login"[:63]
    kept = keys / "database.key"
    password = kept.read_text().strip() if kept.exists() else secrets.token_urlsafe(32)
    _make_role(connection, name, login=True)
    words = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(name), sql.Literal(password))
    connection.execute(words)
    _set_limits(connection, name)
    kept.touch(mode=0o600)
    kept.write_text(password)
    grant = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(*map(sql.Identifier, (connection.info.dbname, APP)))
    connection.execute(grant)
    return url_of({**parts, "user": name, "password": password})


def _make_role(connection: "psycopg.Connection[tuple[object, ...]]", name: str, *, login: bool) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        return
    kind = sql.SQL("LOGIN" if login else "NOLOGIN")
    connection.execute(sql.SQL("CREATE ROLE {} {}").format(sql.Identifier(name), kind))


def _set_limits(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    for limit, length in LIMITS.items():
        words = sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(name), sql.Identifier(limit), sql.Literal(length))
        connection.execute(words)


def _make_members(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    """Make the application's role a member of both groups, unless it is."""
    asked = (
        "SELECT roleid::regrole::text, inherit_option, set_option FROM pg_auth_members "
        "WHERE member = (SELECT oid FROM pg_roles WHERE rolname = %s)"
    )
    held = {str(role): (inherit, may_set) for role, inherit, may_set in connection.execute(asked, [name])}
    for group, inherit in ((APP, True), (AGENCY, False)):
        if held.get(group) != (inherit, True):
            words = f"GRANT {{}} TO {{}} WITH INHERIT {inherit}, SET TRUE"
            connection.execute(sql.SQL(words).format(sql.Identifier(group), sql.Identifier(name)))


def _check_application(url: str, *, owner: str) -> None:
    with psycopg.connect(url, autocommit=True, connect_timeout=5) as connection:
        asked = (
            "SELECT rolsuper OR rolbypassrls, %s = current_user OR pg_has_role(current_user, %s, 'MEMBER') "
            "FROM pg_roles WHERE rolname = current_user"
        )
        found = connection.execute(asked, [owner, owner]).fetchone()
    if found is None or any(found):
        raise Refused("DATABASE_URL must be neither superuser nor owner when DATABASE_OWNER_URL is set: see docs/settings.md.")


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
