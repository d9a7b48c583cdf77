"""Questions of the ORM that are worked out once: every step of a case asks several, and Django takes longer than PostgreSQL.

    _LEADS = Question(lambda request: Assignment.objects.filter(request_id=request, role=PartRole.LEAD), int)
    _LEADS.any(request.pk)

What varies is given when it is asked: numbers, texts and moments, none of them None, which is asked for in other words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable

from .plans import PlannedOnce

type Given = int | str | datetime | None
type Kind = type[int | str | datetime]
type _Converters = Sequence[tuple[int, Any, Sequence[Callable[[Any, Any, Any], Any]]]]

# Stand-ins as no question has them otherwise; numbers that the smallest column holds, or Django knows that there is no such row.
_MARKS: dict[Kind, Callable[[int], int | str | datetime]] = {
    int: lambda place: 31_007 + place,
    str: lambda place: f"\x7f{place}",
    datetime: lambda place: datetime(3, 3, 3, tzinfo=UTC) + timedelta(seconds=place),
}


@dataclass(frozen=True, slots=True)
class _Ready:
    """What does not change: the SQL, its values with the places of those that are given, and what becomes of a row."""

    sql: PlannedOnce
    values: tuple[Any, ...]
    places: tuple[tuple[int, int, Callable[[Any], Any]], ...]
    converters: _Converters
    made: Callable[[Iterable[Any]], list[Any]]


class Question[Row]:
    """A query set whose SQL is kept. `question` makes it of one stand-in for each of `kinds`, and is called once.

    It gives instances, tuples (`values_list`) or values (`values_list(…, flat=True)`); it may lock and cut as any query set.
    """

    def __init__(self, question: Callable[..., QuerySet[Any, Row]], *kinds: Kind) -> None:
        self._question, self._kinds = question, kinds

    def rows(self, *given: Given) -> list[Row]:
        """Return what the database answers, with these values in the order of the stand-ins. Raises TypeError for None."""
        if None in given or len(given) != len(self._kinds):
            raise TypeError(given)
        ready, values = self._ready, list(self._ready.values)
        for at, place, kind in ready.places:
            values[at] = kind(given[place])
        with connection.cursor() as cursor:
            cursor.execute(ready.sql, values)
            found = cursor.fetchall()
        return ready.made(_converted(found, ready.converters) if ready.converters else found)

    def first(self, *given: Given) -> Row | None:
        """Return the first row, or None."""
        return next(iter(self.rows(*given)), None)

    def any(self, *given: Given) -> bool:
        """Return whether there is a row."""
        return bool(self.rows(*given))

    @cached_property
    def _ready(self) -> _Ready:
        marks = [_MARKS[kind](place) for place, kind in enumerate(self._kinds)]
        asked = self._question(*marks)
        compiler = asked.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        # Django wraps a number as wide as its column; a value that is given is wrapped alike, so that one plan serves all.
        places = [(at, marks.index(value), _like(value)) for at, value in enumerate(values) if value in marks]
        if {place for _at, place, _kind in places} != set(range(len(marks))):
            raise TypeError(sql)
        fields = [selected[0] for selected in compiler.select]
        of_fields = compiler.get_converters(fields).items()
        converters = [(at, expression, list(each)) for at, (each, expression) in of_fields]
        return _Ready(PlannedOnce(sql), tuple(values), tuple(places), converters, _maker(asked, fields))


def _like(value: object) -> Callable[[Any], Any]:
    return type(value) if isinstance(value, int) and type(value) is not int else lambda given: given


def _converted(rows: Iterable[Sequence[Any]], converters: _Converters) -> Iterable[list[Any]]:
    for row in map(list, rows):
        for at, expression, each in converters:
            for convert in each:
                row[at] = convert(row[at], expression, connection)
        yield row


def _maker(asked: QuerySet[Any, Any], fields: Sequence[Any]) -> Callable[[Iterable[Any]], list[Any]]:
    """Return what makes of rows what the query set would have given. Raises TypeError for what it cannot make."""
    made = asked._iterable_class
    if made is FlatValuesListIterable:
        return lambda rows: list(chain.from_iterable(rows))
    if made is not ModelIterable:
        return lambda rows: [tuple(row) for row in rows]
    if asked.query.select_related or asked.query.annotations:
        raise TypeError(asked.query)
    model: type[Model] = asked.model
    names = [field.target.attname for field in fields]
    return lambda rows: [model.from_db(connection.alias, names, row) for row in rows]
