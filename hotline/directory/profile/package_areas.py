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
from math import cos, radians
from pathlib import Path

from hotline.directory.facts import AreaKind

PACKAGE = "vietnamadminunits"

_KINDS = {"Phường": AreaKind.WARD, "Xã": AreaKind.COMMUNE, "Đặc khu": AreaKind.SPECIAL_ZONE}
_ENGLISH = {AreaKind.WARD: "Ward", AreaKind.COMMUNE: "Commune", AreaKind.SPECIAL_ZONE: "Special Zone"}


@dataclass(frozen=True, slots=True)
class PackageArea:
    """An area: national code, name, centre in degrees of WGS84, size in square kilometres.

    The district is named where the area lies in one, as all did before 1-7-2025.
    """

    code: str
    kind: AreaKind
    name_vi: str
    name_en: str
    lat: float
    lon: float
    square_km: float
    district_code: str = ""
    district_vi: str = ""


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
        former = {area.district_code for area in self.former} | {area.district_code for area in self.areas}
        return frozenset(code for code in former if code)

    def districts(self) -> dict[str, str]:
        """Return the districts that stand, by code with their names: none since 1-7-2025."""
        return {area.district_code: area.district_vi for area in self.areas if area.district_vi}

    @cached_property
    def _main_districts(self) -> dict[str, str]:
        votes: dict[str, Counter[str]] = {}
        for area in self.former:
            for rank, code in enumerate(area.successors):
                weight = 100 if rank == 0 else 1
                votes.setdefault(code, Counter())[area.district_code] += weight
        for one in self.areas:
            if one.district_code:
                votes[one.code] = Counter([one.district_code])
        return {code: min(count.items(), key=lambda item: (-item[1], item[0]))[0] for code, count in votes.items()}


def package_version() -> str:
    """Return the version of the installed package, which is part of what a loaded profile says."""
    return version(PACKAGE)


@cache
def areas_of(province: str) -> PackageAreas:
    """Return the areas of the province with this national code; both parts are empty if there is none such."""
    with closing(sqlite3.connect(f"{_file().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        today = database.execute(_TODAY, (province,)).fetchall()
        if not today:
            return PackageAreas((), ())
        converter = json.loads((_file().parent / "converter_2025.json").read_text("utf-8"))
        return PackageAreas(tuple(map(_area, today)), _former(database, converter, today))


def area_of(code: str) -> PackageArea | None:
    """Return the area of today with this national code, whichever province it is in."""
    with closing(sqlite3.connect(f"{_file().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        found = database.execute("SELECT provinceCode FROM admin_units WHERE wardCode = ?", (code,)).fetchone()
    return next((area for area in areas_of(found[0]).areas if area.code == code), None) if found else None


@cache
def areas_before(province: str) -> PackageAreas:
    """Return what stood on 30-6-2025 where the province with this code of today is: its own areas and no former ones.

    An area that was a district without wards (Côn Đảo) has that one's code and no name of one. The package gives no sizes of
    them: half of the box around it stands for that of an area, which says how far from its centre a place may lie and
    nothing else.
    """
    former = areas_of(province).former
    boxes = _boxes([area.code for area in former])
    return PackageAreas(tuple(_stood(area, boxes[area.code]) for area in former), ())


_BOXES = """
    SELECT coalesce(wardCode, districtCode), coalesce(wardBounds, districtBounds) FROM admin_units_legacy
"""
_KM_PER_DEGREE = 111.32
_STOOD_AS = {
    "Phường": (AreaKind.WARD, "Ward"),
    "Xã": (AreaKind.COMMUNE, "Commune"),
    "Thị trấn": (AreaKind.TOWNSHIP, "Township"),
    "Huyện": (AreaKind.DISTRICT, "Rural District"),
    "Đặc khu": (AreaKind.SPECIAL_ZONE, "Special Zone"),
}


def _boxes(codes: Sequence[str]) -> dict[str, float]:
    """Return the square kilometres of the box around each former area."""
    with closing(sqlite3.connect(f"{_file().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        found = dict(database.execute(_BOXES).fetchall())
    return {code: _box_km2(found.get(code) or "") for code in codes}


def _box_km2(bounds: str) -> float:
    """Read "10.753551,106.681701 – 10.796917,106.71556"; a box that is not known counts as 8 km²."""
    corners = [float(number) for corner in bounds.split("–") for number in corner.split(",") if number.strip()]
    if len(corners) != 4:
        return 8.0
    south, west, north, east = corners
    return (north - south) * (east - west) * _KM_PER_DEGREE**2 * cos(radians(south))


def _stood(area: FormerArea, box_km2: float) -> PackageArea:
    word = next(word for word in _STOOD_AS if area.name_vi.startswith(word))
    kind, english = _STOOD_AS[word]
    own = area.name_vi[len(word) :].strip()
    name_en = f"{english} {own}" if own.isdecimal() else f"{own} {english}"
    in_district = area.code != area.district_code
    return PackageArea(
        area.code, kind, area.name_vi, name_en, area.lat, area.lon, max(box_km2 / 2, 0.05),
        area.district_code, area.district_vi if in_district else "",
    )  # fmt: skip


def _file() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"{PACKAGE} is not installed")
    return Path(spec.origin).parent / "data" / "dataset.db"


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
