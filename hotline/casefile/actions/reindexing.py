"""Brings the blind indexes of e-mail addresses up to how they are spelt now: all spellings that reach one box are one sender.

Before, capitals before the @ made another sender: one who was blocked, or wanted no messages, was not known again. Whatever
names a point by its index is moved with it: blocks, "no messages", joins, codes, and what waits to be read.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Q, QuerySet

from hotline.casefile.models import ContactJoin, ContactPoint, Delivery, OptOut, PhoneCode, SenderRuling
from hotline.casefile.sealing import blind, opened_text
from hotline.core.blocking import Ruling
from hotline.core.facts import Channel
from hotline.core.persons import JoinedHow, JoinEnd
from hotline.core.phonecodes import CodeEnd

from .incoming import hold_blind

_BATCH = 2000


def addresses_to_reindex(*, using: str = DEFAULT_DB_ALIAS) -> dict[bytes, bytes]:
    """Return the blind indexes of e-mail addresses that are not what they would be now, each with the one of now."""
    stale: dict[bytes, bytes] = {}
    for value, index in _addresses(using):
        right = blind(Channel.EMAIL, opened_text(value))
        if right != index:
            stale[index] = right
    return stale


def reindex_addresses(*, now: datetime, using: str = DEFAULT_DB_ALIAS) -> int:
    """Give every e-mail address the index of how it is spelt now; return how many indexes changed. Again, it changes nothing."""
    stale = addresses_to_reindex(using=using)
    for old, right in stale.items():
        with transaction.atomic(using=using):
            for index in sorted((old, right)):
                hold_blind(index, using=using)
            _move(old, right, now=now, using=using)
    return len(stale)


def _addresses(using: str) -> Iterator[tuple[bytes, bytes]]:
    """Give the sealed value and the index of every address, a batch at a time."""
    rows = ContactPoint.objects.using(using).filter(kind=Channel.EMAIL, value__isnull=False, blind__isnull=False).order_by("id")
    last = 0
    while batch := list(rows.filter(pk__gt=last).values_list("id", "value", "blind")[:_BATCH]):
        last = batch[-1][0]
        yield from ((bytes(value or b""), bytes(index or b"")) for _id, value, index in batch)


def _move(old: bytes, right: bytes, *, now: datetime, using: str) -> None:
    _move_ruling(old, right, now=now, using=using)
    _move_opt_out(old, right, using=using)
    _move_joins(old, right, now=now, using=using)
    # A code is hashed with the index of whoever asked: the one that waits could not be typed back.
    codes = PhoneCode.objects.using(using).filter(asker=old)
    codes.filter(ended_at__isnull=True).update(ended=CodeEnd.REPLACED, ended_at=now)
    codes.update(asker=right)
    Delivery.objects.using(using).filter(sender=old).update(sender=right)
    ContactPoint.objects.using(using).filter(blind=old).update(blind=right)


def _move_ruling(old: bytes, right: bytes, *, now: datetime, using: str) -> None:
    """Move what was said of the sender. Of two that stand a block outweighs leave to write, then the longer counts."""
    rulings = SenderRuling.objects.using(using)
    both = rulings.filter(blind__in=[old, right], ended_at__isnull=True).order_by("id")
    standing = sorted(both.values_list("until", "ruling", "id"), key=lambda row: (row[0] > now, row[1] == Ruling.BLOCKED, row[0]))
    for until, _ruling, number in standing[:-1]:
        rulings.filter(pk=number).update(ended_at=min(now, until))
    rulings.filter(blind=old).update(blind=right)


def _move_opt_out(old: bytes, right: bytes, *, using: str) -> None:
    row = OptOut.objects.using(using).filter(pk=old).first()
    if row is not None:
        OptOut.objects.using(using).get_or_create(blind=right, defaults={"channel": row.channel, "since": row.since})
        row.delete()


def _move_joins(old: bytes, right: bytes, *, now: datetime, using: str) -> None:
    """Move the joins. What would join a point with itself, or once more with the same, is ended; a code outweighs a word."""
    joins = ContactJoin.objects.using(using).only("id", "how", "one_node", "other_node")  # also in a migration of before others
    own = joins.filter(Q(one_node=old, other_node=right) | Q(one_node=right, other_node=old))
    own.filter(ended_at__isnull=True).update(ended=JoinEnd.REPLACED, ended_at=now)
    own.update(one_node=None, other_node=None)
    for row in joins.filter(Q(one_node=old) | Q(other_node=old), ended_at__isnull=True).order_by("id"):
        far = row.other_node if bytes(row.one_node or b"") == old else row.one_node
        same = joins.filter(Q(one_node=right, other_node=far) | Q(one_node=far, other_node=right), ended_at__isnull=True).first()
        if same is not None:
            weaker = same if row.how == JoinedHow.CODE and same.how != JoinedHow.CODE else row
            joins.filter(pk=weaker.pk).update(ended=JoinEnd.REPLACED, ended_at=now)
        _name_anew(joins.filter(pk=row.pk), old, right)
    _name_anew(joins, old, right)


def _name_anew(joins: QuerySet[ContactJoin], old: bytes, right: bytes) -> None:
    joins.filter(one_node=old).update(one_node=right)
    joins.filter(other_node=old).update(other_node=right)
