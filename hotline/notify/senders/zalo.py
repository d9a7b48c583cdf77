"""Zalo Official Account: answers in the chat, within the hours after the citizen's last word in which they are free.

`POST /v3.0/oa/message/cs`. HTTP says 200 even of an error: what counts is `error` in the answer.
"""

import time
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from hotline.core.buttons import payload_of
from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.notify.chattext import Drawn, Limits, drawn
from hotline.notify.exchange import Line, NotAnswered
from hotline.notify.outgoing import LONGEST_SEND, Accepted, Making, Outcome, Outgoing, Rejected, Retry, SenderKind
from hotline.notify.zalotokens import NoToken, ZaloTokens, tokens_of

HOST = "https://openapi.zalo.me"
LIMITS = Limits(letters=2000, buttons=5, label=100)
WINDOW_HOURS = 48
"""Free answers after the citizen's last word. An account on a paid plan may answer for longer: `window_hours` of its set-up."""

STALE_TOKEN = frozenset({-216})
LATER = frozenset({-32})
OF_THE_ACCOUNT = frozenset({-204, -205, -207, -208, -209, -211, -212, -215, -221, -224, -320, -321})
"""Trouble that every message would meet, until an administrator does something: none is given up for it before its time."""

OF_THE_RECIPIENT = frozenset({-201, -210, -213, -217, -218, -222, -227, -230, -233, -305, -311})
"""They do not follow, have blocked us, were silent too long, or this message cannot go: another channel may do."""


_WHOLE = LONGEST_SEND.total_seconds() - 1.0
_ONCE_MORE = 3.0  # seconds that must be left to send again


@dataclass(slots=True)
class ZaloSender:
    """Sends by the account that is set up."""

    setup: Setup | None
    tokens: ZaloTokens = field(default_factory=ZaloTokens)
    line: Line = field(default_factory=lambda: Line("zalo", HOST))

    @property
    def leaves_machine(self) -> bool:
        """Return whether Zalo is another machine: but in tests, always."""
        return self.line.leaves_machine

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send one message; with a token that Zalo calls stale, once more with a new one."""
        now, ends = timezone.now(), time.monotonic() + _WHOLE
        if self.setup is None:
            return Retry("zalo:off", provider_down=True)
        if outgoing.heard is None or now - outgoing.heard.at > _window(self.setup):
            return Rejected("zalo:window")
        try:
            token = self.tokens.usable(self.setup, now=now)
            said = self._ask(outgoing, token, ends=ends)
            if said.get("error") in STALE_TOKEN:
                token = self.tokens.usable(self.setup, stale=token, now=now, within=ends - time.monotonic())
                if ends - time.monotonic() < _ONCE_MORE:
                    return Retry("zalo:renewed")
                said = self._ask(outgoing, token, ends=ends)
        except NotAnswered as nobody:
            return nobody.outcome
        except NoToken as none:
            return Retry(f"zalo:{none.why}", provider_down=True)
        return _outcome(said)

    def close(self) -> None:
        """Let go of the line."""
        self.line.close()

    def _ask(self, outgoing: Outgoing, token: str, *, ends: float) -> dict[str, Any]:
        content = {"recipient": {"user_id": outgoing.to}, "message": message_of(drawn(outgoing, LIMITS))}
        within = ends - time.monotonic()
        answer = self.line.post("/v3.0/oa/message/cs", content=content, headers={"access_token": token}, within=within)
        return {"error": f"http-{answer.status}", **answer.said} if answer.status >= 400 else dict(answer.said)


def _window(setup: Setup) -> timedelta:
    hours = setup.options.get("window_hours", "")
    return timedelta(hours=int(hours) if hours.isascii() and hours.isdecimal() else WINDOW_HOURS)


def message_of(shown: Drawn) -> dict[str, Any]:
    """Return the message: words, and under them buttons that are answered without a word of the citizen's in the chat."""
    if not shown.buttons:
        return {"text": shown.text}
    buttons = [{"title": choice.label, "type": "oa.query.hide", "payload": payload_of(choice.code)} for choice in shown.buttons]
    return {"text": shown.text, "attachment": {"type": "template", "payload": {"buttons": buttons}}}


def _outcome(said: dict[str, Any]) -> Outcome:
    error = said.get("error")
    if error == 0:
        told = said.get("data")
        message_id = told.get("message_id") or told.get("msg_id") if isinstance(told, dict) else ""
        return Accepted(str(message_id or ""))
    if error in OF_THE_RECIPIENT or (isinstance(error, str) and error.startswith("http-")):
        return Rejected(f"zalo:{error}")
    if error in LATER or error in OF_THE_ACCOUNT or error in STALE_TOKEN:
        return Retry(f"zalo:{error}", provider_down=True)
    return Rejected(f"zalo:{error if isinstance(error, int) else 'no-error'}", permanent=False)


def _make(making: Making) -> ZaloSender:
    options = making.setup.options if making.setup else {}
    return ZaloSender(making.setup, tokens_of(making.setup), Line("zalo", options.get("host") or HOST))


SENDERS = (
    SenderKind(
        "zalo",
        frozenset({Channel.ZALO}),
        _make,
        fields=(
            Field("app_id", "Mã ứng dụng (App ID)", "Application id"),
            Field("app_secret", "Khóa ứng dụng (Secret Key)", "Application secret", is_secret=True),
            Field("refresh_token", "Refresh token", "Refresh token", is_secret=True),
            Field(
                "window_hours", "Số giờ được trả lời sau tin của người dân", "Hours to answer in", is_needed=False, is_number=True
            ),
        ),
    ),
)
