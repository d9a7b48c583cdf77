"""Whose reporters are guarded by two people, and what was asked of the agencies complained of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from hotline.casefile.facts import ExplanationFacts
from hotline.casefile.models import Clock, Explanation, RevealAsked, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.casefile.sealedanswers import opened_answer, opened_answers
from hotline.directory import queries as directory
from hotline.directory.complaints import units_named
from hotline.people.queries import names_of
from hotline.rows.plans import PlannedOnce

from .rowfacts import derivation_words

_TO_EXPLAIN = PlannedOnce("""
SELECT count(*) FROM casefile_explanation WHERE unit_id = ANY(%s::bigint[]) AND replied_at IS NULL AND lapsed_at IS NULL
""")


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody's wish to see who complains: `agreed` is None while nobody decided, `is_used` after it was opened."""

    id: int
    request_id: int
    reference: str
    asked_by: int
    asker: str
    asked_at: datetime
    decider: str
    decided_at: datetime | None
    agreed: bool | None
    is_used: bool

    def is_usable(self, user_id: int, *, now: datetime, within: timedelta) -> bool:
        """Return whether this person may open the contacts by it now."""
        in_time = self.decided_at is not None and self.decided_at > now - within
        return self.asked_by == user_id and self.agreed is True and not self.is_used and in_time


def is_guarded(request: ServiceRequest) -> bool:
    """Return whether the report complains of an agency, or its service asks which: who complains is then doubly guarded."""
    snapshot = directory.snapshot()
    if snapshot.services_by_id[request.service_id].asks_whom:
        return True
    return bool(request.attributes) and bool(units_named(snapshot, opened_answers(request.attributes)))


def askings_of(request_id: int) -> tuple[Asking, ...]:
    """Return who asked to see who complains, oldest first."""
    return _askings(RevealAsked.objects.filter(request_id=request_id).order_by("id"))


def askings_waiting(*, limit: int) -> tuple[Asking, ...]:
    """Return askings that nobody decided, the oldest first."""
    return _askings(RevealAsked.objects.filter(decided_at=None).order_by("asked_at", "id")[:limit])


def explanations_of(request_id: int, *, language: str) -> tuple[ExplanationFacts, ...]:
    """Return what was asked in a case and replied, oldest first."""
    return _explanations(Explanation.objects.filter(request_id=request_id), language=language)


def explanations_asked(unit_ids: Collection[int], *, limit: int, language: str) -> tuple[ExplanationFacts, ...]:
    """Return what agencies are to explain, or explained, what is due first at the top."""
    over = Coalesce("replied_at", "lapsed_at")
    rows = Explanation.objects.filter(unit_id__in=unit_ids).order_by(over.desc(nulls_first=True), "due_on", "id")
    return _explanations(rows[:limit], language=language, ordered=True)


def count_to_explain(unit_ids: Collection[int]) -> int:
    """Return how many explanations agencies owe."""
    with connection.cursor() as cursor:  # beside every page of an agency: the ORM takes longer over it than the database
        cursor.execute(_TO_EXPLAIN, [sorted(unit_ids)])
        return int(cursor.fetchone()[0])


def explanation_asked(explanation_id: int, unit_ids: Collection[int], *, language: str) -> ExplanationFacts:
    """Return one explanation that one of these agencies owes or gave. Raises NoSuchCase."""
    found = _explanations(Explanation.objects.filter(pk=explanation_id, unit_id__in=unit_ids), language=language)
    if not found:
        raise NoSuchCase(explanation_id)
    return found[0]


def _askings(rows: QuerySet[RevealAsked]) -> tuple[Asking, ...]:
    found = list(rows.select_related("request"))
    people = names_of({row.asked_by for row in found} | {row.decided_by for row in found if row.decided_by})
    return tuple(
        Asking(
            id=row.pk,
            request_id=row.request_id,
            reference=row.request.reference,
            asked_by=row.asked_by,
            asker=people.get(row.asked_by, ""),
            asked_at=row.asked_at,
            decider=people.get(row.decided_by, "") if row.decided_by else "",
            decided_at=row.decided_at,
            agreed=row.agreed,
            is_used=row.used_at is not None,
        )
        for row in found
    )


def _explanations(rows: QuerySet[Explanation], *, language: str, ordered: bool = False) -> tuple[ExplanationFacts, ...]:
    snapshot, found = directory.snapshot(), list(rows if ordered else rows.order_by("id"))
    clocks = {clock.explanation_id: clock for clock in Clock.objects.filter(explanation_id__in=[row.pk for row in found])}
    return tuple(
        ExplanationFacts(
            id=row.pk,
            unit_id=row.unit_id,
            unit_name=snapshot.units_by_id[row.unit_id].name.in_language(language),
            part_id=row.part_id,
            service=snapshot.services_by_id[row.service_id].name.in_language(language),
            words=row.words,
            dossier=opened_answer(row.dossier),
            due_on=row.due_on,
            asked_at=row.asked_at,
            reply=row.reply,
            replied_at=row.replied_at,
            lapsed_at=row.lapsed_at,
            due_at=clock.due_at if clock else None,
            outcome=clock.outcome if clock else "",
            derivation=derivation_words(clock.derivation, language=language) if clock else "",
        )
        for row, clock in ((row, clocks.get(row.pk)) for row in found)
    )
