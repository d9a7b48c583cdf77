"""Turns a core enum into a database rule: the column holds one of its words and nothing else."""

from enum import StrEnum

from django.db import models


def one_of(column: str, words: type[StrEnum], *, name: str) -> models.CheckConstraint:
    """Return a check constraint that lets `column` hold only a value of `words`."""
    return models.CheckConstraint(condition=models.Q(**{f"{column}__in": [word.value for word in words]}), name=name)
