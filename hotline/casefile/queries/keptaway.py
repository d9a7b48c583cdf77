"""Which units may hear nothing of a case, because it complains of them."""

from hotline.casefile.models import Clock, ServiceRequest
from hotline.casefile.sealedanswers import opened_answers
from hotline.directory import queries as directory
from hotline.directory.complaints import units_barred


def kept_away_of_clock(clock_id: int) -> frozenset[int]:
    """Return the ids of the units that are kept away from the case of an agency's clock; none where it complains of nobody.

    Whatever the clock is of: a part, a directive about one, or what the agency complained of has to explain.
    """
    whose = Clock.objects.filter(pk=clock_id).values_list(*_WHOSE).first() or ()
    request_id = next((one for one in whose if one), 0)
    answers = ServiceRequest.objects.filter(pk=request_id).values_list("attributes", flat=True).first()
    return units_barred(directory.snapshot(), opened_answers(answers)) if answers else frozenset()


_WHOSE = ("part__request_id", "directive__part__request_id", "explanation__request_id")
