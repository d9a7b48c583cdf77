"""A message by which an administrator tries a channel out: by the outbox, as any other."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.contactpoints import Point
from hotline.casefile.models import Event, Message
from hotline.casefile.sealing import sealed_text
from hotline.core.facts import MESSAGE_ORDER, Actor, Channel, Priority

from .incoming import settle_sender
from .recording import event_row


@transaction.atomic
def send_channel_test(
    point: Point, *, by: Channel | None = None, template: str = "", words: str, language: str, now: datetime, actor: Actor
) -> int:
    """Queue `words` to an address of the administrator's own and return the message's number.

    `by` another channel than the point's: ZNS goes to a number, and takes the `template` of an event in the place of words.
    """
    point_id, _contact = settle_sender(point, language=language, now=now)
    channel = (by or point.channel).value
    message = Message.objects.create(
        event="wrote",
        facts={"tested": channel, "tested_by": actor.user_id, **({"template": template} if template else {})},
        once=f"test:p{point_id}:{now.isoformat()}",
        priority=MESSAGE_ORDER[Priority.CITIZEN],
        channel=channel,
        language=language,
        point_id=point_id,
        own_words=sealed_text(words),
        created_at=now,
        try_at=now,
    )
    facts = {"way": channel, "message": message.pk}
    Event.objects.create(**event_row(None, "channel_tested", now=now, actor=actor, facts=facts))
    return message.pk
