"""Viber bot: `POST /pa/send_message`. HTTP says 200 even of an error: what counts is `status` in the answer."""

from dataclasses import dataclass, field
from typing import Any

from hotline.core.buttons import payload_of
from hotline.core.channels import Choice, Field, Setup
from hotline.core.facts import Channel
from hotline.core.text import shorten
from hotline.notify.chattext import Limits, drawn
from hotline.notify.exchange import Line, NotAnswered
from hotline.notify.outgoing import Accepted, Making, Outcome, Outgoing, Rejected, Retry, SenderKind

HOST = "https://chatapi.viber.com"
LIMITS = Limits(letters=7000, buttons=12, label=100)
_NAME_LETTERS = 28

_OF_THE_ACCOUNT = frozenset({1, 2, 7, 8, 9, 10, 15})
_OF_THE_RECIPIENT = frozenset({3, 4, 5, 6, 11, 13, 14, 16, 17, 19, 20})
_LATER = frozenset({12, 18})


@dataclass(slots=True)
class ViberSender:
    """Sends as the bot that is set up. `name` stands over its messages."""

    setup: Setup | None
    name: str
    line: Line = field(default_factory=lambda: Line("viber", HOST))

    @property
    def leaves_machine(self) -> bool:
        """Return whether Viber is another machine: but in tests, always."""
        return self.line.leaves_machine

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send one message."""
        if self.setup is None:
            return Retry("viber:off", provider_down=True)
        headers = {"x-viber-auth-token": self.setup.secrets.get("token", "")}
        try:
            answer = self.line.post("/pa/send_message", content=message_of(outgoing, name=self.name), headers=headers)
        except NotAnswered as nobody:
            return nobody.outcome
        return _outcome(answer.status, dict(answer.said))

    def close(self) -> None:
        """Let go of the line."""
        self.line.close()


def message_of(outgoing: Outgoing, *, name: str) -> dict[str, Any]:
    """Return the message. `tracking_data` comes back with what is answered to it."""
    shown = drawn(outgoing, LIMITS)
    said: dict[str, Any] = {
        "receiver": outgoing.to,
        "type": "text",
        "sender": {"name": shorten(name, width=_NAME_LETTERS)},
        "tracking_data": str(outgoing.id),
        "text": shown.text,
    }
    if shown.buttons:
        said["keyboard"] = {"Type": "keyboard", "Buttons": [_button(choice) for choice in shown.buttons]}
    return said


def _button(choice: Choice) -> dict[str, Any]:
    """Return a button as wide as the keyboard, which answers without showing its code in the chat."""
    pressed = {"ActionType": "reply", "ActionBody": payload_of(choice.code), "Silent": True}
    return {"Columns": 6, "Rows": 1, "Text": choice.label, **pressed}


def _outcome(http: int, said: dict[str, Any]) -> Outcome:
    status = said.get("status")
    if status == 0:
        return Accepted(str(said.get("message_token", "")))
    if status in _OF_THE_RECIPIENT or http >= 400:
        return Rejected(f"viber:{status if isinstance(status, int) else f'http-{http}'}")
    if status in _LATER or status in _OF_THE_ACCOUNT:
        return Retry(f"viber:{status}", provider_down=True)
    return Rejected(f"viber:{status if isinstance(status, int) else 'no-status'}", permanent=False)


def _make(making: Making) -> ViberSender:
    options = making.setup.options if making.setup else {}
    name = options.get("sender_name") or making.sender_name
    return ViberSender(making.setup, name, Line("viber", options.get("host") or HOST))


SENDERS = (
    SenderKind(
        "viber",
        frozenset({Channel.VIBER}),
        _make,
        fields=(
            Field("token", "Mã xác thực của tài khoản", "Account token", is_secret=True),
            Field("sender_name", "Tên hiển thị (nếu khác tên trung tâm)", "Name, if another than the centre's", is_needed=False),
        ),
    ),
)
