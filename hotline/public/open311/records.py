"""Turns what is public of services and cases into GeoReport v2's records. What is not public has no field at all."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hotline.casefile.queries import PublicCase
from hotline.casefile.queries.publicupdates import PublicUpdate
from hotline.core.status import Phase
from hotline.directory.facts import AttributeFacts, Directory, ServiceFacts
from hotline.public.open311.asking import PHASES
from hotline.public.open311.encoding import Listed, Record, Value
from hotline.public.wording import place_line
from hotline.ui.words import local

EXTENDED = {
    Phase.RECEIVED: "open",
    Phase.IN_PROGRESS: "in_progress",
    Phase.RESOLVED: "fixed",
    Phase.REFUSED: "no_further_action",
}
"""FixMyStreet's extended statuses, of its updates alone; a request itself is open or closed, as GeoReport says."""


def service_record(service: ServiceFacts, snapshot: Directory, *, language: str) -> Record:
    """Return one entry of the service list. Every service is answered at once with its reference: type realtime."""
    group = next((group.name.in_language(language) for group in snapshot.groups if group.code == service.group), "")
    return {
        "service_code": service.code,
        "service_name": service.name.in_language(language),
        "description": service.hint.in_language(language),
        "metadata": bool(service.attributes),
        "type": "realtime",
        "keywords": ", ".join(service.words),
        "group": group,
    }


def definition_record(service: ServiceFacts, *, language: str) -> Record:
    """Return a service's definition: what may be asked about it."""
    attributes = [_attribute(attribute, order=order, language=language) for order, attribute in enumerate(service.attributes, 1)]
    return {"service_code": service.code, "attributes": Listed("attribute", attributes)}


def request_record(found: PublicCase, snapshot: Directory, *, language: str) -> Record:
    """Return one request as everyone may read it; before publication its code, status and expected end only."""
    case = found.case
    least: dict[str, Value] = {
        "service_request_id": case.reference,
        "status": "open" if case.phase in PHASES["open"] else "closed",
        "status_notes": status_notes(case.phase, found),
        "expected_datetime": _written(case.deadline),
    }
    if not case.is_open:
        return least
    area = snapshot.areas.get(case.area or "")
    address = place_line(case.place, area.name.in_language(language) if area else None)
    lat, lon = case.point or (None, None)
    more: dict[str, Value] = {
        "service_name": found.service_name,
        "service_code": case.service,
        "description": case.words,
        "agency_responsible": "; ".join(found.units) or None,
        "service_notice": case.answer[-1].words if case.answer else None,
        "requested_datetime": _written(found.received_at),
        "updated_datetime": _written(found.changed_at),
        "address": address or None,
        "address_id": case.area,
        "zipcode": None,
        "lat": lat,
        "long": lon,
        "media_url": media_url(case.photos[0]) if case.photos else None,
    }
    if found.master:  # no field of GeoReport v2: clients that do not know it read the same in status_notes
        more["master_service_request_id"] = found.master
    return {**least, **more}


def update_record(update: PublicUpdate) -> Record:
    """Return one update as FixMyStreet reads them: `status` is one of its extended ones."""
    case = update.case.case
    words = case.answer[-1].words if update.says_answer and case.answer else ""
    if update.asks:
        words = _("Tổng đài cần người phản ánh cho biết thêm. Câu hỏi ở trong tin nhắn, thư hoặc đường dẫn riêng của người đó.")
    photos = tuple(map(media_url, update.case.evidence)) if update.says_answer else ()
    return {
        "update_id": str(update.id),
        "service_request_id": case.reference,
        "status": EXTENDED[update.step],
        "description": words or status_notes(update.step, update.case),
        "updated_datetime": _written(update.at),
        "media_url": photos if len(photos) > 1 else next(iter(photos), None),
    }


def media_url(key: str) -> str:
    """Return the full address of a public photo."""
    return settings.PUBLIC_URL + reverse("public:photo", args=[key])


def status_notes(phase: Phase, found: PublicCase) -> str:
    """Return in words where a case stands, or stood."""
    words = {
        Phase.RECEIVED: _("Đã tiếp nhận"),
        Phase.IN_PROGRESS: _("Đang xử lý"),
        Phase.RESOLVED: _("Đã xử lý"),
        Phase.REFUSED: _("Từ chối"),
    }[phase]
    if found.master:
        return _("%(phase)s, xử lý chung với phản ánh %(code)s") % {"phase": words, "code": found.master}
    if found.waits_for_reporter and phase is Phase.RECEIVED:
        return _("%(phase)s, chờ người phản ánh cho biết thêm") % {"phase": words}
    return f"{words}: {found.refusal_name}" if found.refusal_name and phase is Phase.REFUSED else words


def _attribute(attribute: AttributeFacts, *, order: int, language: str) -> Record:
    values = [{"key": code, "name": name.in_language(language)} for code, name in attribute.choices]
    record: dict[str, Value] = {
        "variable": True,
        "code": attribute.code,
        "datatype": "singlevaluelist" if values else "string",
        "required": attribute.required,
        "datatype_description": None,
        "order": order,
        "description": attribute.name.in_language(language),
    }
    return {**record, "values": Listed("value", values)} if values else record


def _written(moment: datetime | None) -> str | None:
    """Return a moment as W3C writes it, on Vietnam's clock with its offset."""
    return None if moment is None else local(moment).isoformat(timespec="seconds")
