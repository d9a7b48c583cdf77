"""What was sent about a case, to whom (masked), and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from hotline.casefile.facts import MessageFacts
from hotline.notify.prices import Price, price_known
from hotline.notify.words import CHANNELS, EVENTS, reason_words
from hotline.people.facts import Role, Viewer
from hotline.ui.panels import PanelPage
from hotline.ui.sent import SentWord, became

from .showing import shown_case

SHOWN = 4
"""How many stand open; the others are in a fold."""

_FIRST = {"dead": 0, "waiting": 1}


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the panel shows it: what it says, which way it goes, what became of it, and what it cost."""

    message: MessageFacts
    event: str | Promise
    channel: str | Promise
    why: str
    became: SentWord
    cost: int | None


def messages(_reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of messages: those that did not arrive first, then those that wait, then the newest."""
    sent = shown_case(viewer, page).messages
    price = price_known() if any(one.parts for one in sent) else None
    rows = [_line(one, price) for one in sorted(sent, key=_order)]
    given = {
        "rows": rows[:SHOWN],
        "more": rows[SHOWN:],
        "dead": sum(one.state == "dead" for one in sent),
        "parts": sum(one.parts or 0 for one in sent),
        "cost": _in_all(sent, price),
        "may_revive": viewer.has(Role.SUPERVISOR),
        "now": now,
    }
    return page.render("casepage/messages.html", given)


def _in_all(sent: Sequence[MessageFacts], price: Price | None) -> int | None:
    """Return what all SMS of a case cost; None where that is not known of each that left, and where none did."""
    left = [one for one in sent if one.parts and not one.is_in_file]
    costs = [price.of(one) for one in left] if price else []
    return sum(each or 0 for each in costs) if costs and None not in costs else None


def _order(one: MessageFacts) -> tuple[int, int]:
    failed_later = one.state == "sent" and one.receipt == "failed"
    return 0 if failed_later else _FIRST.get(one.state, 2), -one.id


def _line(one: MessageFacts, price: Price | None) -> Line:
    return Line(
        one,
        event=EVENTS.get(one.event, one.event),
        channel=CHANNELS.get(one.channel, one.channel),
        why=reason_words(one.reason),
        became=became(one.state, one.receipt),
        cost=price.of(one) if price else None,
    )
