"""What a person needs to know a case again by: its reference, what it is about, where, how it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hotline.casefile.models import ServiceRequest
from hotline.core.status import Phase
from hotline.core.streams import Streams
from hotline.directory import queries as directory

from .streams import cases_among


@dataclass(frozen=True, slots=True)
class NamedCase:
    """One case as lists of cases name it."""

    id: int
    reference: str
    service: str
    place: str
    words: str
    phase: Phase
    received_at: datetime


def named_cases(request_ids: Collection[int], streams: Streams, *, language: str) -> tuple[NamedCase, ...]:
    """Return the cases that these hotlines let somebody see, in the order in which they came."""
    snapshot = directory.snapshot()
    rows = ServiceRequest.objects.filter(pk__in=cases_among(request_ids, streams)).order_by("id")
    columns = ("id", "reference", "service_id", "area_id", "place_words", "words", "phase", "received_at")
    found = []
    for id_, reference, service_id, area_id, place_words, words, phase, received_at in rows.values_list(*columns):
        area = snapshot.areas_by_id.get(area_id) if area_id else None
        place = ", ".join(part for part in (place_words, area.name.in_language(language) if area else "") if part)
        service = snapshot.services_by_id[service_id].name.in_language(language)
        found.append(NamedCase(id_, reference, service, place, words, Phase(phase), received_at))
    return tuple(found)
