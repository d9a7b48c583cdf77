"""What senders keep of their providers."""

from hotline.casefile.sealing import opened_text
from hotline.notify.facts import HealthFacts, TokenFacts
from hotline.notify.models import ProviderHealth, ProviderToken


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
