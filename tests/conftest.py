"""Fixtures for every test that needs the database.

`db` (pytest-django's): the application's role in a transaction that is rolled back. `committed_db`: a database of the
test's own, for tests that need real commits, several connections or a superuser's hand. With the fixture `city` named first,
both hold the profile hcmc, or the one that a test parametrised with `indirect=["city"]` asks for.
"""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Any

import psycopg
import pytest
from django.core.cache import cache as kept_numbers
from django.test import override_settings
from django.utils import translation
from playwright.sync_api import Browser
from pytest_django.plugin import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from hotline.casefile.actions.requestids import forget_ids
from hotline.directory.queries import forget
from tests import chromium, databases
from tests.directories import as_loaded

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


def pytest_collection_finish() -> None:
    """Leave what was imported and collected out of every later search for garbage: it took one part in ten of all tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make this worker's own migrated database and point Django at it."""
    databases.check_server_is_ours()
    with django_db_blocker.unblock():
        databases.make_template(databases.MIGRATED, databases.migrate)
        name = f"test_{WORKER}"
        with databases.clone(name, source=databases.MIGRATED, lasting=True), databases.pointed_at(name):
            yield


@pytest.fixture(scope="session")
def _city_databases(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[str], str]]:
    """Give what returns the name of this worker's own database with a profile, made when it is first asked for."""
    with ExitStack() as made:

        @cache
        def database_with(profile: str) -> str:
            with django_db_blocker.unblock():
                source = databases.template_with(profile)
                return made.enter_context(databases.clone(f"{profile}_{WORKER}", source=source, lasting=True))

        yield database_with
        with django_db_blocker.unblock():
            made.close()


@pytest.fixture
def city(
    request: pytest.FixtureRequest, _city_databases: Callable[[str], str], django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """Have this test's database hold the profile hcmc, or that of its parameter. To be named before `db` or `committed_db`."""
    profile = getattr(request, "param", "hcmc")
    name = _city_databases(profile)
    with django_db_blocker.unblock(), databases.pointed_at(name), override_settings(PROFILE=profile):
        as_loaded(profile, database=name)
        yield profile
    forget()


@pytest.fixture
def committed_db(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give the name of a fresh migrated database that Django uses during this test; commits are real."""
    profile = request.getfixturevalue("city") if "city" in request.fixturenames else ""
    source = databases.template_with(profile) if profile else databases.MIGRATED
    yield from _own_database(source, django_db_blocker, profile)


@pytest.fixture
def superuser(committed_db: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    """Give a superuser's connection to the test's own database, each statement committed by itself."""
    with psycopg.connect(databases.superuser_url(committed_db), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Give Debian's Chromium, started once for all tests of a file; skipped where there is none, but never under CI."""
    with chromium.started() as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Keep passwords by a quick hash: argon2 takes a tenth of a second on purpose, and tests make people by the hundred."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _files_listed_once() -> Iterator[None]:
    """Have static files be looked for once: each test's client has a whitenoise of its own, which looked for all of them."""
    look, found = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def look_once(whitenoise: WhiteNoiseMiddleware) -> None:
        if not found:
            look(whitenoise)
            found.update(whitenoise.files)
        whitenoise.files.update(found)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(WhiteNoiseMiddleware, "add_files_from_finders", look_once)
        yield


@pytest.fixture(autouse=True)
def _vietnamese() -> None:
    """Begin each test in Vietnamese, whatever language a request of the one before left behind in this thread."""
    translation.activate("vi")


@pytest.fixture(autouse=True)
def _counted_anew() -> None:
    """Begin each test without the numbers that were counted in the one before."""
    kept_numbers.clear()


def _own_database(source: str, blocker: DjangoDbBlocker, profile: str) -> Iterator[str]:
    name = f"own_{WORKER}"
    with blocker.unblock(), databases.clone(name, source=source), databases.pointed_at(name):
        forget()
        if profile:
            as_loaded(profile, database=name)
        forget_ids()
        yield name
    forget()
