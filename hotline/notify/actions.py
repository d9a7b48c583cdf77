"""Keeps providers' tokens, one process at a time fetching a new pair, stored whole or not at all.

And how providers do, and connections to them; and how much left by each.
"""

from datetime import date, datetime, timedelta

from django.db import connection, transaction

from hotline.casefile.sealing import opened_text, sealed_text
from hotline.core.connections import Condition
from hotline.notify.facts import Pair
from hotline.notify.models import ConnectionState, ProviderToken

TAKEN_FOR = timedelta(seconds=30)
"""So long may a process have the renewal in hand: when it died, another goes on."""

_TOOK = """
INSERT INTO notify_providerhealth AS health (channel, took_at) VALUES (%s, %s)
ON CONFLICT (channel) DO UPDATE
SET took_at = greatest(health.took_at, excluded.took_at), failures = 0, failing_since = NULL, silent_until = NULL, why = ''
"""
_DOWN = """
INSERT INTO notify_providerhealth AS health (channel, failures, failing_since, silent_until, why) VALUES (%s, 1, %s, %s, %s)
ON CONFLICT (channel) DO UPDATE
SET failures = health.failures + 1, failing_since = coalesce(health.failing_since, excluded.failing_since),
    silent_until = excluded.silent_until, why = excluded.why
"""
_CONNECTED = """
INSERT INTO notify_connectionstate AS state (name, is_up, since, seen_at, error, error_at, throttled_at, kept_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE
SET is_up = excluded.is_up, seen_at = excluded.seen_at,
    since = CASE WHEN state.is_up = excluded.is_up THEN state.since ELSE excluded.since END,
    error = CASE WHEN excluded.error_at IS NULL THEN state.error ELSE excluded.error END,
    error_at = coalesce(excluded.error_at, state.error_at),
    throttled_at = coalesce(excluded.throttled_at, state.throttled_at),
    kept_at = coalesce(excluded.kept_at, state.kept_at)
"""
_SENT = """
INSERT INTO notify_senttotal AS total (day, channel, sender, messages, parts, unpriced, cost) VALUES (%s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (day, channel, sender) DO UPDATE
SET messages = total.messages + excluded.messages, parts = total.parts + excluded.parts,
    unpriced = total.unpriced + excluded.unpriced, cost = total.cost + excluded.cost
"""


def count_sent(day: date, channel: str, sender: str, *, messages: int, parts: int, price: int | None) -> None:
    """Add to what left on a day; `price` is that of one part (đồng), None where nobody knows it."""
    unpriced, cost = (parts, 0) if price is None else (0, parts * price)
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [day, channel, sender, messages, parts, unpriced, cost])


def provider_took(channel: str, *, now: datetime) -> None:
    """Keep that the provider of a channel took a message: whatever was wrong is over."""
    with connection.cursor() as cursor:
        cursor.execute(_TOOK, [channel, now])


def provider_down(channel: str, *, why: str, until: datetime, now: datetime) -> None:
    """Keep that the provider of a channel is down and left alone until then."""
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, [channel, now, until, why[:200]])


def connection_does(name: str, condition: Condition | None, *, now: datetime) -> None:
    """Keep how a connection does; with None, forget it: there is to be none."""
    if condition is None:
        ConnectionState.objects.filter(pk=name).delete()
        return
    told = [condition.error, condition.error_at, condition.throttled_at, condition.kept_at]
    with connection.cursor() as cursor:
        cursor.execute(_CONNECTED, [name, condition.is_up, now, now, *told])


@transaction.atomic
def begin_token(name: str, *, seed: bytes, made_of: bytes, refresh: str) -> None:
    """Take over what an administrator set up: a token typed anew replaces the pair, anything else asks the provider again."""
    fresh = {"seed": seed, "made_of": made_of, "refresh": sealed_text(refresh)}
    row, made = ProviderToken.objects.select_for_update().get_or_create(name=name, defaults=fresh)
    if made or bytes(row.made_of) == made_of:
        return
    row.made_of, row.refused_at, row.why = made_of, None, ""
    if bytes(row.seed) != seed:
        row.seed, row.refresh = seed, sealed_text(refresh)
        row.access = row.expires_at = row.taken_until = None
    row.save()


@transaction.atomic
def take_token(name: str, *, by: str, had: str, now: datetime) -> str | None:
    """Return the token for a new pair, for `by` alone to use; None while another has it in hand, or has renewed it already.

    `had` is the token that opened until now: another than that is a new pair's.
    """
    row = ProviderToken.objects.select_for_update().get(pk=name)
    if opened_text(row.access) != had or (row.taken_until is not None and row.taken_until > now):
        return None
    row.taken_by, row.taken_until = by, now + TAKEN_FOR
    row.save(update_fields=["taken_by", "taken_until"])
    return opened_text(row.refresh)


@transaction.atomic
def keep_pair(name: str, pair: Pair, *, used: str, now: datetime) -> bool:
    """Store a new pair in the place of the token that was used for it; false where that is no longer the one kept."""
    row = ProviderToken.objects.select_for_update().get(pk=name)
    if opened_text(row.refresh) != used:
        return False
    row.access, row.refresh, row.expires_at = sealed_text(pair.access), sealed_text(pair.refresh), pair.expires_at
    row.renewed_at, row.taken_by, row.taken_until, row.refused_at, row.why = now, "", None, None, ""
    row.save()
    return True


@transaction.atomic
def keep_refusal(name: str, *, used: str, why: str, now: datetime) -> None:
    """Keep that the provider gave no new pair for this token, unless another was stored meanwhile."""
    row = ProviderToken.objects.select_for_update().get(pk=name)
    if opened_text(row.refresh) == used:
        row.taken_by, row.taken_until, row.refused_at, row.why = "", None, now, why
        row.save()


def give_token_back(name: str, *, by: str) -> None:
    """Let another try: this one got no answer."""
    ProviderToken.objects.filter(pk=name, taken_by=by).update(taken_by="", taken_until=None)
