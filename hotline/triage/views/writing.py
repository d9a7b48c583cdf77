"""What the form of the thread with the citizen does."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import actions
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.forms.writing import WriteForm

from .doing import Turn, do


@roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)
@require_POST
def write(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Write to everyone who reports the case."""

    def act(turn: Turn, form: WriteForm) -> str:
        actions.write_reporter(turn.case.request.id, words=form.cleaned_data["words"], now=turn.now, actor=turn.actor)
        return _("Đã gửi lời nhắn. Người dân trả lời thì tin hiện ở đây.")

    return do(request, reference, WriteForm, act, name="triage.write")
