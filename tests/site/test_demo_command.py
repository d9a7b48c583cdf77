"""`bin/hotline demo`: only a demonstration can be grown or reset, and a reset that was interrupted is done again."""

import json
from pathlib import Path

import pytest

from hotline.site import attach
from hotline.site.commands import demo
from hotline.site.demojournal import journal_of
from hotline.site.installation import Decided, Installation, installation_at
from hotline.site.refusal import Refused

DEMONSTRATION = Decided(profile="hcmc", demo=True, seeded=True, cases=500)


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """A finished demonstration, by its word."""
    for name in ("DATABASE_URL", "HOTLINE_DATA", "HOTLINE_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    made = installation_at(tmp_path / "data")
    made.decide(DEMONSTRATION)
    return made


@pytest.mark.parametrize("deed", [["seed", "60"], ["reset", "--yes"]], ids=["seed", "reset"])
@pytest.mark.parametrize(
    ("decided", "why"),
    [(None, "Nothing is set up"), (Decided(profile="hcmc", demo=False), "is not a demonstration")],
    ids=["nothing there", "for real"],
)
def test_nothing_else_is_touched(tmp_path: Path, deed: list[str], decided: Decided | None, why: str) -> None:
    if decided:
        installation_at(tmp_path).decide(decided)
    with pytest.raises(Refused, match=why):
        demo.main([*deed, "--data", str(tmp_path)])
    assert installation_at(tmp_path).decided() == decided


def test_a_reset_asks_first(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="--yes"):
        demo.main(["reset", "--data", str(installation.folder)])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: "n")
    assert demo.main(["reset", "--data", str(installation.folder)]) == 1
    assert installation.decided() == DEMONSTRATION


def test_a_running_one_is_left_alone(installation: Installation) -> None:
    with installation.lock(attach.SERVER_LOCK), pytest.raises(Refused, match="end it first"):
        demo.main(["reset", "--yes", "--data", str(installation.folder)])
    assert installation.decided() == DEMONSTRATION


def test_one_on_a_server_of_ours_is_not_dropped(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql:///city")
    with pytest.raises(Refused, match="yourself"):
        demo.main(["reset", "--yes", "--data", str(installation.folder)])
    assert installation.decided() == DEMONSTRATION


def test_a_reset_that_is_interrupted_leaves_a_demonstration_to_be_made_anew(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(attach, "make_cluster", interrupted)
    with pytest.raises(KeyboardInterrupt):
        demo.main(["reset", "--yes", "--data", str(installation.folder)])
    decided = installation.decided()
    assert decided
    assert (decided.demo, decided.seeded, decided.cases) == (True, False, 0)


def test_a_reset_leaves_nothing_but_the_keys(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[str] = []
    monkeypatch.setattr(attach, "make_cluster", lambda _place: False)
    monkeypatch.setattr(attach, "start", lambda _place: None)
    monkeypatch.setattr(attach, "stop", lambda _process: None)
    monkeypatch.setattr("hotline.site.roles.drop_database", dropped.append)
    journal_of(installation).add(7)
    kept, photo = installation.keys / "index.key", installation.folder / "media" / "photo.jpg"
    for file in (kept, photo):
        file.write_text("here")
    assert demo.main(["reset", "--yes", "--data", str(installation.folder)]) == 0
    assert dropped
    assert kept.exists()
    assert not photo.exists()
    assert journal_of(installation).told() == set()


def test_a_journal_that_a_crash_tore(installation: Installation) -> None:
    journal = journal_of(installation)
    for number in (3, 11):
        journal.add(number)
    journal.close()
    with journal.path.open("a") as file:
        file.write("4")  # the power failed before the line ended
    assert journal_of(installation).told() == {3, 11}
    again = journal_of(installation)
    again.add(5)
    again.close()
    assert journal_of(installation).told() == {3, 5, 11}
    assert journal.path.stat().st_mode & 0o077 == 0
    assert json.loads((installation.folder / "installation.json").read_text())["cases"] == 500
