"""The command line: what it knows, and one clear line with exit code 2 for what stands in its way."""

import os
import subprocess
from pathlib import Path

import pytest

from hotline.site.commands.__main__ import main
from tests.rules.sources import ROOT
from tests.site.test_run import ends

COMMANDS = {"areas", "run", "test", "check", "bench", "faults", "case", "audit", "manage", "lock"}


def test_help_has_a_line_for_each_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if line.startswith("  ")]
    assert {words[0] for words in lines} >= COMMANDS
    assert all(len(words) == 2 for words in lines)


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fly"]) == 2
    assert "fly" in capsys.readouterr().err


@pytest.mark.parametrize("package", ["bench", "faults"])
def test_an_unknown_measurement_is_named(package: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([package, "nothing"]) == 2
    assert capsys.readouterr().err.startswith(f"hotline: There is no 'nothing' in {package}")


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, said = ends("run", "--data", str(tmp_path / "file" / "below"))
    assert code == 2
    assert said.count("\n") == 1
    assert "cannot be written" in said


@pytest.mark.parametrize("words", [["run", "--port", "0"], ["manage", "check"]])
def test_a_database_that_cannot_be_reached_is_one_line(tmp_path: Path, words: list[str]) -> None:
    code, said = ends(*words, "--data", str(tmp_path), DATABASE_URL="postgresql://u:secret@127.0.0.1:1/nowhere")
    line = said.splitlines()[-1]
    assert code == 2
    assert line.startswith("hotline: The database nowhere at 127.0.0.1:1 cannot be reached")
    assert "secret" not in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("port", "reason"), [("70000", "no port 70000"), ("x", "invalid int")])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str, reason: str) -> None:
    code, said = ends("run", "--data", str(tmp_path), "--port", port)
    assert code == 2
    assert reason in said
    assert "Traceback" not in said


def test_without_a_python_that_is_new_enough_one_line_says_so(tmp_path: Path) -> None:
    """A machine whose only Python is too old, and a checkout without its environment."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "dirname", "readlink", "cat", "cut", "sha256sum", "mkdir", "flock", "id", "awk", "ls", "head"):
        found = next(Path(folder, name) for folder in os.environ["PATH"].split(":") if Path(folder, name).exists())
        (programs / name).symlink_to(found)
    old = programs / "python3"
    old.write_text("#!/bin/bash\nprintf '3\\t9\\t/nowhere/python3\\n'\n")
    old.chmod(0o755)
    checkout = tmp_path / "checkout"
    (checkout / "bin").mkdir(parents=True)
    launcher_text = (ROOT / "bin" / "hotline").read_text()
    elsewhere = ' /usr/local/bin/"$name" /usr/bin/"$name" /opt/*/bin/"$name"'  # this machine's own, beyond the PATH
    assert elsewhere in launcher_text
    (checkout / "bin" / "hotline").write_text(launcher_text.replace(elsewhere, ""))
    for lock in ("requirements.lock", "package-lock.json"):
        (checkout / lock).write_text("")
    launcher = ["bash", str(checkout / "bin" / "hotline"), "run"]
    environment = {"PATH": str(programs), "HOME": str(tmp_path)}
    ended = subprocess.run(launcher, capture_output=True, text=True, env=environment, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert "3.12" in ended.stderr


@pytest.mark.parametrize(
    "command", [["case", "1022-2611-7K3M-9QXT-H"], ["audit", "verify"], ["manage", "createadmin", "a@b.example"]]
)
def test_a_folder_where_nothing_began_stays_empty_of_a_database(command: list[str], tmp_path: Path) -> None:
    code, said = ends(*command, "--data", str(tmp_path / "new"))
    assert code == 2
    assert "Nothing is set up in" in said
    assert not (tmp_path / "new" / "postgres").exists()
