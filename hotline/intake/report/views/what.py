"""Page 1: what is going on?"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from hotline.directory.facts import ServiceFacts, StreamFacts
from hotline.directory.queries import snapshot
from hotline.intake.report.facts import Step
from hotline.intake.report.forms import WhatForm, service_of, stream_of
from hotline.intake.report.steps import address, after
from hotline.intake.report.tokens import minted
from hotline.intake.report.views.searching import found_for, said, why
from hotline.intake.report.views.showing import asked_again, is_asked_again, line_of, shown
from hotline.intake.report.visiting import Visit, keep, remembered, visit_of
from hotline.people.guards import public

_SOUGHT_LETTERS = 200
_ASKED = frozenset({"service", "stream"})
"""What an address of the form may ask for: a service that is chosen, the hotline that it goes to."""


@dataclass(frozen=True, slots=True)
class Option:
    """A service to choose; `hint` says more about it, or why it was found."""

    code: str
    name: str
    hint: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A heading that opens; `category` stands above the first group of its kind, in a city that has such."""

    name: str
    category: str
    icon: str
    options: tuple[Option, ...]
    is_alone: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether one of its services is chosen, or there are few because the hotline takes no others."""
        return self.is_alone or any(option.is_chosen for option in self.options)


@public
@require_http_methods(["GET", "HEAD", "POST"])
def what(request: HttpRequest) -> HttpResponse:
    """Show the services by group, or take the choice."""
    visit = visit_of(request)
    if request.method == "POST":
        return _taken(request, visit)
    if visit.form is None and not visit.may_begin:
        return _opened(request, visit)
    typed = dict(visit.typed.on(Step.WHAT))
    asked_for = request.GET.get("service", "")
    if asked_for in snapshot().services:
        typed["service"] = asked_for
    line = request.GET.get("stream", "")
    if line and stream_of(line):
        typed["stream"] = line
    form = WhatForm(typed) if is_asked_again(request, visit) else WhatForm(initial=typed)
    chosen, sought = typed.get("service", ""), request.GET.get("q", "")
    is_unknown = bool(asked_for) and asked_for != chosen
    no_line = bool(line) and stream_of(line) is None
    return _page(request, visit, form, chosen=chosen, is_unknown=is_unknown, no_line=no_line, sought=sought)


def _opened(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the form its name in the address, so that the browser's own "back" finds it again."""
    named = {"d": minted(visit.now)} | {name: value for name, value in request.GET.items() if name in _ASKED}
    return remembered(redirect(f"{address(Step.WHAT)}?{urlencode(named)}"), request, visit)


def _taken(request: HttpRequest, visit: Visit) -> HttpResponse:
    sought = request.POST.get("q", "")[:_SOUGHT_LETTERS]
    form = WhatForm(request.POST)
    if "find" in request.POST and sought.strip():
        return _searched(request, visit, form, sought)
    service = service_of(form.kept())
    if not form.is_valid() or service is None:
        again = asked_again(request, visit, Step.WHAT, form.kept(), q=sought)
        return again or _page(request, visit, form, chosen=request.POST.get("service", ""), sought=sought)
    token = keep(visit, Step.WHAT, form.kept())
    return remembered(redirect(address(after(Step.WHAT, service), token)), request, visit)


def _searched(request: HttpRequest, visit: Visit, form: WhatForm, sought: str) -> HttpResponse:
    """Lead to what a search finds, for whoever has no JavaScript; what else was typed stays."""
    token = keep(visit, Step.WHAT, form.kept())
    return remembered(redirect(address(Step.WHAT, token, q=sought)), request, visit)


def _page(
    request: HttpRequest,
    visit: Visit,
    form: WhatForm,
    *,
    chosen: str,
    is_unknown: bool = False,
    no_line: bool = False,
    sought: str = "",
) -> HttpResponse:
    sought = sought[:_SOUGHT_LETTERS]
    found = found_for(sought)
    is_found = any(one.code == chosen for one in found)
    more = {
        "groups": _groups("" if is_found else chosen, form.line),
        "line": line_of(form.line),
        "no_line": no_line,
        "sought": sought,
        "found": [Option(one.code, one.name, why(one), one.code == chosen) for one in found],
        "said": said(sought, found),
        "is_unknown": is_unknown,
        "sent": visit.sent,
    }
    return shown(request, visit, Step.WHAT, form=form, service=None, more=more)


def _groups(chosen: str, line: StreamFacts) -> list[Group]:
    directory, language = snapshot(), get_language() or "vi"
    groups = [
        Group(
            group.name.in_language(language),
            group.category.in_language(language) if group.category else "",
            group.icon,
            tuple(
                _option(directory.services[code], language, chosen)
                for code in group.services
                if code in directory.services and line.takes(code)
            ),
            is_alone=bool(line.services),
        )
        for group in directory.groups
    ]
    return [group for group in groups if group.options]


def _option(service: ServiceFacts, language: str, chosen: str) -> Option:
    name, hint = service.name.in_language(language), service.hint.in_language(language)
    return Option(service.code, name, hint, service.code == chosen)
