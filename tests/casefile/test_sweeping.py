"""Loose photos are swept, and none that somebody is binding to a case at that moment."""

from datetime import timedelta
from typing import Any

import psycopg
from django.db import connection

from hotline.casefile import actions
from hotline.casefile.models import Attachment
from tests import make
from tests.make import NOW


def test_a_photo_that_is_being_bound_keeps_its_files(
    city: None, committed_db: str, superuser: "psycopg.Connection[tuple[Any, ...]]"
) -> None:
    opened = make.report("pothole")
    old, bound, new = make.photo(), make.photo(), make.photo(now=NOW + timedelta(days=2))
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '5s'")
    with psycopg.connect(superuser.info.dsn) as other:
        other.execute("UPDATE casefile_attachment SET request_id = %s WHERE key = %s", [opened.request_id, bound])
        assert actions.sweep_loose(before=NOW + timedelta(days=1)) == [old]
    assert set(Attachment.objects.values_list("key", flat=True)) == {bound, new}
