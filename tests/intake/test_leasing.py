"""No more is leased than was asked for, however the database goes about it: what nobody holds would be counted as tried."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.models import Delivery, Incoming, Message
from hotline.intake import reading
from tests import make
from tests.databases import believed_empty
from tests.intake import relaying

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


TROUBLES = ["SELECT pg_terminate_backend(pg_backend_pid())", "SET LOCAL statement_timeout = 1; SELECT pg_sleep(1)"]


@pytest.mark.parametrize("how", TROUBLES, ids=["the connection is lost", "it took too long"])
def test_nobody_waits_for_the_database_s_trouble_with_another(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken with it is given back at once, and not counted as tried; it alone waits a little."""
    relaying.set_up()
    for n in range(3):
        relaying.said({"text": "Đèn đường hư"}, sender=f"099012345{n}")

    def troubled(*_arguments: object, **_more: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(how)

    with monkeypatch.context() as trouble:
        trouble.setattr(reading, "hear", troubled)
        with pytest.raises(OperationalError):
            reading.read_kept(timezone.now())
    connection.close()  # as the worker's loop does
    left = list(Delivery.objects.order_by("id").values_list("state", "reason", "tries"))
    assert left == [("kept", "database", 1), ("kept", "", 0), ("kept", "", 0)]
    reading.read_kept(timezone.now())
    assert Incoming.objects.count() == 2


def test_what_another_reader_has_by_now_is_not_given_back() -> None:
    now = timezone.now()
    for name in "ab":
        actions.keep_deliveries([actions.delivery_row("relay", provider_id=name, body=b"{}", now=now, sender=None, said_at=now)])
    slow = [one.id for one in actions.lease_deliveries(limit=2, now=now)]
    alone = actions.lease_delivery_alone(now=now + make.minutes(3))
    assert alone is not None
    actions.give_deliveries_back(slow)
    assert list(Delivery.objects.order_by("id").values_list("reason", "tries")) == [("taken alone 1", 2), ("", 0)]


def test_messages_are_as_many_as_asked_for(superuser: Superuser) -> None:
    now = timezone.now()
    for _ in range(3):
        make.report(now=now)
    believed_empty(superuser, "casefile_message")
    leased = actions.lease_messages(["sms"], limit=1, now=now + make.minutes(1))
    assert list(Message.objects.filter(tries=1).values_list("id", flat=True)) == [message.id for message in leased]
    assert len(leased) == 1
