"""What `--json` promises: one object, every named figure, and an exit code that follows from the goals."""

import json

import pytest

from bench.rig.figures import Goal, Wanted, printed, taken

WANTED = (Wanted("ratio_a", "", Goal("≥", 0.5)), Wanted("p50_ms", "ms"), Wanted("acknowledged_missing", "", Goal("=", 0)))


def test_every_goal_holds(capsys: pytest.CaptureFixture[str]) -> None:
    report = taken("intake", WANTED, {"ratio_a": 0.61234, "p50_ms": 12.0, "acknowledged_missing": 0})
    assert printed(report, as_json=True) == 0
    assert json.loads(capsys.readouterr().out) == {
        "name": "intake",
        "ok": True,
        "figures": [
            {"name": "ratio_a", "value": 0.6123, "unit": "", "goal": "≥ 0.5", "ok": True},
            {"name": "p50_ms", "value": 12.0, "unit": "ms", "goal": None, "ok": True},
            {"name": "acknowledged_missing", "value": 0, "unit": "", "goal": "= 0", "ok": True},
        ],
    }


@pytest.mark.parametrize(
    ("what", "values", "missed"),
    [
        ("a goal missed by little", {"ratio_a": 0.49, "p50_ms": 1, "acknowledged_missing": 0}, {"ratio_a"}),
        ("a figure with a goal that was not taken", {"p50_ms": 1, "acknowledged_missing": 0}, {"ratio_a"}),
        ("a figure without a goal that was not taken", {"ratio_a": 1, "acknowledged_missing": 0}, {"p50_ms"}),
        ("one acknowledged report lost", {"ratio_a": 1, "p50_ms": 1, "acknowledged_missing": 1}, {"acknowledged_missing"}),
    ],
)
def test_not_all_is_well(what: str, values: dict[str, float], missed: set[str], capsys: pytest.CaptureFixture[str]) -> None:
    report = taken("intake", WANTED, values)
    assert printed(report, as_json=True) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert [figure["name"] for figure in found["figures"]] == [wanted.name for wanted in WANTED]
    assert {figure["name"] for figure in found["figures"] if not figure["ok"]} == missed


def test_findings_do_not_mix_with_the_object(capsys: pytest.CaptureFixture[str]) -> None:
    printed(taken("intake", WANTED, {}, findings=["one reference is gone"]), as_json=True)
    told = capsys.readouterr()
    assert json.loads(told.out)["name"] == "intake"
    assert "one reference is gone" in told.err


def test_a_person_reads_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(taken("intake", WANTED, {"ratio_a": 0.4, "p50_ms": 9.5}), as_json=False) == 1
    told = capsys.readouterr().out
    assert "MISSED" in told
    assert "not taken" in told
