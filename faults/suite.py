"""What the suites have in common: arguments, an installation of their own, mutants run as children, figures."""

import argparse
import atexit
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bench.rig.figures import Goal, Report, Wanted, printed, say, taken
from bench.rig.house import House, copied, folder_for, running
from faults.checker import Verdict, check
from faults.history import History
from faults.record import read_record
from faults.settling import settle, verify_chain
from hotline.site.installation import REPOSITORY

RECOVERY = Goal("≤", 10)
MUTANT_WITHIN = 900.0  # seconds
_BROKEN = ("acknowledged_lost", "duplicates", "notifications_lost", "violations")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A way to break the installation on purpose: another WSGI application or worker, or something done to it."""

    wsgi: str = ""
    worker: str = ""
    prepare: Callable[[House], None] = lambda _house: None

    @property
    def environment(self) -> dict[str, str]:
        """Return what web server and worker are started with."""
        return {name: module for name, module in (("HOTLINE_WSGI", self.wsgi), ("HOTLINE_WORKER", self.worker)) if module}


@dataclass(frozen=True, slots=True)
class Asked:
    """How a run was asked for."""

    quick: bool
    mutant: str | None


@dataclass(slots=True)
class Story:
    """What a suite did: the clients' history, and figures of its own. `repeats_allowed`: sends in hand at its kills."""

    history: History
    slowest_recovery: float | None
    repeats_allowed: int = 0
    values: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suite:
    """One fault suite. `storm` sends reports and breaks things; `wanted` are figures beside those of every suite.

    `environment` is what its installations are started with; `broken` says whether a mutant's figures show that it was found.
    """

    name: str
    about: str
    storm: Callable[[House, Asked], Story]
    mutants: Mapping[str, Mutant]
    wanted: Callable[[Asked], Sequence[Wanted]]
    settles_within: float = 600.0
    environment: Mapping[str, str] = field(default_factory=dict)
    broken: Callable[[Mapping[str, float | None]], bool] = lambda values: any(values[name] for name in _BROKEN)

    def main(self, arguments: list[str]) -> int:
        """Run, print the figures, and return 0 only if every goal holds."""
        parser = argparse.ArgumentParser(prog=f"hotline faults {self.name}", description=self.about)
        parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
        parser.add_argument("--quick", action="store_true", help="fewer reports and kills, for every change")
        parser.add_argument("--mutant", choices=sorted(self.mutants), help="run it broken on purpose: must exit non-zero")
        parser.add_argument("--data", metavar="DIR", help="work in this new folder and leave it (else a temporary one)")
        parser.add_argument("--prepared", metavar="DIR", help=argparse.SUPPRESS)  # a stopped installation to copy
        options = parser.parse_args(arguments)
        asked = Asked(options.quick, options.mutant)
        prepared = Path(options.prepared) if options.prepared else prepared_folder()
        with folder_for(options.data, name=self.name) as folder:
            report = self._run(folder, prepared, asked)
        return printed(report, as_json=options.json)

    def _run(self, folder: Path, prepared: Path, asked: Asked) -> Report:
        mutant = self.mutants[asked.mutant] if asked.mutant else Mutant()
        copied(prepared, folder)
        say(f"faults {self.name}{f', mutant {asked.mutant}' if asked.mutant else ''}: begins")
        with running(folder, environment={**self.environment, **mutant.environment}) as house:
            mutant.prepare(house)
            story = self.storm(house, asked)
            say(f"faults {self.name}: {len(story.history.acknowledged)} acknowledgements; the record is checked")
            verdict = self._verdict(house, story, asked)
        story.history.keep(folder / "history.jsonl")
        caught = None if asked.mutant else sum(self._caught(name, prepared) for name in self.mutants)
        return taken(self.name, self._wanted(story, asked), _values(story, verdict, caught), findings=verdict.findings)

    def _verdict(self, house: House, story: Story, asked: Asked) -> Verdict:
        """Check the record, after it was given time to settle; a mutant's wounds show without that."""
        settled = asked.mutant is None
        if settled and not settle(house, within=self.settles_within):
            say(f"faults {self.name}: not everything was sent and sealed within {self.settles_within:.0f} s")
        return check(story.history, read_record(house), chain=verify_chain(house) if settled else (), settled=settled)

    def _wanted(self, story: Story, asked: Asked) -> list[Wanted]:
        common = [
            Wanted("acknowledged_lost", "", Goal("=", 0)),
            Wanted("duplicates", "", Goal("=", 0)),
            Wanted("notifications_lost", "", Goal("=", 0)),
            Wanted("violations", "", Goal("=", 0)),
            Wanted("repeated_sms", "", Goal("≤", story.repeats_allowed)),
            Wanted("slowest_recovery_s", "s", RECOVERY),
            *self.wanted(asked),
        ]
        # A run that is broken on purpose is judged by what it broke, not by mutants of its own.
        return common if asked.mutant else [*common, Wanted("mutants_caught", "", Goal("=", len(self.mutants)))]

    def _caught(self, mutant: str, prepared: Path) -> bool:
        """Run a mutant as a child and return whether the checker found what it broke."""
        command = [sys.executable, "-P", "-m", "hotline.site.commands", "faults", self.name]
        command += ["--quick", "--json", "--mutant", mutant, "--prepared", str(prepared)]
        environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, env=environment, timeout=MUTANT_WITHIN)
            found = json.loads(done.stdout)
        except (subprocess.TimeoutExpired, ValueError):
            say(f"faults {self.name}: mutant {mutant} could not be run")
            return False
        values = {figure["name"]: figure["value"] for figure in found["figures"]}
        is_caught = done.returncode == 1 and self.broken(values)
        say(f"faults {self.name}: mutant {mutant} was {'caught' if is_caught else 'NOT caught'}")
        return is_caught


@cache
def prepared_folder() -> Path:
    """Return a stopped installation with city and no case, made once for all suites of this process."""
    made = Path(_kept_open.enter_context(tempfile.TemporaryDirectory(prefix="hotline-prepared-", ignore_cleanup_errors=True)))
    made.chmod(0o711)
    say("faults: preparing an installation")
    with running(made):
        pass
    return made


def _values(story: Story, verdict: Verdict, caught: int | None) -> dict[str, float | None]:
    return {
        "acknowledged_lost": verdict.acknowledged_lost,
        "duplicates": verdict.duplicates,
        "notifications_lost": verdict.notifications_lost,
        "violations": verdict.violations,
        "repeated_sms": verdict.repeated_sms,
        "slowest_recovery_s": story.slowest_recovery,
        "mutants_caught": caught,
        **story.values,
    }


_kept_open = ExitStack()
atexit.register(_kept_open.close)
