"""What the forms of incidents do: reports merged by their references, taken out again, one report split."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hotline.casefile import access, actions, queries
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.actions import NotThere, TargetNotShown
from hotline.triage.forms.incident import LeaveForm, MergeForm, SplitForm, UndoForm

from .doing import Turn, do


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def merge(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Put the reports of the references that were typed under the one that is open."""

    def act(turn: Turn, form: MergeForm) -> str:
        numbers = _numbers(turn, form.cleaned_data["references"])
        if set(turn.request.POST.get("shown", "").split()) != set(form.cleaned_data["references"]):
            raise TargetNotShown(turn.case.request.reference)
        master, seen = turn.case.request.id, {turn.case.request.id: turn.version}
        actions.merge_requests(master, numbers, why=form.cleaned_data["why"], now=turn.now, actor=turn.actor, versions=seen)
        return ngettext("Đã gộp %(n)s phản ánh vào đây.", "Đã gộp %(n)s phản ánh vào đây.", len(numbers)) % {"n": len(numbers)}

    return do(request, reference, MergeForm, act, name="triage.merge")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def undo(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take the ticked reports out of the one that is open: all of them or none."""

    def act(turn: Turn, form: UndoForm) -> str:
        numbers = _numbers(turn, form.cleaned_data["others"])
        actions.undo_merges(
            numbers, of=turn.case.request.id, why=form.cleaned_data["why"], now=turn.now, actor=turn.actor, version=turn.version
        )
        said = ngettext("Đã tách %(n)s phản ánh để xử lý riêng.", "Đã tách %(n)s phản ánh để xử lý riêng.", len(numbers))
        return said % {"n": len(numbers)}

    return do(request, reference, UndoForm, act, name="triage.undo")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def leave(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take the report that is open out of its incident."""

    def act(turn: Turn, form: LeaveForm) -> str:
        why = form.cleaned_data["why"]
        actions.undo_merge(turn.case.request.id, why=why, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã tách ra. Phản ánh trở lại như trước khi gộp.")

    return do(request, reference, LeaveForm, act, name="triage.leave")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def split(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Open a report of its own for one further matter."""

    def act(turn: Turn, form: SplitForm) -> str:
        given = form.cleaned_data
        matter = actions.Matter(given["service"], given["words"], tuple(given.get("photos") or ()))
        made = actions.split_request(turn.case.request.id, [matter], now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã tách thành phản ánh %(reference)s.") % {"reference": queries.references_of(made)[made[0]]}

    return do(request, reference, SplitForm, act, name="triage.split")


def _numbers(turn: Turn, references: tuple[str, ...] | list[str]) -> list[int]:
    """Return the cases of references. Raises NotThere for one that there is not, or not for this person's hotlines."""
    unseen = [reference for reference in references if not access.sees(turn.viewer, reference)]
    if unseen:
        raise NotThere(unseen[0])
    return [queries.request_id_of(reference) for reference in references]
