"""The ways out of this machine, one file each: a file more is a sender more. Its file offers it as SENDERS."""

from collections.abc import Mapping
from email.utils import parseaddr
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from hotline.casefile.queries.setups import CHOSEN, CONSOLE, chosen_sender, setup_of
from hotline.core.facts import Channel
from hotline.notify.configuration import NAMED, Configuration, configuration
from hotline.notify.outgoing import Making, Sender, SenderKind

__all__ = ["CHOSEN", "CONSOLE", "check", "chosen_name", "kinds", "offered", "sender_of"]


@cache
def kinds() -> Mapping[str, SenderKind]:
    """Return every way out by its name. Raises ValueError when two have one name."""
    found: dict[str, SenderKind] = {}
    for file in iter_modules(__path__):
        for kind in getattr(import_module(f"{__name__}.{file.name}"), "SENDERS", ()):
            if kind.name in found:
                raise ValueError(f"two senders are called {kind.name}")
            found[kind.name] = kind
    return found


def offered(channel: Channel) -> tuple[SenderKind, ...]:
    """Return the ways out that a channel may have, by name."""
    return tuple(kind for _name, kind in sorted(kinds().items()) if channel in kind.channels)


def chosen_name(channel: Channel, settings: Configuration | None = None) -> str:
    """Return the name of a channel's sender: as the environment says, else as was set up, else the console."""
    return (settings or configuration()).named.get(channel) or chosen_sender(channel)


def sender_of(channel: Channel, *, sender_name: str, sender_address: str, public_url: str) -> Sender:
    """Return a new sender of a channel. Name and address are the profile's; HOTLINE_EMAIL_FROM stands before them.

    To be called after `check` found nothing: raises UnreadableAddress or KeyError for settings it would have named.
    """
    settings = configuration()
    kind = kinds()[chosen_name(channel, settings)]
    return kind.make(Making(channel, settings, sender_name, sender_address, public_url, setup_of(kind.name)))


def check() -> list[str]:
    """Return what is wrong with the settings, each as a line that says what to do; empty when all is well.

    A demonstration installation refuses every sender that would leave this machine: no made-up number ever rings.
    """
    settings = configuration()
    lines = []
    for channel, name in settings.named.items():
        names = tuple(kind.name for kind in offered(channel))
        if name not in names:
            lines.append(f"{NAMED[channel]} is “{name}”: there is {_or(names)}.")
    if settings.email_from and "@" not in parseaddr(settings.email_from)[1]:
        lines.append("HOTLINE_EMAIL_FROM is no e-mail address: write it like “1022 <1022@example.vn>”.")
    for name in sorted(set(settings.named.values()) & kinds().keys()):
        lines += kinds()[name].faults(settings)
    return lines


def _or(names: tuple[str, ...]) -> str:
    return " or ".join(f"“{name}”" for name in names)
