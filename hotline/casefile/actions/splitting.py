"""One report that tells of several matters becomes several: each further matter a report of its own, of the same people."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from hotline.casefile.facts import Draft
from hotline.casefile.models import Attachment, Clock, Reporter, ServiceRequest
from hotline.casefile.models.clocks import ClockState
from hotline.casefile.sealedanswers import opened_answers
from hotline.core.clockrules import StoppedBy
from hotline.core.derivation import Derivation, rederive
from hotline.core.facts import Actor, AttachmentKind, Channel, Place, PlaceHow
from hotline.core.text import clean, fold
from hotline.directory import queries as directory
from hotline.directory.facts import Directory

from .messages import tell_reporters
from .open_request import open_request
from .recording import locked_request, record, require_open, settle
from .struck import for_agencies

MATTER_LETTERS = 5000


class NothingToSplit(Exception):
    """No further matter was named, or one that is the whole report again."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One further matter of a report: its service, its words as the operator takes them out of it, its photos by number."""

    service: str
    words: str
    photos: tuple[int, ...] = ()


def split_request(
    request_id: int, matters: Sequence[Matter], *, now: datetime, actor: Actor, version: int | None = None
) -> tuple[int, ...]:
    """Open a report for each further matter and return their numbers; what was reported stays as it is.

    Everybody who reported it reports the new ones, is told of each, and is answered there: with a reference and a link of its
    own. Photos named go along. Deadlines of the citizen count from when the whole was received: splitting costs no time.
    Raises NothingToSplit, UnknownService, PlaceMissing, TextTooLong, NoSuchCase, MoveNotAllowed for a report that is refused or
    answered, StandsMerged.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        _require_further(request, matters)
        made = tuple(_open(request, matter, now=now, actor=actor) for matter in matters)
        record(request, "split_off", now=now, actor=actor, facts={"requests": list(made)})
        settle(request, now=now)
        return made


def _require_further(request: ServiceRequest, matters: Sequence[Matter]) -> None:
    service = directory.snapshot().services_by_id[request.service_id].code
    for matter in matters:
        words = clean(matter.words, limit=MATTER_LETTERS)
        if not words or (matter.service == service and fold(words).split() == fold(request.words).split()):
            raise NothingToSplit(request.pk)
    if not matters:
        raise NothingToSplit(request.pk)


def _open(request: ServiceRequest, matter: Matter, *, now: datetime, actor: Actor) -> int:
    opened = open_request(_draft(request, matter), now=now, actor=actor)
    for reporter in Reporter.objects.filter(request_id=request.pk).order_by("id"):
        reporter.pk, reporter.request_id = None, opened.request_id
        reporter.save(force_insert=True)
    going = Attachment.objects.filter(pk__in=matter.photos, request_id=request.pk, part=None, kind__in=_OF_REPORTERS)
    going.update(request_id=opened.request_id)
    made = locked_request(opened.request_id)
    # Opened without its people, it could not strike out their names.
    made.agency_words = for_agencies(made.pk, clean(matter.words, limit=MATTER_LETTERS))
    made.agency_place = request.agency_place
    made.also_stream = _also(request, made, matter)
    _count_from(made, request.received_at)
    event = record(made, "split_from", now=now, actor=actor, facts={"from": request.pk})
    tell_reporters(made, "split", now=now, once=f"e{event}")
    settle(made, now=now, fields=("agency_words", "agency_place", "also_stream"))
    return made.pk


_OF_REPORTERS = (AttachmentKind.REPORT, AttachmentKind.REPLY, AttachmentKind.NOT_DONE)


def _draft(request: ServiceRequest, matter: Matter) -> Draft:
    snapshot = directory.snapshot()
    area = snapshot.areas_by_id.get(request.area_id) if request.area_id else None
    is_same = snapshot.services_by_id[request.service_id].code == matter.service
    return Draft(
        service=matter.service,
        words=matter.words,
        channel=Channel(request.channel),
        place=Place(
            lat=request.lat,
            lon=request.lon,
            words=request.place_words,
            area_id=request.area_id,
            area_code=area.code if area else "",
            how=PlaceHow(request.area_how) if request.area_how else None,
        ),
        stream=_stream(request, matter, snapshot),
        language=request.language,
        attributes=_answers(request, matter, is_same=is_same),
    )


def _stream(request: ServiceRequest, matter: Matter, snapshot: Directory) -> str:
    """Return the hotline of what is split off: that of the whole, the centre's own for a matter that it does not take."""
    whole = snapshot.centre.stream(request.stream)
    return whole.code if whole and whole.takes(matter.service) else snapshot.centre.own_stream.code


def _also(request: ServiceRequest, made: ServiceRequest, matter: Matter) -> str:
    """Return the second hotline of what is split off: that of the whole, as far as it takes the matter."""
    second = directory.snapshot().centre.stream(request.also_stream)
    return second.code if second and second.code != made.stream and second.takes(matter.service) else ""


def _answers(request: ServiceRequest, matter: Matter, *, is_same: bool) -> dict[str, Any]:
    """Return what was answered: all of it for the same service, and what is kept sealed as far as the other asks it too."""
    answers = opened_answers(request.attributes)
    service = directory.snapshot().services.get(matter.service)
    asked = {one.code for one in service.attributes if one.is_sealed} if service else set()
    return answers if is_same else {code: answer for code, answer in answers.items() if code in asked}


def _count_from(request: ServiceRequest, received_at: datetime) -> None:
    """Reckon the deadlines of the citizen from when the whole report came; the operators' own begins with the splitting."""
    counting = Clock.objects.filter(request_id=request.pk, state=ClockState.RUNNING).exclude(stops=StoppedBy.FORWARDED)
    for clock in counting:
        before = Derivation.from_json(clock.derivation)
        after = rederive(replace(before, started_at=received_at), directory.snapshot().calendars[clock.calendar])
        clock.started_at, clock.due_at, clock.derivation = received_at, after.due_at, after.as_json()
        clock.save(update_fields=["started_at", "due_at", "derivation"])
