"""By whose hands a story is played: who acts for each agency and at the centre, which parts they have, what they photograph."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hotline.casefile import queries
from hotline.casefile.facts import Opened
from hotline.casefile.queries import PartStanding
from hotline.core.facts import Actor, ActorKind, AttachmentKind, PartRole
from hotline.core.status import CLOSED_PARTS, Part
from hotline.directory.queries import snapshot
from hotline.site.demo.photos import Album, Kept
from hotline.site.demo.script import Script, Step, Story

SENT_AFTER = timedelta(seconds=4)
"""How long after it was made a message of the past is said to have left."""

LEAD = "lead"
"""In the place of a unit's code: whichever agency leads the case."""


@dataclass(slots=True)
class Case:
    """What is known of the case in hand."""

    story: Story
    opened: Opened
    scene: str
    photos: list[Kept] = field(default_factory=list)
    parts: tuple[PartStanding, ...] = ()
    answer_id: int = 0
    question_id: int = 0
    dossier_id: int = 0
    directives: dict[int, int] = field(default_factory=dict)  # by the id of the agency
    explanation_id: int = 0


class Hands:
    """Those who sign in. `people` are user ids by e-mail address, `told` the cases in hand by the codes of their stories."""

    def __init__(self, *, script: Script, people: Mapping[str, int], album: Album) -> None:
        self._script, self._people, self._album = script, people, album
        self._told: dict[str, Case] = {}
        self._officers = {person.unit: people[person.email] for person in script.people if person.unit and person.email in people}

    def _photos(self, case: Case, count: int, kind: AttachmentKind, when: str, at: datetime) -> tuple[str, ...]:
        kept = [self._album.photo((case.scene, when), kind=kind, now=at) for _ in range(count)]
        if kind is AttachmentKind.EVIDENCE:
            case.photos += kept
        return tuple(photo.key for photo in kept)

    def _parts(self, case: Case, *states: Part) -> list[PartStanding]:
        case.parts = case.parts or queries.standing_parts(case.opened.request_id)
        return [part for part in case.parts if not states or part.state in states]

    def _meant(self, case: Case, step: Step, *states: Part) -> list[PartStanding]:
        """Return the parts in these states; where the step names a unit, its part alone."""
        if step.unit == LEAD:
            return [part for part in self._parts(case, *states) if part.role is PartRole.LEAD]
        unit_id = snapshot().units[step.unit].id if step.unit else None
        return [part for part in self._parts(case, *states) if unit_id in (None, part.unit_id)]

    def _unit(self, case: Case, code: str) -> int:
        """Return the id of the agency of this code; of the one that leads for "lead"."""
        return self._lead(case).unit_id if code == LEAD else snapshot().units[code].id

    def _lead(self, case: Case) -> PartStanding:
        return next(part for part in self._parts(case) if part.role is PartRole.LEAD and part.state not in CLOSED_PARTS)

    def _agency(self, part: PartStanding) -> Actor:
        return self._officer(part.unit_id)

    def _officer(self, unit_id: int) -> Actor:
        user_id = self._officers.get(snapshot().units_by_id[unit_id].code)
        return Actor(ActorKind.AGENCY, user_id=user_id, unit_id=unit_id)

    def _centre(self, what: str) -> Actor:
        user_id = next((number for email, number in self._people.items() if email.startswith(what)), None)
        return Actor(ActorKind.STAFF, user_id=user_id)
