"""Two people at one chain of recurrences: the second waits, so that nobody counts by what was there before."""

from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from hotline.casefile import actions
from hotline.casefile.facts import Opened
from tests import make

LATER = make.NOW + timedelta(days=7)


def restore(report: Opened) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '100ms'")
        actions.restore_recurrence(report.request_id, now=LATER, actor=make.OPERATOR)


def test_whoever_links_again_waits_for_who_changes_the_earlier_one(
    city: None, committed_db: str, superuser: "psycopg.Connection[tuple[object, ...]]"
) -> None:
    first, second = make.answered("pothole"), make.report("pothole", now=LATER)
    actions.link_recurrence(second.request_id, earlier=first.request_id, now=LATER, actor=make.OPERATOR)
    actions.deny_recurrence(second.request_id, now=LATER, actor=make.OPERATOR)
    with superuser.transaction():
        superuser.execute("SELECT FROM casefile_servicerequest WHERE id = %s FOR NO KEY UPDATE", [first.request_id])
        with pytest.raises(OperationalError):
            restore(second)
    restore(second)
    assert make.case(second).request.occurrence == 2
