"""The one answer of a round: drafted, accepted, sent to the citizen first, published second, corrected with history."""

from datetime import datetime

from django.db import connection, transaction

from hotline.casefile.models import Answer, AnswerVersion, Assignment, Message, ServiceRequest
from hotline.casefile.models.messages import MessageState
from hotline.casefile.refusals import NoSuchCase
from hotline.core.clockrules import StoppedBy
from hotline.core.facts import Actor, AnswerKind, Correction, Kind, Publish
from hotline.core.status import CLOSED_PARTS, AnswerMove, AnswerState, Part, Screening, answered
from hotline.core.text import clean
from hotline.directory import queries as directory
from hotline.directory.streams import publish_of_case
from hotline.rows.questions import Question

from . import clocks
from .accepting import accept_locked
from .messages import tell_reporters
from .recording import locked_request, record, require_accepted, settle
from .ruling import settle_returns
from .saving import insert_row, save_columns
from .withdrawing import withdraw_all

ANSWER_LETTERS = 8000
WHY_LETTERS = 1000

_ANSWER = Question(lambda request, round_now: Answer.objects.filter(request_id=request, round=round_now), int, int)
_LATEST = Question(lambda answer: AnswerVersion.objects.filter(answer_id=answer).order_by("-number")[:1], int)
_OPEN_PARTS = Question(
    lambda request: (
        Assignment.objects.filter(request_id=request)
        .exclude(state__in=[Part.DONE, *CLOSED_PARTS])
        .order_by("id")
        .values_list("id", flat=True)
    ),
    int,
)
_REPLIES_WAITING = """
SELECT EXISTS (
    SELECT FROM casefile_message
    WHERE request_id = %s AND event = 'answered' AND facts -> 'answer' = to_jsonb(%s::bigint) AND state = 'waiting'
)
"""


class PartsOpen(Exception):
    """An agency's part is not finished, so the one answer cannot be given yet."""


class NotReplied(Exception):
    """The reply to the citizen comes first; publishing is second."""


class NeverPublished(Exception):
    """The profile never publishes cases of this service, nor anybody an emergency."""


class WordsMissing(Exception):
    """An answer, or why it is corrected, needs words."""


def draft(
    request_id: int,
    *,
    words: str,
    public_words: str,
    kind: AnswerKind = AnswerKind.RESULT,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> int:
    """Write the words of this round's answer and return its id.

    Raises WordsMissing, and MoveNotAllowed before the report was taken on and once the answer was sent.
    """
    words, public_words = clean(words, limit=ANSWER_LETTERS), clean(public_words, limit=ANSWER_LETTERS)
    if not words:
        raise WordsMissing(request_id)
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_accepted(request)
        answer = _draft(request, words, public_words, kind=kind, now=now, actor=actor)
        settle(request, now=now)
        return answer.pk


def send(request_id: int, *, despite: str = "", now: datetime, actor: Actor, version: int | None = None) -> None:
    """Accept the draft and reply to the citizen, on the channel they used. The case is then answered.

    `despite` is why the desk does not wait for an agency that still works, which stays on record; that agency goes on, and
    its result comes to the desk. Raises PartsOpen without it while an agency still works, MoveNotAllowed without a draft
    in hand or before the report was taken on.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        require_accepted(request)
        _send(request, _current(request), despite=clean(despite, limit=WHY_LETTERS), now=now, actor=actor)
        settle(request, now=now)


def answer_at_once(
    request_id: int,
    *,
    words: str,
    public_words: str = "",
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> None:
    """Answer what the centre itself knows: nothing is forwarded, proposed parts are withdrawn.

    Raises PartsOpen if an agency has the case already, MoveNotAllowed for a refused report.
    """
    words = clean(words, limit=ANSWER_LETTERS)
    if not words:
        raise WordsMissing(request_id)
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        withdraw_all(request, now=now, actor=actor)
        if request.screening != Screening.ACCEPTED:
            accept_locked(request, now=now, actor=actor)
        public = clean(public_words, limit=ANSWER_LETTERS)
        answer = _draft(request, words, public, kind=AnswerKind.AT_ONCE, now=now, actor=actor)
        _send(request, answer, now=now, actor=actor)
        settle(request, now=now, fields=("screening", "complete_at"))


def publish(request_id: int, *, public_words: str, now: datetime, actor: Actor, version: int | None = None) -> None:
    """Publish the answer in the words that a person redacted and approved.

    Raises NeverPublished by the policy of the service or the hotline, or for an emergency; NotReplied until each reply left
    or is dead with its reason.
    """
    with transaction.atomic():
        request = locked_request(request_id, version=version)
        answer = _current(request)
        snapshot = directory.snapshot()
        service = snapshot.services_by_id[request.service_id]
        policy = publish_of_case(snapshot, service, request.stream, request.also_stream)
        if policy is Publish.NEVER or request.kind == Kind.EMERGENCY:
            raise NeverPublished(service.code)
        state = answered(AnswerState(answer.state), AnswerMove.PUBLISH)
        if not reply_made(request.pk, answer.pk):
            raise NotReplied(request_id)
        latest = _LATEST.rows(answer.pk)[0]
        latest.public_words = clean(public_words, limit=ANSWER_LETTERS)
        save_columns(latest, "public_words")
        answer.state, answer.published_at = state, now
        save_columns(answer, "state", "published_at")
        record(request, "published", now=now, actor=actor, facts={"answer": answer.pk, "version": latest.number})
        settle(request, now=now)


def correct(
    answer_id: int,
    *,
    words: str,
    public_words: str,
    correction: Correction,
    why: str,
    now: datetime,
    actor: Actor,
    version: int | None = None,
) -> None:
    """Replace a sent answer; the citizen is told. Old words stay in the history unless privacy is why.

    Raises MoveNotAllowed before it was sent, WordsMissing without the new words or why.
    """
    words, why = clean(words, limit=ANSWER_LETTERS), clean(why, limit=WHY_LETTERS)
    if not words or not why:
        raise WordsMissing(answer_id)
    with transaction.atomic():
        request, answer = _locked_answer(answer_id, version=version)
        answer.state = answered(AnswerState(answer.state), AnswerMove.CORRECT)
        if correction is Correction.PRIVACY:
            answer.versions.update(words="", public_words="", withdrawn_at=now)
            withdraw_sent_words(request.pk, answer.pk)
        public = clean(public_words, limit=ANSWER_LETTERS)
        number = add_version(answer, words, public, now=now, actor=actor, correction=correction, why=why)
        save_columns(answer, "state")
        facts = {"answer": answer.pk, "version": number}
        record(request, "corrected", now=now, actor=actor, reason=correction.value, facts=facts)
        tell_reporters(request, "corrected", now=now, once=f"a{answer.pk}v{number}", facts=facts)
        settle(request, now=now)


def reply_made(request_id: int, answer_id: int) -> bool:
    """Return whether no reply of this answer still waits: each left, or is dead with its reason."""
    with connection.cursor() as cursor:
        cursor.execute(_REPLIES_WAITING, [request_id, answer_id])
        return not cursor.fetchone()[0]


def add_version(
    answer: Answer,
    words: str,
    public_words: str,
    *,
    now: datetime,
    actor: Actor,
    correction: Correction | None = None,
    why: str = "",
) -> int:
    """Add a version of an answer's words and return its number."""
    last = _LATEST.first(answer.pk)
    version = AnswerVersion(
        answer=answer,
        number=last.number + 1 if last else 1,
        words=words,
        public_words=public_words,
        correction=correction.value if correction else "",
        why=why,
        written_by=actor.user_id,
        written_at=now,
    )
    insert_row(version)
    return version.number


def withdraw_sent_words(request_id: int, answer_id: int) -> None:
    """Blank the copies of what was sent: words withdrawn for privacy are kept nowhere."""
    Message.objects.filter(request_id=request_id, event__in=["answered", "corrected"], facts__answer=answer_id).exclude(
        state=MessageState.WAITING
    ).update(kept=None)


def _draft(request: ServiceRequest, words: str, public_words: str, *, kind: AnswerKind, now: datetime, actor: Actor) -> Answer:
    answer = _ANSWER.first(request.pk, request.round)
    if answer is None:
        answer = Answer(request_id=request.pk, round=request.round, kind=kind)
        insert_row(answer)
    else:
        answer.state = answered(AnswerState(answer.state), AnswerMove.REDRAFT)
        answer.kind = kind
        save_columns(answer, "state", "kind")
    number = add_version(answer, words, public_words, now=now, actor=actor)
    record(request, "answer_drafted", now=now, actor=actor, facts={"answer": answer.pk, "version": number})
    return answer


def _send(request: ServiceRequest, answer: Answer, *, despite: str = "", now: datetime, actor: Actor) -> None:
    if open_parts := _OPEN_PARTS.rows(request.pk):  # those that nobody was given yet among them
        if not despite:
            raise PartsOpen(request.pk)
        withdraw_all(request, now=now, actor=actor)  # what was only proposed is not given out any more
        record(request, "answered_despite", now=now, actor=actor, note=despite, facts={"parts": open_parts})
    state = AnswerState(answer.state)
    if state is AnswerState.DRAFT:
        state = answered(state, AnswerMove.ACCEPT)
        record(request, "answer_accepted", now=now, actor=actor, facts={"answer": answer.pk})
    answer.state = answered(state, AnswerMove.SEND)
    answer.sent_at = now
    save_columns(answer, "state", "sent_at")
    record(request, "answered", now=now, actor=actor, facts={"answer": answer.pk})
    settle_returns(request, now=now)
    clocks.end(request, stopped_by=StoppedBy.FORWARDED, now=now)  # of a case that no agency was needed for
    clocks.end(request, stopped_by=StoppedBy.ANSWERED, now=now)
    tell_reporters(request, "answered", now=now, once=f"a{answer.pk}", facts={"answer": answer.pk})


def _current(request: ServiceRequest) -> Answer:
    answer = _ANSWER.first(request.pk, request.round)
    if answer is None:
        raise WordsMissing(request.pk)
    return answer


def _locked_answer(answer_id: int, *, version: int | None) -> tuple[ServiceRequest, Answer]:
    request_id = Answer.objects.filter(pk=answer_id).values_list("request_id", flat=True).first()
    if request_id is None:
        raise NoSuchCase(answer_id)
    request = locked_request(request_id, version=version)
    return request, Answer.objects.get(pk=answer_id)
