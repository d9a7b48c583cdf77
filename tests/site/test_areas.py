"""bin/hotline areas import: what it prints, and what it refuses in plain words."""

import json
import os
from pathlib import Path

import pytest
from django.utils import timezone

from hotline.directory.models import Area
from hotline.directory.places import locate
from hotline.directory.queries import snapshot, successions
from hotline.dispatch.actions import make_token
from hotline.people.facts import Role
from hotline.site.commands import areas
from hotline.site.commands.__main__ import main
from tests.directory.drawing import changed, features, file_of
from tests.people.persons import make_person


@pytest.fixture
def file(city: str, committed_db: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A good file; what the command puts into the environment for its children ends with the test."""
    monkeypatch.setattr(os, "environ", dict(os.environ))
    path = tmp_path / "wards.geojson"
    path.write_bytes(file_of(features()))
    return path


def test_a_dry_run_and_then_the_import(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", "import", str(file), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Thành phố Hồ Chí Minh: 168 new, 0 changed, 0 unchanged\n")
    assert "… and 128 more" in said
    assert said.endswith("Nothing was written (--dry-run).\n")
    ward = snapshot().areas["26740"]
    assert locate(ward.lat, ward.lon).approximate

    assert main(["areas", "import", str(file)]) == 0
    assert not locate(ward.lat, ward.lon).approximate
    capsys.readouterr()
    assert main(["areas", "import", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"dry_run": False, "unchanged": 168, "changes": []}


def test_a_file_that_is_refused_says_why_and_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(file_of(changed(features(), lambda x, y: [x - 4, y + 7])))
    assert main(["areas", "import", str(file)]) == 2
    said = capsys.readouterr()
    assert "  the file: 168 of 168 features lie outside Ho Chi Minh City" in said.out
    assert said.err == "hotline: wards.geojson is refused, nothing was changed: 1 fault above.\n"
    assert snapshot().outlines == {}


def test_fields_with_other_names(file: Path) -> None:
    drawn = features()
    for one in drawn:
        one["properties"] = {"ma_xa": one["properties"]["code"], "ten_xa": one["properties"]["name"]}
    file.write_bytes(file_of(drawn))
    assert main(["areas", "import", str(file)]) == 2
    assert main(["areas", "import", str(file), "--code", "ma_xa", "--name", "ten_xa", "--dry-run"]) == 0


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", "import", str(tmp_path / "none.geojson")]) == 2
    assert "none.geojson cannot be read: No such file or directory." in capsys.readouterr().err


def test_a_file_that_is_too_large(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "huge.geojson"
    with path.open("wb") as huge:
        huge.truncate(areas.MOST_BYTES + 1)  # no bytes of its own on the disk
    assert main(["areas", "import", str(path)]) == 2
    assert "is larger than 300 MB" in capsys.readouterr().err


MERGED = "old_code,new_code,is_default,new_ward\n26740,26740,1,Phường Trung Tâm\n26743,26740,1,Phường Trung Tâm\n"


@pytest.mark.long
def test_an_administrative_change_is_told_before_and_then_carried_out(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change = file.with_name("map.csv")
    change.write_text(MERGED)
    assert main(["areas", "succeed", str(change), "--partial", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("Thành phố Hồ Chí Minh: 2 wards end, 1 begin, 166 stay as they are; 167 stand on ")
    assert said.endswith("Nothing was written (--dry-run).\n")
    assert len(snapshot().wards) == 168

    assert main(["areas", "succeed", str(change), "--partial", "--json"]) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["closed"], done["opened"], done["standing"]) == (["26740", "26743"], ["26740"], 167)
    assert (done["looked"], done["waiting"], done["left_behind"]) == (0, 0, 0)
    assert snapshot().areas["26740"].name_vi == "Phường Trung Tâm"
    assert main(["areas", "succeed", str(change), "--partial"]) == 0
    assert "This file was carried out before" in capsys.readouterr().out


def test_the_day_of_the_decree(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change = file.with_name("map.csv")
    change.write_text(MERGED)
    ask = ["areas", "succeed", str(change), "--partial"]
    with pytest.raises(SystemExit):
        main([*ask, "--on", "1-7-2025"])
    assert "'1-7-2025' is no day: write it as 2025-07-01" in capsys.readouterr().err
    assert main([*ask, "--on", "2025-06-30"]) == 2
    assert "26743 Phường Bến Thành stands since 01-07-2025 only: it cannot end on 30-06-2025" in capsys.readouterr().out
    assert main([*ask, "--on", "2099-01-01"]) == 2
    assert "01-01-2099 has not come, nothing was changed" in capsys.readouterr().err
    assert len(snapshot().wards) == 168
    assert main([*ask, "--on", "2099-01-01", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "167 stand on 01-01-2099" in said
    assert "That day has not come: this is what it would do today." in said
    assert len(snapshot().wards) == 168

    unit = snapshot().units["ubnd-26743"].id
    head = make_person("lan", Role.AGENCY_HEAD, unit_id=unit)
    make_token(unit, name="Phần mềm", reads_only=False, user_id=head, now=timezone.now())
    assert main([*ask, "--on", "2025-12-15"]) == 0
    said = capsys.readouterr().out
    assert "167 stand on 15-12-2025" in said
    assert "keys of agencies: 1 go on with who took over" in said
    assert [one.day.isoformat() for one in successions()] == ["2025-12-15"]
    new = Area.objects.get(code="26740", valid_to=None)
    assert (new.name_vi, new.valid_from.isoformat() if new.valid_from else "") == ("Phường Trung Tâm", "2025-12-15")
    assert snapshot().units_by_id[unit].valid_to == new.valid_from
    assert main([*ask, "--on", "2025-12-16"]) == 2
    assert "it was carried out before, as of 15-12-2025: its day cannot be changed any more" in capsys.readouterr().out
    other = file.with_name("other.csv")
    other.write_text("old_code,new_code,is_default,new_ward\n26737,26737,1,Phường Tân Định Mới\n")
    assert main(["areas", "succeed", str(other), "--partial", "--on", "2025-12-14"]) == 2
    assert "map.csv holds since 15-12-2025: changes are carried out one after the other" in capsys.readouterr().out


def test_a_map_with_a_hole_says_so_and_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change = file.with_name("map.csv")
    change.write_text(MERGED)
    assert main(["areas", "succeed", str(change)]) == 2
    said = capsys.readouterr()
    assert "a hole: nothing follows" in said.out
    assert "… and 156 more wards that nothing follows; with --partial those stay as they are" in said.out
    assert said.err == "hotline: map.csv is refused, nothing was changed: 11 faults above.\n"
    assert len(snapshot().wards) == 168
