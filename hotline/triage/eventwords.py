"""What the operators' pages say of one event: who did it, and its particulars."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile, EventFacts, PartFacts
from hotline.core.dunning import Rung
from hotline.core.facts import ActorKind, Level
from hotline.directory.facts import Directory, ReasonUse
from hotline.directory.streams import stream_names
from hotline.triage.wording import LEVELS
from hotline.ui.words import moved

_RUNGS: Mapping[str, Promise] = {
    Rung.FOCAL_POINT: gettext_lazy("đầu mối"),
    Rung.HEAD: gettext_lazy("thủ trưởng"),
    Rung.LEADER: gettext_lazy("lãnh đạo"),
}
_OWN_REASONS: Mapping[str, Promise] = {
    "forwarding_failed": gettext_lazy("Máy gặp lỗi khi tự chuyển"),
    "mistake": gettext_lazy("Sửa chỗ sai"),
    "privacy": gettext_lazy("Vì riêng tư"),
    "service": gettext_lazy("Vì sửa lĩnh vực"),
    "level": gettext_lazy("Vì sửa mức độ"),
    "agencies": gettext_lazy("Vì thay đổi số đơn vị cùng xử lý"),
    "calendar": gettext_lazy("Vì lịch làm việc thay đổi"),
    "disagreement": gettext_lazy("Các đơn vị không thống nhất"),
    "not_thorough": gettext_lazy("Xử lý chưa triệt để"),
    "erase_asked": gettext_lazy("Người đó yêu cầu xóa"),
    "erase_retention": gettext_lazy("Hết thời hạn lưu"),
    "erase_ordered": gettext_lazy("Cơ quan có thẩm quyền yêu cầu xóa"),
}
"""Reasons that are ours and not the profile's."""


class _Named(Protocol):
    def __call__(self, code: object, directory: Directory, /, *, language: str) -> str: ...


def who(event: EventFacts, directory: Directory, *, language: str) -> str:
    """Return who did it: a person by name, an agency's with the agency, the citizen, or the machine."""
    if event.name == "proposed" and event.facts.get("rule"):
        return _("Theo quy tắc %(rule)s") % {"rule": event.facts["rule"]}
    if event.actor_kind == ActorKind.CITIZEN:
        return _("Người dân")
    if event.actor_kind == ActorKind.SYSTEM:
        return _("Hệ thống")
    unit = directory.units_by_id.get(event.actor_unit) if event.actor_unit else None
    name = event.actor_name or _("Cán bộ")
    return f"{name} ({unit.name.in_language(language)})" if unit else name


def event_detail(event: EventFacts, case: CaseFile, directory: Directory, *, language: str) -> str:
    """Return the particulars of an event in words: which agency, which reason, the note."""
    facts = event.facts
    unit = _unit_of(event, case.parts, directory, language=language)
    pieces = [unit, _reason(event.reason, directory, language=language)]
    if named := _FROM_AND_TO.get(event.name):
        pieces.append(" → ".join(named(facts.get(way), directory, language=language) for way in ("from", "to")))
    if event.name in ("deadline_moved", "clock_resumed"):
        pieces = [unit, _rule(facts.get("rule"), directory, language=language), *pieces[1:]]
        pieces.append(moved(facts.get("from"), facts.get("to")))
    if event.name == "level_set":
        pieces.append(" → ".join(_level(facts.get(way)) for way in ("from", "to")))
    if event.name == "part_returned" and (minutes := facts.get("minutes")) is not None:
        to = directory.units_by_id.get(facts.get("to") or 0)
        pieces.append(_("giữ %(n)s phút") % {"n": minutes})
        pieces.append(_("theo đơn vị, việc của %(unit)s") % {"unit": to.name.in_language(language)} if to else "")
    if rung := _RUNGS.get(str(facts.get("to", ""))):
        pieces.append(str(rung))
    if due_on := facts.get("due_on"):
        said = _("hạn theo chỉ đạo %(day)s") if event.name == "directive_given" else _("hạn cam kết %(day)s")
        pieces.append(said % {"day": f"{date.fromisoformat(str(due_on)):%d/%m/%Y}"})
    return " · ".join(piece for piece in (*pieces, *_counted(event), event.note) if piece)


def _counted(event: EventFacts) -> Iterator[str]:
    """Give what an event says in a number or a yes: the how-manieth time, an emergency or not, stars, photos."""
    facts = event.facts
    if times := facts.get("times"):
        yield _("vụ thứ %(n)s ở đây") % {"n": times}
    if event.name == "emergency_said":
        yield _("Khẩn cấp") if facts.get("urgent") else _("Không khẩn cấp")
    if stars := facts.get("stars"):
        yield _("%(stars)s trên 5") % {"stars": stars}
    if photos := facts.get("photos"):
        yield _("%(n)s ảnh") % {"n": photos}


def _unit_of(event: EventFacts, parts: tuple[PartFacts, ...], directory: Directory, *, language: str) -> str:
    """Return the agency an event is about, unless it is the agency's own doing, which `who` says."""
    if event.name in _FROM_AND_TO:
        return ""
    for part in parts:
        if part.id == event.facts.get("part"):
            return "" if part.unit_id == event.actor_unit else part.unit_name
    unit = event.facts.get("unit")
    known = directory.units_by_id.get(unit) if isinstance(unit, int) else None
    return known.name.in_language(language) if known else ""


def _streams(codes: object, directory: Directory, *, language: str) -> str:
    return stream_names(codes if isinstance(codes, list) else (), directory, language=language)


def _agency(unit_id: object, directory: Directory, *, language: str) -> str:
    unit = directory.units_by_id.get(unit_id) if isinstance(unit_id, int) else None
    return unit.name.in_language(language) if unit else ""


def _reason(code: str, directory: Directory, *, language: str) -> str:
    if not code:
        return ""
    if code in _OWN_REASONS:
        return str(_OWN_REASONS[code])
    for use in ReasonUse:
        for reason in directory.reasons.get(use, ()):
            if reason.code == code:
                return reason.name.in_language(language)
    return code


def _service(code: object, directory: Directory, *, language: str) -> str:
    service = directory.services.get(str(code or ""))
    return service.name.in_language(language) if service else str(code or "")


def _rule(code: object, directory: Directory, *, language: str) -> str:
    named = (rule for rule in directory.clock_rules if rule.code == code)
    return next((rule.name_en if language.startswith("en") else rule.name_vi for rule in named), "")


def _level(code: object) -> str:
    return str(LEVELS[Level(code)]) if isinstance(code, str) and code in set(Level) else str(code)


def _area(area_id: object, directory: Directory, *, language: str) -> str:
    area = directory.areas_by_id.get(area_id) if isinstance(area_id, int) else None
    return area.name.in_language(language) if area else _("chưa rõ")


_FROM_AND_TO: Mapping[str, _Named] = {
    "recategorised": _service,
    "relocated": _area,
    "area_succeeded": _area,
    "part_succeeded": _agency,
    "streams_set": _streams,
}
"""Events that say what something was before and what it is now, and who names it."""
