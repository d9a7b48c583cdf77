"""SMS by the city's own connection to an SMSC: hands messages to the thread that holds it (`hotline.notify.smpp`)."""

from concurrent.futures import Future
from dataclasses import dataclass, field

from hotline.core.channels import Expected, Field
from hotline.core.facts import Channel
from hotline.notify.lanes import LANES
from hotline.notify.outgoing import LONGEST_SEND, PART_PRICE, PART_RATE, Making, Outcome, Outgoing, Retry, Sender, SenderKind
from hotline.notify.smpp.account import RECEIPT_IDS
from hotline.notify.smpp.link import LINK, SmppLink

_AHEAD = 2.0
"""Seconds of the contract's rate that lanes may have leased together: an emergency waits no longer than that behind others."""


@dataclass(frozen=True, slots=True)
class SmppSender:
    """One lane's way to the link, which all lanes share."""

    link: SmppLink = field(default=LINK)

    @property
    def leaves_machine(self) -> bool:
        """Return whether the SMSC is another machine."""
        return self.link.account is not None and not self.link.account.is_here

    @property
    def is_ready(self) -> bool:
        """Return whether the SMSC has us bound."""
        return self.link.is_up

    @property
    def window(self) -> int:
        """Return this lane's share of the parts that may be without an answer."""
        return max(1, min(self.link.account.window // LANES[Channel.SMS], self.batch)) if self.link.account else 1

    @property
    def batch(self) -> int:
        """Return this lane's share of what leaves in the next moment."""
        return max(1, int(self.link.account.rate * _AHEAD / LANES[Channel.SMS])) if self.link.account else 1

    def begin(self, outgoing: Outgoing) -> Future[Outcome]:
        """Hand the message to the link."""
        return self.link.begin(outgoing)

    def send(self, outgoing: Outgoing) -> Outcome:
        """Hand the message to the link and wait for what becomes of it."""
        try:
            return self.begin(outgoing).result(LONGEST_SEND.total_seconds())
        except TimeoutError:
            return Retry("smpp:no_answer", provider_down=True)

    def close(self) -> None:
        """The connection stays: it lives as long as the sender's process."""


def _make(_making: Making) -> Sender:
    return SmppSender()


SENDERS = (
    SenderKind(
        name="smpp",
        channels=frozenset({Channel.SMS}),
        make=_make,
        fields=(
            Field("host", "Máy chủ SMSC", "SMSC host"),
            Field("port", "Cổng (mặc định 2775)", "Port (2775 unless said)", is_needed=False, is_number=True),
            Field("system_id", "Tên đăng nhập (system_id)", "Name (system_id)"),
            Field("password", "Mật khẩu, dài nhất 8 ký tự", "Password, 8 characters at most", is_secret=True),
            Field("system_type", "Loại hệ thống (system_type)", "system_type", is_needed=False),
            Field("source", "Đầu số hoặc brandname gửi đi", "Number or brand name that messages come from"),
            PART_RATE,
            Field(
                "window",
                "Số phần tin chờ trả lời cùng lúc (mặc định 10)",
                "Parts unanswered at once (10)",
                is_needed=False,
                is_number=True,
            ),
            Field(
                "receipt_ids",
                "Mã ở biên nhận: same, hex, decimal",
                "Ids in receipts: same, hex, decimal",
                is_needed=False,
                expected=Expected(RECEIPT_IDS.__contains__, "phải là same, hex hoặc decimal", "has to be same, hex or decimal"),
            ),
            PART_PRICE,
        ),
    ),
)
