"""What the preparation of an installation tells the supervisor, which does not load Django."""

from dataclasses import asdict, dataclass

from hotline.site.installation import Installation, read_json, write_json


@dataclass(frozen=True, slots=True)
class Prepared:
    """Who can sign in: (role, e-mail, password) of a demonstration, and whether there is anyone at all."""

    sign_ins: list[tuple[str, str, str]]
    has_people: bool

    def keep(self, installation: Installation) -> None:
        """Leave it for the supervisor."""
        write_json(installation.run / "prepared.json", asdict(self))

    @classmethod
    def of(cls, installation: Installation) -> "Prepared":
        """Return what was kept last; nobody when nothing was."""
        kept = read_json(installation.run / "prepared.json") or {}
        entries = [(str(role), str(email), str(password)) for role, email, password in kept.get("sign_ins", [])]
        return cls(entries, bool(kept.get("has_people")))
