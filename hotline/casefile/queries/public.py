"""What everyone may read: cases reduced by `core.disclosure`, and nothing that is not let out by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from hotline.casefile.models import Answer, AnswerVersion, Attachment, Clock, Event, ServiceRequest
from hotline.casefile.models.clocks import ClockState
from hotline.casefile.refusals import NoSuchCase
from hotline.core.clockrules import StoppedBy
from hotline.core.disclosure import AnswerOnFile, Approved, CaseOnFile, Public, Version, publication
from hotline.core.facts import Correction, Kind, Publish
from hotline.core.screening import WordHints, prepare_words
from hotline.core.status import AnswerState, Phase, Screening
from hotline.directory import queries as directory
from hotline.directory.facts import Directory, ReasonUse

from .links import no_reference

_PUBLISHED = (AnswerState.PUBLISHED, AnswerState.CORRECTED)
_PRECISION = 3  # decimals of a public point: about 100 m, a street and not a door
OPEN311_DAYS = 90
OPEN311_MOST = 1000


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the public timeline: "received", "in_progress", "resolved", "refused" or "reopened", and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What everyone may read of one case. Names are in the reader's language; None is what is not public (yet)."""

    case: Public
    service_name: str | None
    area_name: str | None
    refusal_name: str | None
    received_at: datetime | None
    changed_at: datetime | None
    steps: tuple[Step, ...]
    units: tuple[str, ...]


_STEPS = {
    "received": "received",
    "forwarded": "in_progress",
    "answered": "resolved",
    "refused": "refused",
    "reopened": "reopened",
}


def public_case(reference: str, *, language: str = "vi") -> PublicCase:
    """Return what is public of a case; of an unpublished one only reference, phase and deadline. Raises NoSuchCase."""
    row = None if no_reference(reference) else _rows(ServiceRequest.objects.filter(reference=reference)).first()
    if row is None:
        raise NoSuchCase(reference)
    return _public(row, language=language, steps=_steps(row.pk))


def public_cases(
    *,
    limit: int = 20,
    before: tuple[datetime, int] | None = None,
    service: str | None = None,
    area: str | None = None,
    phase: Phase | None = None,
    language: str = "vi",
) -> tuple[tuple[PublicCase, ...], tuple[datetime, int] | None]:
    """Return open cases, newest first, and where the next page begins (its `before`), or None at the end.

    Raises KeyError for a service or an area that the profile does not have.
    """
    snapshot = directory.snapshot()
    rows = _open_rows(snapshot)
    if service:
        rows = rows.filter(service_id=snapshot.services[service].id)
    if area:
        rows = rows.filter(area_id=snapshot.areas[area].id)
    if phase:
        rows = rows.filter(phase=phase)
    if before:
        rows = rows.filter(Q(received_at__lt=before[0]) | Q(received_at=before[0], id__lt=before[1]))
    page = list(_rows(rows).order_by("-received_at", "-id")[: limit + 1])
    shown = [_public(row, language=language) for row in page[:limit]]
    follows = (page[limit - 1].received_at, page[limit - 1].pk) if len(page) > limit else None
    return tuple(case for case in shown if case.case.is_open), follows


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
        rows = _open_rows(snapshot).filter(received_at__gte=since, received_at__lte=until)
        if services:
            known = [snapshot.services[code].id for code in services if code in snapshot.services]
            rows = rows.filter(service_id__in=known)
        if phases:
            rows = rows.filter(phase__in=phases)
    rows = _rows(rows).order_by("-received_at", "-id")[:OPEN311_MOST]
    shown = tuple(_public(row, language=language) for row in rows)
    return shown if references is not None else tuple(case for case in shown if case.case.is_open)


def _open_rows(snapshot: Directory) -> QuerySet[ServiceRequest]:
    """Narrow to what the policies may let out; `publication` has the last word on each row."""
    by_policy = {policy: [] for policy in Publish}  # type: dict[Publish, list[int]]
    for service in snapshot.services_by_id.values():
        by_policy[service.publish].append(service.id)
    published = Answer.objects.filter(request_id=OuterRef("pk"), state__in=_PUBLISHED)
    return (
        ServiceRequest.objects.exclude(kind=Kind.EMERGENCY)
        .exclude(screening=Screening.REFUSED)
        .filter(
            Q(service_id__in=by_policy[Publish.FROM_RECEPTION])
            | Q(Exists(published), service_id__in=by_policy[Publish.AFTER_REPLY])
        )
    )


def _rows(rows: QuerySet[ServiceRequest]) -> QuerySet[ServiceRequest]:
    versions = Prefetch("versions", queryset=AnswerVersion.objects.order_by("number"))
    photos = Attachment.objects.filter(public_at__isnull=False, withdrawn_at__isnull=True).order_by("id")
    clocks = Clock.objects.filter(stops=StoppedBy.ANSWERED).order_by("id")
    return rows.defer("link_token", "link_hash").prefetch_related(
        Prefetch("answers", queryset=Answer.objects.order_by("round").prefetch_related(versions)),
        Prefetch("attachments", queryset=photos),
        Prefetch("clocks", queryset=clocks),
        "parts",
    )


def _public(row: ServiceRequest, *, language: str, steps: Iterable[Step] = ()) -> PublicCase:
    snapshot = directory.snapshot()
    service = snapshot.services_by_id[row.service_id]
    area = snapshot.areas_by_id.get(row.area_id) if row.area_id else None
    case = publication(service.publish, _on_file(row, snapshot))
    is_open = case.is_open
    return PublicCase(
        case=case,
        service_name=service.name.in_language(language) if is_open else None,
        area_name=area.name.in_language(language) if area and is_open else None,
        refusal_name=_refusal_name(row.refusal, snapshot, language=language) if case.refusal else None,
        received_at=row.received_at if is_open else None,
        changed_at=row.changed_at if is_open else None,
        steps=tuple(steps) if is_open else (),
        units=_units(row, snapshot, language=language) if is_open else (),
    )


def _on_file(row: ServiceRequest, snapshot: Directory) -> CaseOnFile:
    service = snapshot.services_by_id[row.service_id]
    area = snapshot.areas_by_id.get(row.area_id) if row.area_id else None
    photos = tuple(photo.key for photo in row.attachments.all())
    approved = Approved(row.public_words, row.public_place, photos) if row.approved_at or photos else None
    # A photo that a person approved says nothing about the place.
    has_point = row.lat is not None and row.lon is not None and row.approved_at is not None
    return CaseOnFile(
        reference=row.reference,
        phase=Phase(row.phase),
        deadline=_deadline(row),
        screening=Screening(row.screening),
        kind=Kind(row.kind),
        service=service.code,
        area=area.code if area else "",
        point=(round(row.lat or 0, _PRECISION), round(row.lon or 0, _PRECISION)) if has_point else None,
        place_public=service.place_public,
        refusal=row.refusal,
        hinted=bool(_hints(snapshot.exclusion_words, snapshot.emergency_words).find(row.agency_words)),
        approved=approved,
        answer=_answer(row),
    )


def _answer(row: ServiceRequest) -> AnswerOnFile | None:
    """Return the newest answer that was published, else the newest."""
    answers = list(row.answers.all())
    shown = [answer for answer in answers if answer.state in _PUBLISHED] or answers
    if not shown:
        return None
    newest = shown[-1]
    return AnswerOnFile(AnswerState(newest.state), _for_everyone(newest))


def _for_everyone(answer: Answer) -> tuple[Version, ...]:
    """Return the version that was published, and those that replaced it since.

    Earlier ones were drafts, or replaced before anybody outside read them: neither their words nor why is told.
    """
    if answer.published_at is None:
        return ()
    versions = list(answer.versions.all())
    since = [version for version in versions if version.written_at > answer.published_at]
    published = versions[: len(versions) - len(since)][-1:]
    replaced = [
        Version(version.public_words, Correction(version.correction) if version.correction else None, version.why)
        for version in since
    ]
    return (*(Version(version.public_words) for version in published), *replaced)


def _deadline(row: ServiceRequest) -> datetime | None:
    """Return when the case is due to be answered: of the running clock, else of the last that was not void."""
    clocks = [clock for clock in row.clocks.all() if clock.outcome != "void"]
    running = [clock for clock in clocks if clock.state == ClockState.RUNNING]
    return (running or clocks)[-1].due_at if clocks else None


def _steps(request_id: int) -> tuple[Step, ...]:
    events = Event.objects.filter(request_id=request_id, name__in=_STEPS).order_by("id").values_list("name", "at")
    steps: list[Step] = []
    for name, at in events:
        step = _STEPS[name]
        if not steps or steps[-1].name != step:
            steps.append(Step(step, at))
    return tuple(steps)


def _units(row: ServiceRequest, snapshot: Directory, *, language: str) -> tuple[str, ...]:
    parts = [part for part in row.parts.all() if part.state not in ("proposed", "returned", "withdrawn")]
    parts.sort(key=lambda part: (part.role != "lead", part.pk))
    return tuple(snapshot.units_by_id[part.unit_id].name.in_language(language) for part in parts)


def _refusal_name(code: str, snapshot: Directory, *, language: str) -> str:
    reasons = snapshot.reasons.get(ReasonUse.REFUSE, ())
    return next((reason.name.in_language(language) for reason in reasons if reason.code == code), code)


@lru_cache(maxsize=2)
def _hints(exclusion: tuple[str, ...], emergency: tuple[str, ...]) -> WordHints:
    return prepare_words(exclusion=exclusion, emergency=emergency)
