"""The data folder of one installation: where things lie in it, and what was decided when it was first set up."""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, LOCK_UN, flock
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from hotline.site.refusal import Refused

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDERS = ("run", "keys", "audit", "media", "logs", "outbox")


@dataclass(frozen=True, slots=True)
class Decided:
    """What the first start settled for good. `demo` marks made-up people inside: no message may leave the machine.

    `seeded`: its people, stories and first cases are there. `cases`: how many everyday ones it is to have in the end.
    """

    profile: str
    demo: bool
    seeded: bool = False
    cases: int = 0


@dataclass(frozen=True, slots=True)
class Installation:
    """One data folder (absolute path)."""

    folder: Path

    @property
    def run(self) -> Path:
        """Sockets, process ids and the state of a running installation; safe to delete when nothing runs."""
        return self.folder / "run"

    @property
    def keys(self) -> Path:
        """Secrets, readable by the owner only."""
        return self.folder / "keys"

    @property
    def logs(self) -> Path:
        """What the processes write; no personal data."""
        return self.folder / "logs"

    @property
    def state_file(self) -> Path:
        """Written by `run` while it runs: its processes, address and readiness."""
        return self.run / "state.json"

    def decided(self) -> Decided | None:
        """Return what the first start settled, None when this folder is new."""
        read = read_json(self.folder / "installation.json")
        return Decided(**read) if read else None

    def decide(self, decided: Decided) -> None:
        """Keep what the first start settled."""
        write_json(self.folder / "installation.json", asdict(decided))

    @contextmanager
    def lock(self, name: str, *, shared: bool = False, patience: float | None = None) -> Iterator[bool]:
        """Hold the lock `name` of this folder, alone or shared.

        Waits for it `patience` seconds, for ever when None; gives False when it was not had by then.
        """
        with (self.run / f"{name}.lock").open("a") as file:
            held = _locked(file.fileno(), LOCK_SH if shared else LOCK_EX, patience=patience)
            try:
                yield held
            finally:
                if held:
                    flock(file, LOCK_UN)


def installation_at(folder: str | Path | None) -> Installation:
    """Return the installation in `folder`, else in HOTLINE_DATA, else in ./var of the repository; makes its folders.

    Raises Refused when the folder cannot be written by this user.
    """
    path = Path(folder or os.environ.get("HOTLINE_DATA") or REPOSITORY / "var").expanduser().absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        for name in FOLDERS:
            (path / name).mkdir(mode=0o700, exist_ok=True)
        with NamedTemporaryFile(dir=path / "run"):
            pass
    except OSError as error:
        raise Refused(f"The data folder {path} cannot be written ({error.strerror}): choose another with --data DIR.") from error
    return Installation(path)


def profile_folder(name: str) -> Path:
    """Return the folder of a city's profile: by its name in profiles/, or any folder by its path."""
    return Path(name).expanduser() if os.sep in name else REPOSITORY / "profiles" / name


def read_json(path: Path) -> dict[str, Any] | None:
    """Return what `write_json` put there, None when there is nothing whole."""
    try:
        read = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return read if isinstance(read, dict) else None


def write_json(path: Path, content: dict[str, Any], *, lasting: bool = True) -> None:
    """Replace `path` in one step, so that a reader never sees half of it; `lasting`: on disk when this returns."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with fresh.open("w") as file:
        json.dump(content, file, indent=1)
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    fresh.replace(path)


def _locked(descriptor: int, how: int, *, patience: float | None) -> bool:
    if patience is None:
        flock(descriptor, how)
        return True
    until = time.monotonic() + patience
    while True:
        try:
            flock(descriptor, how | LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(0.05)
        else:
            return True
