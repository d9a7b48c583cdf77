"""Verifying the record: every event genuine, every event in exactly one seal, every seal in an unbroken chain."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from .auditfolder import Head, UnreadableHeads, read_heads
from .eventmac import event_digest, event_mac, seal_mac
from .eventrows import SELECT, event_columns

UNSEALED_LIMIT = timedelta(seconds=60)
_MOST_FAULTS = 50

_EVENTS = SELECT + " ORDER BY id"
_SEALS = """
SELECT position, horizon::text, event_ids, digests, previous, mac, sealed_at FROM casefile_seal ORDER BY position
"""


@dataclass(slots=True)
class Verdict:
    """What was found. `faults` are sentences for the auditor; empty means that the record is whole."""

    sealed: int = 0
    unsealed: int = 0
    oldest_unsealed_at: datetime | None = None
    seals: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Return whether nothing was found."""
        return not self.faults

    def fault(self, sentence: str) -> None:
        """Add a finding; past fifty only the first are kept, the verdict is no better for more."""
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(sentence)


def verify(now: datetime, *, heads: Callable[[], list[Head]] = read_heads) -> Verdict:
    """Read the whole record in one snapshot and return what is wrong with it.

    Found are: a changed, deleted, inserted or reordered event; a changed, deleted or recomputed seal; a cut tail, also
    one that was sealed over; an event that has waited longer than UNSEALED_LIMIT for its seal.
    """
    verdict = Verdict()
    before = _first_written(verdict, heads)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_current_snapshot()")
        # The worker goes on sealing: what was written before must be in the snapshot, what is in it must be written now.
        written = _first_written(Verdict(), heads)
        sealed = _check_seals(verdict, _rows(cursor, _SEALS), written, newest_before=max(before, default=0))
        _check_events(verdict, _rows(cursor, _EVENTS), sealed, now=now)
    return verdict


def _first_written(verdict: Verdict, heads: Callable[[], list[Head]]) -> dict[int, str]:
    """Return the mac of each seal as it was first written outside the database.

    A second, different one is the trace of a tail that was cut off and sealed over: the worker cannot know, we can.
    """
    first: dict[int, str] = {}
    try:
        for head in heads():
            if first.setdefault(head.position, head.mac) != head.mac:
                verdict.fault(f"the chain was cut before seal {head.position}, which was then made anew")
    except UnreadableHeads as error:
        verdict.fault(f"the heads outside the database cannot be read: {error}")
    return first


def _check_seals(
    verdict: Verdict, rows: Iterator[tuple[Any, ...]], heads: dict[int, str], *, newest_before: int
) -> dict[int, bytes]:
    """Check the chain and return the digest that each sealed event must have."""
    digests_of: dict[int, bytes] = {}
    expected, previous, horizon_before = 1, b"", -1
    for position, horizon_text, event_ids, stored_digests, stored_previous, stored_mac, sealed_at in rows:
        horizon, digests, mac = int(horizon_text), bytes(stored_digests), bytes(stored_mac)
        if position != expected:
            verdict.fault(f"seal {expected} is missing: the next one is {position}")
        if bytes(stored_previous) != previous and position == expected:
            verdict.fault(f"seal {position} does not follow the one before it")
        if horizon <= horizon_before:
            verdict.fault(f"seal {position} reaches no further than the one before it")
        made = seal_mac(
            position=position,
            horizon=horizon,
            event_ids=event_ids,
            digests=digests,
            previous=bytes(stored_previous),
            sealed_at=sealed_at,
        )
        if made != mac:
            verdict.fault(f"seal {position} was changed or made without the key")
        if heads.get(position) not in (None, mac.hex()):
            verdict.fault(f"seal {position} is not the one whose head was written outside the database")
        for index, event_id in enumerate(event_ids):
            if event_id in digests_of:
                verdict.fault(f"event {event_id} is sealed twice")
            digests_of[event_id] = digests[32 * index : 32 * index + 32]
        expected, previous, horizon_before = position + 1, mac, horizon
        verdict.seals += 1
    _check_heads(verdict, heads, last=expected - 1, newest_before=newest_before)
    return digests_of


def _check_heads(verdict: Verdict, heads: dict[int, str], *, last: int, newest_before: int) -> None:
    newest = max(heads, default=0)
    if newest_before > last:
        verdict.fault(f"the chain was cut: it ends at seal {last}, but seal {newest_before} had been written")
    gaps = [position for position in range(1, newest + 1) if position not in heads]
    if gaps:
        verdict.fault(f"the heads outside the database lack seal {gaps[0]}")
    # A crash leaves one seal without its head, and the next sealing writes it; more is no crash.
    if last - newest > 1:
        verdict.fault(f"the heads outside the database end at seal {newest}, the chain at {last}")


def _check_events(verdict: Verdict, rows: Iterator[tuple[Any, ...]], sealed: dict[int, bytes], *, now: datetime) -> None:
    macs: set[bytes] = set()
    for row in rows:
        event = event_columns(row)
        event_id, mac = event["id"], bytes(event["mac"])
        if event_mac(event) != mac:
            verdict.fault(f"event {event_id} was changed or made without the key")
        if mac in macs:
            verdict.fault(f"event {event_id} is a copy of another")
        macs.add(mac)
        digest = sealed.pop(event_id, None)
        if digest is None:
            _note_unsealed(verdict, event)
        elif digest != event_digest(event):
            verdict.fault(f"event {event_id} is not what was sealed")
        else:
            verdict.sealed += 1
    for event_id in sealed:
        verdict.fault(f"event {event_id} was sealed and is gone")
    oldest = verdict.oldest_unsealed_at
    if oldest is not None and now - oldest > UNSEALED_LIMIT:
        verdict.fault(f"an event of {oldest.isoformat()} has waited too long for its seal")


def _note_unsealed(verdict: Verdict, event: dict[str, Any]) -> None:
    verdict.unsealed += 1
    if verdict.oldest_unsealed_at is None or event["at"] < verdict.oldest_unsealed_at:
        verdict.oldest_unsealed_at = event["at"]


def _rows(cursor: Any, sql: str) -> Iterator[tuple[Any, ...]]:
    cursor.execute(f"DECLARE audit NO SCROLL CURSOR FOR {sql}")
    try:
        while rows := _fetch(cursor):
            yield from rows
    finally:
        cursor.execute("CLOSE audit")


def _fetch(cursor: Any) -> list[tuple[Any, ...]]:
    cursor.execute("FETCH 5000 FROM audit")
    return list(cursor.fetchall())
