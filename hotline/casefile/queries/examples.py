"""One case in each state that a visitor of a demonstration may want to see: the newest there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from hotline.core.facts import Publish
from hotline.directory import queries as directory


@dataclass(frozen=True, slots=True)
class Example:
    """A case, by number and by reference."""

    request_id: int
    reference: str


_NEWEST = "SELECT id, reference FROM casefile_servicerequest AS request WHERE {which} ORDER BY received_at DESC LIMIT 1"
_PUBLIC = "service_id = ANY(%(from_reception)s) AND kind <> 'emergency' AND screening <> 'refused'"
_LATE = (
    "SELECT FROM casefile_clock WHERE request_id = request.id AND state = 'running' AND stops = 'answered' AND due_at < %(now)s"
)
_ANSWER = "SELECT FROM casefile_answer WHERE request_id = request.id AND round = request.round"
_UNRATED = "SELECT FROM casefile_assignment WHERE request_id = request.id AND state = 'done' AND rating IS NULL"
_PHOTO = "SELECT FROM casefile_attachment WHERE request_id = request.id AND public_at IS NOT NULL"
_DRAFTED = "SELECT FROM casefile_assignment WHERE request_id = request.id AND role = 'lead' AND answer_draft <> ''"
_CO_OPEN = "SELECT FROM casefile_assignment WHERE request_id = request.id AND role = 'co_handler' AND state = 'accepted'"
_MEMBERS = "SELECT FROM casefile_servicerequest AS member WHERE member.master_id = request.id"
_INCIDENT = f"phase = 'in_progress' AND EXISTS ({_MEMBERS})"
_BESIDE_AN_INCIDENT = """
    SELECT FROM casefile_servicerequest AS master
    JOIN casefile_servicerequest AS member ON member.master_id = master.id
    WHERE master.area_id = request.area_id AND master.service_id = request.service_id AND master.phase = 'in_progress'
"""
_EXCLUDED = "SELECT FROM casefile_event WHERE request_id = request.id AND name = 'received' AND facts -> 'excluded' IS NOT NULL"
_PUBLISHED = "SELECT FROM casefile_answer WHERE request_id = request.id AND state = 'published'"
_EXPLAINED = "SELECT FROM casefile_explanation WHERE request_id = request.id AND replied_at IS NOT NULL"
_ASKED_WHO = "SELECT FROM casefile_revealasked WHERE request_id = request.id AND decided_at IS NULL"
_JOINED = "SELECT FROM casefile_contactjoin WHERE ended_at IS NULL AND request.id IN (request_id, other_request_id)"
_BLOCKED = """
    SELECT FROM casefile_reporter AS reporter JOIN casefile_contactpoint AS point ON point.id = reporter.point_id
    JOIN casefile_senderruling AS ruling ON ruling.blind = point.blind
    WHERE reporter.request_id = request.id AND ruling.ruling = 'blocked' AND ruling.ended_at IS NULL AND ruling.until > %(now)s
"""
_WHICH = {
    "received": f"phase = 'received' AND {_PUBLIC}",
    "in_progress": f"phase = 'in_progress' AND round = 1 AND {_PUBLIC} AND NOT EXISTS ({_LATE})",
    "overdue": f"phase = 'in_progress' AND {_PUBLIC} AND EXISTS ({_LATE})",
    "published": f"phase = 'resolved' AND EXISTS ({_ANSWER} AND state = 'published') AND EXISTS ({_PHOTO})",
    "corrected": f"phase = 'resolved' AND EXISTS ({_ANSWER} AND state = 'corrected')",
    "reopened": f"phase = 'in_progress' AND round > 1 AND ({_PUBLIC})",
    "private": f"phase = 'resolved' AND EXISTS ({_ANSWER} AND sent_at > %(lately)s) AND EXISTS ({_UNRATED})",
    "emergency": "screening = 'received' AND kind = 'emergency'",
    "asked": "screening = 'asked'",
    "returned": "unowned",
    "refused": "screening = 'refused'",
    "result": "at_desk = 'result'",
    "drafted": f"at_desk = 'result' AND EXISTS ({_DRAFTED}) AND EXISTS ({_CO_OPEN})",
    "answer": "at_desk = 'answer'",
    "send": "at_desk = 'send'",
    "incident": _INCIDENT,
    "incident_public": f"{_INCIDENT} AND approved_at IS NOT NULL",
    "alike": f"screening = 'received' AND master_id IS NULL AND EXISTS ({_BESIDE_AN_INCIDENT})",
    "merged_private": f"master_id IS NOT NULL AND phase = 'resolved' AND EXISTS ({_ANSWER} AND sent_at > %(lately)s)",
    "recurring": "phase = 'in_progress' AND occurrence > 1",
    "chain": f"occurrence > 1 AND approved_at IS NOT NULL AND EXISTS ({_PUBLISHED})",
    "exclusion": f"screening = 'received' AND EXISTS ({_EXCLUDED})",
    "explained": f"EXISTS ({_EXPLAINED})",
    "asking": f"EXISTS ({_ASKED_WHO})",
    "joined": f"EXISTS ({_JOINED})",
    "blocked": f"EXISTS ({_BLOCKED})",
    "two_streams": "also_stream <> ''",
    "publish": "at_desk = 'publish' AND kind <> 'emergency' AND service_id = ANY(%(publishable)s)",
}


def examples(*, now: datetime) -> Mapping[str, Example]:
    """Return an example by state; a state in which there is none is missing."""
    snapshot = directory.snapshot()
    services = snapshot.services_by_id.values()
    values: dict[str, datetime | list[int]] = {
        "now": now,
        "lately": now - timedelta(days=snapshot.windows.not_done_days),
        "from_reception": [service.id for service in services if service.publish is Publish.FROM_RECEPTION],
        "publishable": [service.id for service in services if service.publish is not Publish.NEVER],
    }
    found = {}
    with connection.cursor() as cursor:
        for state, which in _WHICH.items():
            cursor.execute(_NEWEST.format(which=which), values)
            if row := cursor.fetchone():
                found[state] = Example(*row)
    return found
