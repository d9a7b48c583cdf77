"""One case of the record reduced to what everyone may read, as `core.disclosure` decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from hotline.casefile.resultfigures import ResultFigures, figures_of
from hotline.core.disclosure import HINTS_MATTER_IN, AnswerOnFile, Approved, CaseOnFile, Public, Version, publication
from hotline.core.facts import AttachmentKind, Correction, Kind
from hotline.core.screening import WordHints, prepare_words
from hotline.core.status import AnswerState, Phase, Screening
from hotline.directory import queries as directory
from hotline.directory.facts import Directory, ReasonUse
from hotline.directory.streams import publish_of_case

from .recorded import Recorded, RecordedEvent, RecordedVersion
from .rowfacts import derivation_words

_PRECISION = 3  # decimals of a public point: about 100 m, a street and not a door


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the public timeline: "received", "in_progress", "resolved", "refused" or "reopened", and when."""

    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PublicCase:
    """What everyone may read of one case. Names are in the reader's language; None is what is not public (yet).

    `evidence`: which of its photos agencies took of what they had done, `progress`: while they worked, `minutes`: which are
    minutes of an offence. `figures`: its outcome in numbers, once the answer is published and where the profile lets everyone
    read them.
    `master`: the public case under which it was merged, `merged`: how many reports were merged under it.
    `why`: the derivation of its deadline, where it was asked for. `waits_for_reporter`: the centre has asked them something.
    """

    case: Public
    service_name: str | None
    area_name: str | None
    refusal_name: str | None
    received_at: datetime | None
    changed_at: datetime | None
    steps: tuple[Step, ...]
    units: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    minutes: tuple[str, ...] = ()
    figures: ResultFigures | None = None
    why: str = ""
    master: str | None = None
    merged: int = 0
    waits_for_reporter: bool = False


STEPS = {
    "received": "received",
    "forwarded": "in_progress",
    "followed": "in_progress",
    "answered": "resolved",
    "refused": "refused",
    "reopened": "reopened",
}
"""What the public timeline calls the events that stand in it."""


def public_facts(row: Recorded, *, language: str) -> PublicCase:
    """Return what is public of a case; its steps, and why it is due when it is, only where it was read in full."""
    snapshot = directory.snapshot()
    service = snapshot.services_by_id[row.service_id]
    area = snapshot.areas_by_id.get(row.area_id) if row.area_id else None
    case = publication(publish_of_case(snapshot, service, row.stream, row.also_stream), _on_file(row, snapshot))
    is_open = case.is_open
    return PublicCase(
        case=case,
        service_name=service.name.in_language(language) if is_open else None,
        area_name=area.name.in_language(language) if area and is_open else None,
        refusal_name=_refusal_name(row.refusal, snapshot, language=language) if case.refusal else None,
        received_at=row.received_at if is_open else None,
        changed_at=row.changed_at if is_open else None,
        steps=_steps(row.events) if is_open else (),
        units=_units(row, snapshot, language=language) if is_open else (),
        evidence=tuple(one.key for one in row.photos if one.kind == AttachmentKind.EVIDENCE and not one.is_progress),
        progress=tuple(one.key for one in row.photos if one.kind == AttachmentKind.EVIDENCE and one.is_progress),
        minutes=tuple(one.key for one in row.photos if one.kind == AttachmentKind.MINUTES),
        figures=figures_of(row.parts, service, language=language) if case.answer and service.outcome.is_public else None,
        why=derivation_words(row.derivation, language=language) if row.derivation and is_open else "",
        merged=row.merged if is_open else 0,
        waits_for_reporter=row.screening == Screening.ASKED,
    )


def _on_file(row: Recorded, snapshot: Directory) -> CaseOnFile:
    service = snapshot.services_by_id[row.service_id]
    area = snapshot.areas_by_id.get(row.area_id) if row.area_id else None
    photos = tuple(photo.key for photo in row.photos)
    approved = Approved(row.public_words, row.public_place, photos) if row.approved_at or photos else None
    # A photo that a person approved says nothing about the place.
    has_point = row.lat is not None and row.lon is not None and row.approved_at is not None
    return CaseOnFile(
        reference=row.reference,
        phase=Phase(row.phase),
        deadline=row.due_at,
        screening=Screening(row.screening),
        kind=Kind(row.kind),
        service=service.code,
        area=area.code if area else "",
        point=(round(row.lat or 0, _PRECISION), round(row.lon or 0, _PRECISION)) if has_point else None,
        place_public=service.place_public,
        refusal=row.refusal,
        hinted=row.screening in HINTS_MATTER_IN and _is_hinted(row.agency_words, snapshot),
        approved=approved,
        answer=_answer(row),
    )


def _answer(row: Recorded) -> AnswerOnFile | None:
    return AnswerOnFile(AnswerState(row.answer_state), _for_everyone(row.versions)) if row.answer_state else None


def _for_everyone(versions: tuple[RecordedVersion, ...]) -> tuple[Version, ...]:
    """Return the version that was published, and those that replaced it since.

    Earlier ones were drafts, or replaced before anybody outside read them: neither their words nor why is told.
    """
    since = [version for version in versions if version.is_later]
    published = versions[: len(versions) - len(since)][-1:]
    replaced = [
        Version(version.public_words, Correction(version.correction) if version.correction else None, version.why)
        for version in since
    ]
    return (*(Version(version.public_words) for version in published), *replaced)


def _steps(events: Iterable[RecordedEvent]) -> tuple[Step, ...]:
    """Return the public timeline of a case, oldest first."""
    steps: list[Step] = []
    for name, at in events:
        step = STEPS[name]
        if not steps or steps[-1].name != step:
            steps.append(Step(step, at))
    return tuple(steps)


def _units(row: Recorded, snapshot: Directory, *, language: str) -> tuple[str, ...]:
    """Return who answers for the case; what an agency passed down it still answers for itself."""
    parts = [part for part in row.parts if part.state not in ("proposed", "returned", "withdrawn") and part.role != "under"]
    parts.sort(key=lambda part: (part.role != "lead", part.id))
    return tuple(snapshot.units_by_id[part.unit_id].name.in_language(language) for part in parts)


def _refusal_name(code: str, snapshot: Directory, *, language: str) -> str:
    reasons = snapshot.reasons.get(ReasonUse.REFUSE, ())
    return next((reason.name.in_language(language) for reason in reasons if reason.code == code), code)


def _is_hinted(words: str, snapshot: Directory) -> bool:
    return bool(_hints(snapshot.exclusion_words, snapshot.emergency_words).find(words))


@lru_cache(maxsize=2)
def _hints(exclusion: tuple[str, ...], emergency: tuple[str, ...]) -> WordHints:
    return prepare_words(exclusion=exclusion, emergency=emergency)
