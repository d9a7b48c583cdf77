"""What was sent about a case, to whom (masked), and what became of it."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.casefile.facts import MessageFacts
from hotline.notify.words import CHANNELS, EVENTS, reason_words
from hotline.people.facts import Role, Viewer
from hotline.ui.panels import PanelPage

from .showing import shown_case

STATES: Mapping[str, tuple[Promise, str]] = {
    "waiting": (_("Chờ gửi"), "amber"),
    "sent": (_("Đã gửi"), "green"),
    "dead": (_("Không gửi được"), "red"),
}
SHOWN = 4
"""How many stand open; the others are in a fold."""

_FIRST = {"dead": 0, "waiting": 1}


def messages(_reference: str, viewer: Viewer, now: datetime, *, page: PanelPage) -> str:
    """Return the panel of messages: those that did not arrive first, then those that wait, then the newest."""
    sent = shown_case(viewer, page).messages
    ordered = sorted(sent, key=lambda one: (_FIRST.get(one.state, 2), -one.id))
    rows = [(one, *_words(one), *STATES[one.state]) for one in ordered]
    given = {
        "rows": rows[:SHOWN],
        "more": rows[SHOWN:],
        "dead": sum(one.state == "dead" for one in sent),
        "may_revive": viewer.has(Role.SUPERVISOR),
        "now": now,
    }
    return page.render("casepage/messages.html", given)


def _words(one: MessageFacts) -> tuple[str | Promise, str | Promise, str]:
    """Return what the message says, which way it goes, and why it did not leave."""
    return EVENTS.get(one.event, one.event), CHANNELS.get(one.channel, one.channel), reason_words(one.reason)
