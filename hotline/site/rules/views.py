"""The pages of deadlines: read by the administrator, and a later version added after seeing what follows from it."""

from collections.abc import Callable, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile.queries.ruleload import rule_load
from hotline.core.clockrules import ClockRule, RulesCollide
from hotline.core.ruleversions import version_on
from hotline.directory import actions
from hotline.directory import queries as directory
from hotline.people.access import signed_in
from hotline.people.facts import Role
from hotline.people.guards import fresh, roles
from hotline.people.queries import names_of

from . import showing
from .forms import TakeBackForm, VersionForm, as_typed

administrators = roles(Role.ADMINISTRATOR)

REFUSED: dict[type[Exception], tuple[str, Promise]] = {
    actions.NotLater: ("since", gettext_lazy("Ngày có hiệu lực phải từ ngày mai: không đổi thời hạn của việc đã nhận.")),
    actions.VersionStands: ("since", gettext_lazy("Quy định này đã có một phiên bản từ ngày đó. Hãy chọn ngày khác.")),
    actions.NeverEnds: ("starts", gettext_lazy("Thời hạn như vậy không bao giờ kết thúc. Hãy chọn lúc bắt đầu khác.")),
    actions.NotOfTheProfile: ("services", gettext_lazy("Có lựa chọn không còn trong hồ sơ thành phố. Hãy tải lại trang.")),
    actions.PaperMissing: ("paper", gettext_lazy("Hãy ghi văn bản quy định thời hạn này.")),
}


@administrators
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List every rule with what holds today and what is to come."""
    return render(request, "rules/rules.html", {"rules": _rules()})


@administrators
@require_safe
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """Show one rule with all its versions, and the form of a later one."""
    return _page(request, code)


@administrators
@require_POST
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what would follow from the version that was filled in; nothing is written."""
    form = _form(request, code)
    if not form.is_valid():
        return _page(request, code, form=form, status=422)
    version = form.version()
    refused = _try(form, lambda: actions.check_rule_version(version, paper=form.cleaned_data["paper"], now=timezone.now()))
    if refused:
        return _page(request, code, form=form, status=422)
    return render(request, "rules/preview.html", _what_follows(code, version, form))


@administrators
@fresh
@require_POST
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Add the version that was looked at."""
    form = _form(request, code)
    if not form.is_valid():
        return _page(request, code, form=form, status=422)
    version, typed, user_id = form.version(), form.cleaned_data, signed_in(request).user_id
    refused = _try(
        form,
        lambda: actions.add_rule_version(
            version, paper=typed["paper"], verified=typed["verified"], now=timezone.now(), user_id=user_id
        ),
    )
    if refused:
        return _page(request, code, form=form, status=422)
    since = f"{version.valid_from:%d/%m/%Y}"
    messages.success(request, _("Đã thêm phiên bản có hiệu lực từ %(since)s.") % {"since": since})
    return redirect("rules:rule", code)


@administrators
@fresh
@require_POST
def take_back(request: HttpRequest, code: str) -> HttpResponse:
    """Take back a version that has not begun."""
    _found(code)
    form = TakeBackForm(request.POST)
    if not form.is_valid():
        raise Http404(code)
    try:
        actions.take_back_rule_version(code, form.day(), now=timezone.now(), user_id=signed_in(request).user_id)
    except actions.NoSuchVersion:
        raise Http404(code) from None
    except actions.NotLater:
        messages.error(request, _("Phiên bản này đã có hiệu lực nên không rút lại được. Hãy thêm phiên bản mới."))
    else:
        messages.success(request, _("Đã rút lại phiên bản từ %(since)s.") % {"since": f"{form.day():%d/%m/%Y}"})
    return redirect("rules:rule", code)


def _page(request: HttpRequest, code: str, *, form: VersionForm | None = None, status: int = 200) -> HttpResponse:
    found = _found(code)
    shown = form or _empty_form(found.versions[0].rule)
    return render(request, "rules/rule.html", {"rule": found, "form": shown}, status=status)


def _what_follows(code: str, version: ClockRule, form: VersionForm) -> dict[str, object]:
    """Return what the page of a version that is not yet added shows."""
    snapshot, language, now = directory.snapshot(), _language(), timezone.now()
    load = rule_load(
        version.code,
        service_ids=[snapshot.services[service].id for service in version.services],
        kinds=version.kinds,
        levels=version.levels,
        now=now,
    )
    return {
        "rule": _found(code),
        "form": form,
        "version": version,
        "length": showing.length_words(version, snapshot, language=language),
        "examples": showing.examples(snapshot.clock_rules, version, snapshot.calendars),
        "before": version_on(snapshot.clock_rules, version.code, version.valid_from),
        "differences": showing.differences(version, snapshot, language=language),
        "load": load,
        "is_narrower": showing.is_narrower(snapshot.clock_rules, version),
    }


def _try(form: VersionForm, act: Callable[[], object]) -> bool:
    """Do it; return True, with the reason on the form, when the version is refused."""
    try:
        act()
    except actions.NoSuchRule:
        raise Http404 from None
    except RulesCollide as error:
        twice = _("Cùng một việc sẽ có hai quy định: %(first)s và %(second)s. Hãy giới hạn lĩnh vực, loại hoặc mức độ.")
        form.add_error(None, twice % {"first": error.first, "second": error.second})
    except tuple(REFUSED) as error:
        field, words = REFUSED[type(error)]
        form.add_error(field, str(words))
    else:
        return False
    return True


def _form(request: HttpRequest, code: str) -> VersionForm:
    base = _found(code).versions[0].rule
    return VersionForm(request.POST, base=base, directory=directory.snapshot(), language=_language())


def _empty_form(base: ClockRule) -> VersionForm:
    return VersionForm(initial=as_typed(base), base=base, directory=directory.snapshot(), language=_language())


def _found(code: str) -> showing.RuleOfVersions:
    found = next((rule for rule in _rules() if rule.code == code), None)
    if found is None:
        raise Http404(code)
    return found


def _rules() -> Sequence[showing.RuleOfVersions]:
    changes = directory.rule_changes()
    names = names_of({change.made_by for change in changes if change.made_by})
    return showing.rules_of(directory.snapshot(), changes, names, today=_today(), language=_language())


def _today() -> date:
    return timezone.localdate()


def _language() -> str:
    return get_language() or "vi"
