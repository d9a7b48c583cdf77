"""Reads a POST as GeoReport v2 names its fields, and says of everything that cannot be read what it should be."""

import math
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.http import QueryDict
from django.utils.translation import gettext as _

from hotline.casefile.contactpoints import NotAContact, read_email, read_phone
from hotline.casefile.facts import ContactDraft, Draft
from hotline.core.facts import Channel, Place, PlaceHow, PlaceNeed
from hotline.core.text import TextTooLong, clean, clean_line
from hotline.directory.addresses import find_ward
from hotline.directory.facts import AttributeFacts, Directory, ServiceFacts
from hotline.directory.places import OutsideCity, locate
from hotline.intake.georeport.answers import Refusal, Refused

_ADDRESS_LETTERS = 300
_NAME_LETTERS = 200
_LINE_LETTERS = 200
_URL_LETTERS = 500


def require_jurisdiction(jurisdiction: str, snapshot: Directory) -> None:
    """Accept none at all, the city's code, and the host of its website. Raises Refused for another."""
    if jurisdiction and jurisdiction not in (snapshot.version.code, urlsplit(snapshot.city.website).hostname):
        words = _("jurisdiction_id: ở đây chỉ có “%(code)s”.") % {"code": snapshot.version.code}
        raise Refused(Refusal(404, words))


def read(fields: QueryDict, snapshot: Directory, *, language: str, raw: bytes) -> Draft:
    """Return the report. Raises Refused with everything that is wrong at once.

    Attributes that the service does not have, device_id and account_id stay in `raw` only, which is kept sealed: nobody
    can tell beforehand whether they name a person.
    """
    service = _service(fields, snapshot)
    refusals: list[Refusal] = []
    draft = Draft(
        service=service.code,
        words=_words(fields.get("description", ""), snapshot, refusals),
        channel=Channel.OPEN311,
        contact=_contact(fields, refusals),
        place=_place(fields, service, snapshot, refusals),
        language=language,
        attributes=dict(_attributes(fields, service, refusals)),
        raw=raw,
    )
    if refusals:
        raise Refused(*refusals)
    return draft


def links_of(fields: QueryDict) -> tuple[str, ...]:
    """Return the links to photos, each once: FixMyStreet repeats `media_url` for several."""
    given = fields.getlist("media_url") + fields.getlist("media_url[]")
    return tuple(dict.fromkeys(link.strip() for link in given if link.strip()))


def _service(fields: QueryDict, snapshot: Directory) -> ServiceFacts:
    code = fields.get("service_code", "")
    if not code:
        raise Refused(Refusal(400, _("service_code: cần có.")))
    service = snapshot.services.get(code)
    if service is None:
        raise Refused(Refusal(404, _("service_code: không có lĩnh vực “%(code)s”.") % {"code": code[:60]}))
    return service


def _words(typed: str, snapshot: Directory, refusals: list[Refusal]) -> str:
    limit = snapshot.windows.description_letters
    if len(typed) <= limit:
        return typed  # the case file cleans it
    try:
        return clean(typed, limit=limit)
    except TextTooLong:
        refusals.append(_too_long("description", limit))
        return ""


def _contact(fields: QueryDict, refusals: list[Refusal]) -> ContactDraft | None:
    phone, email = fields.get("phone", "").strip(), fields.get("email", "").strip()
    # Vietnamese order: the family name, which GeoReport calls last_name, comes first.
    parts = _line(fields, "last_name", _NAME_LETTERS, refusals), _line(fields, "first_name", _NAME_LETTERS, refusals)
    name = " ".join(filter(None, parts))
    if not (phone or email or name):
        return None
    if len(name) > _NAME_LETTERS:
        refusals.append(_too_long("last_name, first_name", _NAME_LETTERS))
    try:
        if phone:
            read_phone(phone)
    except NotAContact:
        refusals.append(Refusal(400, _("phone: chưa đúng là số điện thoại.")))
    try:
        if email:
            read_email(email)
    except NotAContact:
        refusals.append(Refusal(400, _("email: chưa đúng là địa chỉ e-mail.")))
    return ContactDraft(name=name, phone=phone, email=email)


def _place(fields: QueryDict, service: ServiceFacts, snapshot: Directory, refusals: list[Refusal]) -> Place:
    words = _line(fields, "address_string", _ADDRESS_LETTERS, refusals)
    point = _point(fields, refusals)
    if code := fields.get("address_id", ""):
        return _chosen(code, point, words, snapshot, refusals)
    if point is not None:
        return _located(point, words, refusals)
    if refusals or (not words and service.place is not PlaceNeed.REQUIRED):
        return Place(words=words)
    return _named(words, service, refusals)


def _point(fields: QueryDict, refusals: list[Refusal]) -> tuple[float, float] | None:
    lat, long = fields.get("lat", "").strip(), fields.get("long", "").strip()
    if not lat and not long:
        return None
    try:
        point = float(lat), float(long)
        if all(map(math.isfinite, point)):
            return point
    except ValueError:
        pass
    refusals.append(Refusal(400, _("lat, long: cần cả hai, là độ thập phân của WGS84.")))
    return None


def _chosen(code: str, point: tuple[float, float] | None, words: str, snapshot: Directory, refusals: list[Refusal]) -> Place:
    area = snapshot.areas.get(code)
    if area is None:
        refusals.append(
            Refusal(400, _("address_id: cần mã phường, xã hiện hành, ví dụ %(code)s.") % {"code": snapshot.wards[0].code})
        )
        return Place()
    if point is not None and _located(point, words, refusals).area_id is None:
        return Place()
    lat, lon = point or (None, None)
    return Place(lat, lon, words, area.id, area.code, PlaceHow.CHOSEN)


def _located(point: tuple[float, float], words: str, refusals: list[Refusal]) -> Place:
    try:
        found = locate(*point)
    except OutsideCity:
        refusals.append(Refusal(400, _("lat, long: điểm này nằm ngoài địa bàn.")))
        return Place()
    return Place(*point, words, found.area.id, found.area.code, found.how)


def _named(words: str, service: ServiceFacts, refusals: list[Refusal]) -> Place:
    """Return the ward that the address names, if it names exactly one."""
    areas = {candidate.area.code: candidate.area for candidate in find_ward(words)} if words else {}
    if len(areas) == 1:
        (area,) = areas.values()
        return Place(words=words, area_id=area.id, area_code=area.code, how=PlaceHow.CHOSEN)
    if service.place is PlaceNeed.REQUIRED:
        needed = _("Cần nơi có chuyện: lat và long, hoặc address_id, hoặc address_string nêu rõ một phường, xã.")
        refusals.append(Refusal(400, needed))
    return Place(words=words)


def _attributes(fields: QueryDict, service: ServiceFacts, refusals: list[Refusal]) -> Iterator[tuple[str, str]]:
    for attribute in service.attributes:
        given = fields.getlist(f"attribute[{attribute.code}]") + fields.getlist(f"attribute[{attribute.code}][]")
        values = [value for value in given if value.strip()]
        if attribute.required and not values:
            refusals.append(Refusal(400, _("attribute[%(code)s]: cần có.") % {"code": attribute.code}))
        elif len(values) > 1:
            refusals.append(Refusal(400, _("attribute[%(code)s]: chỉ một giá trị.") % {"code": attribute.code}))
        elif values:
            yield attribute.code, _value(attribute, values[0], refusals)
    if links := [_cleaned(link, "media_url", _URL_LETTERS, refusals) for link in links_of(fields)]:
        yield "media_url", " ".join(links)


def _value(attribute: AttributeFacts, value: str, refusals: list[Refusal]) -> str:
    name = f"attribute[{attribute.code}]"
    codes = [code for code, _name in attribute.choices]
    if codes and value not in codes:
        refusals.append(Refusal(400, _("%(name)s: chỉ có %(codes)s.") % {"name": name, "codes": ", ".join(codes)}))
        return ""
    return _cleaned(value, name, _LINE_LETTERS, refusals)


def _line(fields: QueryDict, name: str, limit: int, refusals: list[Refusal]) -> str:
    value = fields.get(name, "")
    return _cleaned(value, name, limit, refusals) if value else ""


def _cleaned(value: str, name: str, limit: int, refusals: list[Refusal]) -> str:
    try:
        return clean_line(value, limit=limit)
    except TextTooLong:
        refusals.append(_too_long(name, limit))
        return ""


def _too_long(name: str, limit: int) -> Refusal:
    return Refusal(400, _("%(name)s: dài quá %(limit)s chữ cái.") % {"name": name, "limit": limit})
