"""Writes a row, or a few of its columns, by a statement that is worked out once: every step of a case does so several times."""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from hotline.casefile.refusals import NoSuchCase


def save_columns(row: Model, *names: str) -> None:
    """Save these fields of the row, as `save(update_fields=…)` does. Raises NoSuchCase for one that is gone.

    Django works the statement out anew each time, which takes it longer than the database needs to run it. Values only: no
    expression, and nothing that a field makes of itself when it is saved.
    """
    statement, fields = _update(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk])
        if cursor.rowcount != 1:
            raise NoSuchCase(row.pk)


def insert_row(row: Model) -> int:
    """Write a new row and return its id, as `save(force_insert=True)` does; values only, as in `save_columns`."""
    statement, fields = _insert(type(row))
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias
    return int(row.pk)


@cache
def _insert(model: type[Model]) -> "tuple[str, list[Field[Any, Any]]]":
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({places}) RETURNING id", fields  # noqa: S608 - as above


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> "tuple[str, list[Field[Any, Any]]]":
    fields = [field for field in map(model._meta.get_field, names) if isinstance(field, Field)]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)  # "left" is a word of SQL's, too
    return f"UPDATE {model._meta.db_table} SET {columns} WHERE id = %s", fields  # noqa: S608 - names of the model
