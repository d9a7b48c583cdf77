"""Who holds a contact point besides: the points joined with it, their reports, and what stands beside a case of that."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from hotline.casefile.models import Contact, ContactJoin, ContactPoint, Reporter, ServiceRequest
from hotline.casefile.sealing import opened_text
from hotline.core.disclosure import mask_point
from hotline.core.persons import Bond, JoinedHow, Person, person_of
from hotline.core.status import Phase
from hotline.core.streams import Streams
from hotline.directory import queries as directory
from hotline.directory.complaints import agency_questions
from hotline.people.queries import names_of

_OF_CONTACT = b"contact:"
_MOST = 500
"""More reports of one person are not looked through for what stands beside a case."""


@dataclass(frozen=True, slots=True)
class JoinedPoint:
    """A point joined with a case's reporter: `value` masked unless it was revealed, `by` empty for a code."""

    join_id: int
    channel: str
    value: str
    how: JoinedHow
    joined_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """Another case of the same person, as their history shows it."""

    id: int
    reference: str
    service_name: str
    phase: Phase
    received_at: datetime


@dataclass(frozen=True, slots=True)
class History:
    """The newest of a person's other cases that the viewer may know of, and how many there are in each phase."""

    cases: tuple[EarlierCase, ...] = ()
    counts: Mapping[Phase, int] | None = None

    @property
    def total(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values()) if self.counts else 0


def contact_node(contact_id: int) -> bytes:
    """Return what stands for one contact alone in a join: no blind index is so short."""
    return _OF_CONTACT + str(contact_id).encode()


def points_in(nodes: Iterable[bytes]) -> frozenset[bytes]:
    """Return the points among nodes."""
    return frozenset(node for node in nodes if not node.startswith(_OF_CONTACT))


def contacts_in(nodes: Iterable[bytes]) -> list[int]:
    """Return the contacts that stand for themselves among nodes."""
    return [int(node.removeprefix(_OF_CONTACT)) for node in nodes if node.startswith(_OF_CONTACT)]


def nodes_of_contact(contact_id: int) -> frozenset[bytes]:
    """Return the nodes of a contact: its points, and itself."""
    blinds = ContactPoint.objects.filter(contact_id=contact_id, blind__isnull=False).values_list("blind", flat=True)
    return frozenset({contact_node(contact_id), *(bytes(blind) for blind in blinds if blind is not None)})


def known_nodes(contact_id: int) -> frozenset[bytes]:
    """Return the nodes of a contact that are known to be theirs: itself, and what they wrote from, proved, or was joined by.

    What a form alone was told is not among them: it may be somebody else's.
    """
    points = ContactPoint.objects.filter(contact_id=contact_id, blind__isnull=False)
    joins = ContactJoin.objects.filter(contact__isnull=True)
    wrote_from = Reporter.objects.filter(contact_id=contact_id, point__kind=F("request__channel"))
    known = Q(verified_at__isnull=False) | Q(contact__reports__isnull=True) | Q(pk__in=wrote_from.values("point"))
    known |= Q(pk__in=joins.filter(one__in=points).values("one")) | Q(pk__in=joins.filter(other__in=points).values("other"))
    blinds = points.filter(known).values_list("blind", flat=True)
    return frozenset({contact_node(contact_id), *(bytes(blind) for blind in blinds if blind is not None)})


def person_at(nodes: Collection[bytes]) -> Person:
    """Return the person who holds these nodes: themselves alone where nothing was ever joined with them."""
    found: dict[int, Bond] = {}
    seen: set[bytes] = set()
    layer = set(nodes)
    while layer:
        seen |= layer
        rows = ContactJoin.objects.filter(Q(one_node__in=layer) | Q(other_node__in=layer), ended_at__isnull=True)
        ends = rows.values_list("id", "one_node", "other_node", "how")
        fresh = {id_: Bond(bytes(one or b""), bytes(other or b""), how == JoinedHow.CODE) for id_, one, other, how in ends}
        found |= fresh
        layer = {end for bond in fresh.values() for end in (bond.one, bond.other)} - seen
    return person_of(nodes, found.values())


def reported_from(nodes: Collection[bytes]) -> Q:
    """Return the condition on reporters that they are answered on one of these points, or are one of these contacts."""
    return Q(point__blind__in=points_in(nodes)) | Q(contact_id__in=contacts_in(nodes))


def not_guarded() -> Q:
    """Return the condition on reporters that nothing keeps them apart from their other reports.

    Who complains of an agency, and who wants to stay unknown, is never found by way of another report.
    """
    snapshot = directory.snapshot()
    asking = [service.id for service in snapshot.services_by_id.values() if service.asks_whom]
    guarded = Q(hidden=True) | Q(request__service_id__in=asking)
    if codes := sorted(agency_questions(snapshot)):
        guarded |= Q(request__attributes__has_any_keys=codes)
    return ~guarded


def is_kept_apart(request_id: int) -> bool:
    """Return whether whoever reports a case is never found by way of another report, nor another by way of this."""
    return Reporter.objects.filter(request_id=request_id, main=True).exclude(not_guarded()).exists()


def reports_of_sender(blind: bytes) -> Q:
    """Return the condition on reporters that they are whoever writes from this point.

    What only an operator said of them opens no report that is guarded: a mistake must not tell who complains.
    """
    person = person_at({blind})
    found = reported_from(person.proved)
    return found | (reported_from(person.said) & not_guarded()) if person.said else found


def points_joined(request_id: int, *, revealed: bool = False) -> tuple[JoinedPoint, ...]:
    """Return what is joined with the main reporter of a case, in the order in which it was; nothing for one erased."""
    reporter = _main(request_id)
    if reporter is None:
        return ()
    own = nodes_of_contact(reporter.contact_id)
    nodes = list(person_at(own).nodes)
    rows = ContactJoin.objects.filter(Q(one_node__in=nodes) | Q(other_node__in=nodes), ended_at__isnull=True)
    rows = rows.filter(Q(contact__isnull=True) | Q(contact_id=reporter.contact_id))  # another report's is no point of theirs
    rows = rows.select_related("one", "other").order_by("id")
    people = names_of({row.joined_by for row in rows if row.joined_by})
    return tuple(
        JoinedPoint(
            join_id=row.pk,
            channel=point.kind,
            value=opened_text(point.value) if revealed else mask_point(point.kind, opened_text(point.value)),
            how=JoinedHow(row.how),
            joined_at=row.joined_at,
            by=people.get(row.joined_by, "") if row.joined_by else "",
        )
        for row, point in _outwards(rows, own)
        if point is not None and point.value is not None
    )


def history_of(request_id: int, *, streams: Streams, language: str, limit: int) -> History:
    """Return the other cases of a case's main reporter, of these hotlines, the newest first.

    Nothing where the reporter of this case is guarded, nor anything of a case whose reporter is.
    """
    reporter = _main(request_id)
    if reporter is None or not Reporter.objects.filter(not_guarded(), pk=reporter.pk).exists():
        return History()
    nodes = person_at(nodes_of_contact(reporter.contact_id)).nodes
    of_them = Reporter.objects.filter(_anywhere(nodes), not_guarded()).exclude(request_id=request_id)
    rows = ServiceRequest.objects.filter(pk__in=of_them.values("request_id"))
    if streams:
        rows = rows.filter(Q(stream__in=streams) | Q(also_stream__in=streams))
    columns = ("id", "reference", "service_id", "phase", "received_at")
    found = list(rows.order_by("-received_at", "-id").values_list(*columns)[:_MOST])
    services = directory.snapshot().services_by_id
    cases = tuple(
        EarlierCase(id_, reference, services[service].name.in_language(language), Phase(phase), received_at)
        for id_, reference, service, phase, received_at in found[:limit]
    )
    return History(cases, Counter(Phase(row[3]) for row in found))


def contacts_of_person(contact_id: int) -> frozenset[int]:
    """Return every contact of the person behind one: that one alone where nothing is joined with it."""
    own = known_nodes(contact_id)
    nodes = person_at(own).nodes
    return frozenset({contact_id}) if nodes == own else frozenset({contact_id, *_contacts_at(nodes)})


def contacts_alike(contact_id: int) -> frozenset[int]:
    """Return the contacts that name a point of the same person's, whether anybody proved that it is theirs or not."""
    return frozenset({contact_id, *_contacts_at(person_at(nodes_of_contact(contact_id)).nodes)})


def _outwards(rows: Iterable[ContactJoin], own: Collection[bytes]) -> Iterator[tuple[ContactJoin, ContactPoint | None]]:
    """Give joins with the point that each adds, from what is a contact's own outwards; one that closes a ring adds its other."""
    seen, waiting = set(own), list(rows)
    while waiting:
        near = (one for one in waiting if seen & {bytes(one.one_node or b""), bytes(one.other_node or b"")})
        row = next(near, waiting[0])
        waiting.remove(row)
        yield row, row.one if bytes(row.other_node or b"") in seen else row.other
        seen |= {bytes(row.one_node or b""), bytes(row.other_node or b"")}


def _main(request_id: int) -> Reporter | None:
    return Reporter.objects.filter(request_id=request_id, main=True, contact__erased_at__isnull=True).first()


def _anywhere(nodes: Collection[bytes]) -> Q:
    """Return the condition on reporters that any of their points is one of these, or they are one of these contacts."""
    return Q(contact_id__in=_contacts_at(nodes))


def _contacts_at(nodes: Collection[bytes]) -> set[int]:
    holding = ContactPoint.objects.filter(blind__in=points_in(nodes)).values_list("contact_id", flat=True)
    alive = Contact.objects.filter(pk__in={*holding, *contacts_in(nodes)}, erased_at__isnull=True)
    return set(alive.values_list("id", flat=True))
