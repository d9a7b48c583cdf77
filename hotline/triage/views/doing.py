"""The way of every form on a case's page: check, do, say so, and come back; or show the page again as it was typed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.casefile import access, actions
from hotline.casefile.facts import CaseFile
from hotline.core.facts import Actor
from hotline.directory import queries as directory
from hotline.people.access import signed_in
from hotline.people.facts import Viewer
from hotline.triage.forms.case import CaseForm
from hotline.triage.refusing import ANTICIPATED, sentence, status_of
from hotline.ui.panels import Unfinished, case_address, shown_again


@dataclass(frozen=True, slots=True)
class Turn:
    """One person's act on one case: `version` is the one the form was drawn from."""

    request: HttpRequest
    case: CaseFile
    viewer: Viewer
    actor: Actor
    now: datetime
    version: int


def open_case(request: HttpRequest, reference: str) -> CaseFile:
    """Return the case if whoever is signed in may see it. Raises Http404 otherwise."""
    try:
        return access.case_for(signed_in(request), reference, language=get_language() or "vi")
    except actions.NoSuchCase:
        raise Http404(reference) from None


def do[F: CaseForm](
    request: HttpRequest, reference: str, form_class: type[F], act: Callable[[Turn, F], str], *, name: str
) -> HttpResponseBase:
    """Do what the form `name` asks and come back to its page with the sentence that `act` returns.

    A form that is not filled in rightly, a case that somebody else changed and one that does not allow it show the
    page again with everything typed still in it.
    """
    case = open_case(request, reference)
    form = _bound(form_class, request, case, name=name)
    if not form.is_valid():
        words = _("Còn chỗ cần sửa trong phần bạn vừa gửi.")
        return shown_again(request, reference, Unfinished(name, form, words))
    viewer = signed_in(request)
    turn = Turn(request, case, viewer, access.actor_of(viewer), timezone.now(), form.cleaned_data["version"])
    try:
        said = act(turn, form)
    except actions.NoSuchCase:
        raise Http404(reference) from None
    except ANTICIPATED as error:
        return _could_not(request, reference, form_class, error, name=name, seen=form.cleaned_data["seen"] or 0)
    messages.success(request, said)
    return HttpResponseRedirect(case_address(reference, desk=request.POST.get("desk", "")))


def numbered(request: HttpRequest, name: str, field: str) -> str:
    """Return the name of a form that the page has once for each part or clock: with the number that was sent."""
    sent = request.POST.get(field, "")
    return f"{name}.{sent}" if sent.isascii() and sent.isdecimal() else name


def _could_not[F: CaseForm](
    request: HttpRequest, reference: str, form_class: type[F], error: Exception, *, name: str, seen: int
) -> HttpResponseBase:
    """Show the page as the case stands now; the form is drawn from it, so that sending it again means it."""
    case = open_case(request, reference)
    words = sentence(error, case=case, seen=seen, directory=directory.snapshot(), language=get_language() or "vi")
    form = _bound(form_class, request, case, name=name, again=True)
    return shown_again(request, reference, Unfinished(name, form, words, status_of(error)))


def _bound[F: CaseForm](form_class: type[F], request: HttpRequest, case: CaseFile, *, name: str, again: bool = False) -> F:
    typed = request.POST.copy()
    if again:
        typed["version"] = str(case.request.version)
        typed["seen"] = str(case.events[-1].id)
    form = form_class(typed, name=name)
    form.fill_choices(case, directory.snapshot(), language=get_language() or "vi")
    return form
