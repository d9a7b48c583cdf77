"""Hands a part to its agency's own Open311 server (GeoReport v2), and reads what that says of it afterwards.

There goes what the agency itself may read: words without who reports, the place, the reference. A repeat carries the same
`Idempotency-Key`; a server that does not know the header may open a second request when its first answer was lost on the way.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from hotline.casefile.access import agency_door
from hotline.casefile.facts import CaseFile
from hotline.casefile.queries.partevents import stands_merged
from hotline.casefile.refusals import NoSuchCase
from hotline.core.retry import Failure
from hotline.core.status import Part
from hotline.core.text import TextTooLong, clean
from hotline.directory.queries import snapshot
from hotline.dispatch import actions
from hotline.dispatch.facts import AskedCase, LeasedNotice, agency_viewer
from hotline.dispatch.outcomes import Outcome, outcome_of
from hotline.dispatch.outgoing import Reply, Unreachable, send

WORDS_LETTERS = 4000
NUMBER_LETTERS = 200
URL_LETTERS = 500
_IN_HAND = frozenset({Part.FORWARDED, Part.ACCEPTED})
_OPEN = frozenset({"open", "in_progress", "investigating", "action_scheduled", "planned"})
_CLOSED = frozenset({"closed", "fixed", "duplicate", "no_further_action", "not_councils_responsibility"})
"""GeoReport's two, and the statuses that servers of FixMyStreet's kind say in their place."""
_FORM = "application/x-www-form-urlencoded; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Said:
    """What a server says of a request: under which number it runs, whether it is closed, in which words, with which photo."""

    number: str
    is_closed: bool
    words: str
    photo: str = ""


def tell(notice: LeasedNotice, *, now: datetime) -> Outcome:
    """Hand a part over and keep its number there; a part that is no longer in the agency's hand stays here.

    Raises OutgoingRefused or Unreachable.
    """
    part_id = notice.part_id or 0
    file = _file(notice.unit_id, part_id)
    part = next((one for one in file.parts if one.id == part_id), None) if file else None
    if file is None or part is None or part.state not in _IN_HAND:
        return Outcome("merged") if stands_merged(part_id) else Outcome("over", failure=Failure.PERMANENT)
    once = f"hotline-{part_id}-{file.request.round}"
    reply = send(
        "POST",
        f"{notice.url.rstrip('/')}/requests.json",
        content=urlencode(_fields(notice, file)).encode(),
        headers={"Content-Type": _FORM, "Accept": "application/json", "Idempotency-Key": once},
    )
    outcome = outcome_of(reply.status, reply.headers.get("retry-after", ""), now=now)
    if not outcome.is_taken:
        return outcome
    number, token = _text(_first(reply), "service_request_id"), _text(_first(reply), "token")
    if not (number or token):
        raise Unreachable("not_understood")
    actions.remote_case_made(notice.hook_id, part_id=part_id, round_now=file.request.round, number=number, token=token, now=now)
    return outcome


def ask(case: AskedCase) -> Said | None:
    """Return what the server says of a case now; None while it has not given a number yet.

    Raises OutgoingRefused, and Unreachable for what is no answer either.
    """
    number = case.number or _number_of(case)
    if not number:
        return None
    found = _first(_got(case, f"requests/{quote(number, safe='')}.json"))
    status = _text(found, "status").lower().replace(" ", "_")
    if status not in _OPEN | _CLOSED:
        raise Unreachable("not_understood")
    return Said(number, status in _CLOSED, _words(found), _photo(found))


def _number_of(case: AskedCase) -> str:
    return _text(_first(_got(case, f"tokens/{quote(case.token, safe='')}.json")), "service_request_id")


def _got(case: AskedCase, path: str) -> Reply:
    asked = {"jurisdiction_id": case.jurisdiction, "api_key": case.secret}
    query = urlencode({name: value for name, value in asked.items() if value})
    address = f"{case.url.rstrip('/')}/{path}{'?' if query else ''}{query}"
    reply = send("GET", address, headers={"Accept": "application/json"})
    if not reply.is_good:
        raise Unreachable("fault" if reply.status >= 500 else "refused")
    return reply


def _fields(notice: LeasedNotice, file: CaseFile) -> dict[str, str]:
    request, city = file.request, snapshot().city
    words = f"{request.agency_words}\n\n{city.centre_name.vi}: {request.reference}"
    place = request.place
    fields = {
        "jurisdiction_id": notice.jurisdiction,
        "api_key": notice.secret,
        "service_code": notice.service or request.service,
        "description": words.strip(),
        "address_string": ", ".join(filter(None, [request.agency_place, request.area_name])),
    }
    if place.lat is not None and place.lon is not None:
        fields |= {"lat": f"{place.lat:.6f}", "long": f"{place.lon:.6f}"}
    return {name: value for name, value in fields.items() if value}


def _file(unit_id: int, part_id: int) -> CaseFile | None:
    try:
        with agency_door(agency_viewer(unit_id)) as door:
            return door.case(part_id)
    except NoSuchCase:
        return None


def _first(reply: Reply) -> dict[str, Any]:
    """Return the one record of an answer: GeoReport gives a list of one. Raises Unreachable for anything else."""
    try:
        read = json.loads(reply.content)
    except (ValueError, RecursionError):
        raise Unreachable("not_understood") from None
    one = read[0] if isinstance(read, list) and read else read
    if not isinstance(one, dict):
        raise Unreachable("not_understood")
    return one


def _text(record: dict[str, Any], name: str, *, limit: int = NUMBER_LETTERS) -> str:
    value = record.get(name)
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text.strip() if len(text) <= limit and text.isprintable() else ""


def _photo(record: dict[str, Any]) -> str:
    """Return the photo's address: of several, as servers of FixMyStreet's kind list them, the first."""
    several = record.get("media_url")
    one = several[0] if isinstance(several, list) and several else several
    return _text({"media_url": one}, "media_url", limit=URL_LETTERS)


def _words(record: dict[str, Any]) -> str:
    value = record.get("status_notes")
    try:
        return clean(value, limit=WORDS_LETTERS) if isinstance(value, str) else ""
    except TextTooLong:
        return clean(value[:WORDS_LETTERS], limit=WORDS_LETTERS) if isinstance(value, str) else ""
