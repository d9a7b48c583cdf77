"""Make the folder that holds the databases: once, whole or not at all."""

import shutil
import signal
import subprocess

from hotline.site.embedded.place import Place
from hotline.site.refusal import Refused

SUPERUSER = "postgres"


def make_cluster(place: Place, *, lasting: bool = True) -> bool:
    """Make the database folder unless it is there; gives whether it was made. `lasting` off: for tests, not flushed to disk.

    Made beside its place and moved there when whole, so that an interrupted start leaves nothing half made.
    Raises Refused with initdb's own reason.
    """
    if (place.cluster / "PG_VERSION").exists():
        return False
    fresh = place.cluster.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if place.identity.startswith("user:"):
        user, group = (int(number) for number in place.identity.split(":")[1:])
        shutil.chown(fresh, user, group)
    options = [
        f"--pgdata={fresh}",
        f"--username={SUPERUSER}",
        "--encoding=UTF8",
        # The same order of words on every machine, whatever its C library.
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        # The socket's folder is closed to everyone but its owner, and there is no TCP.
        "--auth=trust",
        "--no-instructions",
        *([] if lasting else ["--no-sync"]),
    ]
    made = subprocess.run(
        place.started("initdb", *options, dies_by=signal.SIGKILL), capture_output=True, text=True, check=False, cwd="/"
    )
    if made.returncode != 0:
        raise Refused(f"PostgreSQL's data folder could not be made in {place.cluster}: {_reason(made.stderr)}")
    fresh.rename(place.cluster)
    return True


def _reason(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    return next(
        (line for line in lines if "error" in line.lower() or "denied" in line.lower()), lines[-1] if lines else "no reason given"
    )
