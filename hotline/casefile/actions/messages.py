"""The outbox: queueing in the transaction of the cause; leasing, and what became of it, by the sender."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from hotline.casefile.actions.recording import event_row
from hotline.casefile.actions.rowsatonce import write_messages
from hotline.casefile.facts import Leased
from hotline.casefile.models import Assignment, Event, Message, ServiceRequest
from hotline.casefile.models.messages import MessageState
from hotline.casefile.sealing import sealed_text
from hotline.casefile.together import Together
from hotline.core.channels import REACHED
from hotline.core.facts import MESSAGE_ORDER, Actor, Channel, Priority
from hotline.directory import queries as directory
from hotline.directory.facts import FocalFacts

LEASE = timedelta(seconds=30)
AGENCIES_READ = "vi"
_NEVER = timedelta(hours=1)
"""Nothing is ever put off so long: whatever waits for longer was made, leased or put off by a clock that is ahead of ours."""


class NotDead(Exception):
    """The message waits or was sent: there is nothing to revive."""


# Chosen before anything is changed: within the join it may be asked once for each row, and takes more than its limit.
_LEASE_SQL = """
WITH due AS MATERIALIZED (
    SELECT id FROM casefile_message
    WHERE state = 'waiting' AND channel = ANY(%(channels)s) AND NOT id = ANY(%(held)s::bigint[]) AND (
        try_at <= %(now)s OR try_at > %(never)s AND (
            tries = 0 OR (id, try_at) IN (SELECT * FROM unnest(%(stray_ids)s::bigint[], %(stray_ats)s::timestamptz[]))
        )
    )
    ORDER BY priority, try_at, id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
)
UPDATE casefile_message AS message SET try_at = %(until)s, tries = message.tries + 1
FROM due WHERE message.id = due.id
RETURNING message.id, message.request_id, message.event, message.facts, message.channel, message.language,
    message.reporter_id, message.focal_point_id, message.user_id, message.tries, message.priority,
    message.created_at
"""

_SENT_SQL = """
WITH parts AS (
    INSERT INTO casefile_sentpart (message_id, number, channel, provider_id)
    SELECT part.message_id, part.number, message.channel, part.provider_id
    FROM unnest(%s::bigint[], %s::smallint[], %s::text[]) AS part (message_id, number, provider_id)
        JOIN casefile_message AS message ON message.id = part.message_id
    ON CONFLICT (message_id, number) DO UPDATE SET provider_id = excluded.provider_id, channel = excluded.channel, receipt = ''
)
UPDATE casefile_message AS message
SET state = 'sent', sent_at = greatest(done.at, message.created_at), provider_id = done.provider_id, kept = done.kept, reason = ''
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::bytea[]) AS done (id, at, provider_id, kept)
WHERE message.id = done.id
"""
_PAST_SQL = """
UPDATE casefile_message SET state = 'sent', sent_at = created_at + %(after)s, provider_id = %(provider)s || id, tries = 1
WHERE {whose} = %(number)s AND state = 'waiting'
"""
_MOST = 16  # messages that one statement marks as sent

type _Sent = tuple[int, datetime, str, bytes, Sequence[str]]
"""A message's id, when it was sent, the provider's id of it, its words, sealed, and the provider's ids of its parts."""


def tell_reporters(
    request: ServiceRequest,
    event: str,
    *,
    now: datetime,
    once: str,
    facts: Mapping[str, Any] | None = None,
    besides: Collection[int] = (),
) -> None:
    """Queue `event` to everyone who reported the case, each on their own channel; those `besides` know it already."""
    with connection.cursor() as cursor:  # at nearly every step: the ORM takes longer over it than the database
        cursor.execute("SELECT id, channel FROM casefile_reporter WHERE request_id = %s ORDER BY id", [request.pk])
        rows = [row for row in cursor.fetchall() if row[0] not in besides]
    write_messages(to_reporters(request, rows, event, now=now, once=once, facts=facts))


def to_reporters(
    request: ServiceRequest,
    reporters: Iterable[tuple[int, str]],
    event: str,
    *,
    now: datetime,
    once: str,
    facts: Mapping[str, Any] | None = None,
) -> list[dict[str, Any]]:
    """Return the columns of the messages by which `event` is told to reporters, given as id and channel."""
    priority = Priority.EMERGENCY if request.urgent else Priority.CITIZEN
    return [
        {
            "request_id": request.pk,
            "event": event,
            "facts": dict(facts or {}),
            "once": f"{event}:{request.pk}:{once}:r{reporter_id}",
            "priority": MESSAGE_ORDER[priority],
            "channel": channel,
            "language": request.language,
            "reporter_id": reporter_id,
            "created_at": now,
            "try_at": now,
        }
        for reporter_id, channel in reporters
        if channel in REACHED
    ]


def tell_agency(
    request: ServiceRequest,
    part: Assignment,
    event: str,
    *,
    now: datetime,
    once: str,
    facts: Mapping[str, Any] | None = None,
    to: Sequence[FocalFacts] | None = None,
) -> None:
    """Queue `event` by SMS and e-mail to the focal points of the part's agency who are to be told, or `to` these."""
    write_messages(to_agency(request, part, event, now=now, once=once, facts=facts, to=to))


def to_agency(
    request: ServiceRequest,
    part: Assignment,
    event: str,
    *,
    now: datetime,
    once: str,
    facts: Mapping[str, Any] | None = None,
    to: Sequence[FocalFacts] | None = None,
) -> list[dict[str, Any]]:
    """Return the columns of the messages by which `event` is told to the part's agency."""
    priority = Priority.EMERGENCY if request.urgent else Priority.AGENCY
    return [
        {
            "request_id": request.pk,
            "event": event,
            "facts": {**(facts or {}), "part": part.pk},
            "once": f"{event}:{part.pk}:{once}:f{focal.id}:{channel}",
            "priority": MESSAGE_ORDER[priority],
            "channel": channel,
            "language": AGENCIES_READ,
            "focal_point_id": focal.id,
            "created_at": now,
            "try_at": now,
        }
        for focal in (told(part.unit_id) if to is None else to)
        for channel in channels_of(focal)
    ]


def told(unit_id: int) -> Sequence[FocalFacts]:
    """Return the focal points of a unit who get its messages."""
    return [focal for focal in directory.snapshot().focal_points.get(unit_id, ()) if focal.notify]


def heads_and_told(unit_id: int) -> Sequence[FocalFacts]:
    """Return the focal points of a unit who get its messages, and its heads, who answer for it."""
    return [focal for focal in directory.snapshot().focal_points.get(unit_id, ()) if focal.notify or focal.is_head]


def channels_of(focal: FocalFacts) -> list[Channel]:
    """Return the channels by which a focal point can be reached."""
    return [channel for channel, value in ((Channel.SMS, focal.phone), (Channel.EMAIL, focal.email)) if value]


def lease(
    channels: Sequence[str],
    *,
    limit: int,
    now: datetime,
    strays: Collection[tuple[int, datetime]] = (),
    held: Collection[int] = (),
) -> list[Leased]:
    """Take up to `limit` waiting messages but those `held`, the most urgent first; each comes back by itself if we die.

    What a clock ahead of ours put off is taken if nobody ever had it, or if it is one of `strays` and still as it was
    found: another may be in somebody's hand.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        moments = {"now": now, "until": now + LEASE, "never": now + _NEVER}
        found: dict[str, Any] = {
            "stray_ids": [id_ for id_, _ in strays],
            "stray_ats": [try_at for _, try_at in strays],
            "held": list(held),
        }
        cursor.execute(_LEASE_SQL, {**moments, **found, "channels": list(channels), "limit": limit})
        taken = [Leased(row[0], row[1], row[2], _json(row[3]), *row[4:]) for row in cursor.fetchall()]
    return sorted(taken, key=lambda message: (message.priority, message.id))


def strays(channels: Sequence[str], *, limit: int, now: datetime) -> list[tuple[int, datetime]]:
    """Return waiting messages that somebody had in hand and that a clock ahead of ours put off, with until when.

    Seen a whole lease long, by a clock that nobody can set, nobody has them in hand any more.
    """
    waiting = Message.objects.filter(state=MessageState.WAITING, channel__in=channels, try_at__gt=now + _NEVER, tries__gt=0)
    return list(waiting.order_by("id").values_list("id", "try_at")[:limit])


def mark_sent(message_id: int, *, provider_id: str, kept: str, now: datetime, parts: Sequence[str] = ()) -> None:
    """Keep that a provider took the message, and the words that were sent; those of several lanes at once.

    `parts` of an SMS are its ids of each; an empty one was billed, and nobody tells us of it by itself.
    """
    sent = (message_id, now, provider_id, sealed_text(kept), parts)
    if connection.in_atomic_block:
        _mark_all([sent])
    else:
        _MARKED.do(sent)


def _mark_all(sent: Sequence[_Sent]) -> list[None]:
    # Written out: building this through the model costs more than PostgreSQL does, and it is done for every message.
    with connection.cursor() as cursor:
        parts = [(one[0], number, id_) for one in sent for number, id_ in enumerate(one[4], 1)]
        of_parts = [list(column) for column in zip(*parts, strict=True)] or [[], [], []]
        cursor.execute(_SENT_SQL, [*of_parts, *(list(column) for column in zip(*(one[:4] for one in sent), strict=True))])
    return [None] * len(sent)


_MARKED: Together[_Sent, None] = Together(_mark_all, most=_MOST)


def mark_case_sent(request_id: int, *, provider: str, after: timedelta) -> int:
    """Keep that every waiting message of a case left so long `after` it was made, and return how many; no words are kept.

    For what is written down after the event, when nobody must be told any more.
    """
    return _mark_past("request_id", request_id, provider=provider, after=after)


def mark_point_sent(point_id: int, *, provider: str, after: timedelta) -> int:
    """Do the same for what waits to be sent to somebody outside any case."""
    return _mark_past("point_id", point_id, provider=provider, after=after)


def _mark_past(whose: Literal["request_id", "point_id"], number: int, *, provider: str, after: timedelta) -> int:
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"after": after, "provider": f"{provider}-", "number": number}
        cursor.execute(_PAST_SQL.format(whose=whose), given)
        return int(cursor.rowcount)


def mark_retry(message_id: int, *, at: datetime, reason: str) -> None:
    """Give the message back to be tried again at `at`."""
    Message.objects.filter(pk=message_id, state=MessageState.WAITING).update(try_at=at, reason=reason)


def mark_dead(message_id: int, *, reason: str) -> None:
    """Set the message aside for good, visibly, with its reason; the queue moves on."""
    Message.objects.filter(pk=message_id, state=MessageState.WAITING).update(state=MessageState.DEAD, reason=reason)


def give_back(message_ids: Sequence[int], *, at: datetime) -> None:
    """Return leased messages that were not tried, to be leased again at `at`; the lease does not count as a try."""
    Message.objects.filter(pk__in=message_ids, state=MessageState.WAITING).update(try_at=at, tries=Greatest(F("tries") - 1, 0))


def revive(message_id: int, *, now: datetime, actor: Actor) -> None:
    """Let a dead message be tried again as if it were new, at once. Raises NotDead for any other."""
    with transaction.atomic():
        row = Message.objects.select_for_update().filter(pk=message_id, state=MessageState.DEAD).first()
        if row is None:
            raise NotDead(message_id)
        row.state, row.tries, row.try_at, row.reason = MessageState.WAITING, 0, now, ""
        row.facts = {**row.facts, "revived_at": now.isoformat()}
        row.save(update_fields=["state", "tries", "try_at", "reason", "facts"])
        Event.objects.create(**event_row(row.request_id, "message_revived", now=now, actor=actor, facts={"message": row.pk}))


def queue(messages: Iterable[Message]) -> None:
    """Put messages into the outbox; one that is there already (by `once`) is not put there again."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def _json(value: Any) -> Mapping[str, Any]:
    return dict(json.loads(value) if isinstance(value, str) else value)
