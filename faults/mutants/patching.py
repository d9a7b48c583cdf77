"""Where the mutants take hold: the function that runs the one statement."""

import importlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from hotline.site.wsgi import application

GAP = 0.02  # seconds between two transactions that should have been one

type Parameters = dict[str, Any]
type Write = Callable[[Parameters], bool]

# By name, and not before the application is set up.
MODULE: Any = importlib.import_module("hotline.casefile.actions.writing")
ORIGINAL: Write = MODULE.write


def replace_write(mutant: Write) -> None:
    """Have this process write reports with `mutant`; the reports of these suites have no photos."""

    def write(report: Parameters, *, photos: Sequence[str] = ()) -> bool:
        if photos:
            raise NotImplementedError("a mutant takes no photos")
        return mutant(report)

    MODULE.write = write


def execute(sql: str, values: list[Any]) -> None:
    """Run a statement as a transaction of its own."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def key_is_known(key: bytes) -> bool:
    """Look whether the key's row is there, which promises nothing about the next moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM casefile_intakekey WHERE key = %s", [key])
        return cursor.fetchone() is not None


def keep_key(parameters: Parameters) -> None:
    """Write the key's row by itself."""
    execute(
        "INSERT INTO casefile_intakekey (key, payload, request_id, created_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [parameters["key"], parameters["payload"], parameters["id"], parameters["now"]],
    )


__all__ = ["GAP", "ORIGINAL", "Parameters", "application", "execute", "keep_key", "key_is_known", "replace_write"]
