"""A part and what was handed down from it: who checks whose result, and who is told."""

from datetime import datetime

from django.db import connection

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.core.facts import PartRole

from .messages import tell_agency
from .withdrawing import unfinished_under


class PartsUnderOpen(Exception):
    """Units under the agency still work on what it handed down; it takes their results, or takes the work back, first."""


class UnderAnother(Exception):
    """The part was handed down: the agency above says what becomes of its result, not the desk."""


def require_none_under(part: Assignment) -> None:
    """Raise PartsUnderOpen while something that was handed down from the part is not finished."""
    if unfinished_under(part):
        raise PartsUnderOpen(part.pk)


def require_the_desks(part: Assignment) -> None:
    """Raise UnderAnother for a part that was handed down."""
    if part.role == PartRole.UNDER:
        raise UnderAnother(part.pk)


def tell_above(request: ServiceRequest, part: Assignment, *, now: datetime, event: int) -> None:
    """Tell the agency from which the part was handed down that something happened to it; nobody for any other part."""
    if part.handed_down_from_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, unit_id FROM casefile_part_above(%s)", [part.pk])
        part_id, unit_id = cursor.fetchone()
    # Of the part above, an agency's role may know no more than whom to tell.
    above = Assignment(pk=part_id, unit_id=unit_id, request_id=request.pk)
    tell_agency(request, above, "under_reported", now=now, once=f"e{event}", facts={"event": event})
