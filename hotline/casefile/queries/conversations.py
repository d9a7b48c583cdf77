"""Reports that are being made, as they were said; and what waits for a person of the centre."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from hotline.casefile.contactpoints import Point
from hotline.casefile.models import Conversation, Incoming
from hotline.casefile.sealing import opened_text
from hotline.core.becoming import Became, ConversationState
from hotline.core.disclosure import mask_name, mask_point
from hotline.core.facts import Channel, Place, PlaceHow
from hotline.core.talk import Turn


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """One message of a citizen and what became of it. `sender` and `name` are masked.

    `files`: names of attachments that were not taken, where they have one. `is_doubted`: our mail server found that the sender
    is not who it says it is; `is_unproved`: nothing shows that it is. `urgent`: it waits, and speaks of danger. `is_automatic`: a
    machine's answer. `has_choice`, `has_point`: a button was pressed, a point sent.
    """

    id: int
    delivery_id: int | None
    point_id: int
    conversation_id: int | None
    request_id: int | None
    channel: str
    sender: str
    name: str
    words: str
    photos: tuple[str, ...]
    lost: int
    became: Became
    said_at: datetime
    settled_at: datetime | None
    files: tuple[str, ...] = ()
    is_doubted: bool = False
    is_automatic: bool = False
    has_choice: bool = False
    has_point: bool = False
    is_unproved: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class ConversationFacts:
    """A report that is being made: what was said so far, and why a person has it."""

    id: int
    point_id: int
    way: str
    channel: str
    language: str
    state: ConversationState
    asked: str
    why: str
    urgent: bool
    began_at: datetime
    heard_at: datetime
    messages: tuple[IncomingFacts, ...]


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever makes a report or wrote a message, unmasked: for answering them, never for a page."""

    point_id: int
    contact_id: int
    point: Point
    way: str
    language: str


def sender_of(conversation_id: int) -> Sender | None:
    """Return who makes a report; None when it is made, left, or they were erased."""
    row = Conversation.objects.filter(pk=conversation_id, ended_at__isnull=True).select_related("point").first()
    if row is None or row.point.value is None:
        return None
    point = Point(Channel(row.point.kind), opened_text(row.point.value))
    return Sender(row.point_id, row.point.contact_id, point, row.way, row.language)


def sender_of_incoming(incoming_id: int) -> Sender | None:
    """Return who wrote a message that waits for a person; None when it waits no longer, or they were erased."""
    rows = Incoming.objects.filter(pk=incoming_id, became=Became.DOUBT, settled_at__isnull=True)
    row = rows.select_related("point__contact", "delivery").first()
    if row is None or row.point.value is None:
        return None
    point = Point(Channel(row.point.kind), opened_text(row.point.value))
    way = row.delivery.channel if row.delivery else ""
    return Sender(row.point_id, row.point.contact_id, point, way, row.point.contact.language)


def turns_of(conversation_id: int) -> tuple[Turn, ...]:
    """Return the messages of a report that is being made, by their moments."""
    rows = Incoming.objects.filter(conversation_id=conversation_id).order_by("said_at", "id")
    return tuple(_turn(row) for row in rows)


def open_conversation(conversation_id: int) -> ConversationFacts | None:
    """Return a report that is being made; None when it is made, left or never was."""
    row = Conversation.objects.filter(pk=conversation_id, ended_at__isnull=True).select_related("point").first()
    return _conversation(row) if row else None


def conversations_with_person(*, limit: int = 50) -> tuple[ConversationFacts, ...]:
    """Return reports that a person of the centre has to finish, danger first, then who waits longest."""
    rows = Conversation.objects.filter(state=ConversationState.PERSON).select_related("point")
    return tuple(_conversation(row) for row in rows.order_by("-urgent", "heard_at", "id")[:limit])


def incoming_in_doubt(*, limit: int = 50) -> tuple[IncomingFacts, ...]:
    """Return messages of which a person has to say where they belong, danger first, then the oldest."""
    rows = Incoming.objects.filter(became=Became.DOUBT, settled_at__isnull=True).select_related("point__contact")
    return tuple(facts_of(row) for row in rows.order_by("-urgent", "said_at", "id")[:limit])


def count_waiting() -> int:
    """Return how many reports and messages wait for a person."""
    with_person = Conversation.objects.filter(state=ConversationState.PERSON).count()
    return with_person + Incoming.objects.filter(became=Became.DOUBT, settled_at__isnull=True).count()


def incoming(incoming_id: int) -> IncomingFacts | None:
    """Return one message."""
    row = Incoming.objects.filter(pk=incoming_id).select_related("point__contact").first()
    return facts_of(row) if row else None


def incoming_of_case(request_id: int) -> tuple[IncomingFacts, ...]:
    """Return the messages that belong to a case, by their moments."""
    rows = Incoming.objects.filter(request_id=request_id).select_related("point__contact").order_by("said_at", "id")
    return tuple(facts_of(row) for row in rows)


def held_photos(*, kept_since: datetime) -> set[str]:
    """Return the keys of photos that wait with messages for a case: they are swept away when nobody can need them.

    Those of blocked senders and the like are needed as long as somebody may judge them: read since `kept_since`.
    """
    open_ones = Incoming.objects.filter(conversation__ended_at__isnull=True, conversation__isnull=False)
    doubts = Incoming.objects.filter(became=Became.DOUBT, settled_at__isnull=True)
    held = Incoming.objects.filter(became=Became.HELD, read_at__gte=kept_since).exclude(photos=[])
    lists = [rows.values_list("photos", flat=True) for rows in (open_ones, doubts, held)]
    return {key for keys in chain(*lists) for key in keys}


def _conversation(row: Conversation) -> ConversationFacts:
    rows = Incoming.objects.filter(conversation_id=row.pk).select_related("point__contact").order_by("said_at", "id")
    return ConversationFacts(
        id=row.pk,
        point_id=row.point_id,
        way=row.way,
        channel=row.point.kind,
        language=row.language,
        state=ConversationState(row.state),
        asked=row.asked,
        why=row.why,
        urgent=row.urgent,
        began_at=row.began_at,
        heard_at=row.heard_at,
        messages=tuple(facts_of(one) for one in rows),
    )


def facts_of(row: Incoming) -> IncomingFacts:
    """Return one message, its point and contact read with it."""
    body = _body(row)
    value, name = opened_text(row.point.value), opened_text(row.point.contact.name)
    return IncomingFacts(
        id=row.pk,
        delivery_id=row.delivery_id,
        point_id=row.point_id,
        conversation_id=row.conversation_id,
        request_id=row.request_id,
        channel=row.channel,
        sender=mask_point(row.point.kind, value) if value else "",
        name=mask_name(name) if name else "",
        words=str(body.get("text", "")),
        photos=tuple(row.photos),
        lost=row.lost,
        became=Became(row.became),
        said_at=row.said_at,
        settled_at=row.settled_at,
        files=tuple(body.get("files", ())),
        is_doubted=bool(body.get("doubted")),
        is_automatic=bool(body.get("automatic")),
        has_choice=bool(body.get("choice")),
        has_point=bool(body.get("point")),
        is_unproved=bool(body.get("unproved")),
        urgent=row.urgent,
    )


def _turn(row: Incoming) -> Turn:
    body = _body(row)
    point = body.get("point")
    return Turn(
        said_at=row.said_at,
        text=str(body.get("text", "")),
        choice=str(body.get("choice", "")),
        point=(float(point[0]), float(point[1])) if point else None,
        place=_place(body["place"]) if body.get("place") else None,
        photos=tuple(row.photos),
        skipped=bool(body.get("skipped")),
        other=bool(body.get("other")),
        cancelled=bool(body.get("cancelled")),
    )


def _place(said: Mapping[str, Any]) -> Place:
    how = PlaceHow(said["how"]) if said["how"] else None
    return Place(said["lat"], said["lon"], said["words"], said["area_id"], said["area_code"], how)


def _body(row: Incoming) -> Mapping[str, Any]:
    return dict(json.loads(opened_text(row.body))) if row.body else {}
