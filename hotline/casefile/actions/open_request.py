"""Reports become cases here, and only here: one statement writes the case and all that follows from it."""

import secrets
from datetime import datetime

import psycopg
from django.db import connection, transaction

from hotline.casefile.contactpoints import Point, read_email, read_phone
from hotline.casefile.facts import ContactDraft, Draft, Opened
from hotline.casefile.models import IntakeKey, ServiceRequest
from hotline.casefile.sealing import digest, opened_text
from hotline.core.facts import CITIZEN, Actor, PlaceNeed
from hotline.directory import queries as directory
from hotline.directory.facts import Directory, ServiceFacts

from . import writing
from .proposing import UnknownService
from .reportrow import ReportRow

_TRIES = 5


class KeyReused(Exception):
    """The idempotency key was used for another report."""


class PlaceMissing(Exception):
    """The service needs to know where."""


class UnknownStream(Exception):
    """The profile has no hotline of this code, or it does not take this service."""


class KindNotAllowed(Exception):
    """The service does not take this kind of word."""


def open_request(draft: Draft, *, key: str | None = None, payload: bytes = b"", now: datetime, actor: Actor = CITIZEN) -> Opened:
    """Write the report with its contact, clocks, proposed parts, events and receipt, durably, and return it.

    `key` makes a repeat known for 30 days: with the same `payload` it gives the same report, whoever asks first and
    however many ask at once. Raises KeyReused, UnknownService, UnknownStream, KindNotAllowed, PlaceMissing,
    NotAContact, TextTooLong, NoSuchAttachment; nothing is written then.
    """
    snapshot = directory.snapshot()
    service = _service(snapshot, draft)
    points = _points(draft.contact)
    hashed_key = digest(f"{draft.channel}:{key}") if key else secrets.token_bytes(32)
    hashed_payload = digest(payload)
    for attempt in range(_TRIES):
        row = ReportRow(snapshot, service, draft, points, now=now, actor=actor)
        columns = {**row.columns(), "key": hashed_key, "payload": hashed_payload}
        try:
            is_new = writing.write(columns, photos=draft.attachments)
        except psycopg.errors.UniqueViolation as error:
            if attempt + 1 == _TRIES or not _is_reference(error) or connection.in_atomic_block:
                raise
            continue
        if not is_new:
            return _again(hashed_key, hashed_payload, now=now)
        return Opened(row.id, row.reference, row.link, now, created=True)
    raise AssertionError("unreachable")


def _service(snapshot: Directory, draft: Draft) -> ServiceFacts:
    service = snapshot.services.get(draft.service)
    if service is None:
        raise UnknownService(draft.service)
    stream = snapshot.centre.stream(draft.stream)
    if stream is None or not stream.takes(draft.service):
        raise UnknownStream(draft.stream)
    if draft.kind is not None and draft.kind not in service.kinds:
        raise KindNotAllowed(draft.kind)
    if service.place is PlaceNeed.REQUIRED and not draft.place.area_code:
        raise PlaceMissing(draft.service)
    return service


def _points(contact: ContactDraft | None) -> list[Point]:
    """Return the points as typed, an account or else the telephone first: that is where the answer goes."""
    if contact is None:
        return []
    typed = [contact.account] if contact.account else []
    typed += [read_phone(contact.phone)] if contact.phone.strip() else []
    return typed + ([read_email(contact.email)] if contact.email.strip() else [])


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
