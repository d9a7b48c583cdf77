"""How webhooks are signed, and how a receiver knows that one is ours, whole, fresh and new.

The signature is that of Standard Webhooks (https://www.standardwebhooks.com): HMAC-SHA256 over number, moment and body, so that
neither can be changed and an old one cannot come again. Agencies find libraries for it in most languages; `Receiver` is what
a receiver has to do, and what docs/agency-systems.md shows without any library.
"""

import base64
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

TOLERANCE = timedelta(minutes=5)
"""How old, or early, a webhook may be: clocks differ. Standard Webhooks leaves it to the receiver; its libraries take this."""


class SignatureRefused(Exception):
    """A webhook that is not to be believed; the words say why."""


def signed(body: str, *, secret: str, number: str, now: datetime) -> dict[str, str]:
    """Return the headers of a webhook. `number` is the same each time that it is sent, the moment is that of sending."""
    return {
        "webhook-id": number,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(number, now.astimezone(UTC), body),
    }


@dataclass(slots=True)
class Receiver:
    """The other side: takes each webhook once. `seen` are numbers of those that were taken, and when."""

    secret: str
    seen: dict[str, datetime] = field(default_factory=dict)

    def take(self, body: str, headers: Mapping[str, str], *, now: datetime) -> None:
        """Take a webhook. Raises SignatureRefused for one that is not ours, was changed, is old, or came before."""
        number, at = headers.get("webhook-id", ""), _moment(headers.get("webhook-timestamp", ""))
        wanted = Webhook(self.secret).sign(number, at, body)
        given = headers.get("webhook-signature", "").split(" ")
        if not any(hmac.compare_digest(wanted.encode(), one.encode(errors="surrogateescape")) for one in given):
            raise SignatureRefused("the signature is not ours")
        if abs(now - at) > TOLERANCE:
            raise SignatureRefused("the signature is too old or too new")
        self.seen = {one: since for one, since in self.seen.items() if now - since <= 2 * TOLERANCE}
        if number in self.seen:
            raise SignatureRefused("this webhook was taken before")
        self.seen[number] = now


def is_secret(text: str) -> bool:
    """Return whether this could be the secret of a webhook."""
    try:
        return len(base64.b64decode(text.removeprefix("whsec_"), validate=True)) >= 24
    except ValueError:
        return False


def _moment(text: str) -> datetime:
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise SignatureRefused("there is no moment")
    return datetime.fromtimestamp(int(text), tz=UTC)
