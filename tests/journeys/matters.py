"""A matter that can be walked from end to end in a city's demonstration: found in its profile, not written down here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from hotline.core.facts import Forward, Kind, PlaceNeed, Publish
from hotline.core.routing import Decision, Matter, decide
from hotline.directory.profile import ReadProfile, read_profile
from hotline.directory.profile.check_units import committee_codes
from hotline.directory.profile.core_rules import routing_rules
from hotline.directory.profile.service_schema import Group, Service
from hotline.site.demo.script import script_of
from tests.rules.sources import ROOT

DAY = date(2026, 11, 21)


@dataclass(frozen=True)
class Walkable:
    """What to choose on the form, where, and who of the agency in the lead can sign in; `number` begins references."""

    group: str
    service: str
    ward: str
    officer: str
    number: str


def walkable(profile: str) -> Walkable:
    """Return the first matter and ward whose only agency is one that somebody of the demonstration signs in for.

    Potholes come first, then what else needs a person and a place and is made public. Raises LookupError.
    """
    folder = ROOT / "profiles" / profile
    read = read_profile(folder)
    people = script_of(folder / "demonstration.yaml").people
    officers = {person.unit: person.email for person in people if "focal_point" in person.roles}
    city = read.profile.city
    for group, service in _services(read):
        for area in read.package.areas:
            decision = _decision(read, group, service, area.code)
            if isinstance(decision, Decision) and decision.lead in officers and not decision.co:
                officer = officers[decision.lead]
                return Walkable(group.name.vi, service.code, area.name_vi, officer, city.reference or city.number)
    raise LookupError(f"nobody of the demonstration of {profile} can sign in for an agency that leads a matter alone")


def _services(read: ReadProfile) -> Iterator[tuple[Group, Service]]:
    walked = [
        (group, service)
        for group in read.profile.groups
        for service in group.services
        if service.forward is Forward.OPERATOR
        and service.place is PlaceNeed.REQUIRED
        and service.publish is not Publish.NEVER
        and Kind.EMERGENCY not in service.kinds
    ]
    yield from sorted(walked, key=lambda pair: pair[1].code != "pothole")


def _decision(read: ReadProfile, group: Group, service: Service, ward: str) -> object:
    matter = Matter(service.code, group.code, service.kinds[0], areas=(ward,))
    committees = committee_codes(read.profile.ward_committees, read.package)
    return decide(routing_rules(read.profile), matter, on=DAY, ward_committees=committees)
