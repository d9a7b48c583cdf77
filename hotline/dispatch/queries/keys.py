"""Who shows a key, and which keys there are."""

from collections.abc import Collection
from datetime import datetime

from hotline.directory.queries import snapshot
from hotline.dispatch.facts import Bearer, TokenFacts
from hotline.dispatch.models import Token
from hotline.dispatch.tokens import PREFIX, digest_of
from hotline.people.queries import names_of

_LETTERS = 200


def bearer_of(token: str, *, now: datetime) -> Bearer | None:
    """Return whose key this is; None for one that was never given, was taken back, or is over.

    A key that an agency was given before an administrative change is that of the agency which goes on with its work.
    """
    if not token.startswith(PREFIX) or len(token) > _LETTERS:
        return None
    row = Token.objects.filter(digest=digest_of(token), revoked_at=None, until__gt=now).first()
    return None if row is None else Bearer(row.pk, snapshot().heir_of(row.unit_id), row.name, row.reads_only)


def tokens(unit_ids: Collection[int] | None) -> list[TokenFacts]:
    """Return the keys of these agencies, of all for None: those that open something first, the newest first."""
    rows = Token.objects.all() if unit_ids is None else Token.objects.filter(unit_id__in=unit_ids)
    found = list(rows.order_by("-id"))
    people = names_of({user_id for row in found for user_id in (row.made_by_id, row.revoked_by_id) if user_id})
    facts = [
        TokenFacts(
            id=row.pk,
            unit_id=row.unit_id,
            name=row.name,
            ending=row.ending,
            reads_only=row.reads_only,
            made_at=row.made_at,
            maker=people.get(row.made_by_id, ""),
            until=row.until,
            used_at=row.used_at,
            revoked_at=row.revoked_at,
            revoker=people.get(row.revoked_by_id or 0, ""),
        )
        for row in found
    ]
    return sorted(facts, key=lambda one: one.revoked_at is not None)
