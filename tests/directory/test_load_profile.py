"""Loading a profile: all or nothing, the same twice is nothing, and no unit or area ever changes its meaning."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from hotline.directory.actions import LoadedProfile, load_profile
from hotline.directory.actions.settle_areas import settle_areas
from hotline.directory.facts import AreaKind
from hotline.directory.models import (
    Area,
    AreaSuccession,
    FocalPoint,
    ProfileVersion,
    Service,
    Unit,
    UnitSuccession,
)
from hotline.directory.profile import BadProfile
from hotline.directory.profile.package_areas import FormerArea, PackageArea, PackageAreas, areas_of
from hotline.directory.queries import snapshot
from tests.directory.folders import HCMC, append, change, copy_of_hcmc

LATER = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def counts() -> dict[str, int]:
    """Return how many rows each table of the directory has."""
    tables = (Area, AreaSuccession, Unit, UnitSuccession, Service, FocalPoint, ProfileVersion)
    return {table.__name__: table.objects.count() for table in tables}


def load(profile: Path) -> LoadedProfile:
    return load_profile(profile, now=LATER)


# ---- all, nothing, once ------------------------------------------------------------------------------------------------


def test_the_first_loading_fills_everything(db: None) -> None:
    loaded = load(HCMC)
    assert loaded.changed
    assert loaded.counts["areas"] == 168
    assert counts() == {
        "Area": 168 + len(areas_of("79").former),
        "AreaSuccession": sum(len(area.successors) for area in areas_of("79").former),
        "Unit": loaded.counts["agencies"],
        "UnitSuccession": 0,
        "Service": loaded.counts["services"],
        "FocalPoint": loaded.counts["focal points"],
        "ProfileVersion": 1,
    }
    assert set(Unit.objects.values_list("valid_from", flat=True)) == {date(2025, 7, 1)}


def test_the_same_files_again_change_nothing_and_take_no_time(city: None, db: None) -> None:
    before = counts()
    started = time.perf_counter()
    loaded = load(HCMC)
    assert time.perf_counter() - started < 1
    assert not loaded.changed
    assert str(loaded) == "unchanged"
    assert counts() == before


def test_another_source_comment_makes_a_version_and_nothing_else(city: None, db: None, tmp_path: Path) -> None:
    before, places = counts(), _places()
    profile = copy_of_hcmc(tmp_path)
    append(profile, "clocks.yaml", "# seen on 21-11-2026\n")
    loaded = load(profile)
    assert loaded.changed
    assert (loaded.closed, loaded.opened) == ((), ())
    assert counts() == before | {"ProfileVersion": 2}
    assert _places() == places, "a row that stays as it is is not written"
    assert ProfileVersion.objects.get(current=True).pk == loaded.version_id


def _places() -> list[tuple[object, ...]]:
    """Return where each row lies in the database: an update puts it elsewhere."""
    with connection.cursor() as cursor:
        tables = ("unit", "area", "focalpoint")
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}', id, ctid::text FROM directory_{name}" for name in tables))
        return sorted(cursor.fetchall())


def test_a_bad_profile_changes_nothing(city: None, db: None, tmp_path: Path) -> None:
    before, version = counts(), snapshot().version
    profile = copy_of_hcmc(tmp_path)
    change(profile, "units.yaml", "Công ty Điện lực Gò Vấp", "Công ty Điện lực An Nhơn")
    change(profile, "routing.yaml", "services: [school], lead: so-gd-dt", "services: [school], lead: so-giao-duc")
    with pytest.raises(BadProfile):
        load(profile)
    assert counts() == before
    assert snapshot().version == version


def test_two_at_once_load_it_one_after_the_other(committed_db: str) -> None:
    ready = Barrier(2)
    loaded: list[LoadedProfile] = []

    def work() -> None:
        ready.wait()
        loaded.append(load(HCMC))
        connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.changed for result in loaded].count(True) == 1
    assert ProfileVersion.objects.count() == 1
    assert Area.objects.filter(valid_to=None).count() == 168


# ---- agencies ----------------------------------------------------------------------------------------------------------


def test_another_name_is_another_agency(city: None, db: None, tmp_path: Path) -> None:
    before = Unit.objects.get(code="citenco")
    profile = copy_of_hcmc(tmp_path)
    change(profile, "units.yaml", "Công ty TNHH MTV Môi trường đô thị Thành phố Hồ Chí Minh", "Công ty Môi trường Sài Gòn")
    loaded = load(profile)
    after = Unit.objects.get(code="citenco", valid_to=None)
    before.refresh_from_db()
    assert (loaded.closed, loaded.opened) == (("citenco",), ("citenco",))
    assert after.pk != before.pk
    assert (before.name_vi, before.valid_to) == ("Công ty TNHH MTV Môi trường đô thị Thành phố Hồ Chí Minh", TODAY)
    assert (after.name_vi, after.valid_from) == ("Công ty Môi trường Sài Gòn", TODAY)
    assert UnitSuccession.objects.filter(before=before, after=after).exists()
    assert snapshot().units["citenco"].id == after.pk
    assert snapshot().units_by_id[before.pk].valid_to == TODAY
    assert snapshot().focal_points[after.pk]


def test_a_spelling_put_right_is_the_same_agency(city: None, db: None, tmp_path: Path) -> None:
    before = Unit.objects.get(code="dien-go-vap")
    profile = copy_of_hcmc(tmp_path)
    change(profile, "units.yaml", "Công ty Điện lực Gò Vấp", "Công ty điện lực Gò vấp")
    assert load(profile).closed == ()
    after = Unit.objects.get(code="dien-go-vap")
    assert (after.pk, after.name_vi, after.valid_to) == (before.pk, "Công ty điện lực Gò vấp", None)


def test_another_kind_is_another_agency_and_another_superior_is_not(city: None, db: None, tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    change(profile, "units.yaml", "{code: hurc1, kind: infrastructure", "{code: hurc1, kind: centre")
    change(
        profile,
        "units.yaml",
        "{code: biwase, kind: infrastructure, parent: ubnd-tp",
        "{code: biwase, kind: infrastructure, parent: sawaco",
    )
    assert load(profile).opened == ("hurc1",)
    assert snapshot().superiors["biwase"] == "sawaco"


def test_an_agency_that_is_gone_is_closed_and_stands_again_when_it_comes_back(city: None, db: None, tmp_path: Path) -> None:
    before = Unit.objects.get(code="samco")
    profile = copy_of_hcmc(tmp_path)
    _drop_unit(profile, "samco")
    assert load(profile).closed == ("samco",)
    assert "samco" not in snapshot().units
    assert FocalPoint.objects.filter(unit=before, left_on=None).count() == 0
    loaded = load(HCMC)
    assert (loaded.closed, loaded.opened) == ((), ())
    assert snapshot().units["samco"].id == before.pk


def test_a_merger_is_written_down(city: None, db: None, tmp_path: Path) -> None:
    profile = copy_of_hcmc(tmp_path)
    old = "code: upc-vung-tau, kind: infrastructure, parent: ql-ha-tang-ky-thuat,"
    change(profile, "units.yaml", old, f"{old} until: 2026-10-01,")
    old = "{code: vesco, kind: infrastructure,"
    change(profile, "units.yaml", old, f"{old} succeeds: [upc-vung-tau],")
    change(profile, "routing.yaml", "areas: [ba-ria-vung-tau-cu], lead: upc-vung-tau", "areas: [ba-ria-vung-tau-cu], lead: vesco")
    people = (profile / "focal_points.csv").read_text("utf-8").splitlines(keepends=True)
    kept = "".join(line for line in people if not line.startswith("upc-vung-tau,"))
    (profile / "focal_points.csv").write_text(kept, "utf-8")
    load(profile)
    succession = UnitSuccession.objects.get()
    assert (succession.before.code, succession.after.code) == ("upc-vung-tau", "vesco")
    assert succession.before.valid_to == date(2026, 10, 1)
    assert "upc-vung-tau" not in snapshot().units


def test_the_database_itself_lets_one_code_stand_once(city: None, db: None) -> None:
    with pytest.raises(IntegrityError, match="unit_one_open"), transaction.atomic():
        Unit.objects.create(code="sawaco", kind="centre", name_vi="X", name_en="X", valid_from=TODAY, made_up=False)
    with pytest.raises(IntegrityError, match="unit_committee_has_area"), transaction.atomic():
        Unit.objects.create(code="x", kind="ward_committee", name_vi="X", name_en="X", valid_from=TODAY, made_up=False)
    with pytest.raises(IntegrityError, match="focal_point_reachable"), transaction.atomic():
        FocalPoint.objects.create(unit_id=snapshot().units["sawaco"].id, name="X", is_head=False, notify=True, made_up=True)


# ---- areas -------------------------------------------------------------------------------------------------------------

OLD = PackageArea("00001", AreaKind.WARD, "Phường Cũ", "Cũ Ward", 10.8, 106.7, 2.0)
NEIGHBOUR = PackageArea("00002", AreaKind.WARD, "Phường Bên", "Bên Ward", 10.9, 106.8, 2.0)
SINCE = date(2025, 7, 1)


def test_a_ward_renamed_is_another_area_that_follows_it(db: None) -> None:
    first = settle_areas(PackageAreas((OLD, NEIGHBOUR), ()), since=SINCE, today=SINCE)
    second = settle_areas(PackageAreas((replace(OLD, name_vi="Phường Mới"), NEIGHBOUR), ()), since=SINCE, today=TODAY)
    assert second["00002"].pk == first["00002"].pk
    assert second["00001"].pk != first["00001"].pk
    closed = Area.objects.get(pk=first["00001"].pk)
    assert (closed.name_vi, closed.valid_to) == ("Phường Cũ", TODAY)
    succession = AreaSuccession.objects.get()
    assert (succession.before_id, succession.after_id, succession.is_main) == (closed.pk, second["00001"].pk, True)


def test_a_centre_measured_better_is_the_same_area(db: None) -> None:
    first = settle_areas(PackageAreas((OLD,), ()), since=SINCE, today=SINCE)
    second = settle_areas(PackageAreas((replace(OLD, lat=10.81, name_vi="phường cũ"),), ()), since=SINCE, today=TODAY)
    assert second["00001"].pk == first["00001"].pk
    assert Area.objects.get().lat == 10.81


def test_a_split_to_come_opens_on_its_own_day(db: None) -> None:
    settle_areas(PackageAreas((OLD,), ()), since=SINCE, today=SINCE)
    new_year = date(2027, 1, 1)
    parts = (replace(OLD, name_vi="Phường Một"), replace(NEIGHBOUR, name_vi="Phường Hai"))
    former = FormerArea("00001", "Phường Cũ", "760", "Quận 1", 10.8, 106.7, ("00002", "00001"))
    areas = settle_areas(PackageAreas(parts, (former,)), since=new_year, today=TODAY)
    assert {area.valid_from for area in areas.values()} == {new_year}
    closed = Area.objects.get(name_vi="Phường Cũ")
    assert closed.valid_to == new_year
    followed = AreaSuccession.objects.filter(before=closed).values_list("after__name_vi", "is_main")
    assert dict(followed) == {"Phường Hai": True, "Phường Một": False}


# ---- services and people -----------------------------------------------------------------------------------------------


def test_a_service_dropped_stays_with_its_cases_and_is_never_published(city: None, db: None, tmp_path: Path) -> None:
    before = snapshot().services["metro"]
    profile = copy_of_hcmc(tmp_path)
    text = (profile / "services.yaml").read_text("utf-8")
    start, end = text.index("      - code: metro\n"), text.index("      - code: illegal_parking\n")
    (profile / "services.yaml").write_text(text[:start] + text[end:], "utf-8")
    change(profile, "routing.yaml", "  - {code: metro, services: [metro], lead: hurc1, source: chua-kiem-chung}\n", "")
    load(profile)
    assert "metro" not in snapshot().services
    after = snapshot().services_by_id[before.id]
    assert (after.name.vi, after.is_open, after.publish) == ("Metro", False, "never")
    load(HCMC)
    assert snapshot().services["metro"] == before


def test_who_left_is_kept_and_not_texted_again(city: None, db: None, tmp_path: Path) -> None:
    unit = snapshot().units["sawaco"]
    profile = copy_of_hcmc(tmp_path)
    people = (profile / "focal_points.csv").read_text("utf-8").splitlines(keepends=True)
    own = [line for line in people if line.startswith("sawaco,")]
    kept = [line for line in people if line != own[0]] + [
        "sawaco,Lê Thị Mới,Thủ trưởng,0990099998,,true,false,true,du-lieu-minh-hoa\n"
    ]
    (profile / "focal_points.csv").write_text("".join(kept), "utf-8")
    load(profile)
    assert [person.name for person in snapshot().focal_points[unit.id] if person.is_head] == ["Lê Thị Mới"]
    assert FocalPoint.objects.get(unit_id=unit.id, left_on=TODAY).name == own[0].split(",")[1]


def _drop_unit(profile: Path, code: str) -> None:
    for file, begins in (("units.yaml", f"  - {{code: {code},"), ("focal_points.csv", f"{code},")):
        lines = (profile / file).read_text("utf-8").splitlines(keepends=True)
        (profile / file).write_text("".join(line for line in lines if not line.startswith(begins)), "utf-8")
