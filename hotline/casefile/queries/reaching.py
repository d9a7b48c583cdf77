"""By which point somebody is reached on a channel, whether they want to be, and what came last from them there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from hotline.casefile.models import ContactPoint, Incoming, Message, OptOut, Reporter
from hotline.casefile.sealing import opened_text
from hotline.core.channels import CHATS, next_way
from hotline.core.facts import Channel

from .persons import contact_node, not_guarded, person_at


@dataclass(frozen=True, slots=True)
class Heard:
    """What came last from somebody on a channel: when, and the provider's own id of it, to be answered in its thread."""

    at: datetime
    provider_id: str


@dataclass(frozen=True, slots=True)
class Reached:
    """The address of a message's recipient on its channel, "" for none."""

    address: str = ""
    is_silent: bool = False
    heard: Heard | None = None


PHONE_CODE = "phone_code"
"""The event by which a code goes to the number that it is to prove."""

_WHOSE = ("reporter_id", "reporter__contact_id", "point__contact_id")
_IN_THREADS = frozenset({*CHATS, Channel.EMAIL})
"""Channels whose senders have to know what came last: a window of hours, a thread of letters."""


def reach(rows: Iterable[Mapping[str, Any]]) -> dict[int, Reached]:
    """Return how each message's recipient is reached. Rows as `in_hand` reads them; those of agencies and staff are nobody's."""
    listed = list(rows)
    others = _other_points([row for row in listed if _goes_elsewhere(row)])
    places = {row["id"]: _point(row, others) for row in listed}
    blinds = [bytes(blind) for _value, blind in places.values() if blind is not None]
    silent = (
        {bytes(pk): since for pk, since in OptOut.objects.filter(pk__in=blinds).values_list("blind", "since")} if blinds else {}
    )
    heard = _heard([row for row in listed if row["channel"] in _IN_THREADS], places)
    found = {}
    for row in listed:
        value, blind = places[row["id"]]
        since = silent.get(bytes(blind)) if blind is not None else None
        received_at = row["request__received_at"]
        # A report that was made after they said so is answered; so is, with no case yet, what they themselves write.
        is_silent = since is not None and received_at is not None and received_at <= since and row["point__value"] is None
        found[row["id"]] = Reached(
            opened_text(value), is_silent, heard.get((bytes(blind), row["channel"]) if blind else ("", ""))
        )
    return found


def way_after(message_id: int, failed: str) -> Channel | None:
    """Return the channel on which a message is tried when one will not take it; None when there is no other.

    A code that proves a number goes to that number or nowhere.
    """
    row = Message.objects.filter(pk=message_id).values(*_WHOSE, "event", "reporter__channel").first()
    contact = row and _contact(row)
    if not row or not contact or row["event"] == PHONE_CODE:
        return None
    points = {channel for points in _points_of(row) for channel in _kinds(*points[:2])}
    return next_way(Channel(row["reporter__channel"] or failed), Channel(failed), points)


def _goes_elsewhere(row: Mapping[str, Any]) -> bool:
    kind = row["reporter__point__kind"] or row["point__kind"]
    return kind is not None and kind != row["channel"]


def _other_points(rows: list[Mapping[str, Any]]) -> dict[tuple[int, str], tuple[Any, Any]]:
    """Return the points of those contacts by contact and kind: of messages that fell back on another channel."""
    return {
        (_contact(row), of): (value, blind)
        for row in rows
        for kind, verified_at, value, blind in reversed(_points_of(row))
        for of in _kinds(kind, verified_at)
    }


def _points_of(row: Mapping[str, Any]) -> list[tuple[str, datetime | None, Any, Any]]:
    """Return the points on which a message's recipient may be reached, with when each was verified: their own contact's first.

    Then those joined with it. Of one who is guarded only those that codes proved: a mistake must not tell who complains.
    """
    contact = _contact(row)
    columns = ("kind", "verified_at", "value", "blind")
    known = ContactPoint.objects.filter(value__isnull=False)
    own = list(known.filter(contact_id=contact).order_by("id").values_list(*columns))
    person = person_at({contact_node(contact), *(bytes(point[3]) for point in own)})
    joined = person.proved if _is_guarded(row) else person.nodes
    more = known.filter(blind__in=joined).exclude(contact_id=contact).order_by(F("verified_at").desc(nulls_last=True), "id")
    return own + list(more.values_list(*columns))


def _contact(row: Mapping[str, Any]) -> int:
    return int(row["reporter__contact_id"] or row["point__contact_id"] or 0)


def _is_guarded(row: Mapping[str, Any]) -> bool:
    reporter = row["reporter_id"]
    return reporter is not None and not Reporter.objects.filter(not_guarded(), pk=reporter).exists()


def _kinds(kind: str, verified_at: datetime | None) -> tuple[Channel, ...]:
    """Return the channels on which a point is reached: a number that is known to be theirs also by ZNS."""
    is_known = kind == Channel.SMS and verified_at is not None
    return (Channel(kind), Channel.ZNS) if is_known else (Channel(kind),)


def _point(row: Mapping[str, Any], others: Mapping[tuple[int, str], tuple[Any, Any]]) -> tuple[Any, Any]:
    if _goes_elsewhere(row):
        return others.get((_contact(row), row["channel"]), (None, None))
    if row["point__value"] is not None:
        return row["point__value"], row["point__blind"]
    return row["reporter__point__value"], row["reporter__point__blind"]


def _heard(rows: list[Mapping[str, Any]], places: Mapping[int, tuple[Any, Any]]) -> dict[tuple[Any, str], Heard]:
    blinds = {bytes(places[row["id"]][1]) for row in rows if places[row["id"]][1] is not None}
    if not blinds:
        return {}
    last = Incoming.objects.filter(point__blind__in=blinds).order_by("point__blind", "channel", "-said_at")
    columns = ("point__blind", "channel", "said_at", "delivery__provider_id")
    found = last.distinct("point__blind", "channel").values_list(*columns)
    return {(bytes(blind), channel): Heard(at, provider_id or "") for blind, channel, at, provider_id in found}
