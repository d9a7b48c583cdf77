"""What the preparation of an installation tells the supervisor, which does not load Django."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from hotline.site.installation import REPOSITORY, Installation, profile_folder, read_json, write_json


@dataclass(frozen=True, slots=True)
class Prepared:
    """Who can sign in: (role, e-mail, password) of a demonstration, and whether there is anyone at all; see `stamp_of`."""

    sign_ins: list[tuple[str, str, str]]
    has_people: bool
    stamp: str

    def keep(self, installation: Installation) -> None:
        """Leave it for the supervisor."""
        write_json(installation.run / "prepared.json", asdict(self))

    @staticmethod
    def forget(installation: Installation) -> None:
        """Have the next start prepare anew, because something was done to the database by hand."""
        (installation.run / "prepared.json").unlink(missing_ok=True)

    @classmethod
    def of(cls, installation: Installation) -> "Prepared":
        """Return what was kept last; nobody when nothing was."""
        kept = read_json(installation.run / "prepared.json") or {}
        entries = [(str(role), str(email), str(password)) for role, email, password in kept.get("sign_ins", [])]
        return cls(entries, bool(kept.get("has_people")), str(kept.get("stamp", "")))


def stamp_of(installation: Installation, environment: Mapping[str, str]) -> str:
    """Return a digest of everything that a preparation goes by; the same again, and there is nothing to prepare.

    Its own files (migrations, packages, profile), the settings and the identity of the database folder. Empty, which
    is never the same, on a server that is not ours: others may have changed it meanwhile.
    """
    cluster = installation.folder / "postgres" / "PG_VERSION"
    if not cluster.exists() or "DATABASE_URL" in environment:
        return ""
    profile = profile_folder(environment["HOTLINE_PROFILE"])
    files = [cluster, REPOSITORY / "requirements.lock", *REPOSITORY.glob("hotline/*/migrations/*.py"), *profile.glob("**/*")]
    seen = [(str(path), path.stat().st_ino, path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(files)]
    settings = sorted(item for item in environment.items() if item[0].startswith("HOTLINE_"))
    return hashlib.sha256(repr((seen, settings)).encode()).hexdigest()
