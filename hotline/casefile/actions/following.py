"""What a master gets, each report under it gets: the phase, a refusal, the answer and its corrections.

Each report in a transaction of its own that locks nothing else, so that an answer to two hundred people holds up nobody and
goes on where it was interrupted. Each reporter is told on their own channel, with their own reference and link.
"""

from datetime import datetime

from django.db import transaction

from hotline.casefile.models import Answer, AnswerVersion, Merge, ServiceRequest
from hotline.core.facts import SYSTEM, Correction
from hotline.core.status import REPLIED, AnswerMove, AnswerState, Phase, Screening, answered

from .answers import add_version, withdraw_sent_words
from .messages import tell_reporters
from .recording import UNSEEN, locked_request, record, settle
from .struck import for_other_reporters


def follow_master(request_id: int, *, now: datetime) -> None:
    """Give a merged report what its master has by now; one that was taken out meanwhile is left alone. Raises NoSuchCase."""
    with transaction.atomic():
        request = locked_request(request_id, merged_too=True)
        merge = Merge.objects.filter(request_id=request_id, ended_at=None).select_related("answer").first()
        if merge is None or request.master_id is None:
            return
        master = ServiceRequest.objects.defer(*UNSEEN).get(pk=request.master_id)
        if merge.answer is not None:
            _correct(request, master, merge, merge.answer, now=now)
        elif answer := _given(master):
            _answer(request, master, merge, answer, now=now)
        else:
            _move(request, master, now=now)
        settle(request, now=now, fields=("screening", "refusal"))


def _given(master: ServiceRequest) -> Answer | None:
    answer = Answer.objects.filter(request_id=master.pk, round=master.round).first()
    return answer if answer and AnswerState(answer.state) in REPLIED else None


def _answer(request: ServiceRequest, master: ServiceRequest, merge: Merge, answer: Answer, *, now: datetime) -> None:
    """Give the report an answer of its own in the words of the master's."""
    latest = answer.versions.latest("number")
    own, _made = Answer.objects.update_or_create(
        request_id=request.pk,
        round=request.round,
        defaults={"kind": answer.kind, "state": AnswerState.SENT, "sent_at": now},
    )
    add_version(own, for_other_reporters(master.pk, latest.words), "", now=now, actor=SYSTEM)
    merge.answer, merge.version = answer, latest.number
    merge.save(update_fields=["answer", "version"])
    facts = {"answer": own.pk}
    record(request, "answered", now=now, actor=SYSTEM, facts={**facts, "master": master.pk})
    tell_reporters(request, "answered", now=now, once=f"a{own.pk}", facts=facts)
    request.phase = Phase.RESOLVED


def _correct(request: ServiceRequest, master: ServiceRequest, merge: Merge, answer: Answer, *, now: datetime) -> None:
    """Correct the report's own answer as the master's was, every time that it was."""
    own = Answer.objects.get(request_id=request.pk, round=request.round)
    for version in answer.versions.filter(number__gt=merge.version).order_by("number"):
        own.state = answered(AnswerState(own.state), AnswerMove.CORRECT)
        own.save(update_fields=["state"])
        _replace(request, master, own, version, now=now)
        merge.version = version.number
    merge.save(update_fields=["version"])


def _replace(request: ServiceRequest, master: ServiceRequest, own: Answer, version: AnswerVersion, *, now: datetime) -> None:
    correction = Correction(version.correction)
    if correction is Correction.PRIVACY:
        own.versions.update(words="", public_words="", withdrawn_at=now)
        withdraw_sent_words(request.pk, own.pk)
    words, why = (for_other_reporters(master.pk, text) for text in (version.words, version.why))
    number = add_version(own, words, "", now=now, actor=SYSTEM, correction=correction, why=why)
    facts = {"answer": own.pk, "version": number}
    record(request, "corrected", now=now, actor=SYSTEM, reason=correction.value, facts={**facts, "master": master.pk})
    tell_reporters(request, "corrected", now=now, once=f"a{own.pk}v{number}", facts=facts)


def _move(request: ServiceRequest, master: ServiceRequest, *, now: datetime) -> None:
    """Let the report stand where its master stands, refused or taken on again like it."""
    facts = {"master": master.pk}
    if master.screening == Screening.REFUSED and request.screening != Screening.REFUSED:
        request.screening, request.refusal = Screening.REFUSED, master.refusal
        event = record(request, "refused", now=now, actor=SYSTEM, reason=master.refusal, facts=facts)
        tell_reporters(request, "refused", now=now, once=f"e{event}", facts={"reason": master.refusal})
    elif master.screening != Screening.REFUSED and request.screening == Screening.REFUSED:
        request.screening, request.refusal = Screening.ACCEPTED, ""
        record(request, "reconsidered", now=now, actor=SYSTEM, facts=facts)
    elif request.phase != master.phase:
        name = "followed" if master.phase == Phase.IN_PROGRESS else "followed_back"
        record(request, name, now=now, actor=SYSTEM, facts=facts)
    request.phase = master.phase
