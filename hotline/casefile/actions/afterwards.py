"""What the citizen does after reporting: answers questions, adds photos, rates, says that it is not done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from hotline.casefile.models import Answer, Assignment, Question, Rating, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.core.clockrules import StoppedBy
from hotline.core.derivation import StartedBy
from hotline.core.facts import CITIZEN, Actor
from hotline.core.status import OPEN_PARTS, REPLIED, AnswerState, Move, Part, Screening, ScreeningMove, after, screened
from hotline.core.text import clean
from hotline.directory import queries as directory

from . import clocks
from .attaching import attach
from .leaving import leave_master
from .messages import tell_agency, tell_reporters
from .parts import reopen_locked
from .proposing import barred_from
from .recording import locked_part, locked_request, record, settle
from .saving import save_columns
from .struck import for_agencies

REPLY_LETTERS = 5000


class AlreadyReplied(Exception):
    """The question has its reply."""


class NotAnsweredYet(Exception):
    """There is no answer to rate or to contradict."""


class WindowClosed(Exception):
    """The days in which the profile lets a case be reopened are over; a new report is the way."""


def ask_reporter(part_id: int, *, words: str, now: datetime, actor: Actor, version: int | None = None) -> int:
    """Ask the citizen a question for an agency, which never learns who that is; return the question's id.

    Raises MoveNotAllowed if the part is not in the agency's hands.
    """
    with transaction.atomic():
        request, part = locked_part(part_id, version=version)
        if part.state != Part.FORWARDED:
            after(Part(part.state), Move.FILE_PROGRESS)
        question = Question.objects.create(
            request_id=request.pk,
            part=part,
            words=clean(words, limit=REPLY_LETTERS),
            asked_by=actor.user_id,
            asked_at=now,
        )
        record(request, "question_asked", now=now, actor=actor, part=part, facts={"question": question.pk})
        tell_reporters(request, "question", now=now, once=f"q{question.pk}", facts={"question": question.pk})
        settle(request, now=now)
        return question.pk


def reply(
    question_id: int,
    *,
    words: str,
    pictures: Sequence[str] = (),
    now: datetime,
    actor: Actor = CITIZEN,
    version: int | None = None,
) -> None:
    """Record the citizen's reply and let whoever asked know. Raises AlreadyReplied or NoSuchCase."""
    request_id = Question.objects.filter(pk=question_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCase(question_id)
    with transaction.atomic():
        request = locked_request(request_id, version=version, merged_too=True)
        question = Question.objects.get(pk=question_id)
        if question.replied_at is not None:
            raise AlreadyReplied(question_id)
        whole = clean(words, limit=REPLY_LETTERS)
        # An agency reads the reply as it reads the report; the centre finds the whole of it with the event.
        question.reply, question.replied_at = for_agencies(request.pk, whole) if question.part_id else whole, now
        question.save(update_fields=["reply", "replied_at"])
        attach(request, pictures)
        kept = whole if whole != question.reply else ""
        facts = {"question": question.pk}
        record(request, "question_replied", now=now, actor=actor, note=kept, facts=facts)
        if question.part is not None:
            tell_agency(request, question.part, "question_answered", now=now, once=f"q{question.pk}")
        elif request.screening == Screening.ASKED:
            request.screening = screened(Screening(request.screening), ScreeningMove.INFORM)
            clocks.resume_all(request, clocks.CITIZEN_ASKED, now=now, actor=actor)
        settle(request, now=now, fields=("screening",))


def add_pictures(request_id: int, *, pictures: Sequence[str], now: datetime, actor: Actor = CITIZEN) -> None:
    """Bind further photos of the citizen to the case."""
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        attach(request, pictures)
        record(request, "photos_added", now=now, actor=actor, facts={"photos": len(pictures)})
        settle(request, now=now)


def hear_reporter(request_id: int, *, words: str, pictures: Sequence[str] = (), now: datetime, actor: Actor = CITIZEN) -> None:
    """Add what a reporter wrote, by SMS, e-mail or chat, to their case; operators read it there, agencies what they may read."""
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        attach(request, pictures)
        note = clean(words, limit=REPLY_LETTERS)
        record(request, "reporter_wrote", now=now, actor=actor, note=note, facts={"photos": len(pictures)})
        settle(request, now=now)


def write_reporter(request_id: int, *, words: str, now: datetime, actor: Actor) -> None:
    """Write to everyone who reports the case, each on their own channel, in the centre's own words. Raises TextTooLong."""
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        note = clean(words, limit=REPLY_LETTERS)
        event = record(request, "wrote_reporter", now=now, actor=actor, note=note)
        tell_reporters(request, "wrote", now=now, once=f"e{event}", facts={"event": event})
        settle(request, now=now)


def rate(part_id: int, *, stars: int, note: str = "", now: datetime, actor: Actor = CITIZEN) -> None:
    """Record the citizen's rating, 1 to 5, of one agency's part; a second rating replaces the first.

    Raises NotAnsweredYet, ValueError outside 1 to 5.
    """
    if not 1 <= stars <= 5:
        raise ValueError(stars)
    with transaction.atomic():
        request, part = locked_part(part_id)
        _require_answer(request.pk, request.round)
        part.rating, part.rated_at = stars, now
        save_columns(part, "rating", "rated_at")
        words = for_agencies(request.pk, clean(note, limit=REPLY_LETTERS))
        record(request, "rated", now=now, actor=actor, part=part, note=words, facts={"stars": stars})
        settle(request, now=now)


def rate_incident(request_id: int, *, part_id: int, stars: int, note: str = "", now: datetime, actor: Actor = CITIZEN) -> None:
    """Record what the reporter of a merged report says, 1 to 5, of one agency's part of its incident; a second replaces it.

    Raises NoSuchCase for a part of another case, NotAnsweredYet, ValueError outside 1 to 5.
    """
    if not 1 <= stars <= 5:
        raise ValueError(stars)
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        part = Assignment.objects.filter(pk=part_id, request_id=request.master_id).select_related("request").first()
        if part is None:
            raise NoSuchCase(part_id)
        _require_answer(request.pk, request.round)
        said = {"stars": stars, "rated_at": now}
        Rating.objects.update_or_create(part=part, request_id=request.pk, round=part.request.round, defaults=said)
        words = for_agencies(request.pk, clean(note, limit=REPLY_LETTERS))
        record(request, "incident_rated", now=now, actor=actor, note=words, facts={"stars": stars, "of": part.pk})
        settle(request, now=now)


def say_not_done(
    request_id: int,
    *,
    words: str,
    reason: str = "",
    pictures: Sequence[str] = (),
    now: datetime,
    actor: Actor = CITIZEN,
) -> None:
    """Reopen an answered case because the citizen sees that it is not done: a new round with clocks of its own.

    Finished parts go back to their agencies; those that still work go on by their old deadlines and are told; a case that
    had neither goes back to the operators. A merged report leaves its incident, and the agencies of that get it.
    Nothing goes back to an agency that the case turned out to complain of.
    Raises NotAnsweredYet, WindowClosed.
    """
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        answer = _require_answer(request.pk, request.round)
        if answer.sent_at is None or now > answer.sent_at + timedelta(days=directory.snapshot().windows.not_done_days):
            raise WindowClosed(request_id)
        attach(request, pictures)
        request.round += 1
        note = clean(words, limit=REPLY_LETTERS)
        record(request, "reopened", now=now, actor=actor, reason=reason, note=note, facts={"round": request.round})
        clocks.start(request, StartedBy.REOPENED, now=now)
        done = Assignment.objects.filter(request_id=request.pk, state=Part.DONE)
        finished = list(done.exclude(unit_id__in=barred_from(request)))
        at_work = list(Assignment.objects.filter(request_id=request.pk, state__in=OPEN_PARTS))
        for part in finished:
            reopen_locked(request, part, note=for_agencies(request.pk, note), now=now, actor=actor)
        for part in at_work:
            _say_to_those_at_work(request, part, note=note, now=now, actor=actor)
        if request.master_id is not None:
            is_given = leave_master(request, note=for_agencies(request.pk, note), now=now, actor=actor)
        else:
            is_given = bool(finished or at_work)
        if is_given:  # they have it back: nothing is left to forward
            clocks.end(request, stopped_by=StoppedBy.FORWARDED, now=now)
        else:
            request.screening = screened(Screening(request.screening), ScreeningMove.REOPEN)
        tell_reporters(request, "not_done_received", now=now, once=f"n{request.round}")
        settle(request, now=now, fields=("round", "screening", "master"))


def _say_to_those_at_work(request: ServiceRequest, part: Assignment, *, note: str, now: datetime, actor: Actor) -> None:
    """Let an agency whose part is open still know what the citizen sees; one whose result waits for the desk reads it only."""
    event = record(request, "part_not_done", now=now, actor=actor, part=part, note=for_agencies(request.pk, note))
    if part.state != Part.RESULT_FILED:
        tell_agency(request, part, "reopened", now=now, once=f"n{request.round}", facts={"event": event})


def _require_answer(request_id: int, round_number: int) -> Answer:
    answer = Answer.objects.filter(request_id=request_id, round=round_number).first()
    if answer is None or AnswerState(answer.state) not in REPLIED:
        raise NotAnsweredYet(request_id)
    return answer
