"""`bin/hotline profile check`: what a city's author reads before anyone loads it."""

from pathlib import Path

import pytest

from hotline.site.commands.profile import main
from hotline.site.refusal import Refused
from tests.directory.folders import PROFILES, change, copy_of_hcmc


def test_every_profile_of_the_project_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in said] == PROFILES
    assert all(" agencies, " in line and "not verified" in line for line in said)


def test_88_agencies_of_hue_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "hue"]) == 0
    assert "hue: 40 areas, 88 agencies, 64 services" in capsys.readouterr().out


def test_each_fault_is_told_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copy_of_hcmc(tmp_path)
    first = change(folder, "profile.yaml", 'number: "1022"', 'number: "ten"')
    assert main(["check", "hcmc", str(folder)]) == 1
    said = capsys.readouterr().out
    assert said.startswith("hcmc: 168 areas")
    assert f"{folder}/profile.yaml:{first}: `number`: " in said


def test_a_city_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refused, match="nowhere"):
        main(["check", "nowhere"])
