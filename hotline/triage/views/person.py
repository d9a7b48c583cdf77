"""What the forms of a reporter's person do: join them with another report's, and take a join back."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import access, actions, queries
from hotline.casefile.queries.persons import points_joined
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.actions import NotThere
from hotline.triage.forms.person import JoinForm, PartForm

from .doing import Turn, do, numbered


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def join(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say that another report is of the same person."""

    def act(turn: Turn, form: JoinForm) -> str:
        typed = form.cleaned_data["reference"]
        if not access.sees(turn.viewer, typed):
            raise NotThere(typed)
        other, reason = queries.request_id_of(typed), form.cleaned_data["reason"]
        actions.join_contacts(turn.case.request.id, other, why=reason, now=turn.now, actor=turn.actor)
        return _("Đã nối: cùng một người. Nối nhầm thì tách ra được, không mất gì.")

    return do(request, reference, JoinForm, act, name="triage.join")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def part(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take a join back."""

    def act(turn: Turn, form: PartForm) -> str:
        number, request_id = form.cleaned_data["join"], turn.case.request.id
        if number not in {one.join_id for one in points_joined(request_id)}:
            raise actions.NotJoined(number)
        actions.part_contacts(number, why=form.cleaned_data["reason"], request_id=request_id, now=turn.now, actor=turn.actor)
        return _("Đã tách. Mỗi bên trở lại như trước khi nối.")

    return do(request, reference, PartForm, act, name=numbered(request, "triage.part", "join"))
