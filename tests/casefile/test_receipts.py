"""A report that goes by itself at once is told in one message; whatever goes wrong, the citizen hears that it was received."""

from datetime import timedelta

import pytest

from hotline.casefile import actions
from hotline.casefile.actions.receipts import WAITS
from hotline.casefile.facts import Opened
from hotline.casefile.models import Message
from hotline.casefile.queries import in_hand
from hotline.core.facts import SYSTEM, Channel
from hotline.notify.composing import composed
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.usefixtures("city", "db")

SECOND = timedelta(seconds=1)
BOTH, APART, RECEIPT = ["received_and_forwarded"], ["forwarded", "received"], ["received"]
CASES = [
    ("forwarded by itself after a second", "street_light", "Đèn tắt ba hôm nay.", SECOND, BOTH),
    ("by itself, but too late", "street_light", "Đèn tắt ba hôm nay.", WAITS, APART),
    ("somebody has to look at it first", "pothole", "Ổ gà lớn.", SECOND, APART),
    ("words of danger: nothing waits", "street_light", "Cột đèn đang cháy!", SECOND, APART),
    ("never forwarded", "street_light", "Đèn tắt ba hôm nay.", None, RECEIPT),
]


@pytest.mark.parametrize("together", [True, False], ids=["together", "alone"])
@pytest.mark.parametrize(("service", "words", "later", "told"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_what_the_citizen_is_told(service: str, words: str, later: timedelta | None, told: list[str], together: bool) -> None:
    opened = make.report(service, words=words)
    if later is not None and together:
        assert actions.forward_new([opened.request_id], now=NOW + later, actor=SYSTEM)
    elif later is not None:
        actions.forward(opened.request_id, now=NOW + later, actor=SYSTEM)
    assert sorted(_told(opened).values_list("event", flat=True)) == told
    assert _leased(now=NOW + WAITS) == told  # nothing waits for longer


def test_it_says_both() -> None:
    opened = make.report("street_light")
    assert _leased(now=NOW + WAITS - SECOND) == []
    actions.forward_new([opened.request_id], now=NOW + SECOND, actor=SYSTEM)
    (message,) = actions.lease_messages([Channel.SMS], limit=9, now=NOW + SECOND)[-1:]
    said = composed(message, in_hand([message])[message.id])
    lead = make.lead(opened)
    assert (said.event, message.facts) == ("received_and_forwarded", {"part": lead.id})
    assert said.text.startswith(f"1022 đã tiếp nhận phản ánh {opened.reference} và chuyển đến {lead.unit_name[:20]}")
    assert opened.link in said.text


def test_a_receipt_in_a_senders_hand_is_left_to_it() -> None:
    """A clock that is ahead takes it early."""
    opened = make.report("street_light")
    assert _leased(now=NOW + WAITS) == RECEIPT
    actions.forward_new([opened.request_id], now=NOW + SECOND, actor=SYSTEM)
    assert sorted(_told(opened).values_list("event", flat=True)) == APART


def _told(opened: Opened):  # type: ignore[no-untyped-def]
    return Message.objects.filter(request_id=opened.request_id, reporter__isnull=False)


def _leased(*, now) -> list[str]:  # type: ignore[no-untyped-def]
    """Return the events of the citizens' messages that a sender of SMS would take."""
    taken = actions.lease_messages([Channel.SMS], limit=99, now=now)
    return sorted(message.event for message in taken if message.reporter_id)
