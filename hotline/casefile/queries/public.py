"""What everyone may read: cases reduced by `core.disclosure`, and nothing that is not let out by it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from hotline.casefile.models import Answer, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import Kind, Publish
from hotline.core.status import Phase, Screening
from hotline.directory import queries as directory
from hotline.directory.facts import Directory

from .disclosing import STEPS, PublicCase, public_facts
from .links import no_reference
from .recorded import PUBLISHED, Recorded, record_of, records_of

OPEN311_DAYS = 90
OPEN311_MOST = 1000


def public_case(reference: str, *, language: str = "vi") -> PublicCase:
    """Return what is public of a case; of an unpublished one only reference, phase and deadline. Raises NoSuchCase."""
    row = None if no_reference(reference) else record_of(reference, events=STEPS)
    if row is None:
        raise NoSuchCase(reference)
    return _merged([row], language=language)[0]


def open311_requests(
    *,
    references: Sequence[str] | None = None,
    services: Sequence[str] = (),
    phases: Sequence[Phase] = (),
    start: datetime | None = None,
    end: datetime | None = None,
    now: datetime,
    language: str = "vi",
) -> tuple[PublicCase, ...]:
    """Return cases for GeoReport v2: those asked for by reference, else open ones of 90 days, at most 1000, newest first.

    By reference, an unpublished case is given too, with no more than reference, phase and deadline.
    """
    snapshot = directory.snapshot()
    if references is not None:
        rows = ServiceRequest.objects.filter(reference__in=list(references)[:OPEN311_MOST])
    else:
        since = max(start, now - timedelta(days=OPEN311_DAYS)) if start and not end else start
        since = since or (end or now) - timedelta(days=OPEN311_DAYS)
        until = min(end or now, since + timedelta(days=OPEN311_DAYS))
        rows = open_cases(snapshot).filter(received_at__gte=since, received_at__lte=until)
        if services:
            known = [snapshot.services[code].id for code in services if code in snapshot.services]
            rows = rows.filter(service_id__in=known)
        if phases:
            rows = rows.filter(phase__in=phases)
    newest = list(rows.order_by("-received_at", "-id").values_list("id", flat=True)[:OPEN311_MOST])
    found = records_of(newest)
    shown = _merged([found[number] for number in newest if number in found], language=language)
    return shown if references is not None else tuple(case for case in shown if case.case.is_open)


def shown_cases(request_ids: Collection[int], *, language: str) -> dict[int, PublicCase]:
    """Return what is public of those of the cases that are open to everyone, by number."""
    rows = records_of(request_ids)
    shown = zip(rows, _merged(list(rows.values()), language=language), strict=True)
    return {number: case for number, case in shown if case.case.is_open}


def open_cases(snapshot: Directory) -> QuerySet[ServiceRequest]:
    """Narrow to what the policies may let out; `publication` has the last word on each row."""
    by_policy = {policy: [] for policy in Publish}  # type: dict[Publish, list[int]]
    for service in snapshot.services_by_id.values():
        by_policy[service.publish].append(service.id)
    published = Answer.objects.filter(request_id=OuterRef("pk"), state__in=PUBLISHED)
    return (
        ServiceRequest.objects.exclude(kind=Kind.EMERGENCY)
        .exclude(screening=Screening.REFUSED)
        .filter(
            Q(service_id__in=by_policy[Publish.FROM_RECEPTION])
            | Q(Exists(published), service_id__in=by_policy[Publish.AFTER_REPLY])
        )
    )


def _merged(rows: Sequence[Recorded], *, language: str) -> tuple[PublicCase, ...]:
    """Return what is public of cases; of one that stands under a master the deadline of that, and which it is if both are."""
    masters = records_of({row.master_id for row in rows if row.master_id})
    above = {number: public_facts(row, language=language) for number, row in masters.items()}
    return tuple(_under(public_facts(row, language=language), above.get(row.master_id or 0)) for row in rows)


def _under(found: PublicCase, master: PublicCase | None) -> PublicCase:
    if master is None:
        return found
    is_told = found.case.is_open and master.case.is_open
    case = replace(found.case, deadline=master.case.deadline)
    return replace(found, case=case, master=master.case.reference if is_told else None)
