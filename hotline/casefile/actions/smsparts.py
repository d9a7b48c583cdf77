"""The parts of long SMS: kept as they come, in whatever order and however often, and given out once; those that we sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import connection

from hotline.casefile.models.smsparts import InboundPart, SentPart
from hotline.casefile.sealing import opened, sealed
from hotline.core.smsparts import Place

REPEATS_WITHIN = timedelta(minutes=15)
"""A centre repeats what it had no answer to (chưa kiểm chứng: ours); later the same words are said again by the person."""
_KNOWN_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PartsTogether:
    """What has come of one message: bodies by their numbers, of `total`; `id` names it, the same in every repeat."""

    id: str
    sender: bytes
    bodies: Mapping[int, bytes]
    total: int
    began_at: datetime


def add_part(way: str, *, sender: bytes, place: Place, said: bytes, body: bytes, now: datetime) -> Sequence[PartsTogether]:
    """Keep one part and return what it completes: nothing, its message, or before it an older one that it cannot belong to.

    `said` is what makes it a repeat of one that there is, which changes nothing. To be called in the transaction that
    keeps what is returned.
    """
    _hold(sender)
    digest = sha256(said).digest()
    same = InboundPart.objects.filter(way=way, sender=sender, reference=place.reference, total=place.total)
    if same.filter(number=place.number, digest=digest, came_at__gt=now - REPEATS_WITHIN).exists():
        return []
    given = []
    waiting = same.filter(given_at__isnull=True)
    if waiting.filter(number=place.number).exists():  # another message: references come again
        given.append(_given_out(list(waiting), now=now))
    InboundPart.objects.create(
        way=way,
        sender=sender,
        reference=place.reference,
        total=place.total,
        number=place.number,
        digest=digest,
        body=sealed(body),
        came_at=now,
    )
    rows = list(waiting.order_by("number"))
    return [*given, _given_out(rows, now=now)] if len(rows) == place.total else given


def lone_parts(way: str, *, before: datetime, now: datetime) -> PartsTogether | None:
    """Return a message of which parts are missing since `before`, and which is whole now as far as it goes; None without one.

    To be called in the transaction that keeps it.
    """
    first = InboundPart.objects.filter(way=way, given_at__isnull=True, came_at__lt=before).order_by("came_at").first()
    if first is None:
        return None
    _hold(bytes(first.sender))
    same = {"way": way, "sender": bytes(first.sender), "reference": first.reference, "total": first.total}
    rows = list(InboundPart.objects.filter(given_at__isnull=True, **same).order_by("number"))
    return _given_out(rows, now=now) if rows else None


def forget_parts(*, now: datetime) -> int:
    """Forget parts that were given out; return how many."""
    return InboundPart.objects.filter(given_at__lt=now - _KNOWN_FOR).delete()[0]


def receipt_of_part(
    provider_id: str, kind: str, *, channels: Collection[str], weights: Mapping[str, int]
) -> tuple[int, str] | None:
    """Keep what became of one part; return its message and what became of that: as little as of its unluckiest part.

    None where no part has this id.
    """
    part = SentPart.objects.select_for_update().filter(provider_id=provider_id, channel__in=channels).order_by("-id").first()
    if part is None:
        return None
    if weights[kind] > weights.get(part.receipt, 0):
        part.receipt = kind
        part.save(update_fields=["receipt"])
    tracked = SentPart.objects.filter(message_id=part.message_id).exclude(provider_id="")
    states = set(tracked.values_list("receipt", flat=True))
    worst = "failed" if "failed" in states else min((state or "buffered" for state in states), key=weights.__getitem__)
    return part.message_id, worst


def _given_out(rows: Sequence[InboundPart], *, now: datetime) -> PartsTogether:
    bodies = {row.number: opened(row.body) for row in rows if row.body}
    name = sha256(b"".join(bytes(row.digest) for row in rows) + rows[0].came_at.isoformat().encode()).hexdigest()
    InboundPart.objects.filter(pk__in=[row.pk for row in rows]).update(body=None, given_at=now)
    began_at = min(row.came_at for row in rows)
    return PartsTogether(name, bytes(rows[0].sender), bodies, rows[0].total, began_at)


def _hold(sender: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(sha256(b"parts" + sender).digest()[:8], signed=True)])
