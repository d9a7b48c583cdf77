"""What the desk says of an agency's result."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.answering.actions import Turn
from hotline.answering.forms import AcceptResultForm, ReturnResultForm
from hotline.answering.proof import is_held
from hotline.answering.views.doing import desk_only, do, open_case
from hotline.casefile import actions
from hotline.casefile.facts import CaseFile
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse


@desk_only
@require_POST
def accept_result(request: HttpRequest, reference: str, part_id: int) -> HttpResponseBase:
    """Take an agency's result."""

    def act(turn: Turn, form: AcceptResultForm) -> str:
        despite = form.cleaned_data.get("despite", "")
        actions.accept_result(part_id, despite=despite, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã nhận kết quả.")

    case = _case_of(request, reference, part_id)
    name = f"answering.accept.{part_id}"
    part = next(part for part in case.parts if part.id == part_id)
    return do(request, case, AcceptResultForm(request.POST, name=name, is_held=is_held(part, case)), act, name=name)


@desk_only
@require_POST
def return_result(request: HttpRequest, reference: str, part_id: int) -> HttpResponseBase:
    """Send a result back to its agency."""

    def act(turn: Turn, form: ReturnResultForm) -> str:
        reason, note = form.cleaned_data["reason"], form.cleaned_data["note"]
        actions.return_result(part_id, reason=reason, note=note, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã trả lại đơn vị. Đầu mối được nhắn tin.")

    case = _case_of(request, reference, part_id)
    name = f"answering.return.{part_id}"
    reasons = directory.snapshot().reasons.get(ReasonUse.DESK_RETURN, ())
    form = ReturnResultForm(request.POST, name=name, reasons=reasons, language=get_language() or "vi")
    return do(request, case, form, act, name=name)


def _case_of(request: HttpRequest, reference: str, part_id: int) -> CaseFile:
    """Return the case whose part it is. Raises Http404 for a part of another case."""
    case = open_case(request, reference)
    if part_id not in {part.id for part in case.parts}:
        raise Http404(reference)
    return case
