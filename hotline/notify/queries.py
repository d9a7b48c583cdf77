"""What senders keep of their providers."""

from hotline.casefile.sealing import opened_text
from hotline.notify.facts import TokenFacts
from hotline.notify.models import ProviderToken


def token(name: str) -> TokenFacts | None:
    """Return the tokens of an account as they stand; None before it was ever set up."""
    row = ProviderToken.objects.filter(pk=name).first()
    if row is None:
        return None
    access = opened_text(row.access)
    return TokenFacts(bytes(row.seed), bytes(row.made_of), access, row.expires_at, row.renewed_at, row.refused_at, row.why)
