"""Cases that are open to everyone, newest first: narrowed, searched, a page at a time.

The order is always by reception, so a page begins where the one before ended and costs the same however far down it is.
Words are looked for among the newest first: a common word fills the page there at once. What does not fill it is rare enough
for the index of words to give all of it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from .disclosing import PublicCase, public_facts
from .narrowing import SOUGHT, Conditions, Narrowing, conditions_of
from .recorded import records_of

GLANCED, NEWEST = 400, 2000
"""Among how many of the newest a word is looked for first, and then: a page of twenty is full there if one in twenty has it, and
if one in a hundred."""

SOME = 2
"""Fewer among those that were glanced at say that a page will not be full among the newest either."""

COUNTED = 300
"""How far matches are counted; beyond, nobody reads them all."""

EVERYTHING = Narrowing()

_PLAIN = """
SELECT received_at, request_id FROM casefile_publicentry WHERE {} ORDER BY received_at DESC, request_id DESC LIMIT %(rows)s
"""
_AMONG_NEWEST = """
SELECT received_at, request_id FROM (
    SELECT received_at, request_id, document FROM casefile_publicentry WHERE {}
    ORDER BY received_at DESC, request_id DESC LIMIT %(newest)s
) AS newest
WHERE document @@ %(words)s::tsquery ORDER BY received_at DESC, request_id DESC LIMIT %(rows)s
"""
_AMONG_ALL = """
WITH found AS MATERIALIZED (
    SELECT received_at, request_id FROM casefile_publicentry WHERE document @@ %(words)s::tsquery AND {}
)
SELECT received_at, request_id, (SELECT count(*) FROM found) FROM found
ORDER BY received_at DESC, request_id DESC LIMIT %(rows)s
"""
_COUNT = "SELECT count(*) FROM (SELECT FROM casefile_publicentry WHERE {} LIMIT %(counted)s) AS counted"

type Position = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class PublicPage:
    """One page of a list. `follows`: where the next one begins, its `before`; None at the end.

    `count`: how many there are from this page on, where finding them told it; else None, and `count_public` knows.
    """

    cases: tuple[PublicCase, ...]
    follows: Position | None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """Where the cases of a page stand, one more if another page follows, and how many were found in all if that is known."""

    positions: list[Position]
    count: int | None = None


def public_cases(
    narrowing: Narrowing = EVERYTHING, *, limit: int = 20, before: Position | None = None, language: str = "vi"
) -> PublicPage:
    """Return open cases, newest first. Each is asked of `core.disclosure` again before it is given.

    Raises KeyError for a service or an area that the profile does not have.
    """
    conditions = conditions_of(narrowing)
    if before:
        conditions = conditions.and_("(received_at, request_id) < (%(moment)s, %(number)s)", moment=before[0], number=before[1])
    conditions = conditions.and_("true", rows=limit + 1)
    found = _sought(conditions, limit=limit) if narrowing.words else _positions(_PLAIN, conditions)
    page = found.positions[:limit]
    rows = records_of([number for _at, number in page])
    shown = [public_facts(rows[number], language=language) for _at, number in page]
    follows = page[-1] if len(found.positions) > limit else None
    return PublicPage(tuple(case for case in shown if case.case.is_open), follows, found.count)


def count_public(narrowing: Narrowing, first: PublicPage | None = None) -> int:
    """Return how many cases there are, at most COUNTED + 1, which stands for "more". `first` is the first page of them."""
    if first and first.count is not None:
        return min(first.count, COUNTED + 1)
    conditions = conditions_of(narrowing).and_(SOUGHT if narrowing.words else "true", counted=COUNTED + 1)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(conditions.sql), conditions.parameters)
        return int(cursor.fetchone()[0])


def _sought(conditions: Conditions, *, limit: int) -> _Found:
    for newest in (GLANCED, NEWEST):
        found = _positions(_AMONG_NEWEST, conditions.and_("true", newest=newest))
        if len(found.positions) > limit:
            return found
        if len(found.positions) < SOME:
            break
    rows = _rows(_AMONG_ALL, conditions)
    return _Found([(at, number) for at, number, _count in rows], rows[0][2] if rows else 0)


def _positions(sql: str, conditions: Conditions) -> _Found:
    return _Found([(at, number) for at, number in _rows(sql, conditions)])


def _rows(sql: str, conditions: Conditions) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(conditions.sql), conditions.parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
