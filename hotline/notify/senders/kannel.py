"""SMS by Kannel's smsbox: one POST to /cgi-bin/sendsms, all but the words in headers, so that no log of addresses has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hotline.core.channels import Field, Setup
from hotline.core.facts import Channel
from hotline.core.smsparts import GSM_CODING, TooLong, parts_of
from hotline.notify.exchange import Line, NotAnswered
from hotline.notify.outgoing import (
    PART_PRICE,
    PART_RATE,
    Accepted,
    Making,
    Outcome,
    Outgoing,
    Rejected,
    Retry,
    Sender,
    SenderKind,
)
from hotline.notify.ratelimit import gate_of, rate_of

_PATH = "/cgi-bin/sendsms"
_TAKEN, _BAD = 202, 400
_RECEIPTS = "31"  # delivered, failed, buffered, taken by the centre, refused by it
_PLAIN, _UNICODE = "0", "2"
_TURN_WITHIN = 5.0


class _WordsLine(Line):
    """A line to who answers in words, not in JSON."""

    def _object(self, status: int, body: bytes) -> Mapping[str, Any]:  # noqa: ARG002
        return {"words": body.decode("utf-8", "replace")}


@dataclass(slots=True)
class KannelSender:
    """Sends by the smsbox that is set up. `callback` is our address as Kannel sees it."""

    setup: Setup | None
    callback: str
    _line: Line = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Make the line; nothing is opened yet."""
        self._line = _WordsLine("kannel", (self.setup.options.get("url", "") if self.setup else "").rstrip("/"))

    @property
    def leaves_machine(self) -> bool:
        """Return whether Kannel runs on another machine."""
        return self.setup is not None and self._line.leaves_machine

    def send(self, outgoing: Outgoing) -> Outcome:
        """Send one message; Kannel cuts it into parts itself."""
        if self.setup is None:
            return Retry("kannel:off", provider_down=True)
        key = self.setup.secrets.get("key", "")
        if not key.isalnum() or not key.isascii():
            return Retry("kannel:key", provider_down=True)
        try:
            parts = parts_of(outgoing.text, reference=outgoing.id)
        except TooLong:
            return Rejected("length")
        gate = gate_of("kannel", rate_of(self.setup))
        if not gate.turn(calls=len(parts), within=_TURN_WITHIN):
            return Retry("kannel:busy")
        try:
            headers = _headers(outgoing, self.setup, receipts=f"{self.callback}/in/kannel/?key={key}")
            headers["X-Kannel-Coding"] = _PLAIN if parts[0].coding == GSM_CODING else _UNICODE
            answer = self._line.post(_PATH, raw=outgoing.text.encode(), headers=headers)
        except NotAnswered as nobody:
            return nobody.outcome
        if answer.status == _TAKEN:
            id_ = f"kannel-{outgoing.id}"
            return Accepted(id_, (id_, *[""] * (len(parts) - 1)))
        reason = f"kannel:{answer.status}"
        return Rejected(reason) if answer.status == _BAD else Retry(reason, provider_down=True)

    def close(self) -> None:
        """Let go of the line."""
        self._line.close()


def _headers(outgoing: Outgoing, setup: Setup, *, receipts: str) -> dict[str, str]:
    return {
        "Content-Type": "text/plain; charset=UTF-8",
        "X-Kannel-Username": setup.options.get("username", ""),
        "X-Kannel-Password": setup.secrets.get("password", ""),
        "X-Kannel-From": setup.options.get("source", ""),
        "X-Kannel-To": outgoing.to,
        "X-Kannel-DLR-Mask": _RECEIPTS,
        "X-Kannel-DLR-Url": f"{receipts}&ours={outgoing.id}&dlr=%d&reply=%A",
    }


def _make(making: Making) -> Sender:
    own = making.setup.options.get("callback", "") if making.setup else ""
    return KannelSender(making.setup, (own or making.public_url).rstrip("/"))


SENDERS = (
    SenderKind(
        name="kannel",
        channels=frozenset({Channel.SMS}),
        make=_make,
        fields=(
            Field("url", "Địa chỉ smsbox, ví dụ http://127.0.0.1:13013", "Address of smsbox, as http://127.0.0.1:13013"),
            Field("username", "Tên đăng nhập", "User name"),
            Field("password", "Mật khẩu", "Password", is_secret=True),
            Field("source", "Đầu số hoặc brandname gửi đi", "Number or brand name that messages come from"),
            Field("key", "Khóa trong địa chỉ nhận tin (chữ và số)", "Key in the address that receives", is_secret=True),
            Field("callback", "Địa chỉ của hệ thống mà Kannel thấy", "Our address as Kannel sees it", is_needed=False),
            PART_RATE,
            PART_PRICE,
        ),
    ),
)
