"""Reports become cases here, and only here: one statement writes the case and all that follows from it."""

import re
import secrets
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction
from msgspec import json
from psycopg.types.json import Jsonb

from hotline.casefile.agencywords import agency_words
from hotline.casefile.contactpoints import Point, read_email, read_phone
from hotline.casefile.facts import ContactDraft, Draft, Opened
from hotline.casefile.models import IntakeKey, ServiceRequest
from hotline.casefile.placing import cell_of
from hotline.casefile.sealing import blind, digest, opened_text, sealed, sealed_text
from hotline.core.clockrules import ClockOn, ClockRule, day_of, rules_on
from hotline.core.derivation import StartedBy
from hotline.core.facts import CITIZEN, MESSAGE_ORDER, Actor, Channel, Kind, PlaceNeed, Priority
from hotline.core.reference import RANDOM_BYTES, new_reference
from hotline.core.routing import Decision
from hotline.core.text import clean
from hotline.directory import queries as directory
from hotline.directory.facts import Directory, ServiceFacts

from .attaching import NoSuchAttachment
from .clocks import clock_columns
from .proposing import Proposal, UnknownService, propose_for
from .recording import event_row
from .requestids import next_request_id

WORDS_LETTERS = 5000
PLACE_LETTERS = 500
_TRIES = 5


class KeyReused(Exception):
    """The idempotency key was used for another report."""


class PlaceMissing(Exception):
    """The service needs to know where."""


class KindNotAllowed(Exception):
    """The service does not take this kind of word."""


def open_request(draft: Draft, *, key: str | None = None, payload: bytes = b"", now: datetime, actor: Actor = CITIZEN) -> Opened:
    """Write the report with its contact, clocks, proposed parts, events and receipt, durably, and return it.

    `key` makes a repeat known for 30 days: with the same `payload` it gives the same report, whoever asks first and
    however many ask at once. Raises KeyReused, UnknownService, KindNotAllowed, PlaceMissing, NotAContact,
    TextTooLong, NoSuchAttachment; nothing is written then.
    """
    snapshot = directory.snapshot()
    service = _service(snapshot, draft)
    points = _points(draft.contact)
    hashed_key = digest(f"{draft.channel}:{key}") if key else secrets.token_bytes(32)
    hashed_payload = digest(payload)
    for attempt in range(_TRIES):
        row = _Row(snapshot, service, draft, points, now=now, actor=actor)
        try:
            written = _write({**row.parameters(), "key": hashed_key, "payload": hashed_payload})
        except psycopg.errors.UniqueViolation as error:
            if attempt + 1 == _TRIES or not _is_reference(error) or connection.in_atomic_block:
                raise
            continue
        if written is None:
            return _again(hashed_key, hashed_payload, now=now)
        return Opened(row.id, row.reference, row.link, now, created=True)
    raise AssertionError("unreachable")


class _Row:
    """All parameters of the one statement for one report."""

    def __init__(
        self,
        snapshot: Directory,
        service: ServiceFacts,
        draft: Draft,
        points: list[Point],
        *,
        now: datetime,
        actor: Actor,
    ) -> None:
        self.id = next_request_id()
        self.reference = new_reference(now, secrets.token_bytes(RANDOM_BYTES), number=snapshot.city.reference_number)
        self.link = secrets.token_urlsafe(16)
        self._snapshot, self._service, self._draft, self._points = snapshot, service, draft, points
        self._now, self._actor = now, actor
        self._kind = draft.kind or service.kinds[0]
        self._words = clean(draft.words, limit=WORDS_LETTERS)
        self._place_words = clean(draft.place.words, limit=PLACE_LETTERS)
        self._proposal = propose_for(
            snapshot,
            service,
            kind=self._kind,
            stream=draft.stream,
            place=draft.place,
            words=self._words,
            service_chosen=draft.service_chosen,
            received_at=now,
            about=snapshot.agency_named(service, draft.attributes),
        )
        self._urgent = self._kind is Kind.EMERGENCY or self._proposal.urgent

    def parameters(self) -> dict[str, Any]:
        """Return the statement's parameters by name."""
        draft, place, contact = self._draft, self._draft.place, self._draft.contact
        parts = self._parts()
        return {
            "id": self.id,
            "reference": self.reference,
            "link_hash": digest(self.link),
            "link_token": sealed_text(self.link),
            "kind": self._kind.value,
            "stream": draft.stream.value,
            "language": draft.language,
            "channel": draft.channel.value,
            "service": self._service.id,
            "service_chosen": draft.service_chosen,
            "words": self._words,
            "agency_words": agency_words(self._words, contact),
            "attributes": _json(dict(draft.attributes)),
            "lat": place.lat,
            "lon": place.lon,
            "cell": cell_of(place),
            "place_words": self._place_words,
            "agency_place": agency_words(self._place_words, contact),
            "area": place.area_id,
            "area_how": place.how.value if place.how else "",
            "urgent": self._urgent,
            "level": self._service.level.value,
            "now": self._now,
            "contact_name": sealed_text(clean(contact.name, limit=200)) if contact and contact.name else None,
            "points": _json([self._point(point) for point in self._points]),
            "has_contact": bool(self._points),
            "answer_on": self._points[0].channel.value if self._points else "",
            "hidden": bool(contact and contact.hidden),
            "raw": sealed(draft.raw) if draft.raw else None,
            "parts": _json(parts),
            "clocks": _json(self._clocks(len(parts))),
            "events": _json(self._events(parts)),
            "messages": _json(self._messages()),
            "attachments": list(draft.attachments),
        }

    def _point(self, point: Point) -> dict[str, str]:
        return {
            "kind": point.channel.value,
            "value": sealed_text(point.value).hex(),
            "blind": blind(point.channel.value, point.value).hex(),
        }

    def _parts(self) -> list[dict[str, Any]]:
        proposal: Proposal = self._proposal
        rule = proposal.decision.rule if isinstance(proposal.decision, Decision) else ""
        return [
            {
                "unit": self._snapshot.units[code].id,
                "role": role.value,
                "rule": rule,
                "because": proposal.because(),
                "automatic": bool(proposal.automatic),
            }
            for code, role in proposal.roles()
        ]

    def _clocks(self, agencies: int) -> list[dict[str, Any]]:
        rules = _clock_rules(self._snapshot, day_of(self._now), self._service, self._kind, agencies)
        return [clock_columns(rule, StartedBy.RECEIVED, self._now) for rule in rules]

    def _events(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        opened = {
            "service": self._service.code,
            "area": self._draft.place.area_code,
            "channel": self._draft.channel.value,
            "hints": [hint.kind.value for hint in self._proposal.hints],
        }
        rows = [event_row(self.id, "received", now=self._now, actor=self._actor, facts=opened)]
        for part in parts:
            facts = {"unit": part["unit"], "role": part["role"], "rule": part["rule"]}
            rows.append(event_row(self.id, "proposed", now=self._now, actor=self._actor, facts=facts))
        return [{**row, "mac": row["mac"].hex()} for row in rows]

    def _messages(self) -> list[dict[str, Any]]:
        if not self._points or self._points[0].channel not in (Channel.SMS, Channel.EMAIL):
            return []
        priority = Priority.EMERGENCY if self._urgent else Priority.CITIZEN
        return [
            {
                "event": "received",
                "once": f"received:{self.id}",
                "priority": MESSAGE_ORDER[priority],
                "channel": self._points[0].channel.value,
            }
        ]


def _service(snapshot: Directory, draft: Draft) -> ServiceFacts:
    service = snapshot.services.get(draft.service)
    if service is None:
        raise UnknownService(draft.service)
    if draft.kind is not None and draft.kind not in service.kinds:
        raise KindNotAllowed(draft.kind)
    if service.place is PlaceNeed.REQUIRED and not draft.place.area_code:
        raise PlaceMissing(draft.service)
    return service


def _points(contact: ContactDraft | None) -> list[Point]:
    """Return the points as typed, the telephone first: that is where the answer goes when both are given."""
    if contact is None:
        return []
    typed = [read_phone(contact.phone)] if contact.phone.strip() else []
    return typed + ([read_email(contact.email)] if contact.email.strip() else [])


def _write(parameters: dict[str, Any]) -> int | None:
    """Run the statement; return how many photos were bound, or None if the key was there already.

    Prepared on the server once for each connection: planning it costs more than running it.
    """
    connection.ensure_connection()
    statement, names = _statement()
    values = [parameters[name] for name in names]
    with psycopg.RawCursor(connection.connection) as cursor:
        if not parameters["attachments"]:
            cursor.execute(statement, values, prepare=True)
            return _count(cursor.fetchone())
        with transaction.atomic():
            cursor.execute(statement, values, prepare=True)
            bound = _count(cursor.fetchone())
            if bound is not None and bound != len(set(parameters["attachments"])):
                raise NoSuchAttachment(",".join(parameters["attachments"]))
            return bound


def _count(row: tuple[int] | None) -> int | None:
    return None if row is None else row[0]


@cache
def _statement() -> tuple[str, tuple[str, ...]]:
    """Return the statement with numbered parameters and their names in order; parsed once, not for each report."""
    text = (Path(__file__).parent.parent / "sql" / "open_request.sql").read_text()
    names = tuple(dict.fromkeys(re.findall(r"%\((\w+)\)s", text)))
    for number, name in enumerate(names, start=1):
        text = text.replace(f"%({name})s", f"${number}")
    return text, names


def _again(hashed_key: bytes, hashed_payload: bytes, *, now: datetime) -> Opened:
    """Return the report of a known key. The key's row is written, so that a repeat too waits for what it was told."""
    with transaction.atomic():
        known = IntakeKey.objects.select_for_update().get(pk=hashed_key)
        if bytes(known.payload) != hashed_payload:
            raise KeyReused
        known.asked_again_at = now
        known.save(update_fields=["asked_again_at"])
        request = ServiceRequest.objects.only("reference", "link_token", "received_at").get(pk=known.request_id)
    link = opened_text(request.link_token)
    return Opened(request.pk, request.reference, link, request.received_at, created=False)


def _is_reference(error: psycopg.errors.UniqueViolation) -> bool:
    return "reference" in (error.diag.constraint_name or "")


@lru_cache(maxsize=4096)
def _clock_rules(snapshot: Directory, day: date, service: ServiceFacts, kind: Kind, agencies: int) -> tuple[ClockRule, ...]:
    """Return the rules whose clocks a report starts; kept, for of one day's reports few are the first of their service."""
    rules = rules_on(day, snapshot.clock_rules, service=service.code, kind=kind, agencies=agencies, level=service.level)
    return tuple(rule for rule in rules if rule.on is ClockOn.REQUEST and rule.starts is StartedBy.RECEIVED)


def _json(value: Any) -> Jsonb:
    """Return a parameter of JSON; moments and days in it become ISO 8601."""
    return Jsonb(value, dumps=json.encode)
