"""Routing a case by the profile's rules: the parts that follow are proposed, with the rule that proposed them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from hotline.casefile.models import Assignment, ServiceRequest
from hotline.casefile.sealedanswers import opened_answers
from hotline.core.automatic import Automatic, may_forward_automatically
from hotline.core.facts import Actor, Kind, PartRole, Place
from hotline.core.routing import Decision, Matter, Undecided, decide
from hotline.core.screening import Hint, HintKind, WordHints, prepare_words
from hotline.core.status import CLOSED_PARTS, Part
from hotline.directory import queries as directory
from hotline.directory.complaints import agency_named, units_barred
from hotline.directory.facts import Directory, ServiceFacts

from .recording import record
from .withdrawing import withdraw_all


class UnknownService(Exception):
    """The profile has no such service."""


class AgencyNamed(Exception):
    """The matter complains of this very agency: it goes to the superior, never to the one named."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules say of a case: who, whether it may go by itself, and which words a person must look at."""

    decision: Decision | Undecided
    automatic: Automatic
    hints: tuple[Hint, ...]

    @property
    def urgent(self) -> bool:
        """Return whether a word of danger stands in the report."""
        return any(hint.kind is HintKind.EMERGENCY for hint in self.hints)

    def roles(self) -> list[tuple[str, PartRole]]:
        """Return the unit codes that are proposed, the lead first."""
        if isinstance(self.decision, Undecided):
            return []
        return [(self.decision.lead, PartRole.LEAD), *((unit, PartRole.CO_HANDLER) for unit in self.decision.co)]

    def because(self) -> dict[str, Any]:
        """Return why, in codes, for the part's row."""
        if isinstance(self.decision, Undecided):
            return {}
        why_not = [reason.value for reason in self.automatic.why_not]
        return {**self.decision.because.as_json(), "also": list(self.decision.also), "why_not": why_not}


def propose_for(
    snapshot: Directory,
    service: ServiceFacts,
    *,
    kind: Kind,
    stream: str,
    place: Place,
    words: str,
    service_chosen: bool,
    received_at: datetime,
    about: str = "",
) -> Proposal:
    """Return what the rules of the profile say of a matter. `about`: the code of the agency it complains of."""
    matter = Matter(
        service=service.code,
        group=service.group,
        kind=kind,
        stream=stream,
        areas=(place.area_code,) if place.area_code else (),
        about=about,
        inspectors=snapshot.inspectors if about else frozenset(),
    )
    decision = _decided(snapshot, matter, received_at.astimezone(snapshot.city.zone).date())
    hints = _hints(snapshot.exclusion_words, snapshot.emergency_words).find(words)
    automatic = may_forward_automatically(
        forward=service.forward, service_explicit=service_chosen, decision=decision, place=place, hints=hints
    )
    return Proposal(decision, automatic, hints)


def propose_by_rule(request: ServiceRequest, *, now: datetime, actor: Actor) -> None:
    """Withdraw what was only proposed and propose anew, for a request that the caller has locked and will settle.

    A case that an agency has in hand keeps its lead; the rules then propose nobody.
    """
    withdraw_all(request, now=now, actor=actor)
    if Assignment.objects.filter(request_id=request.pk).exclude(state__in=CLOSED_PARTS).exists():
        return
    proposal = proposal_of(request)
    snapshot = directory.snapshot()
    for code, role in proposal.roles():
        unit = snapshot.units[code]
        rule = proposal.decision.rule if isinstance(proposal.decision, Decision) else ""
        part = Assignment.objects.create(
            request_id=request.pk,
            unit_id=unit.id,
            role=role,
            state=Part.PROPOSED,
            rule=rule,
            because=proposal.because(),
            proposed_at=now,
        )
        record(request, "proposed", now=now, actor=actor, part=part, facts={"unit": unit.id, "rule": rule})


def proposal_of(request: ServiceRequest) -> Proposal:
    """Return what the rules say of a stored case. Its agency words stand in for its own: hints are found in either."""
    snapshot = directory.snapshot()
    area = snapshot.areas_by_id.get(request.area_id) if request.area_id else None
    return propose_for(
        snapshot,
        snapshot.services_by_id[request.service_id],
        kind=Kind(request.kind),
        stream=request.stream,
        place=Place(area_id=request.area_id, area_code=area.code if area else ""),
        words=request.agency_words,
        service_chosen=False,  # a person has touched it: a person forwards it
        received_at=request.received_at,
        about=agency_named(snapshot, opened_answers(request.attributes)),
    )


def refuse_the_one_named(request: ServiceRequest, unit_id: int) -> None:
    """Raise AgencyNamed if the report complains of the unit with this id, of one before it, or of one that it obeys."""
    if unit_id in barred_from(request):
        raise AgencyNamed(unit_id)


def barred_from(request: ServiceRequest) -> frozenset[int]:
    """Return the ids of the units that may have nothing to do with the case: whom it complains of, and who obeys them.

    Whoever gives a case to a unit asks this first, whichever way: by hand, down, back, or to a unit's successor.
    """
    return units_barred(directory.snapshot(), opened_answers(request.attributes))


@lru_cache(maxsize=8192)
def _decided(snapshot: Directory, matter: Matter, day: date) -> Decision | Undecided:
    """Return what the rules decide; kept, for of one day's reports few are the first of their service and ward."""
    return decide(snapshot.routing_rules, matter, on=day, ward_committees=snapshot.committees, superiors=snapshot.superiors)


@lru_cache(maxsize=4)
def _hints(exclusion: tuple[str, ...], emergency: tuple[str, ...]) -> WordHints:
    return prepare_words(exclusion=exclusion, emergency=emergency)
