"""Who may do what on the database: the application is neither superuser nor owner, on our server and on a city's."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from hotline.site.dsn import django_database, parts_of, url_of, where
from hotline.site.refusal import Refused
from hotline.site.roles import APP, settle_external
from tests.databases import superuser_url

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
CITY, OWNER, LOGIN, OTHER = f"city_{WORKER}", f"dba_{WORKER}", f"city_{WORKER}_login", f"app_{WORKER}"
Connection = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def server() -> Iterator[Connection]:
    """A superuser's connection to the tests' server, on which a city's administrator made a database and its owner."""
    with psycopg.connect(superuser_url(), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEROLE PASSWORD 'x'")
        connection.execute(f"CREATE DATABASE {CITY} OWNER {OWNER} TEMPLATE template0")
        # On a server of its own this role would have made the groups itself; here the tests' server has them already.
        connection.execute(f"GRANT hotline_app, hotline_agency TO {OWNER} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE")
        yield connection
        connection.execute(f"DROP DATABASE {CITY} WITH (FORCE)")
        for group in ("hotline_app", "hotline_agency"):  # what the owner granted goes with its own right to grant
            connection.execute(f"REVOKE {group} FROM {OWNER} CASCADE")
        connection.execute(f"DROP ROLE IF EXISTS {LOGIN}, {OTHER}, {OWNER}")


def _url(user: str, database: str = CITY) -> str:
    return url_of({**parts_of(superuser_url(database)), "user": user, "password": "x"})


def test_nobody_waits_for_ever_for_a_lock_or_holds_one_idle(server: Connection, tmp_path: Path) -> None:
    app, _owner = settle_external(_url(OWNER), None, keys=tmp_path)
    with psycopg.connect(app) as connection:
        for limit, length in (("lock_timeout", "30s"), ("idle_in_transaction_session_timeout", "5min")):
            assert connection.execute("SELECT current_setting(%s)", [limit]).fetchone() == (length,)


def test_with_the_owner_alone_the_application_gets_a_role_of_its_own(server: Connection, tmp_path: Path) -> None:
    app, owner = settle_external(_url(OWNER), None, keys=tmp_path)
    assert owner == _url(OWNER)
    with psycopg.connect(app) as connection:
        assert connection.execute("SELECT current_user::text").fetchone() == (LOGIN,)
        assert connection.execute("SELECT pg_has_role('hotline_app', 'USAGE')").fetchone() == (True,)
        assert connection.execute("SELECT pg_has_role('hotline_agency', 'USAGE')").fetchone() == (False,)
        connection.execute("SET ROLE hotline_agency")
    kept = tmp_path / "database.key"
    assert kept.stat().st_mode & 0o077 == 0
    assert parts_of(app)["password"] == kept.read_text()


def test_settling_again_changes_nothing(server: Connection, tmp_path: Path) -> None:
    assert settle_external(_url(OWNER), None, keys=tmp_path) == settle_external(_url(OWNER), None, keys=tmp_path)


def test_an_owner_as_application_is_refused(server: Connection, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="neither superuser nor owner"):
        settle_external(_url(OWNER), _url(OWNER), keys=tmp_path)


def test_a_superuser_as_application_is_refused(server: Connection, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="neither superuser nor owner"):
        settle_external(_url(OWNER), superuser_url(CITY), keys=tmp_path)


def test_roles_prepared_by_an_administrator_need_no_createrole(server: Connection, tmp_path: Path) -> None:
    server.execute(f"ALTER ROLE {OWNER} NOCREATEROLE")
    server.execute(f"CREATE ROLE {OTHER} LOGIN PASSWORD 'x'")
    server.execute(f"GRANT hotline_app TO {OTHER} WITH INHERIT TRUE, SET TRUE")
    server.execute(f"GRANT hotline_agency TO {OTHER} WITH INHERIT FALSE, SET TRUE")
    assert settle_external(_url(OWNER), _url(OTHER), keys=tmp_path)[0] == _url(OTHER)


def test_a_role_that_may_not_create_roles_is_told_so(server: Connection, tmp_path: Path) -> None:
    server.execute(f"ALTER ROLE {OWNER} NOCREATEROLE")
    with pytest.raises(Refused, match="CREATEROLE"):
        settle_external(_url(OWNER), None, keys=tmp_path)


def test_an_address_where_nobody_answers_is_named_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"hotline at 127\.0\.0\.1:1 cannot be reached") as refused:
        settle_external("postgresql://u:secret@127.0.0.1:1/hotline", None, keys=tmp_path)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("url", ["mysql://x", "postgresql://[", "nonsense"])
def test_an_address_that_is_none_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be read"):
        settle_external(url, None, keys=tmp_path)


def test_addresses_survive_odd_letters() -> None:
    parts = {"user": "a@b", "password": "p:/?#", "dbname": "d b", "host": "/srv/x y,z", "port": "5432"}
    assert parts_of(url_of(parts)) == parts
    assert django_database(url_of(parts))["HOST"] == "/srv/x y,z"
    assert where("postgresql://u:p@db.example:6000/city") == "city at db.example:6000"


@pytest.mark.django_db
def test_the_application_owns_nothing() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_has_role(current_user, relowner, 'MEMBER')")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT has_schema_privilege('public', 'CREATE')")
        assert cursor.fetchone() == (False,)


@pytest.mark.django_db
def test_libraries_tables_can_be_used_and_migrations_only_read() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('django_session', 'INSERT, UPDATE, DELETE')")
        assert cursor.fetchone() == (True,)
        cursor.execute("SELECT has_table_privilege('django_migrations', 'INSERT')")
        assert cursor.fetchone() == (False,)
    assert APP == "hotline_app"
    assert os.environ["HOTLINE_DATABASE_POOL"] == "0"
