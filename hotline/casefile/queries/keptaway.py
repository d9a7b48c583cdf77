"""Which units may hear nothing of a case, because it complains of them."""

from django.db.models import QuerySet

from hotline.casefile.models import Clock, ServiceRequest
from hotline.casefile.sealedanswers import opened_answers
from hotline.directory import queries as directory
from hotline.directory.complaints import units_barred


def kept_away_of_part(part_id: int) -> frozenset[int]:
    """Return the ids of the units that are kept away from the case of a part; none for a case that complains of nobody."""
    return _kept_away(ServiceRequest.objects.filter(parts__id=part_id))


def kept_away_of_clock(clock_id: int) -> frozenset[int]:
    """Return the same for the case of an agency's clock."""
    part_id = Clock.objects.filter(pk=clock_id).values_list("part_id", flat=True).first()
    return kept_away_of_part(part_id) if part_id is not None else frozenset()


def _kept_away(requests: QuerySet[ServiceRequest]) -> frozenset[int]:
    answers = requests.values_list("attributes", flat=True).first()
    return units_barred(directory.snapshot(), opened_answers(answers)) if answers else frozenset()
