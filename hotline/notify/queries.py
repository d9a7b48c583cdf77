"""What senders keep of their providers."""

from hotline.casefile.sealing import opened_text
from hotline.core.connections import Condition
from hotline.notify.facts import ConnectionFacts, HealthFacts, TokenFacts
from hotline.notify.models import ConnectionState, ProviderHealth, ProviderToken


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
