"""What the forms about a complaint do: name the agency, ask it to explain, open who complains by two people."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hotline.casefile import actions
from hotline.casefile.queries.guarding import askings_of
from hotline.people.facts import Role
from hotline.people.guards import fresh, roles
from hotline.triage.forms.complaint import ExplainForm, NameForm
from hotline.triage.forms.record import DecideRevealForm, OpenForm
from hotline.triage.revealing import open_contacts

from .doing import Turn, do, numbered


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def name(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say which agency the report complains of, and what else is kept sealed."""

    def act(turn: Turn, form: NameForm) -> str:
        actions.name_agency(
            turn.case.request.id,
            agency=form.cleaned_data["agency"],
            answers=form.cleaned_data["answers"],
            why=form.cleaned_data["why"],
            is_supervisor=turn.viewer.has(Role.SUPERVISOR),
            now=turn.now,
            actor=turn.actor,
            version=turn.version,
        )
        return _("Đã ghi. Đơn vị bị phản ánh không nhận và không đọc được phản ánh này.")

    return do(request, reference, NameForm, act, name="triage.name")


@roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)
@require_POST
def explain(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Ask the agency complained of to explain itself."""

    def act(turn: Turn, form: ExplainForm) -> str:
        actions.ask_explanation(
            turn.case.request.id,
            words=form.cleaned_data["words"],
            due_on=form.cleaned_data["due_on"],
            tell_dossier=bool(form.cleaned_data.get("tell_dossier")),
            now=turn.now,
            actor=turn.actor,
            version=turn.version,
        )
        return _("Đã gửi yêu cầu giải trình và nhắn tin cho đầu mối.")

    return do(request, reference, ExplainForm, act, name="triage.explain")


@roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)
@fresh
@require_POST
def open_agreed(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Open the contacts of a complaint for a while, once a second person has agreed to it."""

    def act(turn: Turn, _form: OpenForm) -> str:
        actions.log_reveal(turn.case.request.id, now=turn.now, actor=turn.actor)
        open_contacts(turn.request, reference, now=turn.now)
        return _("Đã mở thông tin người phản ánh. Việc này được ghi lại.")

    return do(request, reference, OpenForm, act, name="triage.open")


@roles(Role.OPERATOR, Role.SYNTHESIS, Role.SUPERVISOR)
@fresh
@require_POST
def decide(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Agree, as the second person, that somebody sees who complains, or not."""

    def act(turn: Turn, form: DecideRevealForm) -> str:
        asked = form.cleaned_data["asked"]
        if asked not in {one.id for one in askings_of(turn.case.request.id)}:
            raise actions.NoSuchCase(asked)
        agreed = form.cleaned_data["agreed"] == "yes"
        actions.decide_reveal(asked, agreed=agreed, now=turn.now, actor=turn.actor)
        return _("Đã đồng ý. Người xin xem mở được một lần trong 24 giờ.") if agreed else _("Đã ghi: không đồng ý.")

    return do(request, reference, DecideRevealForm, act, name=numbered(request, "triage.decide", "asked"))
