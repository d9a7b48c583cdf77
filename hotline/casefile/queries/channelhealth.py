"""How the channels do: what came last by each way, what went last by each channel, and what keeps the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q

from hotline.casefile.models import Delivery, Message
from hotline.casefile.models.messages import MessageState

_LATEST = 20_000
"""Rows that are looked at: these tables have no index by channel, and whoever asks wants to know of now."""


@dataclass(frozen=True, slots=True)
class OutHealth:
    """One channel out, by its latest messages. `trouble` is why the newest of those that wait was not sent at once."""

    channel: str
    sent_at: datetime | None = None
    waiting: int = 0
    dead: int = 0
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class TrialFacts:
    """A test message: what became of it so far. `asked` is the channel it was for, `channel` the one it took."""

    id: int
    asked: str
    channel: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    tries: int
    reason: str
    provider_id: str
    receipt: str
    receipt_at: datetime | None


def out_health() -> Mapping[str, OutHealth]:
    """Return how each channel out does that has been used lately, by its name."""
    newest = Message.objects.order_by("-id").values_list("id", flat=True).first() or 0
    lately = Message.objects.filter(pk__gt=newest - _LATEST)
    held = lately.filter(state=MessageState.WAITING).exclude(reason="").order_by("channel", "-id").distinct("channel")
    trouble = dict(held.values_list("channel", "reason"))
    waits, died = Q(state=MessageState.WAITING), Q(state=MessageState.DEAD)
    counted = lately.values("channel").annotate(sent=Max("sent_at"), waiting=Count("id", waits), dead=Count("id", died))
    return {
        row["channel"]: OutHealth(row["channel"], row["sent"], row["waiting"], row["dead"], trouble.get(row["channel"], ""))
        for row in counted.order_by("channel")
    }


def last_deliveries() -> Mapping[str, datetime]:
    """Return when the last delivery came by each way that was used lately."""
    newest = Delivery.objects.order_by("-id").values_list("id", flat=True).first() or 0
    rows = Delivery.objects.filter(pk__gt=newest - _LATEST).values("channel").annotate(at=Max("received_at"))
    return dict(rows.order_by("channel").values_list("channel", "at"))


def trial(message_id: int, *, by: int) -> TrialFacts | None:
    """Return what became of a test message; None for one that somebody else sent, and for any other message."""
    row = Message.objects.filter(pk=message_id, facts__tested_by=by).first()
    if row is None:
        return None
    return TrialFacts(
        row.pk,
        row.facts["tested"],
        row.channel,
        row.state,
        row.created_at,
        row.sent_at,
        row.tries,
        row.reason,
        row.provider_id,
        row.receipt,
        row.receipt_at,
    )
