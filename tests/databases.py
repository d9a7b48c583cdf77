"""Databases for tests: one template made by migrations, and quick copies of it."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from fcntl import LOCK_EX, flock
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from hotline.casefile.keys import make_keys
from hotline.directory.actions import load_profile
from hotline.site.dsn import parts_of, url_of
from hotline.site.grants import grant_unclaimed
from hotline.site.installation import REPOSITORY
from hotline.site.roles import APP, make_extensions

MIGRATED = "template_migrated"
ALIASES = ("default", "owner")
_LASTING: dict[str, dict[str, BaseDatabaseWrapper]] = {}
"""The connections of this process to databases that last, by name and alias, while they point elsewhere."""


def superuser_url(database: str = "postgres") -> str:
    """Return the superuser's address of one of the test server's databases."""
    return url_of({**parts_of(os.environ["HOTLINE_TEST_SUPERUSER_URL"]), "dbname": database})


def wait_for_others() -> None:
    """Wait until no open transaction of another test on the same server keeps what was written from being sealed or followed."""
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT coalesce(bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())), true) FROM casefile_event")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("transactions of others stayed open for a minute")


def check_server_is_ours() -> None:
    """Raise AssertionError unless the server's data lies in the tests' own folder: nothing else may ever be written to."""
    with psycopg.connect(superuser_url()) as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    ours = Path(os.environ["HOTLINE_DATA"]).resolve()
    assert found is not None
    assert Path(str(found[0])).resolve().is_relative_to(ours), f"{found[0]} is not inside {ours}"


@contextmanager
def away(database: str) -> Iterator[None]:
    """Have the server end all connections to a database and let nobody in, until the block ends."""
    with psycopg.connect(superuser_url(), autocommit=True) as superuser:
        name = sql.Identifier(database)
        superuser.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(name))
        superuser.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [database])
        try:
            yield
        finally:
            superuser.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(name))
            connection.close()


def make_template(name: str, fill: Callable[[], None], *, source: str = "template0") -> None:
    """Make the template database `name` by `fill`, once for all worker processes."""
    with (settings.DATA / "run" / "templates.lock").open("a") as lock:
        flock(lock, LOCK_EX)
        if _exists(name):
            return
        unfinished = f"{name}_unfinished"
        _drop(unfinished)
        _clone(unfinished, source=source)
        with psycopg.connect(superuser_url(unfinished), autocommit=True) as connection:
            make_extensions(connection)
        with pointed_at(unfinished):
            fill()
        with psycopg.connect(superuser_url(), autocommit=True) as connection:
            words = "ALTER DATABASE {} RENAME TO {}"
            connection.execute(sql.SQL(words).format(sql.Identifier(unfinished), sql.Identifier(name)))


def migrate() -> None:
    """Fill the database that is pointed at as `bin/hotline run` does: migrations as owner, then the application's grants."""
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    grant_unclaimed()


def template_with(profile: str) -> str:
    """Return the name of the template that holds a profile of `profiles/`, made once for all worker processes."""
    name = f"template_{profile}"
    make_template(name, lambda: _load(profile), source=MIGRATED)
    return name


def _load(profile: str) -> None:
    make_keys(settings.DATA / "keys")
    load_profile(REPOSITORY / "profiles" / profile, now=datetime(2026, 1, 5, tzinfo=UTC))


@contextmanager
def clone(name: str, *, source: str, lasting: bool = False) -> Iterator[str]:
    """Give a copy of the database `source`, dropped at the end.

    `lasting`, for one that many tests point at in turn: this process keeps its connections, because a server's process
    that has just begun knows no table and no function yet, and learning them took longer than most tests.
    """
    _drop(name)
    _clone(name, source=source)
    if lasting:
        _LASTING[name] = {}
    try:
        yield name
    finally:
        for kept in _LASTING.pop(name, {}).values():
            kept.close()
        _drop(name)


@contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Have Django's connections of this process use the database `name`."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in ALIASES}
    _point(dict.fromkeys(ALIASES, name))
    try:
        yield
    finally:
        _point(before)


def _point(names: dict[str, str]) -> None:
    """Put each alias's connection away, or close it where its database is gone after the test, and take another's."""
    for alias, name in names.items():
        before = connections[alias]
        if before.settings_dict["NAME"] in _LASTING:
            _LASTING[before.settings_dict["NAME"]][alias] = before
        else:
            before.close()
        settings.DATABASES[alias]["NAME"] = name
        waiting = _LASTING.get(name, {})
        connections[alias] = waiting.pop(alias) if alias in waiting else _connection(alias, name)


def _connection(alias: str, name: str) -> BaseDatabaseWrapper:
    """Return a connection that stays one to the database `name`, wherever the alias points later."""
    made = connections.create_connection(alias)
    made.settings_dict = {**made.settings_dict, "NAME": name}
    return made


def _exists(name: str) -> bool:
    with psycopg.connect(superuser_url(), autocommit=True) as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _clone(name: str, *, source: str) -> None:
    with psycopg.connect(superuser_url(), autocommit=True) as connection:
        words = "CREATE DATABASE {} TEMPLATE {} OWNER hotline_owner"
        connection.execute(sql.SQL(words).format(sql.Identifier(name), sql.Identifier(source)))
        connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(*map(sql.Identifier, (name, APP))))


def _drop(name: str) -> None:
    with psycopg.connect(superuser_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def believed_empty(superuser: "psycopg.Connection[tuple[object, ...]]", *tables: str) -> None:
    """Let the planner believe what it does of tables that were empty when their statistics were taken: each has one row."""
    for table in tables:
        superuser.execute("UPDATE pg_class SET relpages = 1, reltuples = 0 WHERE relname = %s", [table])
