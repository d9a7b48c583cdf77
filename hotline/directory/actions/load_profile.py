"""Loading a profile: its records become dated rows, its document a version that can always be gone back to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection, transaction

from hotline.core.calendar import CalendarContradicts, CalendarNeverWorks
from hotline.directory import queries
from hotline.directory.actions.settle_areas import settle_areas
from hotline.directory.actions.settle_offer import settle_offer
from hotline.directory.actions.settle_people import settle_people
from hotline.directory.actions.settle_units import settle_units
from hotline.directory.addedrules import added_rules, misfits
from hotline.directory.calendars import standing
from hotline.directory.models import ProfileVersion, Succession
from hotline.directory.profile import BadProfile, Fault, ReadProfile, digest_of, read_profile
from hotline.directory.profile.schema import Profile
from hotline.directory.succession import ChangeDocument, carried
from hotline.directory.succession.carrying import Carried

_LOCK = 1022_0001
"""Number of the advisory lock under which profiles are loaded one after the other."""


@dataclass(frozen=True, slots=True)
class LoadedProfile:
    """What loading did: `counts` of rows that stand now, and codes of units closed and opened because they changed."""

    version_id: int
    code: str
    digest: str
    changed: bool
    counts: Mapping[str, int]
    closed: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.changed:
            return "unchanged"
        return ", ".join(f"{count} {what}" for what, count in self.counts.items())


def load_profile(folder: Path, *, now: datetime) -> LoadedProfile:
    """Make the profile in `folder` the current one, all of it or nothing; `now` is aware.

    The same files again change nothing and cost some 10 ms. A unit or area whose name, kind or place is another is
    closed on the day of loading and another opened that follows it; what the profile no longer has is closed too.
    Raises BadProfile with every fault and changes nothing then.
    """
    digest = digest_of(folder)
    if unchanged := _unchanged(digest):
        return unchanged
    read = read_profile(folder)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        loaded = _unchanged(digest) or _load(read, digest=digest, now=now)
    queries.forget()
    return loaded


def _unchanged(digest: str) -> LoadedProfile | None:
    """Return the current version if it was made of the same files."""
    current = ProfileVersion.objects.filter(current=True, digest=digest).only("code").first()
    return LoadedProfile(current.pk, current.code, digest, changed=False, counts={}) if current else None


def _load(read: ReadProfile, *, digest: str, now: datetime) -> LoadedProfile:
    read = carried_over(read)
    profile = read.profile
    _check_calendars(profile)
    if faults := [Fault("clocks.yaml", 0, f"with what administrators added: {why}") for why in misfits(profile, added_rules())]:
        raise BadProfile(faults)
    today = now.astimezone(ZoneInfo(profile.city.zone)).date()
    areas = settle_areas(read.package, since=profile.areas.since, today=today)
    units = settle_units(profile, areas, read.package, today=today)
    offered = settle_offer(profile, today=today)
    people = settle_people(read.focal_points, units.open, today=today)
    ProfileVersion.objects.filter(current=True).update(current=False)
    version = ProfileVersion.objects.create(
        code=profile.city.code, digest=digest, document=msgspec.to_builtins(profile), loaded_at=now, current=True
    )
    return LoadedProfile(
        version_id=version.pk,
        code=version.code,
        digest=digest,
        changed=True,
        counts={"areas": len(areas), "agencies": len(units.open), "services": offered, "focal points": people},
        closed=units.closed,
        opened=units.opened,
    )


def carried_over(read: ReadProfile) -> ReadProfile:
    """Return a profile as it holds after the administrative changes that were carried out here since it was written."""
    changes = [
        msgspec.convert(row, ChangeDocument) for row in Succession.objects.order_by("id").values_list("document", flat=True)
    ]
    after = carried(Carried(read.profile, read.package, read.focal_points), changes)
    return ReadProfile(after.profile, after.people, after.package)


def _check_calendars(profile: Profile) -> None:
    """Refuse a profile whose calendars cannot stand with what administrators ordered of them before."""
    try:
        standing(profile)
    except (CalendarContradicts, CalendarNeverWorks) as error:
        raise BadProfile([Fault("calendars.yaml", 0, f"with what administrators ordered: {error}")]) from None
