"""Reads what was kept: each sender's deliveries in their order, one poisoned delivery beside the others and not before them."""

import time
import traceback
from collections import deque
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, transaction
from django.utils import timezone

from hotline.casefile import actions
from hotline.casefile.contactpoints import NotAContact
from hotline.casefile.facts import KeptDelivery
from hotline.core.inbound import Inbound, Media, MediaKind, Receipt, Unreadable
from hotline.core.retry import Backoff, next_try_at
from hotline.intake.hearing import hear, hear_own
from hotline.intake.keeping import UNSPLIT, keep, pieces_of
from hotline.intake.known import channels
from hotline.intake.media import NotNow, take
from hotline.intake.port import InboundChannel, OwnWord, PhotoLinks, RawRequest

BATCH = 25
POISON = Backoff(first=timedelta(seconds=2), longest=timedelta(minutes=1), attempts=5)
"""A fault of ours is tried five times: the next version of the program, or a person, does better."""

_LOOKS_EVERY = 5.0  # seconds
_looked_at = 0.0

_OVERTAKEN = 3  # tries after which a receipt is of no message of ours

_AFTER_TROUBLE = timedelta(seconds=10)

log = structlog.get_logger(__name__)


def read_kept(now: datetime) -> int:
    """Read one batch of kept deliveries; return how many were dealt with.

    What ended nobody's reading is read by itself: where there is nothing else, and now and then where there is.
    """
    global _looked_at
    leased: list[KeptDelivery] = []
    if time.monotonic() < _looked_at + _LOOKS_EVERY:
        leased = actions.lease_deliveries(limit=BATCH, now=now)
    if not leased:
        _looked_at = time.monotonic()
        alone = actions.lease_delivery_alone(now=now)
        leased = [alone] if alone else actions.lease_deliveries(limit=BATCH, now=now)
    waiting = deque(leased)
    try:
        while waiting:
            _deal_with(waiting.popleft())
    except (OperationalError, InterfaceError):
        _give_back(waiting)
        raise
    return len(leased)


def _give_back(deliveries: Collection[KeptDelivery]) -> None:
    """Return what was not read, so that nobody waits for the lease, nor counts as tried, for the trouble with another."""
    if deliveries:
        close_old_connections()  # one that is lost would not even take this
        with suppress(OperationalError, InterfaceError):
            actions.give_deliveries_back([delivery.id for delivery in deliveries])


def _deal_with(delivery: KeptDelivery) -> None:
    """Read one delivery. The one place where a fault of ours is caught: no delivery may stop the others."""
    now = timezone.now()
    try:
        _read(delivery, now=now)
    except (OperationalError, InterfaceError):
        close_old_connections()
        with suppress(OperationalError, InterfaceError):  # the database's trouble is no fault of the delivery
            actions.put_delivery_off(delivery.id, at=now + _AFTER_TROUBLE, reason="database")
        raise
    except Unreadable as why:
        actions.mark_delivery_unreadable(delivery.id, reason=why.reason, now=now)
        log.warning("delivery is unreadable", delivery=delivery.id, way=delivery.way, reason=why.reason)
    except NotNow:
        _again(delivery, "media", now=now)
    except Exception as error:  # noqa: BLE001 - one isolation point for each loop
        # The fault's own words may quote somebody's: only what it is and where goes into the log.
        kind, where = type(error).__name__, traceback.extract_tb(error.__traceback__)[-1]
        log.error("delivery could not be read", delivery=delivery.id, fault=kind, where=f"{where.filename}:{where.lineno}")
        _again(delivery, f"fault:{kind}", now=now)


def _read(delivery: KeptDelivery, *, now: datetime) -> None:
    if delivery.is_spent:
        raise Unreadable("no-end")
    channel = channels().get(delivery.way)
    if channel is None:
        raise Unreadable("no-channel")
    if delivery.provider_id.startswith(UNSPLIT):
        _split_again(delivery, channel, now=now)
        return
    match channel.read(delivery.body):
        case Inbound() as inbound:
            try:
                hear(delivery, channel, inbound, last_try=delivery.tries >= POISON.attempts, now=now)
            except NotAContact:
                raise Unreadable("sender") from None
        case Receipt() as receipt:
            _keep_receipt(delivery, channel, receipt, now=now)
        case PhotoLinks() as photos:
            _fetch(delivery, photos, now=now)
        case OwnWord() as own:
            hear_own(delivery, channel, own, last_try=delivery.tries >= POISON.attempts, now=now)
        case None:
            _done(delivery, now=now)


def _fetch(delivery: KeptDelivery, photos: PhotoLinks, *, now: datetime) -> None:
    """Add to a case the photos that its report linked to; a link that leads nowhere we go stays a line of it. Raises NotNow."""
    media = [Media(MediaKind.PHOTO, link=link) for link in photos.links]
    taken = take(media, last_try=delivery.tries >= POISON.attempts, now=now)
    with transaction.atomic():
        if not actions.delivery_still_kept(delivery.id):
            return
        if taken.keys:
            actions.hear_reporter(photos.request_id, words="", pictures=taken.keys, now=now)
        actions.mark_delivery_read(delivery.id, request_id=photos.request_id, now=now)


def _keep_receipt(delivery: KeptDelivery, channel: InboundChannel, receipt: Receipt, *, now: datetime) -> None:
    """Keep what became of a message of ours; a receipt may overtake the answer that names the message, so it is asked again."""
    with transaction.atomic():
        if not actions.delivery_still_kept(delivery.id):
            return
        if actions.record_receipt(receipt, channels=[channel.channel.value], now=now) or delivery.tries >= _OVERTAKEN:
            _done(delivery, now=now)
            return
    _again(delivery, "no-message", now=now)


def _split_again(delivery: KeptDelivery, channel: InboundChannel, *, now: datetime) -> None:
    """Try again to split what could not be split when it came. Raises Unreadable."""
    raw = RawRequest("POST", delivery.body.decode(errors="replace") if channel.delivers_by_get else "", {}, delivery.body)
    pieces = pieces_of(channel, raw)
    if any(piece.provider_id.startswith(UNSPLIT) for piece in pieces):
        raise Unreadable("split")
    with transaction.atomic():
        if actions.delivery_still_kept(delivery.id):
            keep(channel, pieces, now=now)
            _done(delivery, now=now)


def _done(delivery: KeptDelivery, *, now: datetime) -> None:
    actions.mark_delivery_read(delivery.id, request_id=None, now=now)


def _again(delivery: KeptDelivery, reason: str, *, now: datetime) -> None:
    at = next_try_at(
        POISON, message=f"delivery-{delivery.id}", failures=delivery.tries, failed_at=now, made_at=delivery.received_at
    )
    if at is None:
        actions.mark_delivery_unreadable(delivery.id, reason=reason, now=now)
    else:
        actions.put_delivery_off(delivery.id, at=at, reason=reason)
