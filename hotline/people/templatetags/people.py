"""Filters of the pages of signing in."""

from django import template

register = template.Library()


@register.filter
def in_groups(value: str) -> str:
    """Return a secret or a code in groups of four, for typing it."""
    return " ".join(value[at : at + 4] for at in range(0, len(value), 4))
