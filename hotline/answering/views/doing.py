"""The way of every form on a case's page: check, do, say so, and come back; or show the page again as it was typed."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hotline.answering.actions import Turn
from hotline.answering.forms import RedactedForm
from hotline.answering.refusing import ANTICIPATED, sentence
from hotline.casefile import access, actions
from hotline.casefile.facts import CaseFile
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.ui.panels import Unfinished, case_address, shown_again
from hotline.ui.versioned import VersionedForm

desk_only = roles(Role.SYNTHESIS, Role.SUPERVISOR)


def open_case(request: HttpRequest, reference: str) -> CaseFile:
    """Return the case if whoever is signed in may see it. Raises Http404 otherwise."""
    try:
        return access.case_for(signed_in(request), reference, language=get_language() or "vi")
    except actions.NoSuchCase:
        raise Http404(reference) from None


def turn_of(request: HttpRequest, case: CaseFile, version: int) -> Turn:
    """Return who acts on the case, now."""
    return Turn(case, version, timezone.now(), access.actor_of(signed_in(request)))


def do[F: VersionedForm](
    request: HttpRequest, case: CaseFile, form: F, act: Callable[[Turn, F], str], *, name: str
) -> HttpResponseBase:
    """Do what the form `name` asks and come back to its page with the sentence that `act` returns.

    `act` may put an error on the form instead of acting. A form that is not filled in rightly, a case that somebody else
    changed and one that does not allow it show the page again with everything typed still in it.
    """
    reference = case.request.reference
    if not form.is_valid():
        return shown_again(request, reference, Unfinished(name, form, _("Còn chỗ cần sửa ở dưới.")))
    try:
        said = act(turn_of(request, case, form.cleaned_data["version"]), form)
    except ANTICIPATED as error:
        case = open_case(request, reference)
        form.retype(version=case.request.version)
        return shown_again(request, reference, Unfinished(name, form, sentence(error, case), 409))
    if form.errors:
        return shown_again(request, reference, Unfinished(name, form, _("Còn chỗ cần sửa ở dưới.")))
    messages.success(request, said)
    return HttpResponseRedirect(back(request, reference))


def strike(request: HttpRequest, case: CaseFile, form: RedactedForm, *, name: str) -> HttpResponseBase:
    """Show the page again with the chosen hints struck out of the words for everyone; nothing is kept yet."""
    form.strike(request.POST.getlist("strike"))
    said = _("Chưa lưu gì. Hãy đọc lại bản công khai: máy không nhận ra tên người.")
    return shown_again(request, case.request.reference, Unfinished(name, form, said, 200))


def back(request: HttpRequest, reference: str) -> str:
    """Return the address of the page that the form stood on."""
    return case_address(reference, desk=request.POST.get("desk", "synthesis"))


def wants_strike(request: HttpRequest) -> bool:
    """Return whether the button pressed was the one that strikes out."""
    return request.POST.get("step") == "strike"
