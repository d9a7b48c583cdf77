"""A city's profile as of 30-6-2025, written to try the merger of the next day with: its old wards, its districts, made-up people.

Everything comes from the profile itself and from the package of areas; what only the papers of that time know (which agency
did what then) stays as it is today, so such a folder is for trying and for tests, and says so.
"""

import csv
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from hotline.directory.profile import read_profile
from hotline.directory.profile.check_units import committee_codes
from hotline.directory.profile.package_areas import PackageAreas, areas_before, areas_of

_NOTE = "# Written by `bin/hotline profile before`: this city as it stood on 30-6-2025, to try a merger with. Not for real use.\n"
_DISTRICTS = """
district_committees:
  code: "ubnd-h{code}"
  name: {vi: "Ủy ban nhân dân {area}", en: "People's Committee of {area}"}
  parent: PARENT
  source: vietnamadminunits
"""
COLUMNS = ("old_code", "old_ward", "old_district", "new_code", "new_ward", "is_default")


class NotOfToday(Exception):
    """The profile is not one of a whole province of today, so there is nothing it was made of."""


def write_before(city: Path, folder: Path) -> None:
    """Write the profile in `city` as of 30-6-2025 into `folder`, and what follows each ward beside it. Raises NotOfToday."""
    read = read_profile(city)
    areas = read.profile.areas
    if areas.before or areas.former_districts:
        raise NotOfToday("stands for a part of a province, or for 30-6-2025 already")
    today, before = areas_of(areas.province), areas_before(areas.province)
    shutil.copytree(city, folder)
    mains = _mains(today)
    _write_profile(folder, count=len(before.areas))
    _rewrite(folder / "routing.yaml", r"wards: \[([^\]]*)\]", lambda found: _old_wards(found[1], mains))
    parent = read.profile.ward_committees.parent
    (folder / "units.yaml").write_text((folder / "units.yaml").read_text() + _DISTRICTS.replace("PARENT", parent))
    codes = committee_codes(read.profile.ward_committees, today)
    _write_people(folder / "focal_points.csv", before, set(codes.values()))
    if (folder / "demonstration.yaml").exists():
        _write_demonstration(folder / "demonstration.yaml", before, today, mains)
    _write_successors(folder.with_name(f"{folder.name}-successors.csv"), before, today)


def _mains(today: PackageAreas) -> dict[str, list[str]]:
    """Return by ward of today those of before of which it is the main successor."""
    found: dict[str, list[str]] = defaultdict(list)
    for area in today.former:
        found[area.successors[0]].append(area.code)
    return found


def _write_profile(folder: Path, *, count: int) -> None:
    file = folder / "profile.yaml"
    _rewrite(file, r"^  count: [0-9]+$", lambda _found: f"  before: true\n  count: {count}")
    file.write_text(_NOTE + file.read_text())
    head, _areas, tail = file.read_text().partition("\nareas:")
    file.write_text(head + _areas + re.sub(r"^  since: .*$", "  since: 2025-01-01", tail, count=1, flags=re.MULTILINE))


def _old_wards(written: str, mains: dict[str, list[str]]) -> str:
    old = sorted({code for new in re.findall(r"[0-9]{5}", written) for code in mains[new]})
    return "wards: [{}]".format(", ".join(f'"{code}"' for code in old))


def _write_people(file: Path, before: PackageAreas, of_today: set[str]) -> None:
    """Keep the people of agencies that stood then too, and make some up for each ward and district."""
    with file.open(newline="") as opened:
        rows = list(csv.reader(opened))
    header, rows = rows[0], rows[1:]
    kept = [row for row in rows if row[0] not in of_today]
    pattern = [row for row in rows if row[0] in of_today]
    names = [row[1] for row in rows]
    units = [f"ubnd-{area.code}" for area in before.areas] + [f"ubnd-h{code}" for code in before.districts()]
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerows([header, *kept, *_people(units, pattern, names)])


def _people(units: list[str], pattern: list[list[str]], names: list[str]) -> Iterator[list[str]]:
    """Give each unit the same posts as a ward of today has, with made-up numbers that no other row has."""
    domain = pattern[0][4].rsplit("@", 1)[1].split(".", 1)[1]
    posts = [row for row in pattern if row[0] == pattern[0][0]]
    for place, unit in enumerate(units):
        for number, row in enumerate(posts):
            counted = place * len(posts) + number
            mailbox = row[4].split("@", 1)[0]
            phone = f"09901{counted:05d}"
            yield [unit, names[counted % len(names)], row[2], phone, f"{mailbox}@{unit}.{domain}", *row[5:]]


def _write_demonstration(file: Path, before: PackageAreas, today: PackageAreas, mains: dict[str, list[str]]) -> None:
    """Have those who sign in for a ward's committee sign in for that of a ward of then."""
    old, new = ({area.code: area.name_vi for area in areas.areas} for areas in (before, today))
    words = file.read_text()
    for code in sorted(set(re.findall(r"unit: ubnd-([0-9]{5})\b", words))):
        stood = code if code in old else mains[code][0]
        words = words.replace(f"ubnd-{code}", f"ubnd-{stood}").replace(_small(new[code]), _small(old[stood]))
        words = words.replace(f"{new[code].split(' ', 1)[1]} ward", f"{old[stood].split(' ', 1)[1]} ward")
    file.write_text(words)


def _write_successors(file: Path, before: PackageAreas, today: PackageAreas) -> None:
    names = {area.code: area.name_vi for area in today.areas}
    old = {area.code: area for area in before.areas}
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(COLUMNS)
        for area in today.former:
            for rank, code in enumerate(area.successors):
                own = old[area.code]
                writer.writerow([area.code, own.name_vi, own.district_vi, code, names[code], int(rank == 0)])


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


def _rewrite(file: Path, pattern: str, by: object) -> None:
    file.write_text(re.sub(pattern, by, file.read_text(), flags=re.MULTILINE))  # type: ignore[call-overload]
