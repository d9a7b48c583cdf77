"""A profile: a city as a folder of YAML and CSV, read, checked and refused with file, line and reason."""

from dataclasses import dataclass
from pathlib import Path

from hotline.directory.profile.checks import faults_of
from hotline.directory.profile.draft import digest_of, read_draft
from hotline.directory.profile.faults import BadProfile, Fault
from hotline.directory.profile.package_areas import PackageAreas, areas_before, areas_of
from hotline.directory.profile.resolving import resolved
from hotline.directory.profile.schema import Profile
from hotline.directory.profile.unit_schema import FocalPoint

__all__ = ["BadProfile", "Fault", "ReadProfile", "digest_of", "read_profile"]


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """A profile that was found good, its people, and the areas of its province from the package."""

    profile: Profile
    focal_points: tuple[FocalPoint, ...]
    package: PackageAreas


def read_profile(folder: Path) -> ReadProfile:
    """Return the profile in `folder`. Raises BadProfile with every fault, each with its file and line."""
    draft = read_draft(folder)
    areas = draft.areas.record
    package = (areas_before if areas.before else areas_of)(areas.province).only(areas.former_districts)
    faults = faults_of(draft, package)
    if faults:
        raise BadProfile(faults)
    people = tuple(person.record for person in draft.focal_points)
    return ReadProfile(resolved(draft.as_profile(), package), people, package)
