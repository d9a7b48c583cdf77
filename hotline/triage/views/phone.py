"""Writing down a report for somebody on the telephone."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hotline.casefile import access, actions
from hotline.casefile.facts import ContactDraft, Draft, Opened
from hotline.core.facts import Channel, Place
from hotline.core.text import TextTooLong
from hotline.directory import queries as directory
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.forms.phone import PhoneForm
from hotline.triage.keys import EVERYWHERE
from hotline.ui.words import aloud


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """Show the form; a report that is written down opens its case."""
    language, streams = get_language() or "vi", signed_in(request).streams
    if request.method != "POST":
        initial = {"key": uuid.uuid4()}
        fresh = PhoneForm(initial=initial, directory=directory.snapshot(), interface=language, streams=streams)
        return _page(request, fresh)
    form = PhoneForm(request.POST, directory=directory.snapshot(), interface=language, streams=streams)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        opened = _written(request, form)
    except actions.KeyReused:
        form.add_error(None, _("Phản ánh này đã được ghi rồi. Hãy mở lại trang để ghi phản ánh khác."))
        return _page(request, form, status=422)
    except TextTooLong:
        form.add_error("words", _("Phần chữ dài quá. Hãy viết ngắn lại."))
        return _page(request, form, status=422)
    messages.success(request, _("Đã ghi. Đọc mã cho người gọi: %(code)s") % {"code": aloud(opened.reference)})
    return HttpResponseRedirect(reverse("operator-case", args=[opened.reference]))


def _written(request: HttpRequest, form: PhoneForm) -> Opened:
    typed = form.cleaned_data
    contact = ContactDraft(typed["name"], typed["phone"], typed["email"], typed["hidden"])
    draft = Draft(
        stream=typed["stream"],
        service=typed["service"],
        words=typed["words"],
        channel=Channel.PHONE,
        contact=contact if contact.phone or contact.email else None,
        place=typed["place"] or Place(),
        language=typed["language"],
        attributes=typed["attributes"],
    )
    sent = sorted((name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken")
    return actions.open_request(
        draft,
        key=str(typed["key"]),
        payload=repr(sent).encode(),
        now=timezone.now(),
        actor=access.actor_of(signed_in(request)),
    )


def _page(request: HttpRequest, form: PhoneForm, *, status: int = 200) -> HttpResponseBase:
    return render(request, "triage/new.html", {"form": form, "keys": EVERYWHERE}, status=status)
