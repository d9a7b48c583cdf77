"""The one door by which deliveries of citizens come in, from whatever program: kept, durably, before anybody reads them."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from hotline.casefile import actions
from hotline.casefile.contactpoints import NotAContact, read_account
from hotline.casefile.sealing import blind
from hotline.core.facts import Channel
from hotline.core.inbound import Unreadable
from hotline.intake.port import InboundChannel, Piece, RawRequest

UNSPLIT = "whole:"
"""Begins the id of a request that could not be split: it is split again when it is read again."""

_LONGEST_NAME = 1000
"""More, and the index of names does not take it."""


def keep(channel: InboundChannel, pieces: Sequence[Piece], *, now: datetime) -> None:
    """Keep deliveries; those that are there already stay as they are. When this returns they are on the disk.

    For LMTP, IMAP and SMPP as for HTTP: only now may the other side be told that we have them.
    """
    actions.keep_deliveries(
        [
            actions.delivery_row(
                channel.name,
                provider_id=_name(piece.provider_id),
                body=piece.body,
                now=now,
                sender=blind_of(channel.channel, piece.sender) if piece.sender else None,
                said_at=piece.said_at or now,
            )
            for piece in pieces
        ]
    )


def keep_request(channel: InboundChannel, request: RawRequest, *, now: datetime) -> None:
    """Keep the deliveries of one request; as a whole, to be looked at by a person, when it cannot be split."""
    keep(channel, pieces_of(channel, request), now=now)


def pieces_of(channel: InboundChannel, request: RawRequest) -> Sequence[Piece]:
    """Return the deliveries of one request, or the whole as one."""
    try:
        return channel.split(request)
    except Unreadable:
        raw = request.body or request.query.encode()
        return [Piece(f"{UNSPLIT}{sha256(raw).hexdigest()}", raw)]


def _name(provider_id: str) -> str:
    """Return the provider's name of a delivery; of one that the database does not take, its digest."""
    if len(provider_id) <= _LONGEST_NAME and provider_id.isprintable():
        return provider_id
    return f"odd:{sha256(provider_id.encode(errors='surrogatepass')).hexdigest()}"


def blind_of(channel: Channel, sender: str) -> bytes:
    """Return the blind index of a sender, however the number is written; of one that is no number, of what stands there."""
    try:
        point = read_account(channel, sender)
    except NotAContact:
        return blind(channel.value, sender.encode(errors="replace").decode())
    return blind(point.channel.value, point.value)
