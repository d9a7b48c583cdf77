"""How the centre is reached and manned, and the hotlines that it answers."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from hotline.core.facts import Publish

from .wordings import Wording


class ReachKind(StrEnum):
    """By what people reach the centre."""

    PHONE = "phone"
    SMS = "sms"
    EMAIL = "email"
    WEB = "web"
    APP = "app"
    ZALO = "zalo"
    VIBER = "viber"
    FACEBOOK = "facebook"
    IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True)
class StreamFacts:
    """A hotline of its own on the same platform (luồng tiếp nhận).

    `intro` stands above its report form. `publish`: what everyone may read of its cases at most, None as each service says.
    `services`: codes of what it takes, empty for everything.
    """

    code: str
    name: Wording
    note: Wording
    verified: bool
    intro: Wording
    publish: Publish | None
    services: frozenset[str]

    def takes(self, service: str) -> bool:
        """Return whether a report about this service may come in here."""
        return not self.services or service in self.services


@dataclass(frozen=True, slots=True)
class ReachFacts:
    """One way to reach the centre: `address` is what people read, `link` what opens; `stream` a hotline's code or empty."""

    code: str
    kind: ReachKind
    name: Wording
    address: str
    link: str
    note: Wording
    stream: str
    verified: bool


@dataclass(frozen=True, slots=True)
class EmergencyFacts:
    """A number to call at once, what it takes, and the service and command that a report of it goes to."""

    number: str
    name: Wording
    takes: Wording
    service: str
    unit_code: str
    verified: bool


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """A stretch of every day, in the city's time, which may run over midnight; `operators` where it is known how many."""

    code: str
    name: Wording
    begins: time
    ends: time
    operators: int | None
    verified: bool

    def holds_at(self, moment: time) -> bool:
        """Return whether this shift is on duty at a time of the day."""
        if self.begins < self.ends:
            return self.begins <= moment < self.ends
        return moment >= self.begins or moment < self.ends


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """How the centre is reached and manned. Empty `shifts`: the profile does not say when somebody is there."""

    streams: tuple[StreamFacts, ...]
    channels: tuple[ReachFacts, ...]
    emergencies: tuple[EmergencyFacts, ...]
    shifts: tuple[ShiftFacts, ...]

    @property
    def own_stream(self) -> StreamFacts:
        """Return the centre's own hotline: the first of the profile, which has one at least."""
        return self.streams[0]

    def stream(self, code: str) -> StreamFacts | None:
        """Return the hotline of a code, the centre's own for none; None where the profile has no such."""
        return next((one for one in self.streams if one.code == code), None) if code else self.own_stream

    @property
    def is_round_the_clock(self) -> bool:
        """Return whether somebody is on duty at every minute of the day."""
        minutes = (time(minute // 60, minute % 60) for minute in range(24 * 60))
        return bool(self.shifts) and all(any(shift.holds_at(minute) for shift in self.shifts) for minute in minutes)
