"""Dossiers for the People's Committee and the directives that came back: of one case, and all that somebody has to act on."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Q

from hotline.casefile.dossierfacts import DirectiveFacts, DirectiveRow, DossierFacts, DossierRow, PositionFacts
from hotline.casefile.models import Clock, Directive, Dossier, Position
from hotline.casefile.refusals import NoSuchCase
from hotline.core.directives import OPEN_DIRECTIVES, OPEN_DOSSIERS, DirectiveState, DossierReason, DossierState
from hotline.core.streams import EVERY, Streams

from .queues import area_name, service_name, unit_names

_DIRECTIVE = (
    "id", "part_id", "part__unit_id", "state", "dossier__paper", "dossier__signed_on", "task", "due_on", "given_at", "answer",
    "answered_at", "closed_at",
)  # fmt: skip
_CASE = ("dossier_id", "part__request__reference", "part__request__service_id", "part__request__area_id")


def dossiers_of(request_id: int, *, language: str = "vi") -> tuple[DossierFacts, ...]:
    """Return the dossiers of a case, the newest first."""
    rows = list(Dossier.objects.filter(request_id=request_id).select_related("request").order_by("-id"))
    return _dossiers(rows, language=language)


def dossier(dossier_id: int, *, language: str = "vi") -> DossierFacts:
    """Return one dossier. Raises NoSuchCase."""
    rows = list(Dossier.objects.filter(pk=dossier_id).select_related("request"))
    if not rows:
        raise NoSuchCase(dossier_id)
    return _dossiers(rows, language=language)[0]


def open_dossiers(*, streams: Streams = EVERY, limit: int = 100, language: str = "vi") -> tuple[DossierRow, ...]:
    """Return dossiers that are being written or wait for the People's Committee: the longest waiting first."""
    columns = (
        "id", "request__reference", "request__service_id", "request__area_id", "reason", "state", "opened_at", "submitted_at"
    )  # fmt: skip
    rows = Dossier.objects.filter(_among(streams, "request__"), state__in=OPEN_DOSSIERS).order_by("-state", "submitted_at", "id")
    return tuple(
        DossierRow(
            id=row[0],
            reference=row[1],
            service=service_name(row[2], language=language),
            area_name=area_name(row[3], language=language),
            reason=DossierReason(row[4]),
            state=DossierState(row[5]),
            opened_at=row[6],
            submitted_at=row[7],
        )
        for row in rows.values_list(*columns)[:limit]
    )


def open_directives(
    *, unit_ids: Collection[int] | None = None, streams: Streams = EVERY, limit: int = 100, language: str = "vi"
) -> tuple[DirectiveRow, ...]:
    """Return directives that wait for an agency or for the centre's word, what is due first first; of some agencies alone."""
    rows = Directive.objects.filter(_among(streams, "part__request__"), state__in=OPEN_DIRECTIVES)
    rows = rows if unit_ids is None else rows.filter(part__unit_id__in=unit_ids)
    found = list(rows.order_by("due_on", "id").values_list(*_DIRECTIVE, *_CASE)[:limit])
    directives = _directives(found, language=language)
    return tuple(
        DirectiveRow(
            dossier_id=row[-4],
            reference=row[-3],
            service=service_name(row[-2], language=language),
            area_name=area_name(row[-1], language=language),
            directive=one,
        )
        for row, one in zip(found, directives, strict=True)
    )


def directives_of_part(part_id: int, *, language: str = "vi") -> tuple[DirectiveFacts, ...]:
    """Return what the part's agency was directed to do, the newest first: also as the agency itself may read it."""
    rows = Directive.objects.filter(part_id=part_id).order_by("-id").values_list(*_DIRECTIVE)
    return _directives(list(rows), language=language)


def count_to_decide(*, streams: Streams = EVERY) -> int:
    """Return how many directives wait for the centre's word on what their agency answered."""
    return Directive.objects.filter(_among(streams, "part__request__"), state=DirectiveState.ANSWERED).count()


def count_directed(unit_ids: Collection[int]) -> int:
    """Return how many directives these agencies have not answered."""
    return Directive.objects.filter(state=DirectiveState.GIVEN, part__unit_id__in=unit_ids).count()


def _among(streams: Streams, case: str) -> Q:
    """Return the condition that a case is in one of these hotlines; `case` is the way to it."""
    named = sorted(streams)
    return Q(**{f"{case}stream__in": named}) | Q(**{f"{case}also_stream__in": named}) if named else Q()


def _dossiers(rows: list[Dossier], *, language: str) -> tuple[DossierFacts, ...]:
    ids = [row.pk for row in rows]
    positions = list(Position.objects.filter(dossier_id__in=ids).order_by("id"))
    given: dict[int, list[DirectiveFacts]] = {}
    directed = list(Directive.objects.filter(dossier_id__in=ids).order_by("id").values_list(*_DIRECTIVE, "dossier_id"))
    for directive, one in zip(directed, _directives(directed, language=language), strict=True):
        given.setdefault(directive[-1], []).append(one)
    return tuple(
        DossierFacts(
            id=row.pk,
            reference=row.request.reference,
            reason=DossierReason(row.reason),
            state=DossierState(row.state),
            summary=row.summary,
            proposal=row.proposal,
            positions=tuple(_position(one, language=language) for one in positions if one.dossier_id == row.pk),
            enclosed=tuple(row.enclosed),
            opened_at=row.opened_at,
            submitted_at=row.submitted_at,
            closed_at=row.closed_at,
            paper=row.paper,
            signed_on=row.signed_on,
            decision=row.decision,
            directives=tuple(given.get(row.pk, ())),
        )
        for row in rows
    )


def _position(row: Position, *, language: str) -> PositionFacts:
    return PositionFacts(row.unit_id, "".join(unit_names([row.unit_id], language=language)), row.words)


def _directives(rows: Sequence[Sequence[Any]], *, language: str) -> tuple[DirectiveFacts, ...]:
    """Return directives, each with its clock, of rows with the columns of `_DIRECTIVE`."""
    clocks = {
        directive_id: (due_at, outcome)
        for directive_id, due_at, outcome in Clock.objects.filter(directive_id__in=[row[0] for row in rows]).values_list(
            "directive_id", "due_at", "outcome"
        )
        if due_at is not None  # a directive's clock never stands still
    }
    return tuple(
        DirectiveFacts(
            id=row[0],
            part_id=row[1],
            unit_id=row[2],
            unit_name="".join(unit_names([row[2]], language=language)),
            state=DirectiveState(row[3]),
            paper=row[4],
            signed_on=row[5],
            task=row[6],
            due_on=row[7],
            due_at=clocks[row[0]][0],
            outcome=clocks[row[0]][1],
            given_at=row[8],
            answer=row[9],
            answered_at=row[10],
            closed_at=row[11],
        )
        for row in rows
    )
