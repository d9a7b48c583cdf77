"""By which point somebody is reached on a channel, whether they want to be, and what came last from them there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.casefile.models import ContactPoint, Incoming, Message, OptOut
from hotline.casefile.sealing import opened_text
from hotline.core.channels import CHATS, next_way
from hotline.core.facts import Channel


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


_NOBODY = Reached()
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
    """Return the channel on which a message is tried when one will not take it; None when there is no other."""
    row = Message.objects.filter(pk=message_id).values("reporter__contact_id", "point__contact_id", "reporter__channel").first()
    contact = row and (row["reporter__contact_id"] or row["point__contact_id"])
    if not row or not contact:
        return None
    rows = ContactPoint.objects.filter(contact_id=contact, value__isnull=False).values_list("kind", "verified_at")
    points = {kind for found in rows for kind in _kinds(*found)}
    return next_way(Channel(row["reporter__channel"] or failed), Channel(failed), points)


def _goes_elsewhere(row: Mapping[str, Any]) -> bool:
    kind = row["reporter__point__kind"] or row["point__kind"]
    return kind is not None and kind != row["channel"]


def _other_points(rows: list[Mapping[str, Any]]) -> dict[tuple[int, str], tuple[Any, Any]]:
    """Return the points of those contacts by contact and kind: of messages that fell back on another channel."""
    contacts = {row["reporter__contact_id"] or row["point__contact_id"] for row in rows}
    if not contacts:
        return {}
    points = ContactPoint.objects.filter(contact_id__in=contacts, value__isnull=False).order_by("-id")
    columns = ("contact_id", "kind", "verified_at", "value", "blind")
    return {
        (contact, of): (value, blind)
        for contact, kind, verified_at, value, blind in points.values_list(*columns)
        for of in _kinds(kind, verified_at)
    }


def _kinds(kind: str, verified_at: datetime | None) -> tuple[Channel, ...]:
    """Return the channels on which a point is reached: a number that is known to be theirs also by ZNS."""
    is_known = kind == Channel.SMS and verified_at is not None
    return (Channel(kind), Channel.ZNS) if is_known else (Channel(kind),)


def _point(row: Mapping[str, Any], others: Mapping[tuple[int, str], tuple[Any, Any]]) -> tuple[Any, Any]:
    if _goes_elsewhere(row):
        return others.get((row["reporter__contact_id"] or row["point__contact_id"], row["channel"]), (None, None))
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
