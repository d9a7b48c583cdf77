"""Letting all messages that died of one reason be tried again, once what it was is mended."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from hotline.casefile.models import Event
from hotline.core.facts import Actor

from .recording import event_row

_REVIVE = """
WITH dead AS (
    SELECT id FROM casefile_message WHERE id = ANY(%s) AND state = 'dead' ORDER BY id FOR UPDATE SKIP LOCKED
)
UPDATE casefile_message AS message
SET state = 'waiting', tries = 0, try_at = %s, reason = '', facts = message.facts || %s::jsonb
FROM dead WHERE message.id = dead.id
RETURNING message.id, message.request_id
"""


def revive_messages(message_ids: Sequence[int], *, now: datetime, actor: Actor) -> int:
    """Let those of these messages that are dead be tried again as if they were new; return how many that was."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_REVIVE, [list(message_ids), now, json.dumps({"revived_at": now.isoformat()})])
            revived = cursor.fetchall()
        Event.objects.bulk_create(
            Event(**event_row(request_id, "message_revived", now=now, actor=actor, facts={"message": id_}))
            for id_, request_id in revived
        )
    return len(revived)
