"""The agency's own promises: how many it kept and broke, and each of them; never another agency's."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hotline.casefile.access import AgencyDoor
from hotline.casefile.queries.commitments import Keeping, OwnCommitment
from hotline.casework.promisewords import PromiseLine, promise_line

SPAN = timedelta(days=90)
"""How far back deadlines and commitments are counted, here and on the supervisor's page."""
LISTED = 100

_NOT_NEEDED = _("Xong trong hạn, không cần đến cam kết")


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """The figures of each of the viewer's agencies, and their commitments: what binds them now first."""

    agencies: tuple[Keeping, ...]
    lines: tuple["OwnLine", ...]
    days: int


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One commitment of the list with the matter that it was made for, and its words."""

    row: OwnCommitment
    promise: PromiseLine


def keeping_page(door: AgencyDoor, *, now: datetime, language: str) -> KeepingPage:
    """Return the page of the viewer's agencies."""
    rows = door.commitments(since=now - SPAN, limit=LISTED, language=language)
    return KeepingPage(_figures(door, now=now, language=language), tuple(_line(row, now=now) for row in rows), SPAN.days)


def until_for_ever(now: datetime) -> datetime:
    """Return a moment after every commitment: none reaches further than a year."""
    return now + timedelta(days=2 * 366)


def _figures(door: AgencyDoor, *, now: datetime, language: str) -> tuple[Keeping, ...]:
    return door.keeping(since=now - SPAN, until=until_for_ever(now), now=now, language=language)


def _line(row: OwnCommitment, *, now: datetime) -> OwnLine:
    promise = promise_line(row.commitment, unit=row.unit, now=now)
    if not row.was_needed:
        promise = replace(promise, state=_NOT_NEEDED, tone="green", icon="circle-check")
    return OwnLine(row, promise)
