"""The tour page, and its door: one click signs in as a made-up person, and only a demonstration has it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hotline.casefile import queries
from hotline.casefile.queries import Example
from hotline.directory.queries import snapshot
from hotline.people.facts import Role
from hotline.people.guards import public
from hotline.site.demo import password_of
from hotline.site.demo.script import Person, read_script
from hotline.site.tour.stops import CITIZEN, LINE, MORE, OWN_LINE, STATES, TRIPS, Stop, Trip, address_of


@dataclass(frozen=True, slots=True)
class Guide:
    """Somebody to be for a while: who, and what to try, each with the address to go to."""

    name: str
    what: str
    email: str
    password: str
    stops: Sequence[tuple[Promise, Promise, str]]


@dataclass(frozen=True, slots=True)
class Station:
    """A role and those who hold it."""

    trip: Trip
    guides: Sequence[Guide]


@public
@never_cache
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """Show what to try as whom."""
    _only_in_a_demonstration()
    examples = queries.examples(now=timezone.now())
    return render(
        request,
        "tour/tour.html",
        {
            "stations": list(_stations(examples)),
            "open_to_all": [*_leading(CITIZEN, examples), *_lines()],
            "is_followed": queries.public_has_followed(),
            "states": [(name, examples[state].reference) for state, name in STATES.items() if state in examples],
        },
    )


@public
@never_cache
@require_POST
def enter(request: HttpRequest) -> HttpResponseBase:
    """Sign in as a made-up person, through the same door as with the password typed, and go where the stop leads."""
    _only_in_a_demonstration()
    person = next((person for person in read_script().people if person.email == request.POST.get("email")), None)
    if person is None:
        raise Http404
    if request.user.is_authenticated:
        get_adapter(request).logout(request)
    typed = QueryDict(mutable=True)
    typed.update({"login": person.email, "password": password_of(person.email), "next": request.POST.get("next") or "/staff/"})
    request.POST = typed  # type: ignore[assignment] # what a browser would have sent to the door
    answer: HttpResponseBase = allauth.login(request)
    return answer


def _only_in_a_demonstration() -> None:
    if not settings.IS_DEMONSTRATION:
        raise Http404


def _stations(examples: Mapping[str, Example]) -> Sequence[Station]:
    people = read_script().people
    stations = [(trip, [one for one in people if not one.stream and _first_role(one) is role]) for role, trip in TRIPS.items()]
    stations.append((OWN_LINE, [one for one in people if one.stream]))
    return [Station(trip, [_guide(person, trip, examples) for person in holders]) for trip, holders in stations if holders]


def _first_role(person: Person) -> Role:
    return Role(person.roles[0])


def _guide(person: Person, trip: Trip, examples: Mapping[str, Example]) -> Guide:
    in_vi, _, in_en = person.what.partition(" · ")
    what = in_en if in_en and _language() == "en" else in_vi
    stops = _leading([MORE[code] for code in person.tries] or trip.stops, examples)
    return Guide(person.name, what, person.email, password_of(person.email), stops)


def _leading(stops: Iterable[Stop], examples: Mapping[str, Example]) -> list[tuple[Promise, Promise, str]]:
    """Return the stops that lead somewhere now."""
    return [(stop.words, stop.action, address) for stop in stops if (address := address_of(stop, examples))]


def _lines() -> list[tuple[str, Promise, str]]:
    """Return the ways into the further hotlines that somebody of the demonstration works for."""
    held = {person.stream for person in read_script().people}
    return [
        (str(LINE.words) % {"line": line.name.in_language(_language())}, LINE.action, LINE.address.format(line.code))
        for line in snapshot().centre.streams[1:]
        if line.code in held
    ]


def _language() -> str:
    return "en" if (get_language() or "vi").startswith("en") else "vi"
