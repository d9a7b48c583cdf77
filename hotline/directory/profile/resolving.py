"""What a profile leaves to be looked up: the wards of an area set."""

from msgspec.structs import replace

from hotline.directory.profile.package_areas import PackageAreas
from hotline.directory.profile.rule_schema import AreaSet
from hotline.directory.profile.schema import Profile


def resolved(profile: Profile, package: PackageAreas) -> Profile:
    """Return the profile with every area set listing its wards, which is how a loaded profile is kept."""
    return replace(profile, area_sets=[_listed(area_set, package) for area_set in profile.area_sets])


def _listed(area_set: AreaSet, package: PackageAreas) -> AreaSet:
    of_districts = (package.of_former_district(code) for code in area_set.former_districts)
    wards = sorted({*area_set.wards, *(ward for district in of_districts for ward in district)})
    return replace(area_set, wards=wards)
