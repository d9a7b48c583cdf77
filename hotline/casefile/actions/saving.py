"""Saves a few columns of a row by a statement that is worked out once: every step of a case does so several times."""

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


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> "tuple[str, list[Field[Any, Any]]]":
    fields = [field for field in map(model._meta.get_field, names) if isinstance(field, Field)]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)  # "left" is a word of SQL's, too
    return f"UPDATE {model._meta.db_table} SET {columns} WHERE id = %s", fields  # noqa: S608 - names of the model
