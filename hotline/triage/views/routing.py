"""What routing's forms do."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hotline.casefile import actions
from hotline.core.facts import PartRole
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage import actions as triage
from hotline.triage.forms.routing import AgencyWordsForm, ForwardForm, ProposeForm, WithdrawForm

from .doing import Turn, do, numbered


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def forward(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Forward everything proposed."""

    def act(turn: Turn, _form: ForwardForm) -> str:
        count = actions.forward(turn.case.request.id, now=turn.now, actor=turn.actor, version=turn.version)
        said = ngettext(
            "Đã chuyển đến %(n)s đơn vị và nhắn tin cho đầu mối.", "Đã chuyển đến %(n)s đơn vị và nhắn tin cho đầu mối.", count
        )
        return said % {"n": count}

    return do(request, reference, ForwardForm, act, name="triage.forward")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def propose(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Propose an agency by hand."""

    def act(turn: Turn, form: ProposeForm) -> str:
        triage.propose(
            turn.case,
            unit_id=form.cleaned_data["unit"],
            role=PartRole(form.cleaned_data["role"]),
            scope=form.cleaned_data["scope"],
            now=turn.now,
            actor=turn.actor,
            version=turn.version,
        )
        return _("Đã thêm đơn vị. Bấm Chuyển để gửi đi.")

    return do(request, reference, ProposeForm, act, name="triage.propose")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def withdraw(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Take a part away from its agency."""

    def act(turn: Turn, form: WithdrawForm) -> str:
        part = next((part for part in turn.case.parts if part.id == form.cleaned_data["part"]), None)
        if part is None:
            raise actions.NoSuchCase(reference)
        note = form.cleaned_data["note"]
        actions.withdraw(part.id, note=note, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã rút %(unit)s.") % {"unit": part.unit_name}

    return do(request, reference, WithdrawForm, act, name=numbered(request, "triage.withdraw", "part"))


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def agency_words(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Put right what agencies read."""

    def act(turn: Turn, form: AgencyWordsForm) -> str:
        words = form.cleaned_data["words"]
        actions.set_agency_words(turn.case.request.id, words=words, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã sửa nội dung đơn vị đọc.")

    return do(request, reference, AgencyWordsForm, act, name="triage.agency_words")
