"""`dunning.yaml` of every city: what stands in it, and what is refused, with file, line and reason."""

from pathlib import Path

import pytest

from hotline.core.deadlines import LengthUnit
from hotline.core.dunning import By, Rung, Side, all_steps, ladder_for
from hotline.directory.building_dunning import dunning_of
from hotline.directory.profile import BadProfile, read_profile
from tests.directory.folders import HCMC, PROFILES, change, copy_of_hcmc
from tests.rules.sources import ROOT


@pytest.mark.parametrize("city", PROFILES)
def test_every_city_warns_and_climbs_from_the_focal_point_to_the_leader(city: str) -> None:
    dunning = dunning_of(read_profile(ROOT / "profiles" / city).profile)
    for unit in (*LengthUnit, None):
        ladder = ladder_for(dunning.ladders, unit)
        assert ladder is not None, f"nobody is dunned about deadlines in {unit}"
        after = [step.to for step in ladder.steps if step.side is Side.AFTER and step.by is By.MESSAGE]
        assert after == [Rung.FOCAL_POINT, Rung.HEAD, Rung.LEADER]
        assert [step for step in ladder.steps if step.side is Side.BEFORE]
        assert [step for step in ladder.steps if step.by is By.CALL]
    assert dunning.reminder is not None
    assert dunning.reminder[0] == 25


def test_no_number_of_a_ladder_claims_a_paper() -> None:
    """The papers tell that there is a ladder, not how far apart its steps stand."""
    dunning = dunning_of(read_profile(HCMC).profile)
    assert {step.source for _ladder, step in all_steps(dunning.ladders)} == {
        "Cài đặt của hệ thống này, đơn vị vận hành tự chọn, không do văn bản nào quy định"
    }


@pytest.mark.parametrize(
    ("in_words", "old", "new", "reason"),
    [
        ("a step in working days",
         "when: after, length: {unit: working_hours, amount: 8}",
         "when: after, length: {unit: working_days, amount: 1}",
         "a step is counted in `minutes` or `working_hours`"),
        ("no length at all",
         "when: before, length: {unit: minutes, amount: 15}",
         "when: before, length: {unit: minutes, amount: 0}",
         "`amount`: expected `int` >= 1"),
        ("a step named twice", "code: gap-goi,", "code: gap-dau-moi,", "the step `gap-dau-moi` stands twice"),
        ("a rung that is none",
         "length: {unit: minutes, amount: 60}, to: head",
         "length: {unit: minutes, amount: 60}, to: mayor",
         "`to`: 'mayor' is none of focal_point, head, leader"),
        ("a warning to leaders",
         "when: before, length: {unit: minutes, amount: 15}, to: focal_point",
         "when: before, length: {unit: minutes, amount: 15}, to: leader",
         "leaders are told what is overdue, not warned"),
        ("a calendar that is not there",
         "code: viec-gap\n    calendar: hanh-chinh",
         "code: viec-gap\n    calendar: tet",
         "there is no calendar `tet`"),
        ("two ladders for one sort of deadline",
         "code: gio-lam-viec\n    calendar: hanh-chinh\n",
         "code: gio-lam-viec\n    calendar: hanh-chinh\n    units: [minutes]\n",
         "two ladders take deadlines in minutes"),
        ("leaders of a unit that is not there", "unit: ubnd-tp", "unit: ubnd-thanh-pho", "there is no unit `ubnd-thanh-pho`"),
        ("leaders, and nobody to be told",
         "leaders:\n  - {unit: ubnd-tp, source: du-lieu-minh-hoa}",
         "leaders: []",
         "a step goes to leaders, but `leaders` names nobody"),
        ("a source that is not there",
         '{day: 25, at: "12:00", source: chua-kiem-chung}',
         '{day: 25, at: "12:00", source: bao}',
         "the source `bao` is not in sources.yaml"),
        ("a day that some months lack", "{day: 25,", "{day: 30,", "`day`: expected `int` <= 28"),
        ("no reminder", 'reminder: {day: 25, at: "12:00", source: chua-kiem-chung}', "", "`reminder`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, in_words: str, old: str, new: str, reason: str) -> None:
    folder = copy_of_hcmc(tmp_path)
    line = change(folder, "dunning.yaml", old, new)
    with pytest.raises(BadProfile) as refused:
        read_profile(folder)
    faults = [fault for fault in refused.value.faults if fault.file == "dunning.yaml"]
    assert any(reason in fault.reason for fault in faults), [str(fault) for fault in refused.value.faults]
    assert any(0 <= fault.line <= line + 12 for fault in faults), in_words
