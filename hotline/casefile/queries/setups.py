"""How channels are set up, and what was refused of them."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from hotline.casefile.models import ChannelSetup, RefusedDeliveries
from hotline.casefile.sealing import opened_text
from hotline.core.channels import Setup
from hotline.core.facts import Channel

_LASTS = 5.0
"""Seconds for which a set-up is remembered: each delivery asks for it."""

CHOSEN = "senders"
"""The set-up whose options name the sender of each channel, where the environment names none."""

CONSOLE = "console"
"""The sender that writes messages into a file: only a demonstration's telephone shows them to anybody."""

OUTSIDE = "HOTLINE_SECRET_"
"""How names begin by which the environment gives a secret: then the way, then the field, in capitals."""


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """A way's set-up as administrators see it: of its secrets only which there are, and since when where that was kept."""

    name: str
    options: dict[str, str]
    secrets: Mapping[str, datetime | None]
    is_on: bool
    changed_at: datetime
    changed_by: int | None


@dataclass(frozen=True, slots=True)
class RefusedCount:
    """How many deliveries of a way were refused in one hour, and why."""

    way: str
    reason: str
    hour: datetime
    count: int


_known: dict[str, tuple[float, Setup | None]] = {}


def setup_of(name: str) -> Setup | None:
    """Return how a way is set up, with its secrets; None when it is not, or is switched off. A few seconds old at most."""
    until, found = _known.get(name, (0.0, None))
    if time.monotonic() < until:
        return found
    row = ChannelSetup.objects.filter(pk=name, is_on=True).first()
    found = _setup(row) if row else None
    _known[name] = time.monotonic() + _LASTS, found
    return found


def _setup(row: ChannelSetup) -> Setup:
    secrets = {**json.loads(opened_text(row.secrets)), **secrets_outside(row.name)}
    return Setup(row.name, dict(row.options), secrets, row.changed_at)


def chosen_sender(channel: Channel, environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of a channel's sender: as the environment says, else as was set up, else the console."""
    if named := environment.get(f"HOTLINE_{channel.value.upper()}_SENDER"):
        return named
    setup = setup_of(CHOSEN)
    return (setup.options.get(channel.value) if setup else "") or CONSOLE


def reaches_people(channel: Channel) -> bool:
    """Return whether what is sent on a channel comes to anybody: not where no gateway is set up."""
    return settings.IS_DEMONSTRATION or chosen_sender(channel) != CONSOLE


def secrets_outside(name: str, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the secrets that the environment gives a way; they stand before those that were set up."""
    beginning = f"{OUTSIDE}{name.upper().replace('-', '_')}_"
    given = {key: value for key, value in environment.items() if value and key.startswith(beginning)}
    return {key.removeprefix(beginning).lower(): value for key, value in given.items()}


def forget_setups() -> None:
    """Ask anew for every set-up: one was changed here."""
    _known.clear()


def setups() -> tuple[SetupFacts, ...]:
    """Return every way's set-up, by name."""
    return tuple(_facts(row) for row in ChannelSetup.objects.order_by("name"))


def _facts(row: ChannelSetup) -> SetupFacts:
    at = row.secrets_at or {}
    names = sorted(json.loads(opened_text(row.secrets)))
    secrets = {name: datetime.fromisoformat(at[name]) if name in at else None for name in names}
    return SetupFacts(row.name, dict(row.options), secrets, row.is_on, row.changed_at, row.changed_by)


def refused_since(since: datetime) -> tuple[RefusedCount, ...]:
    """Return what was refused since, newest hour first."""
    rows = RefusedDeliveries.objects.filter(hour__gte=since).order_by("-hour", "way", "reason")
    return tuple(RefusedCount(row.way, row.reason, row.hour, row.count) for row in rows)
