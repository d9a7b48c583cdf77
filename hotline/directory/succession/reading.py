"""Reading the CSV file that says which ward follows which: `old_code,new_code,is_default`, one row for each candidate.

Columns that only help are read where they are there: `old_ward`, `old_district`, `new_ward` (names, which are compared with
what stands), `new_lat`, `new_lon` (the new centre in degrees of WGS84). All others are ignored.
"""

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass

from hotline.directory.succession.faults import BadMap, MapFault

NEEDED = ("old_code", "new_code", "is_default")
_YES, _NO = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no", ""})
MOST_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class MapRow:
    """One candidate: the old ward, one that follows it, and whether it is the main one. Names are empty where not given."""

    line: int
    old_code: str
    new_code: str
    is_main: bool
    old_name: str = ""
    old_within: str = ""
    new_name: str = ""
    new_centre: tuple[float, float] | None = None


def read_map(content: bytes) -> list[MapRow]:
    """Return the rows of the file. Raises BadMap with every fault of its form."""
    reader = csv.DictReader(io.StringIO(_text(content)), strict=True)
    faults: list[MapFault] = []
    rows: list[MapRow] = []
    try:
        header = [name.strip() for name in reader.fieldnames or []]
        if missing := [name for name in NEEDED if name not in header]:
            raise BadMap([MapFault(1, f"the columns {', '.join(NEEDED)} are needed; {', '.join(missing)} is missing")])
        reader.fieldnames = header
        for cells in reader:
            if len(rows) >= MOST_ROWS:
                raise BadMap([MapFault(0, f"more than {MOST_ROWS} rows: no province has so many wards")])
            row = _row(cells, reader.line_num, faults)
            if row is not None:
                rows.append(row)
    except csv.Error as error:
        raise BadMap([MapFault(reader.line_num, f"not CSV: {error}")]) from None
    if not rows and not faults:
        faults.append(MapFault(0, "no rows"))
    if faults:
        raise BadMap(faults)
    return rows


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadMap([MapFault(content[: error.start].count(b"\n") + 1, "not UTF-8")]) from None


def _row(cells: Mapping[str | None, object], line: int, faults: list[MapFault]) -> MapRow | None:
    if None in cells or any(value is None for value in cells.values()):
        faults.append(MapFault(line, "not as many cells as there are columns"))
        return None
    said = {str(name): str(value).strip() for name, value in cells.items()}
    marked = said["is_default"].lower()
    if not said["new_code"]:
        faults.append(MapFault(line, "`new_code` is empty: a ward without a successor would be a hole in the map"))
    elif marked not in _YES | _NO:
        faults.append(MapFault(line, f"`is_default` is 1 or 0, not {said['is_default']!r}"))
    else:
        try:
            centre = _centre(said.get("new_lat", ""), said.get("new_lon", ""))
        except ValueError:
            faults.append(MapFault(line, "`new_lat` and `new_lon` are degrees of WGS84"))
            return None
        return MapRow(
            line,
            said["old_code"],
            said["new_code"],
            marked in _YES,
            said.get("old_ward", ""),
            said.get("old_district", ""),
            said.get("new_ward", ""),
            centre,
        )
    return None


def _centre(lat: str, lon: str) -> tuple[float, float] | None:
    if not lat and not lon:
        return None
    point = float(lat), float(lon)
    if not (math.isfinite(point[0]) and math.isfinite(point[1]) and abs(point[0]) <= 90 and abs(point[1]) <= 180):
        raise ValueError(point)
    return point
