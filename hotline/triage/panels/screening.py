"""What the centre can do with a report besides forwarding it: each act a folded form with a key of its own."""

from datetime import datetime

from hotline.casefile.facts import RequestFacts
from hotline.core.status import SCREENING_MOVES, ScreeningMove
from hotline.directory.facts import AnswerTemplateFacts, ReasonUse
from hotline.people.facts import Role, Viewer
from hotline.triage.forms.screening import AcceptForm, AnswerAtOnceForm, AskForm, ReconsiderForm, RefuseForm, VerifyForm
from hotline.ui.panels import PanelPage

from .opening import Opening, opened


def screening(reference: str, viewer: Viewer, _now: datetime, *, page: PanelPage) -> str:
    """Return the panel of screening; nothing for those who only read."""
    given = opened(reference, viewer, page)
    if not given.may_act:
        return ""
    request = given.case.request
    may = {move: (request.screening, move) in SCREENING_MOVES for move in ScreeningMove}
    return page.render(
        "triage/panels/screening.html",
        {
            "request_facts": request,
            "may_verify": not given.is_over or page.is_open("triage.verify"),
            "may_accept": may[ScreeningMove.ACCEPT],
            "may_ask": may[ScreeningMove.ASK] or page.is_open("triage.ask"),
            "may_refuse": may[ScreeningMove.REFUSE] or page.is_open("triage.refuse"),
            "may_reconsider": viewer.has(Role.SUPERVISOR) and may[ScreeningMove.RECONSIDER],
            "may_answer": _may_answer(given) or page.is_open("triage.answer"),
            "is_refused": may[ScreeningMove.RECONSIDER],
            "refusal": _refusal(request, given),
            "accept_form": given.form(AcceptForm, "triage.accept"),
            "verify_form": given.form(VerifyForm, "triage.verify"),
            "ask_form": given.form(AskForm, "triage.ask"),
            "refuse_form": given.form(RefuseForm, "triage.refuse"),
            "refuse_hints": _told(request, given),
            "reconsider_form": given.form(ReconsiderForm, "triage.reconsider"),
            "answer_form": given.form(AnswerAtOnceForm, "triage.answer", words=_begun(request, given)),
            "templates": _templates(given),
            "template": page.request.GET.get("template", ""),
        },
    )


def _may_answer(given: Opening) -> bool:
    request = given.case.request
    taken_on = request.screening.value == "accepted" or (request.screening, ScreeningMove.ACCEPT) in SCREENING_MOVES
    return taken_on and not given.has_agency and given.case.answer is None


def _told(request: RequestFacts, given: Opening) -> dict[str, str]:
    """Return, for each reason to refuse, what the citizen will read, in the citizen's language."""
    reasons = given.directory.reasons[ReasonUse.REFUSE]
    return {reason.code: reason.advice.in_language(request.language) for reason in reasons}


def _refusal(request: RequestFacts, given: Opening) -> str:
    reasons = given.directory.reasons[ReasonUse.REFUSE]
    return next((reason.name.in_language(given.language) for reason in reasons if reason.code == request.refusal), "")


def _templates(given: Opening) -> list[tuple[str, str]]:
    """Return the beginnings of answers that fit the case's service: code and name."""
    return [(one.code, one.name.in_language(given.language)) for one in _fitting(given)]


def _begun(request: RequestFacts, given: Opening) -> str:
    """Return the text that was chosen to begin with, in the citizen's language."""
    chosen = given.page.request.GET.get("template", "")
    return next((one.text.in_language(request.language) for one in _fitting(given) if one.code == chosen), "")


def _fitting(given: Opening) -> list[AnswerTemplateFacts]:
    service = given.case.request.service
    return [one for one in given.directory.answer_templates if not one.services or service in one.services]
