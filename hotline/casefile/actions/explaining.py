"""Asking the agency complained of to explain itself, and what it says: the one thing of the case that it reads."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction

from hotline.casefile.agencywords import agency_words
from hotline.casefile.models import Explanation, Message, Reporter, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealedanswers import opened_answers, sealed_answer
from hotline.core.facts import MESSAGE_ORDER, Actor, PartRole, Priority
from hotline.core.status import Move, MoveNotAllowed, Part
from hotline.core.text import clean
from hotline.directory import queries as directory
from hotline.directory.complaints import agency_named
from hotline.directory.facts import Sealed

from .answers import WordsMissing
from .drafting import NotTheLead
from .messages import channels_of, queue, tell_agency, told
from .recording import locked_part, locked_request, record, require_open, settle
from .struck import for_agencies

ASKED_LETTERS, REPLY_LETTERS = 4000, 8000


class NobodyNamed(Exception):
    """The report complains of no agency that stands today: there is nobody to ask."""


class AskedAlready(Exception):
    """The agency was asked and has not replied yet."""


class DossierTellsWho(Exception):
    """The reporter asked to be kept secret, and a dossier's number says whose it is."""


class DateMissing(Exception):
    """The day by which it has to reply is gone by."""


class Explained(Exception):
    """The agency replied already."""


def ask_explanation(
    request_id: int,
    *,
    words: str,
    due_on: date,
    tell_dossier: bool = False,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> int:
    """Ask, for the centre, the agency that a report complains of to explain itself by a day; return the explanation's id.

    It reads `words` without what would tell who reports, and the dossier's number only if it is told on purpose.
    Raises WordsMissing, NobodyNamed, AskedAlready, DateMissing, DossierTellsWho, MoveNotAllowed for a case that is over.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        if tell_dossier and Reporter.objects.filter(request_id=request.pk, hidden=True).exists():
            raise DossierTellsWho(request_id)
        struck = for_agencies(request.pk, clean(words, limit=ASKED_LETTERS))
        return _ask(request, None, struck, due_on=due_on, tell_dossier=tell_dossier, now=now, actor=actor)


def ask_explanation_for(
    part_id: int, *, words: str, due_on: date, now: datetime, actor: Actor, version: int | None = None
) -> int:
    """Ask the same for the superior that leads the case; it cannot let the agency know which dossier it is.

    Raises NotTheLead, MoveNotAllowed unless the part was taken on, and as `ask_explanation`.
    """
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        if part.role != PartRole.LEAD:
            raise NotTheLead(part_id)
        if part.state != Part.ACCEPTED:
            raise MoveNotAllowed(Part(part.state), Move.FILE_PROGRESS)
        struck = agency_words(clean(words, limit=ASKED_LETTERS), None)
        return _ask(request, part.pk, struck, due_on=due_on, tell_dossier=False, now=now, actor=actor)


def explain(explanation_id: int, *, words: str, now: datetime, actor: Actor) -> None:
    """Record what the agency complained of says; the superior that asked is told.

    Not for an agency's own database role, which has no way to the case. Raises NoSuchCase for an agency that was not asked,
    Explained, WordsMissing.
    """
    said = clean(words, limit=REPLY_LETTERS)
    if not said:
        raise WordsMissing(explanation_id)
    asked = Explanation.objects.filter(pk=explanation_id, unit_id=actor.unit_id or 0)
    request_id = asked.values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCase(explanation_id)
    with transaction.atomic():
        request = locked_request(request_id)
        explanation = Explanation.objects.select_related("part").get(pk=explanation_id)
        if explanation.replied_at is not None:
            raise Explained(explanation_id)
        explanation.reply, explanation.replied_by, explanation.replied_at = said, actor.user_id, now
        explanation.save(update_fields=["reply", "replied_by", "replied_at"])
        facts = {"explanation": explanation.pk, "unit": explanation.unit_id}
        record(request, "explanation_given", now=now, actor=actor, part=explanation.part, facts=facts)
        if explanation.part is not None:
            tell_agency(request, explanation.part, "explanation_given", now=now, once=f"x{explanation.pk}")
        settle(request, now=now)


def _ask(
    request: ServiceRequest,
    part_id: int | None,
    words: str,
    *,
    due_on: date,
    tell_dossier: bool,
    now: datetime,
    actor: Actor,
) -> int:
    require_open(request)
    if not words:
        raise WordsMissing(request.pk)
    snapshot = directory.snapshot()
    if due_on < now.astimezone(snapshot.city.zone).date():
        raise DateMissing(due_on)
    answers = opened_answers(request.attributes)
    named = agency_named(snapshot, answers)
    if not named:
        raise NobodyNamed(request.pk)
    unit_id = snapshot.units[named].id
    dossier = _dossier(request, answers) if tell_dossier else ""
    asked = Explanation(
        request_id=request.pk, unit_id=unit_id, part_id=part_id, service_id=request.service_id, words=words, dossier=dossier,
        due_on=due_on, asked_by=actor.user_id, asked_at=now,
    )  # fmt: skip
    explanation_id = _written(asked)
    facts: dict[str, Any] = {"explanation": explanation_id, "unit": unit_id}
    if part_id is not None:
        facts["part"] = part_id
    if dossier:
        facts["dossier_told"] = True
    record(request, "explanation_asked", now=now, actor=actor, facts=facts)
    _tell(request, asked, now=now)
    settle(request, now=now)
    return explanation_id


def _dossier(request: ServiceRequest, answers: Mapping[str, Any]) -> str:
    """Return what the service asks under seal of the dossier, sealed; nothing where it was not answered."""
    service = directory.snapshot().services_by_id[request.service_id]
    asked = (one.code for one in service.attributes if one.sealed is Sealed.DOSSIER)
    named = next((str(answers[code]) for code in asked if answers.get(code)), "")
    return sealed_answer(named) if named else ""


def _written(asked: Explanation) -> int:
    """Write the row and return its id. An agency's role cannot see whether another asked: the database says so."""
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as error:
        if "explanation_one_open" in str(error):
            raise AskedAlready(asked.unit_id) from None
        raise
    return asked.pk


def _tell(request: ServiceRequest, asked: Explanation, *, now: datetime) -> None:
    """Tell the agency complained of that it has to explain itself: no reference, no place, nothing of the case."""
    ends = datetime.combine(asked.due_on, time(23, 59), tzinfo=directory.snapshot().city.zone)
    facts = {"unit": asked.unit_id, "explanation": asked.pk, "due_at": ends.isoformat()}
    queue(
        [
            Message(
                request_id=request.pk,
                event="explanation_asked",
                facts=facts,
                once=f"explanation_asked:{asked.pk}:f{focal.id}:{channel}",
                priority=MESSAGE_ORDER[Priority.AGENCY],
                channel=channel,
                focal_point_id=focal.id,
                created_at=now,
                try_at=now,
            )
            for focal in told(asked.unit_id)
            for channel in channels_of(focal)
        ]
    )
