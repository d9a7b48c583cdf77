"""What an SMS costs: a price for each part, as the contract says and an administrator set it up with its sender."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from hotline.casefile.queries.setups import CHOSEN, setup_of
from hotline.core.facts import Channel
from hotline.notify.outgoing import PART_PRICE
from hotline.notify.senders import chosen_name

_DEAREST = 1_000_000


class Sent(Protocol):
    """A message of ours as its keepers see it."""

    @property
    def parts(self) -> int | None:
        """Return the parts of an SMS that was sent."""

    @property
    def is_in_file(self) -> bool:
        """Return whether it went to nobody."""

    @property
    def sent_at(self) -> datetime | None:
        """Return when it left."""


@dataclass(frozen=True, slots=True)
class Price:
    """What one part costs in đồng, and since when that is known to hold: the sender and its set-up were others before."""

    part: int
    since: datetime | None

    def of(self, sent: Sent) -> int | None:
        """Return what a message cost; None where that is not known, and where it cost nothing."""
        is_older = self.since is not None and sent.sent_at is not None and sent.sent_at < self.since
        return None if sent.is_in_file or is_older else cost(sent.parts, self.part)


def price_known() -> Price | None:
    """Return the price with since when it is known to hold; None where nobody set one up.

    What each day cost in all was reckoned by the price of that day; a single message keeps none.
    """
    part = part_price()
    if part is None:
        return None
    changed = [setup.changed_at for setup in (setup_of(chosen_name(Channel.SMS)), setup_of(CHOSEN)) if setup]
    return Price(part, max((at for at in changed if at), default=None))


def part_price() -> int | None:
    """Return what one part of an SMS costs now, in đồng; None where nobody set it up, or not as a number."""
    setup = setup_of(chosen_name(Channel.SMS))
    typed = setup.options.get(PART_PRICE.name, "").strip().replace(".", "") if setup else ""
    price = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    return price if 0 < price <= _DEAREST else None


def cost(parts: int | None, price: int | None) -> int | None:
    """Return what so many parts cost; None where either is not known."""
    return None if parts is None or price is None else parts * price
