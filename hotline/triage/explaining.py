"""Why an agency is proposed, why none is, and why a report did not go by itself, in words."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import PartFacts, RequestFacts
from hotline.core.automatic import WhyNot
from hotline.core.facts import Kind
from hotline.core.routing import SUPERIOR, WARD_COMMITTEE, Matter, Undecided, UndecidedReason, decide
from hotline.directory.complaints import agency_named
from hotline.directory.facts import Directory

from .wording import KINDS

UNVERIFIED = "chưa kiểm chứng"
"""The title of a source that is none: nobody has confirmed a paper."""

_UNDECIDED: Mapping[UndecidedReason, Promise] = {
    UndecidedReason.NO_RULE: gettext_lazy("Không có quy tắc nào cho lĩnh vực này. Hãy tự chọn đơn vị."),
    UndecidedReason.SEVERAL_RULES: gettext_lazy("Nhiều quy tắc ngang nhau cùng áp dụng. Hãy tự chọn đơn vị."),
    UndecidedReason.NO_PLACE: gettext_lazy("Chưa biết phường, xã nào nên chưa chọn được đơn vị. Hãy sửa địa điểm."),
    UndecidedReason.NO_WARD_COMMITTEE: gettext_lazy("Địa bàn này chưa có UBND trong danh mục. Hãy tự chọn đơn vị."),
    UndecidedReason.NO_SUPERIOR: gettext_lazy(
        "Chưa rõ đơn vị bị phản ánh, hoặc đơn vị đó không có cấp trên. Hãy tự chọn đơn vị."
    ),
}
_WHY_NOT: Mapping[WhyNot, Promise] = {
    WhyNot.SERVICE_NOT_AUTOMATIC: gettext_lazy("lĩnh vực này do người chuyển"),
    WhyNot.SERVICE_NOT_EXPLICIT: gettext_lazy("lĩnh vực do máy đoán, người dân chưa chọn"),
    WhyNot.NO_RULE_DECIDED: gettext_lazy("không quy tắc nào quyết định được"),
    WhyNot.RULE_IS_GENERAL: gettext_lazy("quy tắc chung, không nêu đích danh lĩnh vực"),
    WhyNot.NO_PLACE: gettext_lazy("chưa biết phường, xã"),
    WhyNot.EXCLUSION_WORD: gettext_lazy("có từ thuộc diện không thụ lý"),
    WhyNot.EMERGENCY_WORD: gettext_lazy("có từ khẩn cấp"),
}


def rule_words(part: PartFacts, directory: Directory, *, language: str) -> str:
    """Return which rule proposed the agency and what of the report it named; or that a person did."""
    if not part.rule:
        return _("Do người trực chọn.")
    named = _named(part.because, directory, language=language)
    words = _("Quy tắc %(rule)s: %(named)s.") % {"rule": part.rule, "named": named}
    return f"{words} {_source(part.rule, directory)}".strip()


def why_not_automatic(part: PartFacts) -> str:
    """Return why the report waits for a person, or nothing if it need not or if that is simply the service's way."""
    codes = [WhyNot(code) for code in part.because.get("why_not", ()) if code in set(WhyNot)]
    if not codes or WhyNot.SERVICE_NOT_AUTOMATIC in codes:
        return ""
    return _("Không tự chuyển vì %(reasons)s.") % {"reasons": ", ".join(str(_WHY_NOT[code]) for code in codes)}


def why_nobody(request: RequestFacts, directory: Directory, *, language: str) -> str:
    """Return why the rules propose nobody for the report as it stands; nothing if they do propose somebody."""
    service = directory.services.get(request.service)
    matter = Matter(
        service=request.service,
        group=service.group if service else "",
        kind=request.kind,
        stream=request.stream,
        areas=(request.place.area_code,) if request.place.area_code else (),
        about=agency_named(directory, request.attributes),
        inspectors=directory.inspectors,
    )
    day = request.received_at.astimezone(directory.city.zone).date()
    decision = decide(
        directory.routing_rules, matter, on=day, ward_committees=directory.committees, superiors=directory.superiors
    )
    if not isinstance(decision, Undecided):
        return ""
    words = str(_UNDECIDED[decision.reason])
    between = [_unit(candidate.lead, directory, language=language) for candidate in decision.candidates]
    if decision.reason is UndecidedReason.SEVERAL_RULES and between:
        words += " " + _("Các đơn vị có thể: %(units)s.") % {"units": ", ".join(dict.fromkeys(between))}
    return words


def _named(because: Mapping[str, Any], directory: Directory, *, language: str) -> str:
    """Return what the rule named: "Đèn đường hư ở Phường An Khánh → UBND nơi xảy ra"."""
    pieces = [
        _name_in(directory.services, because["service"], language) if because.get("service") else "",
        _("nhóm %(group)s") % {"group": _group(because["group"], directory, language)} if because.get("group") else "",
        _("ở %(area)s") % {"area": _name_in(directory.areas, because["area"], language)} if because.get("area") else "",
        _("loại %(kind)s") % {"kind": KINDS[Kind(because["kind"])]} if because.get("kind") else "",
    ]
    named = ", ".join(piece for piece in pieces if piece) or _("mọi phản ánh chưa có quy tắc riêng")
    to = {WARD_COMMITTEE: _("giao UBND nơi xảy ra"), SUPERIOR: _("giao cấp trên của đơn vị bị phản ánh")}
    way = to.get(str(because.get("lead_as", "")), "")
    return f"{named} → {way}" if way else named


def _source(rule: str, directory: Directory) -> str:
    found = next((one.source for one in directory.routing_rules if one.code == rule), "")
    if found.lower() == UNVERIFIED:
        return _("Căn cứ: chưa kiểm chứng.")
    return _("Căn cứ: %(title)s.") % {"title": found} if found else ""


def _unit(code: str, directory: Directory, *, language: str) -> str:
    if code == WARD_COMMITTEE:
        return _("UBND nơi xảy ra")
    if code == SUPERIOR:
        return _("cấp trên của đơn vị bị phản ánh")
    return _name_in(directory.units, code, language)


def _name_in(table: Mapping[str, Any], code: str, language: str) -> str:
    found = table.get(code)
    return str(found.name.in_language(language)) if found else code


def _group(code: str, directory: Directory, language: str) -> str:
    return next((group.name.in_language(language) for group in directory.groups if group.code == code), code)
