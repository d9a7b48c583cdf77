"""A map of successors: what is read of it, what it changes, and every reason to refuse it."""

import os
from pathlib import Path

import pytest

from hotline.directory.facts import AreaKind
from hotline.directory.profile.package_areas import PackageArea, area_of, areas_before, areas_of
from hotline.directory.succession import BadMap, ChangeDocument, Standing, plan, read_map
from hotline.directory.succession.planning import City
from hotline.site.beforemerger import write_before

ROOT = Path(__file__).resolve().parents[2]


def ward(code: str, name: str, lat: float = 10.8, lon: float = 106.7) -> Standing:
    return Standing(code=code, kind=AreaKind.WARD, name_vi=name, name_en=name, lat=lat, lon=lon, square_km=2.0)


FOUR = [ward("1", "Phường Đông"), ward("2", "Phường Tây"), ward("3", "Phường Nam", 10.9), ward("4", "Phường Bắc")]
CITY = City("Thử", {one.code: one for one in FOUR}, {"9": "Phường Cũ"}, frozenset({"so-a", "so-b", "so-c"}))
HEAD = "old_code,new_code,is_default,new_ward,old_ward\n"


def planned(*rows: str, partial: bool = False, only_ours: bool = False, city: City = CITY) -> ChangeDocument:
    return plan(read_map((HEAD + "\n".join(rows)).encode()), city, lambda _code: None, partial=partial, only_ours=only_ours)


def refused(*rows: str, partial: bool = False) -> list[str]:
    with pytest.raises(BadMap) as bad:
        planned(*rows, partial=partial)
    return [str(fault) for fault in bad.value.faults]


def test_a_merger_a_rename_and_wards_that_stay() -> None:
    change = planned("1,1,1,Phường Đông,", "2,1,1,Phường Đông,", "3,3,1,Phường Mới,", "4,4,1,,Phường Bắc")
    assert change.closed == [("1", "Phường Đông"), ("2", "Phường Tây"), ("3", "Phường Nam")]
    assert change.opened == ["1", "3"]
    assert [one.name_vi for one in change.areas] == ["Phường Đông", "Phường Mới", "Phường Bắc"]
    assert change.main_after() == {"1": "1", "2": "1", "3": "3"}
    assert change.areas[1].lat == pytest.approx(10.9), "about where the one lay that it follows"


def test_a_split_ward_has_its_main_successor_first() -> None:
    rows = ["1,1,0,Phường Đông,", "1,5,1,Phường Năm,", "2,5,1,Phường Năm,", "3,3,1,,", "4,4,1,,"]
    assert planned(*rows).after("1") == ["5", "1"]


def test_codes_may_be_changed_round_when_wards_are_others() -> None:
    """As those of 27019 and 27022 were in 2025: the codes go round, the wards do not."""
    change = planned("1,2,1,Phường Hai Mới,", "2,1,1,Phường Một Mới,", "3,3,1,,", "4,4,1,,")
    assert change.opened == ["1", "2"]


def test_an_agency_that_ends() -> None:
    rows = ["1,1,1,,", "2,2,1,,", "3,3,1,,", "4,5,1,Phường Năm,", "so-a,so-b,1,,"]
    assert [(one.before, one.after) for one in planned(*rows).units] == [("so-a", "so-b")]


STAY = ("2,2,1,,", "3,3,1,,", "4,4,1,,")


@pytest.mark.parametrize(
    ("said", "rows"),
    [
        ("a hole: nothing follows 4 Phường Bắc", ("1,5,1,Phường Năm,", "2,5,1,Phường Năm,", "3,5,1,Phường Năm,")),
        ("a circle: 1 → 2 → 1", ("1,2,1,Phường Tây,", "2,1,1,Phường Đông,", "3,3,1,,", "4,4,1,,")),
        ("every ward is merged into itself: nothing would change", ("1,1,1,,", *STAY)),
        ("so-a is merged into itself", ("1,5,1,Phường Năm,", *STAY, "so-a,so-a,1,,")),
        ("so-b is closed by this file too", ("1,5,1,Phường Năm,", *STAY, "so-a,so-b,1,,", "so-b,so-a,1,,")),
        ("there is no agency so-z that could take over", ("1,5,1,Phường Năm,", *STAY, "so-a,so-z,1,,")),
        ("of those that follow 1 one is the default, not none", ("1,5,0,Phường Năm,", *STAY)),
        ("of those that follow 1 one is the default, not 2", ("1,5,1,Phường Năm,", "1,6,1,Phường Sáu,", *STAY)),
        ("1 → 5 stands on line 2 already", ("1,5,1,Phường Năm,", "1,5,0,Phường Năm,", *STAY)),
        ("1 is Phường Đông here, and the file calls it Phường Lạ", ("1,5,1,Phường Năm,Phường Lạ", *STAY)),
        ("9 Phường Cũ stands no more: was this done already?", ("9,5,1,Phường Năm,", "1,5,1,Phường Năm,", *STAY)),
        ("8 is no ward of Thử today", ("8,5,1,Phường Năm,", "1,5,1,Phường Năm,", *STAY)),
        ("5 is not known: give its name (Phường …) in `new_ward`", ("1,5,1,,", *STAY)),
        ("5 has several names: Phường Năm, Phường Sáu", ("1,5,1,Phường Năm,", "2,5,1,Phường Sáu,", "3,3,1,,", "4,4,1,,")),
    ],
)
def test_what_is_refused_says_why(said: str, rows: tuple[str, ...]) -> None:
    assert any(said in fault for fault in refused(*rows)), refused(*rows)


def test_a_change_that_the_city_has_behind_it_says_how_to_try_it() -> None:
    """As whoever takes the map of 2025 to a demonstration of today's city."""
    city = City("Thử", CITY.areas, {f"9{n}": f"Phường Cũ {n}" for n in range(12)}, frozenset())
    with pytest.raises(BadMap) as bad:
        planned(*(f"9{n},1,1,," for n in range(12)), "1,1,1,,", *STAY, city=city)
    first, *others = map(str, bad.value.faults)
    assert "12 rows end wards of Thử that stand no more: it looks as if this was carried out already" in first
    assert "bin/hotline profile before FOLDER" in first
    assert sum("was this done already?" in fault for fault in others) == 10


def test_a_part_of_the_city_leaves_the_others_as_they_are() -> None:
    change = planned("1,1,1,Phường Đông,", "2,1,1,Phường Đông,", partial=True)
    assert [area.code for area in change.areas] == ["1", "3", "4"]
    assert refused("1,1,1,,", "2,5,1,Phường Năm,", partial=True) == [
        "line 2: 1 Phường Đông is merged into itself: left out, it stays as it is"
    ]
    said = refused("1,2,1,,", partial=True)
    assert said == ["line 2: 2 Phường Tây stands today: say what follows it, itself if it keeps its code"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1: the columns old_code, new_code, is_default are needed; old_code, new_code, is_default is missing"),
        (b"old_code,new_code\n1,2\n", "is_default is missing"),
        (b"old_code,new_code,is_default\n", "the file: no rows"),
        (b"old_code,new_code,is_default\n1,,1\n", "line 2: `new_code` is empty: a ward without a successor"),
        (b"old_code,new_code,is_default\n1,2,maybe\n", "line 2: `is_default` is 1 or 0, not 'maybe'"),
        (b"old_code,new_code,is_default\n1,2\n", "line 2: not as many cells as there are columns"),
        (b"old_code,new_code,is_default,new_lat,new_lon\n1,2,1,nan,106\n", "line 2: `new_lat` and `new_lon` are degrees"),
        (b"old_code,new_code,is_default\n\xff,2,1\n", "line 2: not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read(content: bytes, said: str) -> None:
    with pytest.raises(BadMap) as bad:
        read_map(content)
    assert said in str(bad.value.faults[0])


def test_the_merger_of_2025_as_the_package_knows_it(tmp_path: Path) -> None:
    """442 units of three provinces, 47 of them split, become 168; five stay what they were, Côn Đảo becomes a special zone."""
    write_before(ROOT / "profiles" / "hcmc", tmp_path / "before")
    before = areas_before("79").areas
    standing = {area.code: _as_it_stood(area) for area in before}
    rows = read_map((tmp_path / "before-successors.csv").read_bytes())
    change = plan(rows, City("x", standing, {}, frozenset()), _known)
    assert (len(before), len(change.areas)) == (442, 168)
    assert {area.code for area in change.areas} == {area.code for area in areas_of("79").areas}
    assert sum(len(change.after(code)) > 1 for code, _name in change.closed) == 47
    assert len(change.closed) == 442 - 5
    assert change.after("755") == ["26732"]


@pytest.mark.skipif("HOTLINE_TEST_DATA" not in os.environ, reason="the map of successors: HOTLINE_TEST_DATA names its folder")
def test_the_map_that_others_computed_orders_the_same(tmp_path: Path) -> None:
    """Its rows of Huế are left out; Côn Đảo, a district without wards, has no code there."""
    write_before(ROOT / "profiles" / "hcmc", tmp_path / "before")
    standing = {area.code: _as_it_stood(area) for area in areas_before("79").areas}
    city = City("Ho Chi Minh City", standing, {}, frozenset())
    theirs = (Path(os.environ["HOTLINE_TEST_DATA"]) / "ward_successors_2025.csv").read_bytes()
    with pytest.raises(BadMap, match="133 rows are of wards that Ho Chi Minh City does not have: --only-ours leaves them out"):
        plan(read_map(theirs), city, _known)
    ours = plan(read_map((tmp_path / "before-successors.csv").read_bytes()), city, _known)
    change = plan(read_map(theirs), city, _known, only_ours=True)
    assert (change.closed, change.opened, change.main_after()) == (ours.closed, ours.opened, ours.main_after())
    assert {code: set(change.after(code)) for code, _name in change.closed} == {
        code: set(ours.after(code)) for code, _name in ours.closed
    }


def _as_it_stood(area: PackageArea) -> Standing:
    return Standing(
        code=area.code, kind=area.kind, name_vi=area.name_vi, name_en=area.name_en, lat=area.lat, lon=area.lon, square_km=1.0
    )


def _known(code: str) -> Standing | None:
    area = area_of(code)
    return None if area is None else _as_it_stood(area)
