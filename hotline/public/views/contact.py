"""How people reach the hotline, when somebody is there, and whom to call in danger."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline.directory import queries as directory
from hotline.directory.facts import CentreFacts, EmergencyFacts, ReachFacts, ReachKind, StreamFacts
from hotline.people.guards import public
from hotline.public.wording import language

_ICONS = {
    ReachKind.PHONE: "phone",
    ReachKind.SMS: "chat",
    ReachKind.EMAIL: "mail",
    ReachKind.WEB: "globe",
    ReachKind.IN_PERSON: "pin",
}


@dataclass(frozen=True, slots=True)
class Call:
    """A number to call at once, what it takes, and the service for which a report can be written as well."""

    number: str
    name: str
    takes: str
    service: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach the hotline. `link` is empty where it opens in somebody else's application."""

    icon: str
    name: str
    address: str
    link: str
    note: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A hotline of its own on the same platform, how to reach it beside this page, and what is to be known of it."""

    code: str
    name: str
    ways: tuple[Way, ...]
    note: str


@public
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Say whom to call in danger first, then every way to reach the hotline and when somebody is there."""
    centre = directory.snapshot().centre
    given = {
        "calls": [_call(one) for one in centre.emergencies],
        "ways": _ways(centre, "", *(one.code for one in centre.streams[:1])),
        "lines": [_line(centre, stream) for stream in centre.streams[1:]],
        "is_round_the_clock": centre.is_round_the_clock,
        "shifts": _shifts(centre),
    }
    return render(request, "public/contact.html", given)


def _call(one: EmergencyFacts) -> Call:
    return Call(one.number, one.name.in_language(language()), one.takes.in_language(language()), one.service)


def _line(centre: CentreFacts, stream: StreamFacts) -> Line:
    return Line(stream.code, stream.name.in_language(language()), _ways(centre, stream.code), stream.note.in_language(language()))


def _ways(centre: CentreFacts, *streams: str) -> tuple[Way, ...]:
    return tuple(_way(one) for one in centre.channels if one.stream in streams)


def _way(one: ReachFacts) -> Way:
    icon = _ICONS.get(one.kind, "link")
    return Way(icon, one.name.in_language(language()), one.address, one.link, one.note.in_language(language()), one.verified)


def _shifts(centre: CentreFacts) -> str:
    """Return how many operators each shift of the day has, where the profile tells; shifts alike are said together."""
    told = {shift.operators for shift in centre.shifts}
    if len(told) != 1 or None in told or len(centre.shifts) < 2:
        return ""
    return _("Mỗi ngày %(shifts)s ca, mỗi ca %(people)s tổng đài viên.") % {"shifts": len(centre.shifts), "people": told.pop()}
