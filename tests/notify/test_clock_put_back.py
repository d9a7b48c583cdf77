"""The machine's clock is put back while messages leave: none of them leaves twice, and none waits for the clock."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils import timezone

from hotline.casefile.actions.messages import LEASE
from hotline.notify import draining
from hotline.notify.draining import Drain
from hotline.notify.outgoing import Accepted, Outcome, Outgoing
from tests import make
from tests.notify.test_draining import Phone

pytestmark = pytest.mark.usefixtures("city", "db")


def test_a_clock_put_back_does_not_take_a_message_out_of_a_living_senders_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """And what nobody living has in hand leaves when a lease has passed, not when the clock is there again."""
    opened = make.report(now=timezone.now() - timedelta(hours=1))
    yesterday, passed, other = timezone.now() - timedelta(days=1), [100.0], Phone()
    monkeypatch.setattr(draining, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    drain = Drain("sms", other)

    def set_back_meanwhile(outgoing: Outgoing) -> Outcome:
        drain.run(yesterday)
        passed[0] += LEASE.total_seconds() - 1
        drain.run(yesterday + LEASE)
        return Accepted(f"phone-{outgoing.id}")

    phone = Phone(say=set_back_meanwhile)
    Drain("sms", phone).run(timezone.now())
    assert (len(phone.taken), other.asked) == (1, 0), "once"
    passed[0] += 10
    drain.run(yesterday)
    with connection.cursor() as cursor:  # the sender died with it in hand
        cursor.execute("UPDATE casefile_message SET state = 'waiting', sent_at = NULL WHERE request_id = %s", [opened.request_id])
    for seconds, expected in ((11, 0), (20, 0), (11, 1)):
        passed[0] += seconds
        drain.run(yesterday)
        assert other.asked == expected, seconds
