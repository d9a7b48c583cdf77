"""The areas of a province, today's and those before 1-7-2025, from the data files of the package vietnamadminunits.

Only its files are read: importing it drags in a geocoder, and its `convert_address` sends addresses to an outside
service. Its converter table joins keys like `thanhphohochiminh_quan12_phuongthanhloc` to the key of the ward that follows.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from hotline.directory.facts import AreaKind

PACKAGE = "vietnamadminunits"

_KINDS = {"Phường": AreaKind.WARD, "Xã": AreaKind.COMMUNE, "Đặc khu": AreaKind.SPECIAL_ZONE}
_ENGLISH = {AreaKind.WARD: "Ward", AreaKind.COMMUNE: "Commune", AreaKind.SPECIAL_ZONE: "Special Zone"}


@dataclass(frozen=True, slots=True)
class PackageArea:
    """An area of today: national code, name, centre in degrees of WGS84, size in square kilometres."""

    code: str
    kind: AreaKind
    name_vi: str
    name_en: str
    lat: float
    lon: float
    square_km: float


@dataclass(frozen=True, slots=True)
class FormerArea:
    """An area that ended on 30-6-2025 and the codes of those that follow it, the main one first."""

    code: str
    name_vi: str
    district_code: str
    district_vi: str
    lat: float
    lon: float
    successors: tuple[str, ...]


@dataclass(frozen=True)
class PackageAreas:
    """The areas of one province, today's and former."""

    areas: tuple[PackageArea, ...]
    former: tuple[FormerArea, ...]

    def of_former_district(self, district_code: str) -> tuple[str, ...]:
        """Return the codes of the areas whose former wards lay mostly in that district, in order of code.

        Each area of today belongs to just one former district, so sets made of districts never overlap.
        """
        return tuple(sorted(code for code, district in self._main_districts.items() if district == district_code))

    def only(self, former_districts: Sequence[str]) -> "PackageAreas":
        """Return the part that lay mostly in these districts of before 1-7-2025; all of it if none is named."""
        if not former_districts:
            return self
        codes = {code for district in former_districts for code in self.of_former_district(district)}
        followed = (replace(old, successors=tuple(code for code in old.successors if code in codes)) for old in self.former)
        return PackageAreas(
            tuple(area for area in self.areas if area.code in codes), tuple(area for area in followed if area.successors)
        )

    def former_districts(self) -> frozenset[str]:
        """Return the codes of all districts of before 1-7-2025 here."""
        return frozenset(area.district_code for area in self.former)

    @cached_property
    def _main_districts(self) -> dict[str, str]:
        votes: dict[str, Counter[str]] = {}
        for area in self.former:
            for rank, code in enumerate(area.successors):
                weight = 100 if rank == 0 else 1
                votes.setdefault(code, Counter())[area.district_code] += weight
        return {code: min(count.items(), key=lambda item: (-item[1], item[0]))[0] for code, count in votes.items()}


def package_version() -> str:
    """Return the version of the installed package, which is part of what a loaded profile says."""
    return version(PACKAGE)


@cache
def areas_of(province: str) -> PackageAreas:
    """Return the areas of the province with this national code; both parts are empty if there is none such."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE} is not installed")
    folder = Path(spec.origin).parent / "data"
    with closing(sqlite3.connect(f"{(folder / 'dataset.db').as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        today = database.execute(_TODAY, (province,)).fetchall()
        if not today:
            return PackageAreas((), ())
        converter = json.loads((folder / "converter_2025.json").read_text("utf-8"))
        return PackageAreas(tuple(map(_area, today)), _former(database, converter, today))


_TODAY = """
    SELECT wardCode, wardType, ward, wardShort, wardLat, wardLon, wardAreaKm2, provinceKey, wardKey
    FROM admin_units WHERE provinceCode = ? ORDER BY wardCode
"""
_LEGACY = """
    SELECT provinceKey || '_' || districtKey || '_' || coalesce(wardKey, ''),
           coalesce(wardCode, districtCode), coalesce(ward, district), districtCode, district,
           coalesce(wardLat, districtLat), coalesce(wardLon, districtLon)
    FROM admin_units_legacy ORDER BY 2
"""


def _area(row: tuple[str, str, str, str, float, float, float, str, str]) -> PackageArea:
    code, kind, name, short, lat, lon, square_km, _, _ = row
    english = f"{short} {_ENGLISH[_KINDS[kind]]}"
    return PackageArea(code, _KINDS[kind], name, english, lat, lon, square_km)


def _former(
    database: sqlite3.Connection, converter: dict[str, dict[str, dict[str, list[object]]]], today: list[tuple[str, ...]]
) -> tuple[FormerArea, ...]:
    code_of = {row[-1]: row[0] for row in today}
    successors = _successors(converter, province_key=today[0][-2])
    return tuple(
        FormerArea(code, name, district, district_name, lat, lon, tuple(code_of[key] for key in successors[joined]))
        for joined, code, name, district, district_name, lat, lon in database.execute(_LEGACY)
        if joined in successors
    )


def _successors(converter: dict[str, dict[str, dict[str, list[object]]]], *, province_key: str) -> dict[str, list[str]]:
    """Return old key → new keys, the main one first."""
    follows: dict[str, list[str]] = {}
    for new_key, old_keys in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].get(province_key, {}).items():
        for old_key in old_keys:
            follows[str(old_key)] = [new_key]
    for old_key, parts in converter["DICT_PROVINCE_WARD_DIVIDED"].get(province_key, {}).items():
        ranked = sorted((part for part in parts if isinstance(part, dict)), key=lambda part: not part["isDefaultNewWard"])
        follows[old_key] = [part["newWardKey"] for part in ranked]
    return follows
