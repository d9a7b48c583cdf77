"""Asking the agency complained of to explain itself, and what it says: the one thing of the case that it reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from hotline.casefile.agencywords import agency_words, words_without_codes
from hotline.casefile.models import Clock, Explanation, Reporter, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealedanswers import opened_answers, sealed_answer
from hotline.core.clockrules import EXPLANATION, ClockOn, StoppedBy
from hotline.core.derivation import StartedBy
from hotline.core.facts import Actor, PartRole
from hotline.core.givendays import lasts_until
from hotline.core.status import Move, MoveNotAllowed, Part
from hotline.core.text import clean
from hotline.directory import queries as directory
from hotline.directory.complaints import agency_named, sealed_questions
from hotline.directory.facts import Sealed

from . import clocks
from .answers import WordsMissing
from .directing import UNVERIFIED, calendar_of
from .drafting import NotTheLead
from .lapsing import running_clocks, tell_named
from .messages import tell_agency
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
    """Nobody says by which day it has to reply: no rule of the profile does, and whoever asks gave none."""


class Explained(Exception):
    """The agency replied already."""


class ExplanationLapsed(Exception):
    """Nobody waits for the explanation any more: the report is refused, or complains of another agency."""


def ask_explanation(
    request_id: int,
    *,
    words: str,
    due_on: date | None = None,
    tell_dossier: bool = False,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> int:
    """Ask, for the centre, the agency that a report complains of to explain itself; return the explanation's id.

    It has until offices close on `due_on`, without such a day as long as the profile's rule says.
    It reads `words` without what would tell who reports or which case it is; the dossier's number only if it is told on purpose.
    Raises WordsMissing, NobodyNamed, AskedAlready, DateMissing, DayRefused, DossierTellsWho, MoveNotAllowed for a case that is
    over.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        if tell_dossier and Reporter.objects.filter(request_id=request.pk, hidden=True).exists():
            raise DossierTellsWho(request_id)
        struck = for_agencies(request.pk, clean(words, limit=ASKED_LETTERS))
        return _ask(request, None, struck, due_on=due_on, tell_dossier=tell_dossier, now=now, actor=actor)


def ask_explanation_for(
    part_id: int, *, words: str, due_on: date | None = None, now: datetime, actor: Actor, version: int | None = None
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
    """Record what the agency complained of says; its clock ends, the superior that asked is told.

    Not for an agency's own database role, which has no way to the case. Raises NoSuchCase for an agency that was not asked,
    Explained, ExplanationLapsed, WordsMissing.
    """
    said = clean(words, limit=REPLY_LETTERS)
    if not said:
        raise WordsMissing(explanation_id)
    asked = Explanation.objects.filter(pk=explanation_id, unit_id=actor.unit_id or 0)
    request_id = asked.values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCase(explanation_id)
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        explanation = Explanation.objects.select_related("part").get(pk=explanation_id)
        if explanation.replied_at is not None:
            raise Explained(explanation_id)
        if explanation.lapsed_at is not None:
            raise ExplanationLapsed(explanation_id)
        explanation.reply, explanation.replied_by, explanation.replied_at = said, actor.user_id, now
        explanation.save(update_fields=["reply", "replied_by", "replied_at"])
        for clock in running_clocks(explanation):
            clocks.end_clock(clock, now=now)
        facts = {"explanation": explanation.pk, "unit": explanation.unit_id}
        record(request, "explanation_given", now=now, actor=actor, part=explanation.part, facts=facts)
        if explanation.part is not None:
            tell_agency(request, explanation.part, "explanation_given", now=now, once=f"x{explanation.pk}")
        settle(request, now=now)


@dataclass(frozen=True, slots=True)
class _Until:
    """Until when an agency has to explain itself: the columns of its clock, and the day."""

    columns: Mapping[str, Any]
    day: date


def _ask(
    request: ServiceRequest,
    part_id: int | None,
    words: str,
    *,
    due_on: date | None,
    tell_dossier: bool,
    now: datetime,
    actor: Actor,
) -> int:
    require_open(request)
    if not words:
        raise WordsMissing(request.pk)
    snapshot = directory.snapshot()
    until = _until(request, due_on, now=now)
    answers = opened_answers(request.attributes)
    named = agency_named(snapshot, answers)
    if not named:
        raise NobodyNamed(request.pk)
    unit_id = snapshot.units[named].id
    number = _dossier(answers)
    words = words_without_codes(words, [request.reference, *(() if tell_dossier else (number,))])
    dossier = sealed_answer(number) if tell_dossier and number else ""
    asked = Explanation(
        request_id=request.pk, unit_id=unit_id, part_id=part_id, service_id=request.service_id, words=words, dossier=dossier,
        due_on=until.day, asked_by=actor.user_id, asked_at=now,
    )  # fmt: skip
    explanation_id = _written(asked)
    Clock.objects.create(explanation=asked, **until.columns)
    facts: dict[str, Any] = {"explanation": explanation_id, "unit": unit_id}
    if part_id is not None:
        facts["part"] = part_id
    if dossier:
        facts["dossier_told"] = True
    record(request, "explanation_asked", now=now, actor=actor, facts=facts)
    tell_named(request, asked, "explanation_asked", {"due_at": until.columns["due_at"].isoformat()}, now=now)
    settle(request, now=now)
    return explanation_id


def _until(request: ServiceRequest, due_on: date | None, *, now: datetime) -> _Until:
    """Return until when it has to reply: until offices close on `due_on`, else by the profile's rule."""
    snapshot = directory.snapshot()
    rule = next((rule for rule in clocks.request_rules(request) if rule.on is ClockOn.EXPLANATION), None)
    if due_on is not None:
        calendar = snapshot.calendars[rule.calendar] if rule else calendar_of(request)
        columns = clocks.given_columns(
            rule=rule.code if rule else EXPLANATION,
            purpose=rule.purpose if rule else EXPLANATION,
            stops=StoppedBy.EXPLAINED,
            rule_from=rule.valid_from if rule else calendar.local(now).date(),
            source=rule.source if rule else UNVERIFIED,
            calendar=calendar,
            started_by=StartedBy.EXPLANATION_ASKED,
            started_at=now,
            due_at=lasts_until(due_on, now=now, calendar=calendar),
        )
        return _Until(columns, due_on)
    if rule is None:
        raise DateMissing(request.pk)
    columns = clocks.clock_columns(rule, StartedBy.EXPLANATION_ASKED, now)
    return _Until(columns, snapshot.calendars[rule.calendar].local(columns["due_at"]).date())


def _dossier(answers: Mapping[str, Any]) -> str:
    """Return the number that was told under seal of the dossier, whatever service asks for it; nothing where none was."""
    asked = (code for code, one in sealed_questions(directory.snapshot()).items() if one.sealed is Sealed.DOSSIER)
    return next((str(answers[code]) for code in asked if answers.get(code)), "")


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
