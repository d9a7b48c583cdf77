"""The one answer: written, sent, published, corrected."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.answering import actions as desk
from hotline.answering.actions import Turn
from hotline.answering.forms import AnswerForm, CorrectForm, PublishForm
from hotline.answering.refusing import open_units
from hotline.answering.views.doing import desk_only, do, open_case, strike, wants_strike
from hotline.casefile import actions
from hotline.casefile.facts import AnswerFacts, CaseFile
from hotline.core.facts import Correction, Kind, Publish
from hotline.core.status import AnswerState
from hotline.directory import queries as directory
from hotline.directory.streams import publish_of_case


@desk_only
@require_POST
def draft(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Keep the words of the answer, or keep and send them."""
    case = open_case(request, reference)
    name = "answering.draft"
    form = AnswerForm(request.POST, name=name, is_public=may_publish(case), waits=bool(open_units(case)))
    if wants_strike(request):
        return strike(request, case, form, name=name)
    return do(request, case, form, _send if request.POST.get("step") == "send" else _save, name=name)


@desk_only
@require_POST
def publish(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Publish the answer in the words that were approved."""

    def act(turn: Turn, form: PublishForm) -> str:
        form.refuse_unseen()
        if not form.errors:
            words = form.cleaned_data["public_words"]
            actions.publish_answer(case.request.id, public_words=words, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã công khai câu trả lời.")

    case = open_case(request, reference)
    name = "answering.publish"
    form = PublishForm(request.POST, name=name)
    if wants_strike(request):
        return strike(request, case, form, name=name)
    return do(request, case, form, act, name=name)


@desk_only
@require_POST
def correct(request: HttpRequest, reference: str, answer_id: int) -> HttpResponseBase:
    """Replace a sent answer, of this round or an earlier one: with history for a mistake, without for privacy."""
    case = open_case(request, reference)
    answer = _answer_of(case, answer_id)
    is_published = answer.state in (AnswerState.PUBLISHED, AnswerState.CORRECTED)

    def act(turn: Turn, form: CorrectForm) -> str:
        typed = form.cleaned_data
        public_words = typed.get("public_words", "")
        if is_published:
            form.refuse_unseen()
        if (typed["words"], public_words) == (answer.latest.words, answer.latest.public_words):
            form.add_error("words", _("Lời mới giống hệt lời cũ. Hãy sửa rồi gửi."))
        if not form.errors:
            actions.correct_answer(
                answer.id,
                words=typed["words"],
                public_words=public_words,
                correction=Correction(typed["correction"]),
                why=typed["why"],
                now=turn.now,
                actor=turn.actor,
                version=turn.version,
            )
        return _("Đã đính chính. Người dân được báo.")

    name = f"answering.correct.{answer_id}"
    form = CorrectForm(request.POST, name=name, is_public=may_publish(case), is_published=is_published)
    if wants_strike(request):
        return strike(request, case, form, name=name)
    return do(request, case, form, act, name=name)


def _answer_of(case: CaseFile, answer_id: int) -> AnswerFacts:
    for answer in case.answers:
        if answer.id == answer_id:
            return answer
    raise Http404(answer_id)


def may_publish(case: CaseFile) -> bool:
    """Return whether the profile lets anything of the case be read by everyone."""
    snapshot, request = directory.snapshot(), case.request
    service = next(one for one in snapshot.services_by_id.values() if one.code == request.service)
    policy = publish_of_case(snapshot, service, request.stream, request.also_stream)
    return policy is not Publish.NEVER and request.kind is not Kind.EMERGENCY


def _save(turn: Turn, form: AnswerForm) -> str:
    actions.draft_answer(
        turn.case.request.id,
        words=form.cleaned_data["words"],
        public_words=form.cleaned_data.get("public_words", ""),
        now=turn.now,
        actor=turn.actor,
        version=turn.version,
    )
    return _("Đã lưu nháp.")


def _send(turn: Turn, form: AnswerForm) -> str:
    form.refuse_blanks()
    if not form.errors:
        public_words = form.cleaned_data.get("public_words", "")
        despite = form.cleaned_data.get("despite", "")
        desk.draft_and_send(turn, words=form.cleaned_data["words"], public_words=public_words, despite=despite)
    return _("Đã trả lời người dân. Khi tin đã gửi xong thì công khai được.")
