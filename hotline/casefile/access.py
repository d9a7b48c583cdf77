"""Who may see which case: the only way by which a view of signed-in staff gets one.

The centre's people read through `case_for`. An agency's people read through `agency_door`: one transaction as the
database role `hotline_agency`, whose policies let out only their own units' parts and no column of any contact. A case
that is not theirs is not there: nobody is told which cases exist.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction

from hotline.core.facts import Actor, ActorKind
from hotline.core.status import Part
from hotline.core.streams import is_among
from hotline.directory import queries as directory
from hotline.people.facts import CENTRE_ROLES, Role, Viewer

from .dossierfacts import DirectiveFacts, DirectiveRow
from .facts import CaseFile, ExplanationFacts
from .queries import agencies, agencydesk, commitments, dossiers, guarding, handeddown, keptaway, recurrences
from .queries.case_file import case_file
from .queries.streams import streams_of
from .refusals import NoSuchCase

CENTRE = CENTRE_ROLES
AGENCY = frozenset({Role.FOCAL_POINT, Role.AGENCY_HEAD})


def actor_of(viewer: Viewer) -> Actor:
    """Return whose hand it is that acts: the centre's, or an agency's with its unit."""
    if viewer.roles & CENTRE or not viewer.roles & AGENCY:
        return Actor(ActorKind.STAFF, user_id=viewer.user_id)
    unit_id = min(viewer.unit_ids) if viewer.unit_ids else None
    return Actor(ActorKind.AGENCY, user_id=viewer.user_id, unit_id=unit_id)


def case_for(viewer: Viewer, reference: str, *, language: str = "vi", revealed: bool = False) -> CaseFile:
    """Return the whole case for one of the centre's people. Raises NoSuchCase for everybody else.

    For one whose roles are for other hotlines than the case's, there is no such case either.
    """
    if not viewer.roles & CENTRE:
        raise NoSuchCase(reference)
    found = case_file(reference, language=language, revealed=revealed)
    if not is_among(viewer.streams, found.request.stream, found.request.also_stream):
        raise NoSuchCase(reference)
    return found


def sees(viewer: Viewer, reference: str) -> bool:
    """Return whether there is such a case for one of the centre's people, without reading it."""
    if not viewer.roles & CENTRE:
        return False
    try:
        return is_among(viewer.streams, *streams_of(reference))
    except NoSuchCase:
        return False


@dataclass(frozen=True, slots=True)
class AgencyDoor:
    """What an agency's people may read while their door is open."""

    viewer: Viewer

    def desk(
        self, sort: agencydesk.Sort, *, handler: int | None, limit: int, skip: int, now: datetime, language: str = "vi"
    ) -> tuple[agencydesk.AgencyRow, ...]:
        """Return parts on the agency's desk, the one with the least time left first."""
        return agencydesk.desk(self.viewer.unit_ids, sort, handler=handler, limit=limit, skip=skip, now=now, language=language)

    def desk_counts(self, *, handler: int | None, now: datetime) -> agencydesk.DeskCounts:
        """Return how many parts stand on the agency's desk in each state."""
        return agencydesk.desk_counts(self.viewer.unit_ids, handler=handler, now=now)

    def filed_below(self, *, handler: int | None, limit: int, language: str = "vi") -> tuple[handeddown.FiledBelow, ...]:
        """Return results of units under the agency that wait for its word."""
        return handeddown.filed_below(self.viewer.unit_ids, handler=handler, limit=limit, language=language)

    def standing_below(self, part_ids: Collection[int]) -> dict[int, Part]:
        """Return how what was handed down from the agency's parts stands."""
        return handeddown.standing_below(part_ids)

    def keeping(self, *, since: datetime, until: datetime, now: datetime, language: str) -> tuple[commitments.Keeping, ...]:
        """Return how each of the viewer's agencies kept its deadlines and commitments, as the supervisor reads it."""
        own = self.viewer.unit_ids
        return commitments.keeping(since=since, until=until, now=now, unit_ids=own, language=language)

    def commitments(self, *, since: datetime, limit: int, language: str) -> tuple[commitments.OwnCommitment, ...]:
        """Return the commitments of the viewer's agencies that are due since then, or wait."""
        return commitments.own_commitments(self.viewer.unit_ids, since=since, limit=limit, language=language)

    def directives(self, part_id: int, *, language: str = "vi") -> tuple[DirectiveFacts, ...]:
        """Return what the part's agency was directed to do, the newest first."""
        return dossiers.directives_of_part(part_id, language=language)

    def open_directives(self, *, language: str = "vi") -> tuple[DirectiveRow, ...]:
        """Return the directives of the viewer's agencies that are not done with, what is due first first."""
        return dossiers.open_directives(unit_ids=self.viewer.unit_ids, language=language)

    def case(self, part_id: int, *, language: str = "vi") -> CaseFile:
        """Return the case as the agency of this part may read it. Raises NoSuchCase."""
        return agencies.case_of_part(part_id, self.viewer.unit_ids, language=language)

    def chain(self, request_id: int, *, language: str = "vi") -> tuple[recurrences.ChainLink, ...]:
        """Return how often the matter of a case of theirs came up here, the first time first; nothing for what came up once."""
        return recurrences.chain_of(request_id, language=language)

    def to_explain(self) -> int:
        """Return how many explanations the viewer's agencies owe."""
        return guarding.count_to_explain(self.viewer.unit_ids)

    def explanations(self, *, limit: int, language: str = "vi") -> tuple[ExplanationFacts, ...]:
        """Return what the viewer's agencies, complained of, are to explain, or explained."""
        return guarding.explanations_asked(self.viewer.unit_ids, limit=limit, language=language)

    def explanation(self, explanation_id: int, *, language: str = "vi") -> ExplanationFacts:
        """Return one of them. Raises NoSuchCase."""
        return guarding.explanation_asked(explanation_id, self.viewer.unit_ids, language=language)

    def picture(self, part_id: int, key: str) -> agencies.PictureOfPart:
        """Return a photo of the case that this part may see. Raises NoSuchCase."""
        return agencies.picture_of_part(part_id, key, self.viewer.unit_ids)


_OPEN: ContextVar[tuple[int, frozenset[int]] | None] = ContextVar("whose door is open", default=None)


@contextmanager
def agency_door(viewer: Viewer) -> Iterator[AgencyDoor]:
    """Open the door of the viewer's agencies: everything inside runs in one transaction under row-level security.

    To somebody of several agencies, a case that complains of one of them is not there, whichever of them has it in hand.
    Raises NoSuchCase for somebody who belongs to no agency.
    """
    if not viewer.roles & AGENCY or not viewer.unit_ids:
        raise NoSuchCase("no agency")
    wider = replace(viewer, unit_ids=with_predecessors(viewer.unit_ids))
    if _OPEN.get() == (wider.user_id, wider.unit_ids):
        yield AgencyDoor(wider)  # a count beside a page that is drawn inside: to close it here would open the rest of the page
        return
    is_inside = connection.in_atomic_block
    with transaction.atomic():
        _become_agency(wider, keptaway.cases_kept_from(viewer.unit_ids, parts_of=wider.unit_ids))
        outer = _OPEN.set((wider.user_id, wider.unit_ids))
        try:
            yield AgencyDoor(wider)
        finally:
            _OPEN.reset(outer)
        if is_inside:  # else the transaction ends, and takes the role away by itself; so does an error, which rolls back
            _become_application()


def with_predecessors(unit_ids: Collection[int]) -> frozenset[int]:
    """Return units with those that ended and whose records they go on with: a ward that was merged keeps its history."""
    before = directory.snapshot().units_before
    return frozenset(unit_ids).union(*(before.get(unit_id, ()) for unit_id in unit_ids))


def _become_agency(viewer: Viewer, kept_from: Collection[int]) -> None:
    _set({"hotline.units": _listed(viewer.unit_ids), "hotline.kept_from": _listed(kept_from), "role": "hotline_agency"})


def _become_application() -> None:
    """Step back before the transaction ends: a door inside a larger one (a test's) closes too."""
    if not connection.needs_rollback:
        _set({"role": "none", "hotline.units": "", "hotline.kept_from": ""})


def _set(settings: Mapping[str, str]) -> None:
    """Set settings of the transaction, in one question."""
    asked = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [word for setting in settings.items() for word in setting])


def _listed(ids: Collection[int]) -> str:
    return ",".join(str(one) for one in sorted(ids))
