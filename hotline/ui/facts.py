"""What pages and components are given: small frozen facts. Anything with the same attributes will do as well."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.ui.clocks import Clock


@dataclass(frozen=True, slots=True)
class City:
    """Whose hotline this is: the words of the masthead, the number to dial, the colour, the emblem's address ("" for none)."""

    name: str
    portal: str
    number: str
    dial: str
    colour: str = ""
    emblem: str = ""

    @property
    def tel(self) -> str:
        """Return the address of a link that dials the hotline."""
        return f"tel:{self.dial}"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One line of a navigation list. `icon` is a name of `ui.icons`."""

    name: str
    url: str
    icon: str = ""
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """One desk of the staff pages: where it starts and the pages that belong to it."""

    name: str
    url: str
    icon: str
    items: Sequence[NavItem] = ()
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of a list. `phase` is a public phase, or "" where `badge` says how far it is; `clock` is what still runs."""

    reference: str
    title: str
    url: str
    place: str = ""
    at: datetime | None = None
    phase: str = ""
    words: str = ""
    clock: Clock | None = None
    badge: str = ""
    badge_tone: str = ""
    agency: str = ""
    person: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """One line of a check-answers list: what was asked, what was answered, where to change it."""

    label: str
    value: str
    change_url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline. `tone` is "", "green", "amber" or "red"."""

    at: datetime
    title: str
    text: str = ""
    by: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart: what was counted, and how many. `url` leads to what was counted."""

    name: str
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture: the address of the copy to show, of the one to open, and the words that stand for it."""

    url: str
    alt: str
    caption: str = ""
    full_url: str = ""
