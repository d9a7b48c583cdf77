"""What senders keep of their providers."""

from datetime import date

from django.db.models import Sum

from hotline.casefile.sealing import opened_text
from hotline.core.connections import Condition
from hotline.notify.facts import ConnectionFacts, HealthFacts, TokenFacts, TotalFacts
from hotline.notify.models import ConnectionState, ProviderHealth, ProviderToken, SentTotal


def token(name: str) -> TokenFacts | None:
    """Return the tokens of an account as they stand; None before it was ever set up."""
    row = ProviderToken.objects.filter(pk=name).first()
    if row is None:
        return None
    access = opened_text(row.access)
    return TokenFacts(bytes(row.seed), bytes(row.made_of), access, row.expires_at, row.renewed_at, row.refused_at, row.why)


def health() -> tuple[HealthFacts, ...]:
    """Return how the provider of each channel does that was ever asked."""
    rows = ProviderHealth.objects.order_by("channel")
    return tuple(
        HealthFacts(row.channel, row.took_at, row.failures, row.failing_since, row.silent_until, row.why) for row in rows
    )


def connections() -> tuple[ConnectionFacts, ...]:
    """Return how each connection does that is to be held open."""
    return tuple(
        ConnectionFacts(
            row.name, Condition(row.is_up, row.error, row.error_at, row.throttled_at, row.kept_at), row.since, row.seen_at
        )
        for row in ConnectionState.objects.order_by("name")
    )


def totals_by_day(since: date) -> tuple[TotalFacts, ...]:
    """Return what left on each day since, the newest first, by channel and sender."""
    rows = SentTotal.objects.filter(day__gte=since).order_by("-day", "channel", "sender")
    return tuple(TotalFacts(row.day, row.channel, row.sender, row.messages, row.parts, row.unpriced, row.cost) for row in rows)


def totals(since: date) -> tuple[TotalFacts, ...]:
    """Return what left since a day in all, by channel and sender."""
    columns = ("messages", "parts", "unpriced", "cost")
    summed = {name: Sum(name) for name in columns}
    rows = SentTotal.objects.filter(day__gte=since).values("channel", "sender").annotate(**summed).order_by("channel", "sender")
    return tuple(TotalFacts(None, *found) for found in rows.values_list("channel", "sender", *columns))
