"""A report on its way into the record: its reference, the parts that are proposed, its clocks, events and receipt."""

import secrets
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from hotline.casefile.agencywords import agency_words
from hotline.casefile.contactpoints import Point
from hotline.casefile.facts import Draft
from hotline.casefile.placing import cell_of
from hotline.casefile.sealedanswers import seal_answers
from hotline.casefile.sealing import blind, digest, sealed, sealed_text
from hotline.core.channels import REACHED
from hotline.core.clockrules import ClockOn, ClockRule, day_of, rules_on
from hotline.core.derivation import StartedBy
from hotline.core.facts import MESSAGE_ORDER, Actor, Kind, Priority
from hotline.core.reference import RANDOM_BYTES, new_reference
from hotline.core.routing import Decision
from hotline.core.screening import proposed_reasons
from hotline.core.text import clean
from hotline.directory.complaints import agency_named
from hotline.directory.facts import Directory, ServiceFacts

from .clocks import clock_columns
from .proposing import Proposal, propose_for
from .receipts import WAITS
from .recording import event_row
from .requestids import next_request_id
from .writing import Columns

WORDS_LETTERS = 5000
PLACE_LETTERS = 500


class ReportRow:
    """One report with all that follows from it, as `open_request.sql` reads it."""

    def __init__(
        self,
        snapshot: Directory,
        service: ServiceFacts,
        draft: Draft,
        points: list[Point],
        *,
        now: datetime,
        actor: Actor,
    ) -> None:
        self.id = next_request_id()
        self.reference = new_reference(now, secrets.token_bytes(RANDOM_BYTES), number=snapshot.city.reference_number)
        self.link = secrets.token_urlsafe(16)
        self._snapshot, self._service, self._draft, self._points = snapshot, service, draft, points
        self._now, self._actor = now, actor
        self._stream = draft.stream or snapshot.centre.own_stream.code
        self._kind = draft.kind or service.kinds[0]
        self._words = clean(draft.words, limit=WORDS_LETTERS)
        self._place_words = clean(draft.place.words, limit=PLACE_LETTERS)
        self._proposal = propose_for(
            snapshot,
            service,
            kind=self._kind,
            stream=self._stream,
            place=draft.place,
            words=self._words,
            service_chosen=draft.service_chosen,
            received_at=now,
            about=agency_named(snapshot, draft.attributes),
        )
        self._urgent = self._kind is Kind.EMERGENCY or self._proposal.urgent

    def columns(self) -> Columns:
        """Return what the statement reads of this report, by name. Raises CalendarNeverWorks."""
        draft, place, contact = self._draft, self._draft.place, self._draft.contact
        parts = self._parts()
        return {
            "id": self.id,
            "reference": self.reference,
            "link_hash": digest(self.link),
            "link_token": sealed_text(self.link),
            "kind": self._kind.value,
            "stream": self._stream,
            "language": draft.language,
            "channel": draft.channel.value,
            "service": self._service.id,
            "service_chosen": draft.service_chosen,
            "words": self._words,
            "agency_words": agency_words(self._words, contact),
            "attributes": seal_answers(self._service, draft.attributes),
            "lat": place.lat,
            "lon": place.lon,
            "cell": cell_of(place),
            "place_words": self._place_words,
            "agency_place": agency_words(self._place_words, contact),
            "area": place.area_id,
            "area_how": place.how.value if place.how else "",
            "urgent": self._urgent,
            "level": self._service.level.value,
            "now": self._now,
            "contact_name": sealed_text(clean(contact.name, limit=200)) if contact and contact.name else None,
            "points": [self._point(point) for point in self._points],
            "has_contact": bool(self._points),
            "answer_on": self._points[0].channel.value if self._points else "",
            "hidden": bool(contact and contact.hidden),
            "raw": sealed(draft.raw) if draft.raw else None,
            "parts": parts,
            "clocks": self._clocks(len(parts)),
            "events": self._events(parts),
            "messages": self._messages(),
        }

    def _point(self, point: Point) -> dict[str, Any]:
        return {
            "kind": point.channel.value,
            "value": sealed_text(point.value),
            "blind": blind(point.channel.value, point.value),
        }

    def _parts(self) -> list[dict[str, Any]]:
        proposal: Proposal = self._proposal
        rule = proposal.decision.rule if isinstance(proposal.decision, Decision) else ""
        return [
            {
                "unit": self._snapshot.units[code].id,
                "role": role.value,
                "rule": rule,
                "because": proposal.because(),
                "automatic": bool(proposal.automatic),
            }
            for code, role in proposal.roles()
        ]

    def _clocks(self, agencies: int) -> list[dict[str, Any]]:
        rules = _clock_rules(self._snapshot, day_of(self._now), self._service, self._kind, agencies)
        return [clock_columns(rule, StartedBy.RECEIVED, self._now) for rule in rules]

    def _events(self, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        opened: dict[str, Any] = {
            "service": self._service.code,
            "area": self._draft.place.area_code,
            "channel": self._draft.channel.value,
            "hints": [hint.kind.value for hint in self._proposal.hints],
        }
        if excluded := proposed_reasons(self._proposal.hints, self._snapshot.exclusion_reasons):
            opened["excluded"] = list(excluded)
        rows = [event_row(self.id, "received", now=self._now, actor=self._actor, facts=opened)]
        for part in parts:
            facts = {"unit": part["unit"], "role": part["role"], "rule": part["rule"]}
            rows.append(event_row(self.id, "proposed", now=self._now, actor=self._actor, facts=facts))
        return rows

    def _messages(self) -> list[dict[str, Any]]:
        if not self._points or self._points[0].channel not in REACHED:
            return []
        priority = Priority.EMERGENCY if self._urgent else Priority.CITIZEN
        return [
            {
                "event": "received",
                "once": f"received:{self.id}",
                "priority": MESSAGE_ORDER[priority],
                "channel": self._points[0].channel.value,
                "waits": f"{self._receipt_waits().total_seconds():g} seconds",
            }
        ]

    def _receipt_waits(self) -> timedelta:
        """Return how long the receipt waits for forwarding, to say both: not at all where somebody has to look first."""
        return WAITS if self._proposal.automatic and not self._urgent else timedelta()


@lru_cache(maxsize=4096)
def _clock_rules(snapshot: Directory, day: date, service: ServiceFacts, kind: Kind, agencies: int) -> tuple[ClockRule, ...]:
    """Return the rules whose clocks a report starts; kept, for of one day's reports few are the first of their service."""
    rules = rules_on(day, snapshot.clock_rules, service=service.code, kind=kind, agencies=agencies, level=service.level)
    return tuple(rule for rule in rules if rule.on is ClockOn.REQUEST and rule.starts is StartedBy.RECEIVED)
