"""What the centre decides about a report: accept, ask, refuse, verify, put the service and the place right."""

from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Question
from hotline.casefile.placing import cell_of
from hotline.core.derivation import StartedBy
from hotline.core.facts import Actor, Level, Place
from hotline.core.status import Part, Screening, ScreeningMove, screened
from hotline.core.text import clean
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse

from . import clocks, moved
from .accepting import accept_locked
from .lapsing import lapse_explanations
from .messages import tell_reporters
from .proposing import UnknownService, proposal_of, propose_by_rule
from .recording import locked_request, record, require_open, settle
from .struck import for_agencies
from .urgency import is_urgent
from .withdrawing import withdraw_all

NOTE_LETTERS = 4000


def accept(request_id: int, *, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record that the report is one for the city. Raises MoveNotAllowed if it is refused or accepted already."""
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        accept_locked(request, now=now, actor=actor)
        settle(request, now=now, fields=("screening", "complete_at"))


def ask(request_id: int, *, words: str, now: datetime, actor: Actor, version: int | None = None) -> int:
    """Ask the citizen for more and return the question's id. The clocks that may pause, pause, with that reason."""
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        request.screening = screened(Screening(request.screening), ScreeningMove.ASK)
        question = Question.objects.create(
            request_id=request.pk,
            words=clean(words, limit=NOTE_LETTERS),
            asked_by=actor.user_id,
            asked_at=now,
        )
        record(request, "asked", now=now, actor=actor, facts={"question": question.pk})
        clocks.pause_all(request, clocks.CITIZEN_ASKED, now=now, actor=actor)
        tell_reporters(request, "asked", now=now, once=f"q{question.pk}", facts={"question": question.pk})
        settle(request, now=now, fields=("screening",))
        return question.pk


def refuse(request_id: int, *, reason: str, note: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Refuse the report with a reason of the profile; the citizen is told it and where to go.

    Raises MoveNotAllowed once it was accepted, UnknownReason for a reason that the profile does not have.
    """
    known_reason(reason)
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        request.screening = screened(Screening(request.screening), ScreeningMove.REFUSE)
        request.refusal = reason
        withdraw_all(request, now=now, actor=actor, states=(Part.PROPOSED,))
        event = record(request, "refused", now=now, actor=actor, reason=reason, note=clean(note, limit=NOTE_LETTERS))
        clocks.end_all(request, now=now)
        lapse_explanations(request, now=now, actor=actor)
        tell_reporters(request, "refused", now=now, once=f"e{event}", facts={"reason": reason})
        settle(request, now=now, fields=("screening", "refusal"))


def reconsider(request_id: int, *, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Take a refusal back: the report is screened again, its agencies proposed and its clocks started anew."""
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        request.screening = screened(Screening(request.screening), ScreeningMove.RECONSIDER)
        request.refusal = ""
        record(request, "reconsidered", now=now, actor=actor, note=clean(note, limit=NOTE_LETTERS))
        clocks.start(request, StartedBy.RECEIVED, now=now)
        propose_by_rule(request, now=now, actor=actor)
        settle(request, now=now, fields=("screening", "refusal"))


def verify(request_id: int, *, how: str, note: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Record how the operator made sure of the report: `how` is a code of the profile's ways to verify."""
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        record(request, "verified", now=now, actor=actor, reason=how, note=clean(note, limit=NOTE_LETTERS))
        settle(request, now=now)


def recategorise(request_id: int, *, service: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Correct the service, and with it how urgent it is and by when it is due.

    Parts that were only proposed are proposed anew by the rules of the right one.

    Raises UnknownService, and MoveNotAllowed for a case that is refused or answered.
    """
    facts = directory.snapshot().services.get(service)
    if facts is None:
        raise UnknownService(service)
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        before = directory.snapshot().services_by_id[request.service_id].code
        request.service_id = facts.id
        if request.kind not in facts.kinds:
            request.kind = facts.kinds[0]
        request.level = facts.level
        request.urgent = is_urgent(request, proposed=proposal_of(request).urgent)
        record(request, "recategorised", now=now, actor=actor, facts={"from": before, "to": service})
        moved.restart(request, because=moved.BY_SERVICE, now=now, actor=actor)
        propose_by_rule(request, now=now, actor=actor)
        settle(request, now=now, fields=("service", "kind", "urgent", "level"))


def set_level(request_id: int, *, level: Level, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Say how demanding the matter is; deadlines that follow its level are reckoned anew from where they began.

    The level that it has already changes nothing. Raises MoveNotAllowed for a case that is refused or answered.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        before = request.level
        if before == level:
            return
        request.level = level
        record(request, "level_set", now=now, actor=actor, facts={"from": before, "to": level.value})
        moved.restart(request, because=moved.BY_LEVEL, now=now, actor=actor)
        settle(request, now=now, fields=("level",))


def relocate(request_id: int, *, place: Place, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Correct the place. Parts that were only proposed are proposed anew by the rules of the right ward.

    Raises MoveNotAllowed for a case that is refused or answered.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_open(request)
        facts = {"from": request.area_id, "to": place.area_id}
        request.lat, request.lon = place.lat, place.lon
        request.cell = cell_of(place)
        request.place_words = clean(place.words, limit=500)
        request.agency_place = for_agencies(request.pk, request.place_words)
        request.area_id = place.area_id
        request.area_how = place.how or ""
        record(request, "relocated", now=now, actor=actor, facts=facts)
        propose_by_rule(request, now=now, actor=actor)
        settle(request, now=now, fields=("lat", "lon", "cell", "place_words", "agency_place", "area", "area_how"))


def set_agency_words(request_id: int, *, words: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Replace the words that agencies read, when more had to be struck out of them than the machine found."""
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        request.agency_words = clean(words, limit=20_000)
        record(request, "agency_words_set", now=now, actor=actor)
        settle(request, now=now, fields=("agency_words",))


def approve_public_words(
    request_id: int, *, words: str, place: str, now: datetime, actor: Actor, version: int | None = None
) -> None:
    """Record the redacted words and place that a person approved for everyone to read."""
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        request.public_words = clean(words, limit=20_000)
        request.public_place = clean(place, limit=500)
        request.approved_at = now
        record(request, "public_words_approved", now=now, actor=actor)
        settle(request, now=now, fields=("public_words", "public_place", "approved_at"))


class UnknownReason(Exception):
    """The profile has no such reason."""


def known_reason(code: str) -> None:
    """Raise UnknownReason unless the profile has `code` among its reasons to refuse."""
    if code not in {reason.code for reason in directory.snapshot().reasons[ReasonUse.REFUSE]}:
        raise UnknownReason(code)
