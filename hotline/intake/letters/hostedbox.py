"""Where a hosted box is, and who signs in there, as the one address says by which it is set up."""

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}


class BoxUnreachable(Exception):
    """The box cannot be read now; its words say why and hold no password. `code` is for pages."""

    def __init__(self, words: str, code: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Place:
    """Which box: its server, and who signs in."""

    scheme: str
    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str

    @property
    def is_here(self) -> bool:
        """Return whether the server is this machine."""
        try:
            return self.host == "localhost" or ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def place_of(url: str) -> Place:
    """Return what imaps://user:password@host:993/INBOX says. Raises BoxUnreachable; its words never repeat the password."""
    try:
        parts = urlsplit(url)
        usual_port = _PORTS.get(parts.scheme)
        port = parts.port
    except ValueError:
        raise BoxUnreachable("the address of the box cannot be read", "address") from None
    if usual_port is None or not parts.hostname or not parts.username:
        raise BoxUnreachable("the address of the box must be like imaps://user:password@host/INBOX", "address")
    password, folder = unquote(parts.password or ""), unquote(parts.path.strip("/")) or "INBOX"
    place = Place(parts.scheme, parts.hostname, port or usual_port, unquote(parts.username), password, folder)
    if place.scheme == "imap" and not place.is_here:
        raise BoxUnreachable("the password would be sent unencrypted: use imaps:// or imap+starttls://", "unencrypted")
    return place


def is_place(url: str) -> bool:
    """Return whether it says which box, and lets no password go unencrypted."""
    try:
        place_of(url)
    except BoxUnreachable:
        return False
    return True
