"""Zalo's template messages (ZNS) to a telephone number: what a citizen is told when the chat's hours are over.

`POST /message/template` with the id of a template that Zalo has approved and its parameters, which stand with the text in the
profile. HTTP says 200 even of an error: what counts is `error` in the answer. Uses the account and tokens of the sender "zalo".
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hotline.casefile.queries.setups import setup_of
from hotline.core.channels import Setup
from hotline.core.facts import Channel
from hotline.directory.queries import snapshot
from hotline.notify.exchange import Line, NotAnswered
from hotline.notify.outgoing import LONGEST_SEND, ZNS, Accepted, Making, Outcome, Outgoing, Rejected, Retry, SenderKind
from hotline.notify.zalotokens import NAME, NoToken, ZaloTokens, tokens_of

HOST = "https://business.openapi.zalo.me"
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""Hours of the city's wall clock between which Zalo sends none of these (its error −133)."""

STALE_TOKEN = frozenset({-124, -216})
AT_NIGHT = -133
LATER = frozenset({-32, -100})
"""Of all other codes, those of the recipient (−108, −114, −118, −119, −139, −141) and those of the account or the template, the
SMS is the way on: this is itself the second way."""

_WHOLE = LONGEST_SEND.total_seconds() - 1.0
_ONCE_MORE = 3.0


@dataclass(slots=True)
class ZnsSender:
    """Sends by the account that is set up for Zalo; `setup` gives it as it is now. `here` makes a moment the city's."""

    setup: Callable[[], Setup | None]
    here: Callable[[datetime], datetime]
    tokens: ZaloTokens = field(default_factory=ZaloTokens)
    line: Line = field(default_factory=lambda: Line("zns", HOST))

    @property
    def leaves_machine(self) -> bool:
        """Return whether Zalo is another machine: but in tests, always."""
        return self.line.leaves_machine

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send one template message, by day; what is urgent does not wait for the morning, but goes by SMS."""
        setup, now, ends = self.setup(), timezone.now(), time.monotonic() + _WHOLE
        if setup is None:
            return Rejected("zns:off")
        if ZNS not in outgoing.templates:
            return Rejected("no-template")
        if (wait := _until_morning(self.here(now))) is not None:
            return _by_night(outgoing, wait)
        try:
            token = self.tokens.usable(setup, now=now)
            said = self._ask(outgoing, token, ends=ends)
            if said.get("error") in STALE_TOKEN:
                token = self.tokens.usable(setup, stale=token, now=now, within=ends - time.monotonic())
                if ends - time.monotonic() < _ONCE_MORE:
                    return Retry("zns:renewed")
                said = self._ask(outgoing, token, ends=ends)
        except NotAnswered as nobody:
            return nobody.outcome
        except NoToken as none:
            return Retry(f"zns:{none.why}", provider_down=True)
        return _outcome(outgoing, said)

    def close(self) -> None:
        """Let go of the line."""
        self.line.close()

    def _ask(self, outgoing: Outgoing, token: str, *, ends: float) -> dict[str, Any]:
        template = outgoing.templates[ZNS]
        content = {
            "phone": outgoing.to.removeprefix("+"),
            "template_id": template.id,
            "template_data": dict(template.parameters),
            "tracking_id": str(outgoing.id),
        }
        within = ends - time.monotonic()
        answer = self.line.post("/message/template", content=content, headers={"access_token": token}, within=within)
        return {"error": f"http-{answer.status}", **answer.said} if answer.status >= 400 else dict(answer.said)


def _outcome(outgoing: Outgoing, said: dict[str, Any]) -> Outcome:
    error, told = said.get("error"), said.get("data")
    if error == 0:
        return Accepted(str(told.get("msg_id", "")) if isinstance(told, dict) else "")
    if error == AT_NIGHT:
        return _by_night(outgoing, timedelta(minutes=30))
    if error in LATER or error in STALE_TOKEN:
        return Retry(f"zns:{error}", provider_down=True)
    return Rejected(f"zns:{error if error is not None else 'no-error'}")


def _by_night(outgoing: Outgoing, wait: timedelta) -> Outcome:
    return Rejected("zns:night") if outgoing.is_urgent else Retry("zns:night", wait)


def _until_morning(here: datetime) -> timedelta | None:
    """Return how long to wait until these may be sent; None by day."""
    if NIGHT_ENDS <= here.hour < NIGHT_BEGINS:
        return None
    morning = here.replace(hour=NIGHT_ENDS, minute=0, second=0, microsecond=0)
    return (morning if here.hour < NIGHT_ENDS else morning + timedelta(days=1)) - here


def _make(making: Making) -> ZnsSender:
    options = making.setup.options if making.setup else {}
    zone = snapshot().city.zone
    return ZnsSender(
        lambda: setup_of(NAME),
        lambda moment: moment.astimezone(zone),
        tokens_of(setup_of(NAME)),
        Line("zns", options.get("host") or HOST),
    )


SENDERS = (SenderKind("zns", frozenset({Channel.ZNS}), _make),)
