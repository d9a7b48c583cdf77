"""Constraints that several tables have."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q


def one_of(kinds: type[StrEnum], name: str) -> models.CheckConstraint:
    """Return the constraint that `kind` is one of these."""
    return models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in kinds]), name=name)


def no_backwards(name: str) -> models.CheckConstraint:
    """Return the constraint that nothing ends before it begins."""
    ordered = Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from"))
    return models.CheckConstraint(condition=ordered, name=name)
