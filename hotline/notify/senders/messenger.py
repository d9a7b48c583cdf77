"""Messenger of a Facebook page: answers within a day of the citizen's last word, and what people wrote within a week of it.

`POST /me/messages` of the Graph API. The page's token goes in a header: addresses come to stand in logs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from hotline.core.buttons import payload_of
from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.notify.chattext import Limits, drawn
from hotline.notify.exchange import Answered, Line, NotAnswered
from hotline.notify.outgoing import Accepted, Making, Outcome, Outgoing, Rejected, Retry, SenderKind

HOST = "https://graph.facebook.com"
VERSION = "v23.0"
LIMITS = Limits(letters=2000, buttons=13, label=20)
WINDOW, PEOPLES_WINDOW = timedelta(hours=24), timedelta(days=7)
WRITTEN_BY_PEOPLE = frozenset({"asked", "question", "answered", "corrected", "wrote"})
"""Events whose message is a person's own words: only these may go under the tag HUMAN_AGENT."""

_OF_THE_RECIPIENT = frozenset({551, 10903})
_WINDOW_SUBCODES = frozenset({2018278, 2534022})
_UNKNOWN_PERSON = frozenset({2018001, 2018108, 1545041})
_LATER = frozenset({1, 2, 4, 17, 32, 613, 80006, 1200})
_OF_THE_PAGE = frozenset({3, 10, 102, 190, 200, 230, 368, 463, 467})
"""The token or the page's rights: trouble that every message would meet, until an administrator does something."""


@dataclass(slots=True)
class MessengerSender:
    """Sends as the page that is set up."""

    setup: Setup | None
    line: Line = field(default_factory=lambda: Line("messenger", HOST))

    @property
    def leaves_machine(self) -> bool:
        """Return whether the platform is another machine: but in tests, always."""
        return self.line.leaves_machine

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send one message, if the window is open for it."""
        if self.setup is None:
            return Retry("messenger:off", provider_down=True)
        allowed = _allowed(outgoing, now=timezone.now())
        if allowed is None:
            return Rejected("messenger:window")
        content = {"recipient": {"id": outgoing.to}, **allowed, "message": message_of(outgoing)}
        headers = {"authorization": f"Bearer {self.setup.secrets.get('page_token', '')}"}
        try:
            answer = self.line.post(f"/{VERSION}/me/messages", content=content, headers=headers)
        except NotAnswered as nobody:
            return nobody.outcome
        return _outcome(answer)

    def close(self) -> None:
        """Let go of the line."""
        self.line.close()


def message_of(outgoing: Outgoing) -> dict[str, Any]:
    """Return the words, with the choices as quick replies."""
    shown = drawn(outgoing, LIMITS)
    if not shown.buttons:
        return {"text": shown.text}
    replies = [{"content_type": "text", "title": choice.label, "payload": payload_of(choice.code)} for choice in shown.buttons]
    return {"text": shown.text, "quick_replies": replies}


def _allowed(outgoing: Outgoing, *, now: datetime) -> dict[str, str] | None:
    """Return under what title a message may go now; None when it may not."""
    silent_for = now - outgoing.heard.at if outgoing.heard else PEOPLES_WINDOW
    if silent_for < WINDOW:
        return {"messaging_type": "RESPONSE"}
    if silent_for < PEOPLES_WINDOW and outgoing.event in WRITTEN_BY_PEOPLE:
        return {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    return None


def _outcome(answer: Answered) -> Outcome:
    error = answer.said.get("error")
    if error is None and answer.status < 400 and answer.said.get("message_id"):
        return Accepted(str(answer.said["message_id"]))
    if not isinstance(error, Mapping):
        return Rejected(f"messenger:http-{answer.status}", permanent=answer.status >= 400)
    code, subcode = error.get("code"), error.get("error_subcode")
    if subcode in _WINDOW_SUBCODES:
        return Rejected("messenger:window")
    if subcode in _UNKNOWN_PERSON or code in _OF_THE_RECIPIENT:
        return Rejected(f"messenger:{code}")
    if code in _LATER or code in _OF_THE_PAGE:
        return Retry(f"messenger:{code}", provider_down=True)
    return Rejected(f"messenger:{code if isinstance(code, int) else f'http-{answer.status}'}")


def _make(making: Making) -> MessengerSender:
    options = making.setup.options if making.setup else {}
    return MessengerSender(making.setup, Line("messenger", options.get("host") or HOST))


SENDERS = (
    SenderKind(
        "messenger",
        frozenset({Channel.MESSENGER}),
        _make,
        fields=(Field("page_token", "Mã truy cập của trang", "Page access token", is_secret=True),),
    ),
)
