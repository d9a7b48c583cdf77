"""What became of a message of ours, in a word, with its tone and icon: the same on every page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

type SentWord = tuple[Promise, str, str]
"""The word, its tone and its icon."""

STATES: Mapping[str, SentWord] = {
    "waiting": (gettext_lazy("Chờ gửi"), "amber", "clock"),
    "sent": (gettext_lazy("Đã gửi"), "green", "circle-check"),
    "dead": (gettext_lazy("Không gửi được"), "red", "late"),
}
RECEIPTS: Mapping[str, SentWord] = {
    "buffered": (gettext_lazy("Mạng đang giữ, chưa tới máy"), "amber", "clock"),
    "failed": (gettext_lazy("Không tới nơi"), "red", "late"),
    "delivered": (gettext_lazy("Đã tới nơi"), "green", "circle-check"),
    "seen": (gettext_lazy("Đã xem"), "green", "circle-check"),
}
"""What the provider said became of a message that it took."""


def became(state: str, receipt: str) -> SentWord:
    """Return the last that is known: what the provider said, else what we did."""
    return RECEIPTS.get(receipt) or STATES[state]
