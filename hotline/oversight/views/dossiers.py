"""Dossiers for the People's Committee and what came back: the list, each page with its steps, and the paper."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import access, actions, queries
from hotline.casefile.dossierfacts import DossierFacts
from hotline.casefile.facts import CaseFile
from hotline.core.directives import DossierState
from hotline.directory.queries import snapshot
from hotline.oversight import dossierpage, dossierwords
from hotline.oversight.actions import write_dossier
from hotline.oversight.dossierforms import AcceptForm, DecisionForm, DossierForm, NoteForm, OpenForm
from hotline.oversight.dossierpaper import dossier_pdf
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.ui.panels import Unfinished, shown_again
from hotline.ui.versioned import VersionedForm

_desk = roles(Role.SYNTHESIS, Role.SUPERVISOR)
_supervisor = roles(Role.SUPERVISOR)


@_desk
@require_safe
def listed(request: HttpRequest) -> HttpResponseBase:
    """List dossiers that wait, and directives that somebody still has to act on."""
    language, now = _language(), timezone.now()
    streams = signed_in(request).streams
    directives = queries.open_directives(streams=streams, language=language)
    given = {
        "dossiers": [
            (row, dossierwords.REASONS[row.reason], *dossierwords.DOSSIERS[row.state])
            for row in queries.open_dossiers(streams=streams, language=language)
        ],
        "answered": [row for row in directives if row.directive.answered_at and row.directive.state == "answered"],
        "running": [row for row in directives if row.directive.state == "given"],
        "now": now,
    }
    return render(request, "oversight/dossiers.html", given)


@_desk
@require_POST
def begin(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Begin a dossier of a case, from the panel on its page."""
    viewer, form = signed_in(request), OpenForm(request.POST, name="dossier.open")
    try:
        access.case_for(viewer, reference)
        if not form.is_valid():
            return shown_again(request, reference, Unfinished("dossier.open", form, _("Còn chỗ cần sửa ở dưới.")))
        how = {"now": timezone.now(), "actor": access.actor_of(viewer), "version": form.cleaned_data["version"]}
        request_id = access.case_for(viewer, reference).request.id
        made = actions.open_dossier(request_id, reason=form.cleaned_data["reason"], **how)
    except actions.NoSuchCase:
        raise Http404(reference) from None
    except dossierwords.ANTICIPATED as error:
        _field, words, status = dossierwords.refusal(error)
        form.renew(access.case_for(viewer, reference).request.version)
        return shown_again(request, reference, Unfinished("dossier.open", form, words, status))
    messages.success(request, _("Đã lập hồ sơ. Hãy ghi ý kiến từng đơn vị và đề xuất."))
    return redirect("oversight:dossier", made)


@_desk
@require_safe
def shown(request: HttpRequest, dossier_id: int) -> HttpResponseBase:
    """Show one dossier."""
    return _page(request, *_found(request, dossier_id))


@_desk
@require_safe
def paper(request: HttpRequest, dossier_id: int) -> HttpResponseBase:
    """Give the paper as PDF."""
    dossier, case = _found(request, dossier_id, language="vi")
    pdf = dossier_pdf(dossier, case, directory=snapshot(), now=timezone.now(), is_demonstration=settings.IS_DEMONSTRATION)
    name = f'inline; filename="to-trinh-{dossier.reference.lower()}.pdf"'
    headers = {"Content-Disposition": name, "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@_desk
@require_POST
def write(request: HttpRequest, dossier_id: int) -> HttpResponseBase:
    """Keep what was written; lay it before the People's Committee if the supervisor asks for that."""
    dossier, case = _found(request, dossier_id)
    goes_up = "submit" in request.POST
    if goes_up and not signed_in(request).has(Role.SUPERVISOR):
        raise PermissionDenied
    photos = dossierpage.photo_choices(case)
    form = DossierForm(request.POST, name="dossier.write", dossier=dossier, photos=photos)

    def act(how: dict[str, Any]) -> str:
        typed = form.cleaned_data
        enclosed = [int(one) for one in typed["enclosed"]]
        written = {"summary": typed["summary"], "proposal": typed["proposal"], "positions": form.positions, "enclosed": enclosed}
        write_dossier(dossier.id, goes_up=goes_up, **written, **how)
        return _("Đã trình. Hồ sơ không sửa được nữa; khi có quyết định, hãy ghi ở dưới.") if goes_up else _("Đã lưu bản nháp.")

    return _done(request, dossier, case, form, act)


@_supervisor
@require_POST
def withdraw(request: HttpRequest, dossier_id: int) -> HttpResponseBase:
    """Give a dossier up, with why."""
    dossier, case = _found(request, dossier_id)
    form = NoteForm(request.POST, name="dossier.withdraw")

    def act(how: dict[str, Any]) -> str:
        actions.withdraw_dossier(dossier.id, note=form.cleaned_data["note"], **how)
        return _("Đã thôi trình.")

    return _done(request, dossier, case, form, act)


@_supervisor
@require_POST
def decide(request: HttpRequest, dossier_id: int) -> HttpResponseBase:
    """Record what the People's Committee decided."""
    dossier, case = _found(request, dossier_id)
    given = dossierpage.decision_choices(case, snapshot(), now=timezone.now(), language=_language())
    form = DecisionForm(request.POST, name="dossier.decide", dossier=dossier, **given)

    def act(how: dict[str, Any]) -> str:
        typed = form.cleaned_data
        decided = {"paper": typed["paper"], "signed_on": typed["signed_on"], "decision": typed["decision"]}
        actions.record_decision(dossier.id, orders=form.orders, **decided, **how)
        return _("Đã ghi quyết định. Đơn vị được nhắn tin, thời hạn của từng chỉ đạo bắt đầu chạy.")

    return _done(request, dossier, case, form, act)


@_supervisor
@require_POST
def judge(request: HttpRequest, dossier_id: int, directive_id: int, step: str) -> HttpResponseBase:
    """Accept what an agency answered, send it back, or lift the directive."""
    dossier, case = _found(request, dossier_id)
    one = next((one for one in dossier.directives if one.id == directive_id), None)
    if one is None:
        raise Http404(directive_id)
    kind, do, said = _JUDGING[step]
    form = kind(request.POST, name=dossierpage.forms_by_directive(one)[step])

    def act(how: dict[str, Any]) -> str:
        do(one.id, note=form.cleaned_data["note"], **how)
        return str(said)

    return _done(request, dossier, case, form, act)


_JUDGING: dict[str, tuple[type[VersionedForm], Callable[..., None], Any]] = {
    "accept": (AcceptForm, actions.accept_directive, dossierwords.ACCEPTED),
    "return": (NoteForm, actions.send_back_directive, dossierwords.SENT_BACK),
    "lift": (NoteForm, actions.lift_directive, dossierwords.LIFTED),
}


def _found(request: HttpRequest, dossier_id: int, *, language: str | None = None) -> tuple[DossierFacts, CaseFile]:
    """Return the dossier and its case as the viewer may see it. Raises Http404."""
    language = language or _language()
    try:
        dossier = queries.dossier(dossier_id, language=language)
        return dossier, access.case_for(signed_in(request), dossier.reference, language=language)
    except actions.NoSuchCase:
        raise Http404(dossier_id) from None


def _done(
    request: HttpRequest, dossier: DossierFacts, case: CaseFile, form: VersionedForm, act: Callable[[dict[str, Any]], str]
) -> HttpResponseBase:
    """Do it and come back to the page; or show the page again with why it could not be done, everything typed still in it."""
    if not form.is_valid():
        return _page(request, dossier, case, bound=form, status=422)
    how = {"now": timezone.now(), "actor": access.actor_of(signed_in(request)), "version": form.cleaned_data["version"]}
    try:
        said = act(how)
    except dossierwords.ANTICIPATED as error:
        dossier, case = _found(request, dossier.id)
        page = _drawn(request, dossier, case, bound=form, now=timezone.now())
        field, words, status = dossierwords.refusal(error, is_drawn=page.draws(form))
        form.add_error(field if field in form.fields else None, words)
        form.renew(case.request.version)
        return _page(request, dossier, case, bound=form, status=status)
    messages.success(request, said)
    return redirect("oversight:dossier", dossier.id)


def _page(
    request: HttpRequest, dossier: DossierFacts, case: CaseFile, *, bound: VersionedForm | None = None, status: int = 200
) -> HttpResponseBase:
    now = timezone.now()
    page = _drawn(request, dossier, case, bound=bound, now=now)
    left = page.left_over(bound) if bound else []
    given = {"page": page, "bound": bound, "left": left, "now": now, "is_draft": dossier.state is DossierState.DRAFT}
    answer = render(request, "oversight/dossier.html", given, status=status)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _drawn(
    request: HttpRequest, dossier: DossierFacts, case: CaseFile, *, bound: VersionedForm | None, now: datetime
) -> dossierpage.DossierPage:
    return dossierpage.dossier_page(
        dossier, case, viewer=signed_in(request), directory=snapshot(), bound=bound, now=now, language=_language()
    )


def _language() -> str:
    return get_language() or "vi"
