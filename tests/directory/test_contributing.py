"""CONTRIBUTING's "Add a service" and "Add a city" do what they say: each is followed to the letter, and a case reported."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from hotline.casefile import queries
from hotline.directory.actions import load_profile
from hotline.directory.profile import BadProfile, read_profile
from hotline.directory.queries import snapshot
from tests.directory.folders import append, copy_of
from tests.rules.sources import ROOT

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
_BLOCK = re.compile(r"```yaml\n# (\S+)\n(.*?)```", re.DOTALL)


def told(heading: str) -> dict[str, str]:
    """Return the pieces of YAML under a heading of CONTRIBUTING.md, by the file they are for."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return dict(_BLOCK.findall(section))


def lead_of(service: str, lat: float, lon: float) -> str:
    """Report by Open311 and return the code of the agency that is proposed."""
    fields = {"service_code": service, "lat": lat, "long": lon, "phone": "0990012345", "description": "Không có nước."}
    answer = Client().post("/open311/v2/requests.json", fields)
    assert answer.status_code == 201, answer.content
    (part,) = queries.case_file(answer.json()[0]["service_request_id"]).parts
    return snapshot().units_by_id[part.unit_id].code


@pytest.mark.parametrize("profile", ["binhduong", "hcmc"])
def test_add_a_service(db: None, tmp_path: Path, profile: str) -> None:
    folder = copy_of(profile, tmp_path)
    for file, lines in told("Add a service").items():
        append(folder, file, lines)
    load_profile(folder, now=NOW)
    assert snapshot().services["drinking_fountain"].name.en == "Broken drinking fountain"
    ward = snapshot().wards[0]
    assert lead_of("drinking_fountain", ward.lat, ward.lon) == ward.unit_code
    assert "Vòi nước uống hư" in Client().get("/report/", follow=True).content.decode()


def test_a_service_without_its_rule_is_refused(tmp_path: Path) -> None:
    folder = copy_of("binhduong", tmp_path)
    line = append(folder, "services.yaml", told("Add a service")["services.yaml"])
    with pytest.raises(BadProfile) as refusal:
        read_profile(folder)
    assert [str(fault) for fault in refusal.value.faults] == [
        f"services.yaml:{line + 4}: no rule decides for `drinking_fountain` anywhere"
    ]


def test_add_a_city(db: None, tmp_path: Path) -> None:
    folder = copy_of("binhduong", tmp_path).rename(tmp_path / "cantho")
    _put_its_own_beginning(folder / "profile.yaml", told("Add a city")["profile.yaml"])
    _without_areas(folder / "routing.yaml")
    people = folder / "focal_points.csv"
    rows = people.read_text("utf-8").splitlines(keepends=True)
    people.write_text("".join(row for row in rows if not row.startswith("ubnd-") or row.startswith("ubnd-tinh")), "utf-8")

    with pytest.raises(BadProfile) as refusal:
        read_profile(folder)
    unanswered = [re.search(r"`(ubnd-\d+)` has no focal point", fault.reason) for fault in refusal.value.faults]
    codes = [found[1] for found in unanswered if found]
    assert len(codes) == len(unanswered) == 103
    for number, code in enumerate(codes):
        append(folder, "focal_points.csv", f"{code},Nguyễn Văn A,Đầu mối,09902{number:05},,false,true,true,du-lieu-minh-hoa\n")

    loaded = load_profile(folder, now=NOW)
    assert (loaded.code, loaded.counts["areas"]) == ("cantho", 103)
    assert snapshot().city.name.vi == "Thành phố Cần Thơ"
    ninh_kieu = next(ward for ward in snapshot().wards if ward.name_vi == "Phường Ninh Kiều")
    assert lead_of("pavement_encroachment", ninh_kieu.lat, ninh_kieu.lon) == ninh_kieu.unit_code
    assert "Đường dây nóng 1022 Cần Thơ" in Client().get("/contact/").content.decode()


def _put_its_own_beginning(file: Path, own: str) -> None:
    """Put `own` in the place of the parts `city` and `areas`, which come first."""
    file.write_text(own + "\n" + file.read_text("utf-8")[file.read_text("utf-8").index("windows:") :], "utf-8")


def _without_areas(file: Path) -> None:
    """Leave no area set and no rule that names one."""
    _, rules = file.read_text("utf-8").split("\nrules:\n")
    kept = [line for line in rules.splitlines(keepends=True) if "areas: [" not in line]
    file.write_text("area_sets: []\n\nrules:\n" + "".join(kept), "utf-8")
