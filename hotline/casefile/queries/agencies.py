"""What an agency reads of its cases. Every query names the units; row-level security stands behind each of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from hotline.casefile.facts import CaseFile
from hotline.casefile.models import Assignment, Attachment, Clock, Event, Question, ServiceRequest
from hotline.casefile.refusals import NoSuchCase
from hotline.core.facts import PartRole
from hotline.core.status import CLOSED_PARTS, Part
from hotline.people.queries import names_of

from . import rowfacts
from .case_file import commitments_of, event_facts, parts_directed
from .guarding import explanations_of, is_guarded
from .keptaway import kept_away_by
from .merged import count_merged, ratings_of

_SEEN_EVENTS = frozenset(
    {
        "received", "forwarded", "part_accepted", "part_returned", "part_assigned", "progress_filed", "result_filed",
        "result_accepted", "result_returned", "question_asked", "question_replied", "photos_added", "answered",
        "reopened", "part_reopened", "part_not_done", "withdrawn", "rated", "recategorised", "relocated", "handed_down",
        "taken_back", "under_accepted", "under_sent_back", "whose_decided", "answer_proposed", "scope_set",
        "committed", "commitment_asked", "commitment_approved", "commitment_declined", "overrun_lawfully",
        "directive_given", "directive_answered", "directive_accepted", "directive_sent_back", "directive_lifted",
        "deadline_moved", "agency_warned", "agency_dunned", "agency_called", "agency_not_reached",
        "explanation_asked", "explanation_given", "explanation_lapsed", "part_succeeded",
    }
)  # fmt: skip
"""Events that are an agency's business; how the centre screens and publishes is not."""


@dataclass(frozen=True, slots=True)
class PictureOfPart:
    """A photo that an agency may see."""

    key: str
    width: int
    height: int


def case_of_part(part_id: int, unit_ids: Collection[int], *, language: str) -> CaseFile:
    """Return the case as this part's agency may read it. Raises NoSuchCase if the part is not theirs.

    Left out: who reports, the citizen's unredacted words, messages, other agencies' parts and their evidence, and for a unit
    that was handed its part down what is kept sealed. What the agency handed down is its own too, with its evidence.
    """
    part = _part(part_id, unit_ids)
    request = ServiceRequest.objects.defer("link_hash", "link_token", "words", "place_words").get(pk=part.request_id)
    under = list(Assignment.objects.filter(handed_down_from_id=part.pk).order_by("id"))
    own, examines = {None, part.pk, *(row.pk for row in under)}, _examines(part, request)
    events = [
        event
        for event in Event.objects.filter(request_id=request.pk, name__in=_SEEN_EVENTS).order_by("id")
        if event.facts.get("part") in own and not _is_centres_deadline(event) and (examines or "explanation" not in event.facts)
    ]
    user_ids = {event.actor_user for event in events if event.actor_user and event.actor_unit in unit_ids}
    people = names_of(user_ids | ({part.handler_id} if part.handler_id else set()))
    facts = rowfacts.part_facts(part, reference=request.reference, language=language, people=people)
    below = [rowfacts.part_facts(row, reference=request.reference, language=language, people=people) for row in under]
    own_clocks = Q(part_id__in=[part.pk, *(row.pk for row in under)])
    directed = parts_directed([part.pk])
    own_clocks |= Q(directive_id__in=directed)
    clocks = Clock.objects.filter(own_clocks | Q(request_id=request.pk, stops="answered")).order_by("id")
    questions = Question.objects.filter(part_id=part.pk).order_by("id")
    pictures = _pictures(part).order_by("id")
    return CaseFile(
        request=rowfacts.request_facts(request, language=language, words=False, seals=part.role != PartRole.UNDER),
        reporters=(),
        parts=(facts, *below),
        clocks=tuple(rowfacts.clock_facts(row, language=language, directed=directed) for row in clocks),
        answers=(),
        questions=tuple(rowfacts.question_facts(row, unit_name=facts.unit_name) for row in questions),
        messages=(),
        events=event_facts(events, people=people),
        attachments=tuple(rowfacts.attachment_facts(row) for row in pictures),
        commitments=commitments_of([part.pk]),
        explanations=explanations_of(request.pk, language=language) if examines else (),
        merged=count_merged(request.pk),
        also_rated=ratings_of([part.pk]).get(part.pk, ()),
        kept_away=kept_away_by(request.attributes),
    )


def picture_of_part(part_id: int, key: str, unit_ids: Collection[int]) -> PictureOfPart:
    """Return a photo of the case that this part may see. Raises NoSuchCase."""
    found = _pictures(_part(part_id, unit_ids)).filter(key=key).first()
    if found is None:
        raise NoSuchCase(key)
    return PictureOfPart(found.key, found.width, found.height)


def _examines(part: Assignment, request: ServiceRequest) -> bool:
    """Return whether the part is that of the superior, which examines a complaint."""
    return part.role == PartRole.LEAD and is_guarded(request)


def _is_centres_deadline(event: Event) -> bool:
    """Return whether a deadline moved that no agency works towards: the case's own, but for that of the one answer."""
    return event.name == "deadline_moved" and "part" not in event.facts and event.facts.get("stops") != "answered"


def _part(part_id: int, unit_ids: Collection[int]) -> Assignment:
    part = Assignment.objects.filter(pk=part_id, unit_id__in=unit_ids).exclude(state__in=[Part.PROPOSED, *CLOSED_PARTS]).first()
    if part is None:
        raise NoSuchCase(part_id)
    return part


def _pictures(part: Assignment) -> Any:
    """The citizen's photos, the part's own evidence and that of units under it; not those that another agency filed."""
    own = Q(part_id=part.pk) | Q(part__handed_down_from_id=part.pk)
    rows = Attachment.objects.filter(own | Q(part__isnull=True), request_id=part.request_id)
    return rows.defer("gps")
