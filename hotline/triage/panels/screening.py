"""What the centre can do with a report besides forwarding it: each act a folded form with a key of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.facts import RequestFacts
from hotline.core.screening import Hint, HintKind, proposed_reasons
from hotline.core.status import SCREENING_MOVES, ScreeningMove
from hotline.directory.facts import AnswerTemplateFacts, ReasonUse
from hotline.people.facts import Role, Viewer
from hotline.triage.eventwords import who
from hotline.triage.forms.screening import (
    AcceptForm,
    AnswerAtOnceForm,
    AskForm,
    EmergencyForm,
    ReconsiderForm,
    RefuseForm,
    VerifyForm,
)
from hotline.triage.marking import hints_in, quoted
from hotline.ui.panels import PanelPage

from .opening import Opening, opened


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reason to refuse that words of the report propose: `words` as they are shown."""

    code: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Emergency:
    """Whether the case goes before all others, by which words, and who of the centre said so, "" while nobody has."""

    words: str
    is_urgent: bool
    said: str
    may_say: bool


def screening(reference: str, viewer: Viewer, _now: datetime, *, page: PanelPage) -> str:
    """Return the panel of screening; nothing for those who only read."""
    given = opened(reference, viewer, page)
    if not given.may_act:
        return ""
    request = given.case.request
    hints = hints_in(request.words, given.directory)
    proposals = _proposals(hints, given)
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
            "proposals": proposals if may[ScreeningMove.REFUSE] else [],
            "refuse_form": given.form(RefuseForm, "triage.refuse", reason=proposals[0].code if len(proposals) == 1 else ""),
            "refuse_hints": _told(request, given),
            "reconsider_form": given.form(ReconsiderForm, "triage.reconsider"),
            "answer_form": given.form(AnswerAtOnceForm, "triage.answer", words=_begun(request, given)),
            "emergency": _emergency(request, hints, given),
            "emergency_form": given.form(EmergencyForm, "triage.emergency"),
            "templates": _templates(given),
            "template": page.request.GET.get("template", ""),
        },
    )


def _proposals(hints: Sequence[Hint], given: Opening) -> list[Proposal]:
    """Return the reasons to refuse that words propose, of those that the profile has today."""
    names = {reason.code: reason.name.in_language(given.language) for reason in given.directory.reasons[ReasonUse.REFUSE]}
    found = proposed_reasons(hints, given.directory.exclusion_reasons)
    return [Proposal(code, names[code], quoted(words)) for code, words in found.items() if code in names]


def _emergency(request: RequestFacts, hints: Sequence[Hint], given: Opening) -> Emergency:
    words = dict.fromkeys(hint.word for hint in hints if hint.kind is HintKind.EMERGENCY)
    said = [event for event in given.case.events if event.name == "emergency_said"]
    return Emergency(
        words=quoted(words),
        is_urgent=request.urgent,
        said=who(said[-1], given.directory, language=given.language) if said else "",
        may_say=not given.is_over or given.page.is_open("triage.emergency"),
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
