"""Official boundaries: taken in whole or not at all, each fault named; from then on the outline decides the ward."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.db import ProgrammingError, connection, transaction

from hotline.core.facts import PlaceHow
from hotline.directory.actions import ImportedBoundaries, import_boundaries
from hotline.directory.boundaries import BadBoundaries
from hotline.directory.models import AreaBoundary, BoundaryImport
from hotline.directory.places import OutsideCity, locate
from hotline.directory.queries import snapshot
from tests.directory.drawing import Feature, changed, feature, features, file_of

pytestmark = pytest.mark.usefixtures("city", "db")

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
LATER = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)
SAI_GON = "26740"
DATA = Path(os.environ.get("HOTLINE_TEST_DATA", "/nowhere"))
needs_data = pytest.mark.skipif(
    "HOTLINE_TEST_DATA" not in os.environ, reason="official boundaries: HOTLINE_TEST_DATA names their folder"
)


def _import(content: bytes, *, now: datetime = NOW, dry: bool = False) -> ImportedBoundaries:
    return import_boundaries(content, file_name="wards.geojson", now=now, dry=dry)


def _refused(content: bytes) -> list[str]:
    with pytest.raises(BadBoundaries) as refusal:
        _import(content)
    assert not AreaBoundary.objects.exists()
    assert not BoundaryImport.objects.exists()
    return [str(fault) for fault in refusal.value.faults]


def test_from_then_on_the_outline_decides() -> None:
    ward = snapshot().areas[SAI_GON]
    assert locate(ward.lat, ward.lon).approximate
    done = _import(file_of(features()))
    assert (len(done.changes), done.unchanged) == (len(snapshot().wards), 0)
    located = locate(ward.lat, ward.lon)
    assert (located.area.code, located.how, located.approximate) == (SAI_GON, PlaceHow.POLYGON, False)


def test_a_point_in_no_outline_is_outside_the_city() -> None:
    _import(file_of(features()))
    with pytest.raises(OutsideCity) as refusal:
        locate(21.0278, 105.8342)
    assert refusal.value.km > 1000
    south, _west, _north, east = snapshot().city.bounds
    with pytest.raises(OutsideCity):
        locate(south, east + 0.01)


def test_a_dry_run_says_what_it_would_do_and_writes_nothing() -> None:
    done = _import(file_of(features()), dry=True)
    assert len(done.changes) == len(snapshot().wards)
    assert not AreaBoundary.objects.exists()
    assert snapshot().outlines == {}


def test_the_same_file_again_changes_nothing() -> None:
    drawn = features()
    _import(file_of(drawn))
    stamp = snapshot().outlines_id
    done = _import(file_of(drawn), now=LATER)
    assert (done.changes, done.unchanged) == ((), len(drawn))
    assert snapshot().outlines_id == stamp
    assert BoundaryImport.objects.count() == 1


def test_the_same_outlines_written_another_way_change_nothing() -> None:
    """Features in another order, rings the other way round, heights on the points, numbers for codes."""
    drawn = features()
    _import(file_of(drawn))
    other = changed(list(reversed(drawn)), lambda x, y: [x, y, 5.0])
    for one in other:
        one["properties"] = {"code": int(one["properties"]["code"]), "name": one["properties"]["name"].upper()}
        for ring in one["geometry"]["coordinates"]:
            ring.reverse()
    assert _import(file_of(other), now=LATER).changes == ()


def test_another_outline_closes_the_old_one() -> None:
    drawn = features()
    _import(file_of(drawn))
    one = next(number for number, ward in enumerate(drawn) if ward["properties"]["code"] == SAI_GON)
    smaller = shapely.affinity.scale(shapely.geometry.shape(drawn[one]["geometry"]), 0.5, 0.5)
    done = _import(file_of([*drawn[:one], feature(SAI_GON, "Sài Gòn", smaller), *drawn[one + 1 :]]), now=LATER)
    (change,) = done.changes
    assert change.area.code == SAI_GON
    assert change.before is not None
    assert change.after == pytest.approx(change.before / 4, rel=0.01)
    old, new = AreaBoundary.objects.filter(area__code=SAI_GON).order_by("pk")
    assert (old.valid_from.isoformat(), old.valid_to and old.valid_to.isoformat()) == ("2026-03-02", "2026-05-04")
    assert (new.valid_from.isoformat(), new.valid_to) == ("2026-05-04", None)


def test_a_ward_without_an_outline_is_still_found_by_its_centre() -> None:
    """As after a profile in which a ward became another one: its boundary is not known yet, those around it are."""
    ward = snapshot().areas[SAI_GON]
    _import(file_of(features()))
    AreaBoundary.objects.filter(area__code=SAI_GON).update(valid_to=NOW.date())
    BoundaryImport.objects.create(file_name="", digest="", imported_at=NOW)
    from hotline.directory.queries import forget

    forget()
    located = locate(ward.lat, ward.lon)
    assert (located.area.code, located.approximate) == (SAI_GON, True)


FORBIDDEN = [
    ("hotline_app", "DELETE FROM directory_areaboundary"),
    ("hotline_agency", "UPDATE directory_areaboundary SET digest = ''"),
]


@pytest.mark.parametrize(("role", "words"), FORBIDDEN)
def test_nobody_deletes_an_outline_and_an_agency_only_reads_it(role: str, words: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        with pytest.raises(ProgrammingError, match="permission denied"):
            cursor.execute(words)
        transaction.set_rollback(True)


# Bad input ------------------------------------------------------------------------------------------------------------


def _metres(x: float, y: float) -> list[float]:
    """Roughly VN-2000, zone 105°45'."""
    return [500_000 + (x - 105.75) * 109_000, y * 110_600]


def _without(drawn: list[Feature], *codes: str) -> list[Feature]:
    return [one for one in drawn if one["properties"]["code"] not in codes]


def _with(drawn: list[Feature], of: str, /, **properties: str) -> list[Feature]:
    return [
        {**one, "properties": {**one["properties"], **properties}} if one["properties"]["code"] == of else one for one in drawn
    ]


def _shaped(drawn: list[Feature], code: str, geometry: Any) -> list[Feature]:
    return [{**one, "geometry": geometry} if one["properties"]["code"] == code else one for one in drawn]


def _bow_tie(drawn: list[Feature]) -> list[Feature]:
    ward = snapshot().areas[SAI_GON]
    x, y = ward.lon, ward.lat
    ring = [[x, y], [x + 0.002, y + 0.002], [x + 0.002, y], [x, y + 0.002], [x, y]]
    return _shaped(drawn, SAI_GON, {"type": "Polygon", "coordinates": [ring]})


def _swollen(drawn: list[Feature]) -> list[Feature]:
    ward = snapshot().areas[SAI_GON]
    around = shapely.box(ward.lon - 0.03, ward.lat - 0.03, ward.lon + 0.03, ward.lat + 0.03)
    return _shaped(drawn, SAI_GON, json.loads(shapely.to_geojson(around)))


def _ring(drawn: list[Feature], *points: list[Any]) -> bytes:
    return file_of(_shaped(drawn, SAI_GON, {"type": "Polygon", "coordinates": [list(points)]}))


# in words · what is done to a good file · what the one fault says
FILES: list[tuple[str, Callable[[list[Feature]], bytes], str]] = [
    ("another country", lambda drawn: file_of(changed(drawn, lambda x, y: [x - 4, y + 7])), "of another province or country"),
    ("metres", lambda drawn: file_of(changed(drawn, _metres)), "another projection, perhaps VN-2000 in metres"),
    ("changed over", lambda drawn: file_of(changed(drawn, lambda x, y: [y, x])), "latitude before longitude"),
    (
        "says that it is VN-2000",
        lambda drawn: file_of(drawn, crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::9210"}}),
        "its coordinates are of urn:ogc:def:crs:EPSG::9210",
    ),
    ("a crs without a name", lambda drawn: file_of(drawn, crs={"type": "link"}), "an unnamed system"),
    ("crosses itself", lambda drawn: file_of(_bow_tie(drawn)), "a ring that crosses itself near 10."),
    ("unknown code", lambda drawn: file_of(_with(drawn, SAI_GON, code="99999")), "99999 is no ward of Ho Chi Minh City today"),
    ("a former ward's name", lambda drawn: file_of(_with(drawn, SAI_GON, name="Bến Nghé")), "and the file calls it Bến Nghé"),
    ("a ward missing", lambda drawn: file_of(_without(drawn, SAI_GON)), "1 of 168 wards have no outline: Phường Sài Gòn (26740)"),
    ("twice", lambda drawn: file_of([*drawn, _of(drawn, SAI_GON)]), "code 26740 stands in feature"),
    ("over its neighbours", lambda drawn: file_of(_swollen(drawn)), "km² of feature"),
    ("no ring that does not cross itself", lambda drawn: file_of([_of(_bow_tie(drawn), SAI_GON)]), "a ring that crosses itself"),
    ("no code", lambda drawn: file_of(_with(drawn, SAI_GON, code=" ")), "no property 'code'"),
    ("a line", lambda drawn: file_of(_shaped(drawn, SAI_GON, {"type": "LineString"})), "it has LineString"),
    ("no geometry", lambda drawn: file_of(_shaped(drawn, SAI_GON, None)), "it has no geometry"),
    ("no coordinates", lambda drawn: file_of(_shaped(drawn, SAI_GON, {"type": "MultiPolygon"})), "it has no coordinates"),
    ("an open ring", lambda drawn: _ring(drawn, [1, 1], [2, 1], [2, 2], [1, 2]), "does not end where it begins"),
    ("two points", lambda drawn: _ring(drawn, [1, 1], [1, 1]), "fewer than four points"),
    ("words", lambda drawn: _ring(drawn, ["a", 1], [2, 1], [2, 2], ["a", 1]), "no pair of numbers"),
    ("no number", lambda drawn: _ring(drawn, [1e999, 1], [2, 1], [2, 2], [1e999, 1]), "no pair of numbers"),
    ("no feature", lambda drawn: file_of([{"type": "Thing"}, *drawn]), "it is no GeoJSON Feature"),
    ("no features", lambda _: file_of([]), "it has no features"),
    ("TopoJSON", lambda _: b'{"type": "Topology"}', "this is a Topology"),
    ("a list", lambda _: b"[1, 2]", "this is something else"),
    ("a shapefile in a zip", lambda _: b"PK\x03\x04....", "perhaps a shapefile"),
    ("KML", lambda _: b"\xef\xbb\xbf<?xml version='1.0'?><kml/>", "perhaps KML"),
    ("nothing", lambda _: b"", "not GeoJSON: line 1"),
    ("half a file", lambda drawn: file_of(drawn)[:-40], "not GeoJSON: line 1"),
    ("another alphabet", lambda _: '{"a": "Sài Gòn"}'.encode("utf-16"), "not text in UTF-8"),
    ("nested without end", lambda _: b"[" * 200_000, "nested too deeply"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_a_file_is_refused_with_the_reason(spoil: Callable[[list[Feature]], bytes], said: str) -> None:
    faults = _refused(spoil(features()))
    assert any(said in fault for fault in faults), faults


def test_a_fault_names_its_feature() -> None:
    drawn = features()
    number = 1 + next(n for n, one in enumerate(drawn) if one["properties"]["code"] == SAI_GON)
    (fault,) = _refused(file_of(_bow_tie(drawn)))
    assert fault.startswith(f"feature {number} (Phường Sài Gòn): its outline is broken")


def test_a_file_of_another_projection_has_one_fault_and_not_one_for_each_ward() -> None:
    (fault,) = _refused(file_of(changed(features(), _metres)))
    assert fault.startswith("the file: its coordinates (")
    assert fault.endswith("(168 of 168 features)")


def test_all_faults_are_told_at_once() -> None:
    drawn = _with(_bow_tie(features()), "26743", name="Chợ Cũ")
    assert len(_refused(file_of(drawn))) == 2


def test_a_refused_file_leaves_the_outlines_that_were() -> None:
    drawn = features()
    _import(file_of(drawn))
    with pytest.raises(BadBoundaries):
        _import(file_of(_without(drawn, SAI_GON)), now=LATER)
    assert AreaBoundary.objects.filter(valid_to__isnull=True).count() == len(drawn)


@needs_data
def test_the_official_boundaries_of_the_city() -> None:
    content = (DATA / "wards_hcmc_2025.geojson").read_bytes()
    assert len(_import(content).changes) == 168
    assert [ward.name_vi for ward in snapshot().wards if locate(ward.lat, ward.lon).area != ward] == []
    with pytest.raises(OutsideCity):
        locate(10.7930, 106.9460)  # Long Thành, across the river
    assert _import(content, now=LATER).changes == ()


@needs_data
@pytest.mark.parametrize("city", ["hue"], indirect=True)
def test_the_official_boundaries_of_hue(city: str) -> None:
    assert len(_import((DATA / "wards_hue_2025.geojson").read_bytes()).changes) == 40
    assert [ward.name_vi for ward in snapshot().wards if locate(ward.lat, ward.lon).area != ward] == []


@pytest.mark.parametrize("city", ["binhduong"], indirect=True)
def test_a_part_takes_its_own_wards_from_the_file_of_the_whole(city: str) -> None:
    stranger = feature("99999", "Phường Xa", shapely.box(104.0, 12.0, 104.1, 12.1))
    strangers = [{**stranger, "properties": {"code": f"9{number:04d}", "name": "Xa"}} for number in range(200)]
    content = file_of([*features(), *strangers])
    assert "of another province or country" in _refused(content)[0]
    done = import_boundaries(content, file_name="wards.geojson", now=NOW, only_ours=True)
    assert len(done.changes) == len(snapshot().wards)
    with pytest.raises(BadBoundaries, match="wards have no outline"):
        import_boundaries(file_of(strangers), file_name="wards.geojson", now=NOW, only_ours=True)


@needs_data
def test_the_boundaries_of_hue_are_another_citys() -> None:
    (fault,) = _refused((DATA / "wards_hue_2025.geojson").read_bytes())
    assert fault.startswith("the file: 40 of 40 features lie outside Ho Chi Minh City")


def _of(drawn: list[Feature], code: str) -> Feature:
    return next(one for one in drawn if one["properties"]["code"] == code)
