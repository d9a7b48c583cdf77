"""Which units may hear nothing of a case, because it complains of them, and which cases somebody of several may not read."""

from collections.abc import Collection, Mapping
from typing import Any

from hotline.casefile.models import Assignment, Clock, ServiceRequest
from hotline.casefile.sealedanswers import opened_answers
from hotline.core.status import Part
from hotline.directory import queries as directory
from hotline.directory.complaints import agency_questions, units_barred


def kept_away_of_clock(clock_id: int) -> frozenset[int]:
    """Return the ids of the units that are kept away from the case of an agency's clock; none where it complains of nobody.

    Whatever the clock is of: a part, a directive about one, or what the agency complained of has to explain.
    """
    whose = Clock.objects.filter(pk=clock_id).values_list(*_WHOSE).first() or ()
    request_id = next((one for one in whose if one), 0)
    return kept_away_by(ServiceRequest.objects.filter(pk=request_id).values_list("attributes", flat=True).first())


def kept_away_by(answers: Mapping[str, Any] | None) -> frozenset[int]:
    """Return the ids of the units that are kept away from a case with these answers, sealed or not."""
    return units_barred(directory.snapshot(), opened_answers(answers)) if answers else frozenset()


def cases_kept_from(own: Collection[int], *, parts_of: Collection[int]) -> frozenset[int]:
    """Return the ids of the cases that stand with `parts_of` and complain of a unit of a person's `own`, or of one above it.

    Asks nothing for somebody of one unit: no action gives a unit anything of a case that it is kept away from.
    """
    asked = agency_questions(directory.snapshot())
    if len(own) < 2 or not asked:
        return frozenset()
    parts = Assignment.objects.filter(unit_id__in=parts_of, request__attributes__has_any_keys=sorted(asked))
    shown = parts.exclude(state__in=[Part.PROPOSED, Part.WITHDRAWN])
    cases = dict(shown.values_list("request_id", "request__attributes"))
    return frozenset(case for case, answers in cases.items() if not kept_away_by(answers).isdisjoint(own))


_WHOSE = ("part__request_id", "directive__part__request_id", "explanation__request_id")
