"""What the profile asks of proof, by service, as the core and the pages want it."""

from dataclasses import replace

from hotline.core.evidence import EvidenceRule
from hotline.core.facts import PlaceNeed
from hotline.directory import facts
from hotline.directory.profile import evidence_schema, service_schema

_RULE = ("photo", "used", "alike", "early", "edited", "far", "unknown", "near_m")


def evidence_of(service: service_schema.Service, of_all: evidence_schema.Evidence | None) -> EvidenceRule:
    """Return the rule of a service: what it says itself, then what the city says of all, then what holds anywhere."""
    rule = EvidenceRule()
    for asked in (of_all, service.evidence):
        said = {name: getattr(asked, name) for name in _RULE} if asked is not None else {}
        rule = replace(rule, **{name: value for name, value in said.items() if value is not None})
    asks_no_place = service.place is PlaceNeed.NONE or rule.near_m == 0
    return replace(rule, near_m=None) if asks_no_place else rule


def outcome_of(service: service_schema.Service) -> facts.OutcomeFacts:
    """Return which figures a result of a service has."""
    asked = service.outcome
    if asked is None:
        return facts.OutcomeFacts()
    count = facts.Wording(asked.count.vi, asked.count.en) if asked.count else None
    return facts.OutcomeFacts(has_fine=asked.fine, count=count, is_public=asked.public)
