"""Giving a row new values while knowing whether any of them is new: what stays as it is need not be written."""

from django.db.models import Model


def rewritten(row: Model, **values: object) -> bool:
    """Give the row these values, unsaved, and return whether one of them was another before."""
    is_new = any(getattr(row, name) != value for name, value in values.items())
    for name, value in values.items():
        setattr(row, name, value)
    return is_new
