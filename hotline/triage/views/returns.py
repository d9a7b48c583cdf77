"""What is done about agencies that sent a case back, and the ledger of all of them."""

from datetime import timedelta

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import actions, queries
from hotline.casefile.facts import PartFacts
from hotline.core.facts import PartRole
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import roles
from hotline.triage.forms.returns import RulingForm, ScopeForm, SettleReturnForm
from hotline.triage.wording import ROLES

from .doing import Turn, do, numbered

SHOWN = 200
COUNTED_OVER = timedelta(days=30)


@roles(Role.SUPERVISOR)
@require_safe
def ledger(request: HttpRequest) -> HttpResponseBase:
    """Show which cases wait for a binding decision, how often each agency sent work back, and the returns one by one."""
    now, language = timezone.now(), get_language() or "vi"
    streams = signed_in(request).streams
    rows = queries.returns_lately(limit=SHOWN, streams=streams, language=language)
    given = {
        "now": now,
        "days": COUNTED_OVER.days,
        "to_rule": queries.cases_to_rule(limit=SHOWN, streams=streams, language=language),
        "by_unit": queries.returns_by_unit(since=now - COUNTED_OVER, limit=SHOWN, language=language),
        "returns": [(row, ROLES[row.role], timedelta(minutes=row.minutes)) for row in rows],
    }
    return render(request, "triage/returns.html", given)


@roles(Role.SUPERVISOR)
@require_POST
def rule(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Decide whose the case is; the agency cannot send it back."""

    def act(turn: Turn, form: RulingForm) -> str:
        actions.decide_whose(
            turn.case.request.id,
            unit_id=form.cleaned_data["unit"],
            role=PartRole(form.cleaned_data["role"]),
            scope=form.cleaned_data["scope"],
            why=form.cleaned_data["why"],
            now=turn.now,
            actor=turn.actor,
            version=turn.version,
        )
        return _("Đã quyết định và chuyển. Đơn vị không trả lại được nữa.")

    return do(request, reference, RulingForm, act, name="triage.rule")


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def settle(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Say that what a co-handler sent back needs nobody else."""

    def act(turn: Turn, form: SettleReturnForm) -> str:
        part, note = _part_of(turn, form.cleaned_data["part"]), form.cleaned_data["note"]
        actions.settle_return(part.id, note=note, now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã ghi: không cần đơn vị khác thay %(unit)s.") % {"unit": part.unit_name}

    return do(request, reference, SettleReturnForm, act, name=numbered(request, "triage.settle", "part"))


@roles(Role.OPERATOR, Role.SUPERVISOR)
@require_POST
def scope(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Write down what an agency is to do of the case."""

    def act(turn: Turn, form: ScopeForm) -> str:
        part = _part_of(turn, form.cleaned_data["part"])
        actions.set_scope(part.id, scope=form.cleaned_data["scope"], now=turn.now, actor=turn.actor, version=turn.version)
        return _("Đã ghi phần việc của %(unit)s.") % {"unit": part.unit_name}

    return do(request, reference, ScopeForm, act, name=numbered(request, "triage.scope", "part"))


def _part_of(turn: Turn, part_id: int) -> PartFacts:
    """Return the part of this case. Raises NoSuchCase for any other."""
    for part in turn.case.parts:
        if part.id == part_id:
            return part
    raise actions.NoSuchCase(part_id)
