"""What the page of channels shows: every way in and out that there is, found by being there, and how each does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from hotline.casefile.queries.channelhealth import OutHealth, last_deliveries, out_health
from hotline.casefile.queries.setups import SetupFacts, refused_since, setups
from hotline.casefile.queries.unread import unread_counts
from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.directory.queries import snapshot
from hotline.intake.known import channels as ways_in
from hotline.intake.port import nothing_signed
from hotline.intake.saying import REFUSALS, way_title
from hotline.notify.configuration import NAMED, configuration
from hotline.notify.facts import HealthFacts
from hotline.notify.lanes import LANES
from hotline.notify.outgoing import Making
from hotline.notify.queries import health as providers
from hotline.notify.senders import CONSOLE, chosen_name, kinds, offered
from hotline.notify.words import CHANNELS, reason_words
from hotline.people.queries import names_of

from .connected import Connected, connections_of

LATELY = timedelta(days=7)
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Way:
    """One way that can be set up: its name, whether messages come or go by it, and what came lately."""

    name: str
    title: str
    comes: bool
    goes: bool
    described: tuple[Field, ...]
    address: str
    facts: SetupFacts | None
    last_at: datetime | None = None
    unread: int = 0
    refused: tuple[tuple[str, int], ...] = ()
    changed_by: str = ""
    connections: tuple[Connected, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One channel: how its messages leave, how that does, and the ways of it."""

    channel: Channel
    title: str
    sender: str
    setting: str
    """The name in the environment that decides the sender, "" where it can be chosen here."""
    health: OutHealth
    trouble: str
    ways: tuple[Way, ...] = field(default=())
    provider: HealthFacts | None = None
    """How the provider does, where it is down; None where it takes messages."""

    @property
    def state(self) -> tuple[str, str]:
        """Return how messages leave, in a word and a tone."""
        if self.trouble or self.provider:
            return _("Đang trục trặc"), "red"
        if self.sender == CONSOLE:
            return _("Ghi vào tệp của máy này"), "slate"
        return (_("Đang gửi"), "green") if self.health.sent_at else (_("Chưa gửi tin nào"), "amber")


def lines(now: datetime) -> list[Line]:
    """Return every channel with its ways."""
    health, configured = out_health(), configuration()
    known, down = ways(now), {one.channel: one for one in providers() if one.failing_since}
    found = []
    for channel in LANES:
        sender = chosen_name(channel, configured)
        does = health.get(channel.value, OutHealth(channel.value))
        of_it = {name for name, way in ways_in().items() if way.channel is channel} | {kind.name for kind in offered(channel)}
        why = does.trouble or ("" if _is_ready(known.get(sender)) else f"{sender}:off")
        trouble = reason_words(why) if why else ""
        setting = NAMED[channel] if channel in configured.named else ""
        listed = tuple(known[name] for name in sorted(of_it & known.keys()))
        found.append(Line(channel, str(CHANNELS[channel]), sender, setting, does, trouble, listed, down.get(channel.value)))
    return found


def others(known: Mapping[str, Way]) -> list[Way]:
    """Return the ways by which something comes on no channel that messages go out on, as Open311."""
    return [way for name, way in known.items() if name in ways_in() and ways_in()[name].channel not in LANES]


def ways(now: datetime) -> dict[str, Way]:
    """Return every way that is found here, by name: of the channels' files and the senders'."""
    facts = {one.name: one for one in setups()}
    names = names_of({one.changed_by for one in facts.values() if one.changed_by})
    last, unread = last_deliveries(), {one.way: one.count for one in unread_counts()}
    refused, connected = _refused(now), connections_of(now)
    return {
        name: Way(
            name,
            way_title(name),
            comes=name in ways_in(),
            goes=name in kinds(),
            described=described(name),
            address=_address(name),
            facts=facts.get(name),
            last_at=last.get(name),
            unread=unread.get(name, 0),
            refused=tuple(sorted(refused.get(name, {}).items())),
            changed_by=names.get(facts[name].changed_by or 0, "") if name in facts else "",
            connections=connected.get(name, ()),
        )
        for name in sorted(ways_in().keys() | {name for name, kind in kinds().items() if kind.fields})
    }


def _is_ready(sender: Way | None) -> bool:
    """Return whether what a sender needs is set up and switched on; a chosen one that is not would let all messages wait."""
    if sender is None or not any(one.is_needed for one in kinds()[sender.name].fields):
        return True
    return sender.facts is not None and sender.facts.is_on


def described(name: str) -> tuple[Field, ...]:
    """Return what is set up under a name, for the way in and the way out together: each thing once."""
    both = (*(ways_in()[name].fields if name in ways_in() else ()), *(kinds()[name].fields if name in kinds() else ()))
    return tuple({one.name: one for one in reversed(both)}[key] for key in dict.fromkeys(one.name for one in both))


def leaving(setup: Setup) -> str:
    """Return why a demonstration must not be set up so: a channel uses it as its sender, and messages would leave; or ""."""
    if not settings.IS_DEMONSTRATION:
        return ""
    used = [channel for channel in LANES if chosen_name(channel) == setup.name]
    return next((words for channel in used if (words := would_leave(setup.name, channel, setup))), "")


def would_leave(name: str, channel: Channel, setup: Setup | None) -> str:
    """Return why a sender may not be used in a demonstration; "" when nothing would leave this machine by it."""
    if not settings.IS_DEMONSTRATION:
        return ""
    city = snapshot().city
    making = Making(channel, configuration(), city.centre_name.vi, city.email, settings.PUBLIC_URL, setup)
    is_here = all(_is_here(setup.options.get(option, "")) for option in ("host", "url")) if setup else True
    if is_here and not kinds()[name].make(making).leaves_machine:
        return ""
    return _("Bản minh họa không gửi tin ra khỏi máy này, nên không dùng được đường gửi này.")


def _is_here(said: str) -> bool:
    return not said or urlsplit(said if "//" in said else f"//{said}").hostname in _HERE


def _address(name: str) -> str:
    """Return what the provider has to call; "" for what does not come by HTTP. The key of those that have one stays away."""
    way = ways_in().get(name)
    if way is None or way.authentic is nothing_signed:
        return ""
    key = "?key=…" if any(one.name == "key" for one in way.fields) else ""
    return f"{settings.PUBLIC_URL}/in/{name}/{key}"


def _refused(now: datetime) -> dict[str, dict[str, int]]:
    """Return how many deliveries were refused lately, by way and reason."""
    counted: dict[str, dict[str, int]] = {}
    for one in refused_since(now - LATELY):
        words = str(REFUSALS.get(one.reason, one.reason))
        of_way = counted.setdefault(one.way, {})
        of_way[words] = of_way.get(words, 0) + one.count
    return counted
