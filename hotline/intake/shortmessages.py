"""The door by which an SMSC's messages come in: kept on the disk before the centre is told that we have them."""

import json
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from django.db import transaction

from hotline.casefile import actions
from hotline.casefile.contactpoints import NotAContact, read_phone
from hotline.core.inbound import Unreadable
from hotline.intake.channels.smpp import CHANNELS, number_of
from hotline.intake.deliversm import Delivered, delivered
from hotline.intake.keeping import blind_of, keep
from hotline.intake.port import Piece

PARTS_WAIT = timedelta(minutes=5)
"""How long a message waits for its parts before it goes on without them (chưa kiểm chứng: ours)."""

NO_NUMBER = "no_number"
(SMPP,) = CHANNELS

log = structlog.get_logger(__name__)


def take(pdu: bytes, now: datetime) -> None:
    """Keep a deliver_sm: a receipt, a message, or a part of one. When this returns it is on the disk, or refused and counted.

    What cannot be read is kept as it is, for a person; what no telephone sent (a brand name, a short number) is refused.
    """
    try:
        said = delivered(pdu)
    except Unreadable:
        _keep_whole(pdu, now=now)
        return
    if said.is_receipt:
        body = json.dumps({"receipt": pdu.hex()}).encode()
        keep(SMPP, [Piece(f"receipt:{sha256(_said(pdu)).hexdigest()}", body)], now=now)
    elif _is_number(said):
        _add(pdu, said, now=now)
    else:
        actions.count_refused(SMPP.name, NO_NUMBER, now=now)
        log.info("short message from no number", way=SMPP.name)


def give_lone_parts(now: datetime) -> int:
    """Give one message out whose parts never came, as far as it goes; return how many were."""
    with transaction.atomic():
        lone = actions.lone_parts(SMPP.name, before=now - PARTS_WAIT, now=now)
        if lone is not None:
            keep(SMPP, [_piece(lone)], now=now)
            log.warning("short message without all its parts", way=SMPP.name, parts=len(lone.bodies), of=lone.total)
    return int(lone is not None)


def _add(pdu: bytes, said: Delivered, *, now: datetime) -> None:
    sender = blind_of(SMPP.channel, number_of(said.source))
    with transaction.atomic():
        whole = actions.add_part(
            SMPP.name, sender=sender, place=said.place, said=said.octets + said.destination.encode(), body=pdu, now=now
        )
        for one in whole:
            keep(SMPP, [_piece(one, number_of(said.source))], now=now)


def _piece(whole: actions.PartsTogether, sender: str = "") -> Piece:
    body = {"of": whole.total, "parts": {str(number): bytes(pdu).hex() for number, pdu in whole.bodies.items()}}
    sender = sender or number_of(delivered(next(iter(whole.bodies.values()))).source)
    return Piece(f"message:{whole.id}", json.dumps(body).encode(), sender=sender, said_at=whole.began_at)


def _keep_whole(pdu: bytes, *, now: datetime) -> None:
    body = json.dumps({"of": 1, "parts": {"1": pdu.hex()}}).encode()
    keep(SMPP, [Piece(f"odd:{sha256(_said(pdu)).hexdigest()}", body)], now=now)


def _said(pdu: bytes) -> bytes:
    """Return what of a PDU stays the same when it is sent again: all but its sequence number."""
    return pdu[:12] + pdu[16:]


def _is_number(said: Delivered) -> bool:
    try:
        read_phone(number_of(said.source))
    except NotAContact:
        return False
    return True
