"""Keys of agencies' systems: made, used, taken back. A key is never changed and never shown again."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q, Value
from django.db.models.functions import Coalesce, Greatest

from hotline.dispatch.models import Token
from hotline.dispatch.tokens import digest_of, new_token

LASTS = timedelta(days=365)
"""No paper says how long a key may last; a year, so that one which everybody forgot ends by itself (chưa kiểm chứng)."""

NAME_LETTERS = 100
_ENDING = 4
_USED_EVERY = timedelta(hours=1)


class NoSuchToken(LookupError):
    """There is no such key, none of these agencies, or none that still opens anything."""


def make_token(unit_id: int, *, name: str, reads_only: bool, user_id: int, now: datetime) -> str:
    """Make a key for a system of one agency and return it: the only time that it can be read."""
    token = new_token()
    Token.objects.create(
        unit_id=unit_id,
        name=name,
        digest=digest_of(token),
        ending=token[-_ENDING:],
        reads_only=reads_only,
        made_at=now,
        made_by_id=user_id,
        until=now + LASTS,
    )
    return token


def revoke_token(token_id: int, *, unit_ids: Collection[int] | None, user_id: int, now: datetime) -> None:
    """Take a key back, at once and for ever; `unit_ids` are the agencies whose keys one may take, None for all.

    Raises NoSuchToken.
    """
    rows = Token.objects.filter(pk=token_id, revoked_at=None)
    if unit_ids is not None:
        rows = rows.filter(unit_id__in=unit_ids)
    if not rows.update(revoked_at=now, revoked_by_id=user_id):
        raise NoSuchToken(token_id)


def token_was_used(token_id: int, *, now: datetime) -> None:
    """Keep that a key was used, to the hour."""
    lately = Q(used_at=None) | Q(used_at__lt=now - _USED_EVERY)
    Token.objects.filter(lately, pk=token_id).update(used_at=now)


def take_turn(token_id: int, *, a_minute: int, now: datetime) -> timedelta:
    """Count a call of a key; return how long it has to wait, which counts nothing, or zero: it has its turn.

    A bucket with room for the calls of a minute, which run out one after the other: what came before any process asks of it.
    """
    every = timedelta(minutes=1) / a_minute
    room = every * (a_minute - 1)
    has_room = Q(empty_at=None) | Q(empty_at__lte=now + room)
    filled = Greatest(Coalesce("empty_at", Value(now)), Value(now)) + Value(every)
    if Token.objects.filter(has_room, pk=token_id).update(empty_at=filled):
        return timedelta(0)
    empty_at = Token.objects.values_list("empty_at", flat=True).get(pk=token_id)
    return max((empty_at or now) - now - room, every)
