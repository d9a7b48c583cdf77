"""Which senders this installation uses: from the environment, read once for each process."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from hotline.core.facts import Channel

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


NAMED: Mapping[Channel, str] = {
    Channel.SMS: "HOTLINE_SMS_SENDER",
    Channel.EMAIL: "HOTLINE_EMAIL_SENDER",
    Channel.ZALO: "HOTLINE_ZALO_SENDER",
    Channel.MESSENGER: "HOTLINE_MESSENGER_SENDER",
    Channel.VIBER: "HOTLINE_VIBER_SENDER",
    Channel.ZNS: "HOTLINE_ZNS_SENDER",
}


class UnreadableAddress(ValueError):
    """HOTLINE_SMTP_URL is not an address of a mail server."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail is handed over. `security` is "" (none), "starttls" or "tls"; without `user` nobody signs in."""

    host: str
    port: int
    security: str = ""
    user: str = ""
    password: str = ""

    @property
    def is_here(self) -> bool:
        """Return whether the server is this machine itself, said by a loopback address or its usual name."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


@dataclass(frozen=True, slots=True)
class Configuration:
    """Which sender each channel has (`NAMED`), HOTLINE_SMTP_URL, HOTLINE_EMAIL_FROM, HOTLINE_DEMO and HOTLINE_DATA.

    `named` has a channel only where the environment names its sender. `email_from` is empty unless another than the profile's
    own address is to stand as the sender.
    """

    named: Mapping[Channel, str]
    smtp_url: str
    email_from: str
    is_demonstration: bool
    outbox: Path


def configuration(environment: Mapping[str, str] = os.environ) -> Configuration:
    """Return the settings of this process."""
    return Configuration(
        named={channel: environment[name] for channel, name in NAMED.items() if environment.get(name)},
        smtp_url=environment.get("HOTLINE_SMTP_URL", ""),
        email_from=environment.get("HOTLINE_EMAIL_FROM", ""),
        is_demonstration=environment.get("HOTLINE_DEMO") == "1",
        outbox=Path(environment["HOTLINE_DATA"]) / "outbox",
    )


def mail_server(url: str) -> MailServer:
    """Return what a URL says: smtp://host:25, smtp+starttls://user:password@host:587 or smtps://host:465.

    Raises UnreadableAddress; its text never repeats the URL, which holds a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UnreadableAddress("its port or host cannot be read") from error
    if parts.scheme not in _PORTS:
        raise UnreadableAddress(f"it must begin with one of {', '.join(f'{scheme}://' for scheme in _PORTS)}")
    if not parts.hostname:
        raise UnreadableAddress("it names no host")
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        security={"smtp": "", "smtp+starttls": "starttls", "smtps": "tls"}[parts.scheme],
        user=_decoded(parts, "username"),
        password=_decoded(parts, "password"),
    )


def _decoded(parts: SplitResult, name: str) -> str:
    return unquote(getattr(parts, name) or "")
