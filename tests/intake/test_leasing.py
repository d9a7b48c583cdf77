"""No more is leased than was asked for, however the database goes about it: what nobody holds would be counted as tried."""

import psycopg
import pytest
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery, Message
from tests import make
from tests.databases import believed_empty

pytestmark = pytest.mark.usefixtures("city", "committed_db")

type Superuser = psycopg.Connection[tuple[object, ...]]


def test_a_delivery_alone_is_one_delivery(superuser: Superuser) -> None:
    now = timezone.now()
    for name in "abcd":
        actions.keep_deliveries([actions.delivery_row("relay", provider_id=name, body=b"{}", now=now, sender=None, said_at=now)])
    believed_empty(superuser, "casefile_delivery")
    assert len(actions.lease_deliveries(limit=3, now=now)) == 3
    assert list(Delivery.objects.order_by("id").values_list("tries", flat=True)) == [1, 1, 1, 0]
    alone = actions.lease_delivery_alone(now=now + make.minutes(3))
    assert alone is not None
    assert list(Delivery.objects.filter(reason__startswith="taken alone").values_list("id", flat=True)) == [alone.id]


def test_messages_are_as_many_as_asked_for(superuser: Superuser) -> None:
    now = timezone.now()
    for _ in range(3):
        make.report(now=now)
    believed_empty(superuser, "casefile_message")
    leased = actions.lease_messages(["sms"], limit=1, now=now + make.minutes(1))
    assert list(Message.objects.filter(tries=1).values_list("id", flat=True)) == [message.id for message in leased]
    assert len(leased) == 1
