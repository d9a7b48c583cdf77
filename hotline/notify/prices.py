"""What an SMS costs: a price for each part, as the contract says and an administrator set it up with its sender."""

from hotline.casefile.queries.setups import setup_of
from hotline.core.facts import Channel
from hotline.notify.outgoing import PART_PRICE
from hotline.notify.senders import chosen_name

_DEAREST = 1_000_000


def part_price() -> int | None:
    """Return what one part of an SMS costs now, in đồng; None where nobody set it up, or not as a number."""
    setup = setup_of(chosen_name(Channel.SMS))
    typed = setup.options.get(PART_PRICE.name, "").strip().replace(".", "") if setup else ""
    price = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0
    return price if 0 < price <= _DEAREST else None


def cost(parts: int | None, price: int | None) -> int | None:
    """Return what so many parts cost; None where either is not known."""
    return None if parts is None or price is None else parts * price
