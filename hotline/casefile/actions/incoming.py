"""What citizens write, once it was read: whose it is, what became of it, and the report that is being made of it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import Q

from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import HeardMessage
from hotline.casefile.models import Contact, ContactPoint, Conversation, Delivery, Incoming, Message, OptOut
from hotline.casefile.models.messages import MessageState
from hotline.casefile.sealing import blind, sealed_text
from hotline.core.becoming import Became, ConversationState
from hotline.core.facts import MESSAGE_ORDER, Channel, Priority
from hotline.core.inbound import Receipt, ReceiptKind, likely
from hotline.core.text import clean_line

from .deliveries import mark_read
from .messages import queue
from .smsparts import receipt_of_part

_NAME_LETTERS = 200
_WEIGHT = {"": 0, "buffered": 1, "failed": 2, "delivered": 3, "seen": 4}


def hold_sender(point: Point) -> None:
    """Let nobody else deal with this sender until the transaction ends."""
    hold_senders({point})


def hold_senders(points: Collection[Point]) -> None:
    """Let nobody else deal with any of these senders until the transaction ends; taken in one order, whoever names whom."""
    for index in sorted({blind(point.channel.value, point.value) for point in points}):
        hold_blind(index)


def hold_blind(index: bytes, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Let nobody else deal with the sender of this blind index until the transaction ends."""
    key = int.from_bytes(index[:8], signed=True)
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def settle_sender(point: Point, *, name: str = "", language: str = "vi", now: datetime) -> tuple[int, int]:
    """Return the numbers of the sender's contact point and contact, which are made when they write for the first time.

    A number that stands in a report was typed by anybody: its holder's words do not hang off that, or they would be erased with
    whoever typed it. But where they are talking already, they go on.
    """
    index = blind(point.channel.value, point.value)
    known = ContactPoint.objects.filter(blind=index, contact__erased_at__isnull=True)
    own = Q(contact__reports__isnull=True) | Q(pk__in=Conversation.objects.filter(ended_at__isnull=True).values("point"))
    if found := known.filter(own).order_by("id").values_list("id", "contact_id").first():
        return found
    called = sealed_text(clean_line(name[:_NAME_LETTERS], limit=_NAME_LETTERS)) if name.strip() else None
    contact = Contact.objects.create(name=called, language=language, created_at=now)
    shown_at = now if point.channel is Channel.SMS else None  # they wrote from it: the number is theirs
    made = ContactPoint.objects.create(
        contact=contact, kind=point.channel.value, value=sealed_text(point.value), blind=index, verified_at=shown_at
    )
    return made.pk, contact.pk


def write_down(heard: HeardMessage, *, became: Became, request_id: int | None = None, urgent: bool = False, now: datetime) -> int:
    """Keep one message with what became of it, mark its delivery as read, and return its number."""
    row = Incoming.objects.create(
        delivery_id=heard.delivery_id,
        point_id=heard.point_id,
        conversation_id=heard.conversation_id,
        request_id=request_id,
        channel=heard.channel.value,
        body=sealed_text(json.dumps(heard.body, ensure_ascii=False)),
        photos=list(heard.photos),
        lost=heard.lost,
        became=became,
        urgent=urgent,
        said_at=heard.said_at,
        read_at=now,
    )
    if heard.delivery_id is not None:
        mark_read(heard.delivery_id, request_id=request_id, contact_id=heard.contact_id, now=now)
    return row.pk


def begin_conversation(point_id: int, *, way: str, language: str, now: datetime) -> int:
    """Begin a report with this sender and return its number; one that was being made is left behind, with a person."""
    Conversation.objects.filter(point_id=point_id, ended_at__isnull=True).update(state=ConversationState.DROPPED, ended_at=now)
    return Conversation.objects.create(point_id=point_id, way=way, language=language, began_at=now, heard_at=now).pk


def keep_asking(conversation_id: int, *, asked: str, why: str = "", urgent: bool = False, way: str = "", now: datetime) -> None:
    """Keep what is asked next, or that a person has it now and why."""
    state = ConversationState.PERSON if why else ConversationState.OPEN
    changed: dict[str, Any] = {"asked": asked, "why": why, "state": state, "heard_at": now, **({"way": way} if way else {})}
    Conversation.objects.filter(pk=conversation_id, ended_at__isnull=True).update(**changed, urgent=urgent)


def end_conversation(conversation_id: int, *, state: ConversationState, request_id: int | None = None, now: datetime) -> None:
    """End a report that was being made: it is a case, belongs to one, or is nothing. Its messages go with it."""
    with transaction.atomic():
        rows = Conversation.objects.filter(pk=conversation_id, ended_at__isnull=True)
        rows.update(state=state, request_id=request_id, ended_at=now)
        Incoming.objects.filter(conversation_id=conversation_id).update(request_id=request_id)
        if request_id is not None:
            of_it = Incoming.objects.filter(conversation_id=conversation_id).values("delivery_id")
            Delivery.objects.filter(pk__in=of_it).update(request_id=request_id)


def hand_silent_over(*, before: datetime, limit: int = 100) -> int:
    """Give reports whose sender has said nothing since `before` to a person; return how many."""
    silent = Conversation.objects.filter(state=ConversationState.OPEN, heard_at__lt=before).order_by("heard_at")
    return Conversation.objects.filter(pk__in=silent.values("pk")[:limit]).update(state=ConversationState.PERSON, why="silent")


def settle_incoming(
    incoming_id: int,
    *,
    became: Became,
    request_id: int | None = None,
    conversation_id: int | None = None,
    now: datetime,
    by: int | None,
) -> bool:
    """Say what became of a message that waited for a person; false when somebody has said so already."""
    waits = Incoming.objects.filter(pk=incoming_id, became=Became.DOUBT, settled_at__isnull=True)
    settled = waits.update(became=became, request_id=request_id, conversation_id=conversation_id, settled_at=now, settled_by=by)
    if settled and request_id is not None:
        Delivery.objects.filter(incoming__id=incoming_id).update(request_id=request_id)
    return bool(settled)


def opt_out(point: Point, *, now: datetime) -> None:
    """Keep that this point wants no messages; what waits for it is not sent."""
    OptOut.objects.get_or_create(
        blind=blind(point.channel.value, point.value), defaults={"channel": point.channel.value, "since": now}
    )


def opt_in(point: Point) -> None:
    """Keep that this point wants messages again."""
    OptOut.objects.filter(pk=blind(point.channel.value, point.value)).delete()


def tell_point(
    point_id: int,
    event: str,
    *,
    channel: str,
    once: str,
    now: datetime,
    language: str = "vi",
    request_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
    own_words: str = "",
    urgent: bool = False,
) -> None:
    """Queue `event` to one contact point, with or without a case; `own_words` are what a person wrote to be sent."""
    priority = Priority.EMERGENCY if urgent else Priority.CITIZEN
    message = Message(
        request_id=request_id,
        event=event,
        facts=dict(facts or {}),
        once=f"{event}:p{point_id}:{once}",
        priority=MESSAGE_ORDER[priority],
        channel=channel,
        language=language,
        point_id=point_id,
        own_words=sealed_text(own_words) if own_words else None,
        created_at=now,
        try_at=now,
    )
    queue([message])


def record_receipt(receipt: Receipt, *, channels: Collection[str], now: datetime) -> bool:
    """Keep what a provider says became of a message of ours; false where it speaks of none. What was seen is never unseen."""
    if receipt.to:
        return _all_to(receipt, channels=channels, now=now)
    if receipt.ours is not None:
        rows = Message.objects.filter(pk=receipt.ours)
    elif of_part := receipt_of_part(receipt.provider_id, receipt.kind.value, channels=channels, weights=_WEIGHT):
        rows, receipt = Message.objects.filter(pk=of_part[0]), replace(receipt, kind=ReceiptKind(of_part[1]))
    elif receipt.provider_id:
        rows = Message.objects.filter(provider_id=receipt.provider_id, channel__in=channels)
    else:
        return False
    row = rows.select_for_update().order_by("-id").first()
    if row is None:
        return False
    if _WEIGHT[receipt.kind.value] > _WEIGHT.get(row.receipt, 0):
        row.receipt, row.receipt_code, row.receipt_at = receipt.kind.value, receipt.code[:100], likely(receipt.at, came_at=now)
        row.save(update_fields=["receipt", "receipt_code", "receipt_at"])
    return True


def _all_to(receipt: Receipt, *, channels: Collection[str], now: datetime) -> bool:
    """Keep a receipt of everything that was sent to an account up to its moment."""
    at = likely(receipt.at, came_at=now)
    blinds = [blind(channel, receipt.to) for channel in channels]
    to_them = Q(reporter__point__blind__in=blinds) | Q(point__blind__in=blinds)
    rows = Message.objects.filter(to_them, channel__in=channels, state=MessageState.SENT, sent_at__lte=at)
    lighter = [word for word, weight in _WEIGHT.items() if weight < _WEIGHT[receipt.kind.value]]
    ids = list(rows.filter(receipt__in=lighter).values_list("id", flat=True))
    Message.objects.filter(pk__in=ids).update(receipt=receipt.kind.value, receipt_code=receipt.code[:100], receipt_at=at)
    return True


def send_another_way(message_id: int, *, channel: str, now: datetime) -> None:
    """Try a message that one channel will not take on another, from the beginning and at once."""
    Message.objects.filter(pk=message_id, state=MessageState.WAITING).update(channel=channel, tries=0, try_at=now, reason="")
