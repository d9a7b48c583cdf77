"""How channels are set up here, and how many of their deliveries were refused."""

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from hotline.casefile.actions.recording import event_row
from hotline.casefile.models import ChannelSetup, Event
from hotline.casefile.queries.setups import forget_setups
from hotline.casefile.sealing import opened_text, sealed_text
from hotline.core.facts import Actor

_COUNT = """
INSERT INTO casefile_refuseddeliveries AS counted (way, reason, hour, count) VALUES (%s, %s, date_trunc('hour', %s), 1)
ON CONFLICT (way, reason, hour) DO UPDATE SET count = counted.count + 1
"""


def set_up_channel(
    name: str,
    *,
    options: Mapping[str, str],
    secrets: Mapping[str, str],
    is_on: bool = True,
    now: datetime,
    actor: Actor,
) -> None:
    """Set a way in or out up, or differently. Secrets are added to those that there are; an empty one takes its own away."""
    with transaction.atomic():
        row = ChannelSetup.objects.select_for_update().filter(pk=name).first()
        kept = json.loads(opened_text(row.secrets)) if row else {}
        kept = {key: value for key, value in {**kept, **secrets}.items() if value}
        set_at = {**((row.secrets_at if row else None) or {}), **dict.fromkeys(secrets, now.isoformat())}
        before = row.options if row else {}
        values = {
            "options": dict(options),
            "secrets": sealed_text(json.dumps(kept)),
            "secrets_at": {key: at for key, at in set_at.items() if key in kept},
            "is_on": is_on,
            "changed_at": now,
            "changed_by": actor.user_id,
        }
        ChannelSetup.objects.update_or_create(name=name, defaults=values)
        changed = sorted(key for key in {*before, *options} if before.get(key) != options.get(key))
        facts = {"way": name, "is_on": is_on, "secrets": sorted(secrets), "options": changed}
        Event.objects.create(**event_row(None, "channel_set_up", now=now, actor=actor, facts=facts))
        transaction.on_commit(forget_setups)
    forget_setups()


def count_refused(way: str, reason: str, *, now: datetime) -> None:
    """Count one delivery that was not taken."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [way, reason, now])
