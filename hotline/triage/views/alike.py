"""Reports of one matter are joined from the page of one of them."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.actions import join_alike
from hotline.triage.forms.alike import AlikeForm
from hotline.triage.panels.alike import NAME

from .doing import Turn, do


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def alike(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Join the ticked reports and this one under one of them."""

    def act(turn: Turn, form: AlikeForm) -> str:
        references = form.cleaned_data["others"]
        master = join_alike(
            turn.case,
            references,
            into=turn.request.POST.get("into", ""),
            streams=turn.viewer.streams,
            now=turn.now,
            actor=turn.actor,
            version=turn.version,
        )
        joined = len(set(references))
        words = ngettext("Đã gộp %(n)s phản ánh vào %(master)s.", "Đã gộp %(n)s phản ánh vào %(master)s.", joined)
        return words % {"n": joined, "master": master}

    return do(request, reference, AlikeForm, act, name=NAME)
