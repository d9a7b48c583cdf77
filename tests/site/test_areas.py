"""bin/hotline areas import: what it prints, and what it refuses in plain words."""

import json
import os
from pathlib import Path

import pytest

from hotline.directory.places import locate
from hotline.directory.queries import snapshot
from hotline.site.commands import areas
from hotline.site.commands.__main__ import main
from tests.directory.drawing import changed, features, file_of


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
