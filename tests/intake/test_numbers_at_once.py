"""Two senders who each say that the other's number is theirs, read by two readers at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.facts import KeptDelivery
from hotline.casefile.models import Incoming, PhoneCode
from hotline.core.inbound import Inbound
from hotline.intake.hearing import hear
from hotline.intake.known import channels
from tests.intake import relaying

ONE, OTHER = "0990123456", "0990123457"
WITHIN = 20  # seconds until a reader that waits for nothing is given up

pytestmark = pytest.mark.usefixtures("city", "committed_db")


def hears(delivery: KeptDelivery) -> None:
    channel = channels()[delivery.way]
    inbound = channel.read(delivery.body)
    assert isinstance(inbound, Inbound)
    try:
        hear(delivery, channel, inbound, last_try=False, now=timezone.now())
    finally:
        connection.close()


def test_neither_ends_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOTLINE_SMS_SENDER", "smpp")
    relaying.set_up()
    for sender, number in ((ONE, OTHER), (OTHER, ONE)):
        assert relaying.said({"text": f"SĐT {number}"}, sender=sender).status_code == 200
    both, settle = Barrier(2), actions.settle_sender

    def once_both_hold(*arguments: Any, **more: Any) -> tuple[int, int]:
        with suppress(BrokenBarrierError):
            both.wait(2)
        return settle(*arguments, **more)

    monkeypatch.setattr(actions, "settle_sender", once_both_hold)
    with ThreadPoolExecutor(2) as pool:
        read = [pool.submit(hears, one) for one in actions.lease_deliveries(limit=2, now=timezone.now())]
        for one in read:
            one.result(WITHIN)
    assert [one.became for one in Incoming.objects.all()] == ["order", "order"]
    assert PhoneCode.objects.count() == 2
