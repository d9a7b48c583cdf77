"""From the rows of the file and the city as it stands: every fault, or the change.

An area is known by its code and its name together: codes are given again when wards merge (in 2025 the wards 27019 and 27022
changed theirs), so a circle is one of identities, not of codes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from hotline.core.text import fold
from hotline.directory.facts import AreaKind
from hotline.directory.succession.document import ChangeDocument, Following, Standing
from hotline.directory.succession.faults import BadMap, MapFault
from hotline.directory.succession.reading import MapRow

type Identity = tuple[str, str]
type Lookup = Callable[[str], Standing | None]

_KINDS = {
    "Phường": (AreaKind.WARD, "Ward"),
    "Xã": (AreaKind.COMMUNE, "Commune"),
    "Thị trấn": (AreaKind.TOWNSHIP, "Township"),
    "Đặc khu": (AreaKind.SPECIAL_ZONE, "Special Zone"),
}


@dataclass(frozen=True, slots=True)
class City:
    """What a map is compared with: the areas that stand by code, those that ended, and the agencies that are no committees."""

    name: str
    areas: Mapping[str, Standing]
    ended: Mapping[str, str]
    units: frozenset[str]


def plan(rows: Sequence[MapRow], city: City, lookup: Lookup, *, partial: bool = False, only_ours: bool = False) -> ChangeDocument:
    """Return the change that the rows order. `lookup` gives what is known of a code that is to stand.

    `partial`: wards that the file does not name stay as they are; otherwise each must be named. `only_ours`: rows of other
    provinces are left out. A ward that alone follows itself under its own name stays as it is. Raises BadMap.
    """
    placed, faults = _placed(rows, city)
    of_units = [row for row in placed if row.old_code in city.units]
    of_areas = [row for row in placed if row.old_code not in city.units]
    strangers = [row for row in of_areas if row.old_code not in city.areas]
    of_areas = [row for row in of_areas if row.old_code in city.areas]
    if strangers and not only_ours:
        faults += _strange(strangers, city)
    faults += [*_repeated(placed), *_misnamed(of_areas, city), *_defaults([*of_areas, *of_units])]
    if not partial:
        faults += _holes(of_areas, city)
    after, unknown = _new_areas(of_areas, city, lookup)
    faults += unknown
    faults += _unit_faults(of_units, city)
    if not faults:
        faults += _circles(of_areas, city, after)
        faults += _unmoved(of_areas, city, after, partial=partial)
    if faults:
        raise BadMap(sorted(faults, key=lambda fault: fault.line))
    return _change(of_areas, of_units, city, after)


def _placed(rows: Sequence[MapRow], city: City) -> tuple[list[MapRow], list[MapFault]]:
    """Return the rows with the code of a ward that the file only names: a district without wards has none there."""
    named: dict[str, list[str]] = defaultdict(list)
    for area in city.areas.values():
        named[fold(area.name_vi)].append(area.code)
    placed: list[MapRow] = []
    faults: list[MapFault] = []
    for row in rows:
        if row.old_code:
            placed.append(row)
            continue
        name = row.old_name or row.old_within
        found = named.get(fold(name), []) if name else []
        if len(found) == 1:
            placed.append(replace(row, old_code=found[0], old_name=name))
        else:
            placed.append(row) if name else faults.append(MapFault(row.line, "`old_code` is empty and no name says which ward"))
    return placed, faults


def _strange(rows: Sequence[MapRow], city: City) -> Iterator[MapFault]:
    ended = [row for row in rows if row.old_code in city.ended]
    others = [row for row in rows if row.old_code not in city.ended]
    if len(ended) > 10:
        said = f"{len(ended)} rows end wards of {city.name} that stand no more: it looks as if this was carried out already"
        yield MapFault(0, f"{said}. To try it, begin with the city of before: bin/hotline profile before FOLDER")
    for row in ended[:10]:
        yield MapFault(row.line, f"{row.old_code} {city.ended[row.old_code]} stands no more: was this done already?")
    if len(others) > 10:
        yield MapFault(0, f"{len(others)} rows are of wards that {city.name} does not have: --only-ours leaves them out")
    else:
        for row in others:
            yield MapFault(row.line, f"{row.old_code or row.old_name or row.old_within} is no ward of {city.name} today")


def _repeated(rows: Sequence[MapRow]) -> Iterator[MapFault]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        first = seen.setdefault((row.old_code, row.new_code), row.line)
        if first != row.line:
            yield MapFault(row.line, f"{row.old_code} → {row.new_code} stands on line {first} already")


def _misnamed(rows: Sequence[MapRow], city: City) -> Iterator[MapFault]:
    for row in rows:
        name = city.areas[row.old_code].name_vi
        if row.old_name and fold(row.old_name) != fold(name):
            yield MapFault(row.line, f"{row.old_code} is {name} here, and the file calls it {row.old_name}")


def _defaults(rows: Sequence[MapRow]) -> Iterator[MapFault]:
    for code, of_code in _by_old(rows).items():
        mains = [row for row in of_code if row.is_main]
        if len(mains) != 1:
            count = "none" if not mains else str(len(mains))
            yield MapFault(of_code[0].line, f"of those that follow {code} one is the default, not {count}")


def _holes(rows: Sequence[MapRow], city: City) -> Iterator[MapFault]:
    named = {row.old_code for row in rows}
    missing = sorted(set(city.areas) - named)
    for code in missing[:10]:
        yield MapFault(0, f"a hole: nothing follows {code} {city.areas[code].name_vi}")
    if len(missing) > 10:
        yield MapFault(0, f"… and {len(missing) - 10} more wards that nothing follows; with --partial those stay as they are")


def _new_areas(rows: Sequence[MapRow], city: City, lookup: Lookup) -> tuple[dict[str, Standing], list[MapFault]]:
    """Return what stands after by code, of the codes that the rows name, and what is wrong with them."""
    named = {row.old_code for row in rows}
    found: dict[str, Standing] = {}
    faults: list[MapFault] = []
    for code, of_code in _by_new(rows).items():
        names = {fold(row.new_name): row.new_name for row in of_code if row.new_name}
        if len(names) > 1:
            faults.append(MapFault(of_code[0].line, f"{code} has several names: {', '.join(names.values())}"))
        elif code in city.areas and code not in named:
            reason = f"{code} {city.areas[code].name_vi} stands today: say what follows it, itself if it keeps its code"
            faults.append(MapFault(of_code[0].line, reason))
        else:
            area = _new_area(code, next(iter(names.values()), ""), of_code, city, lookup)
            if area is None:
                faults.append(MapFault(of_code[0].line, f"{code} is not known: give its name (Phường …) in `new_ward`"))
            else:
                found[code] = area
    return found, faults


def _new_area(code: str, name: str, rows: Sequence[MapRow], city: City, lookup: Lookup) -> Standing | None:
    """Return the new area: as it is known, else as the file names it, about where those lie that it follows."""
    before = [city.areas[row.old_code] for row in rows]
    own = city.areas.get(code)
    known = lookup(code)
    if known is None or (name and fold(known.name_vi) != fold(name)):
        stays = own is not None and (not name or fold(own.name_vi) == fold(name))
        known = own if stays else _described(code, name, before)
    if known is None:
        return None
    centre = next((row.new_centre for row in rows if row.new_centre), None)
    return known if centre is None else _moved(known, *centre)


def _described(code: str, name: str, before: Sequence[Standing]) -> Standing | None:
    word = next((word for word in _KINDS if name.startswith(f"{word} ")), None)
    if word is None:
        return None
    kind, english = _KINDS[word]
    return Standing(
        code=code,
        kind=kind,
        name_vi=name,
        name_en=f"{name.removeprefix(word).strip()} {english}",
        lat=sum(one.lat for one in before) / len(before),
        lon=sum(one.lon for one in before) / len(before),
        square_km=sum(one.square_km for one in before),
    )


def _moved(area: Standing, lat: float, lon: float) -> Standing:
    return msgspec.structs.replace(area, lat=lat, lon=lon)


def _unit_faults(rows: Sequence[MapRow], city: City) -> Iterator[MapFault]:
    closing = {row.old_code for row in rows}
    for row in rows:
        if row.old_code == row.new_code:
            yield MapFault(row.line, f"{row.old_code} is merged into itself")
        elif row.new_code not in city.units:
            yield MapFault(row.line, f"there is no agency {row.new_code} that could take over")
        elif row.new_code in closing:
            yield MapFault(row.line, f"{row.new_code} is closed by this file too: name the one that stands afterwards")


def _circles(rows: Sequence[MapRow], city: City, after: Mapping[str, Standing]) -> Iterator[MapFault]:
    """Give a fault for each ring of identities."""
    edges: dict[Identity, dict[Identity, int]] = defaultdict(dict)
    for row in rows:
        old, new = _identity(city.areas[row.old_code]), _identity(after[row.new_code])
        if old != new:
            edges[old][new] = row.line
    for ring, line in _rings(edges):
        named = " → ".join(code for code, _name in ring)
        yield MapFault(line, f"a circle: {named} → {ring[0][0]}")


def _unmoved(rows: Sequence[MapRow], city: City, after: Mapping[str, Standing], *, partial: bool) -> Iterator[MapFault]:
    """Give a fault for wards that would be merged into themselves: none of them in a part of the city, not all in a whole."""
    groups = _by_old(rows)
    unmoved = [code for code, of_code in groups.items() if _stays(code, of_code, rows, city, after)]
    if partial:
        for code in unmoved:
            reason = f"{code} {city.areas[code].name_vi} is merged into itself: left out, it stays as it is"
            yield MapFault(groups[code][0].line, reason)
    elif rows and len(unmoved) == len(groups):
        yield MapFault(0, "every ward is merged into itself: nothing would change")


def _rings(edges: Mapping[Identity, Mapping[Identity, int]]) -> Iterator[tuple[list[Identity], int]]:
    done: set[Identity] = set()
    for start in edges:
        way: list[Identity] = []
        stack: list[tuple[Identity, Iterator[Identity]]] = [(start, iter(edges.get(start, ())))] if start not in done else []
        way += [start] if stack else []
        while stack:
            here, ahead = stack[-1]
            step = next(ahead, None)
            if step is None:
                done.add(here)
                stack.pop()
                way.pop()
            elif step in way:
                yield way[way.index(step) :], edges[here][step]
            elif step not in done:
                stack.append((step, iter(edges.get(step, ()))))
                way.append(step)


def _change(rows: Sequence[MapRow], of_units: Sequence[MapRow], city: City, after: Mapping[str, Standing]) -> ChangeDocument:
    groups = _by_old(rows)
    kept = {code for code, of_code in groups.items() if _stays(code, of_code, rows, city, after)}
    kept |= set(city.areas) - set(groups)
    closed = [code for code in sorted(groups) if code not in kept]
    opened = sorted(code for code in after if code not in kept)
    unnamed = set(city.areas) - set(groups)
    standing = {code: city.areas[code] if code in unnamed else _of_no_district(city.areas[code]) for code in kept}
    standing |= {code: after[code] for code in opened}
    followings = [
        Following(before=row.old_code, after=row.new_code, is_main=row.is_main) for row in rows if row.old_code not in kept
    ]
    return ChangeDocument(
        areas=[standing[code] for code in sorted(standing)],
        closed=[(code, city.areas[code].name_vi) for code in closed],
        opened=opened,
        followings=followings,
        units=[Following(before=row.old_code, after=row.new_code, is_main=row.is_main) for row in of_units],
    )


def _of_no_district(area: Standing) -> Standing:
    """Return a ward that stays: a change that names it ends the district in which it lay, as that of 2025 did."""
    return msgspec.structs.replace(area, district_code="", district_vi="")


def _stays(code: str, of_code: Sequence[MapRow], rows: Sequence[MapRow], city: City, after: Mapping[str, Standing]) -> bool:
    """Return whether a ward is followed by itself alone, alone, under its own name: it is the same one then."""
    if [row.new_code for row in of_code] != [code] or _identity(city.areas[code]) != _identity(after[code]):
        return False
    return city.areas[code].kind == after[code].kind and all(row.old_code == code for row in rows if row.new_code == code)


def _identity(area: Standing) -> Identity:
    return area.code, fold(area.name_vi)


def _by_old(rows: Sequence[MapRow]) -> dict[str, list[MapRow]]:
    found: dict[str, list[MapRow]] = defaultdict(list)
    for row in rows:
        found[row.old_code].append(row)
    return found


def _by_new(rows: Sequence[MapRow]) -> dict[str, list[MapRow]]:
    found: dict[str, list[MapRow]] = defaultdict(list)
    for row in rows:
        found[row.new_code].append(row)
    return found
