"""What the operators' pages call states, roles, channels and events, in the language of the page."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile, EventFacts, PartFacts
from hotline.core.dunning import Rung
from hotline.core.facts import ActorKind, Channel, Kind, Level, PartRole, PlaceHow
from hotline.core.status import AnswerState, Part, Screening
from hotline.directory.facts import Directory, ReasonUse
from hotline.directory.streams import stream_names
from hotline.ui.words import moved

SCREENING: Mapping[Screening, tuple[Promise, str]] = {
    Screening.RECEIVED: (gettext_lazy("Chờ sàng lọc"), "slate"),
    Screening.ASKED: (gettext_lazy("Chờ người dân trả lời"), "amber"),
    Screening.ACCEPTED: (gettext_lazy("Đã nhận xử lý"), "green"),
    Screening.REFUSED: (gettext_lazy("Đã từ chối"), "grey"),
}
PARTS: Mapping[Part, tuple[Promise, str]] = {
    Part.PROPOSED: (gettext_lazy("Đề xuất, chưa chuyển"), "slate"),
    Part.FORWARDED: (gettext_lazy("Đã chuyển, chờ đơn vị nhận"), "amber"),
    Part.ACCEPTED: (gettext_lazy("Đơn vị đang xử lý"), "amber"),
    Part.RETURNED: (gettext_lazy("Đơn vị trả lại"), "red"),
    Part.RESULT_FILED: (gettext_lazy("Đã có kết quả"), "city"),
    Part.DONE: (gettext_lazy("Kết quả đã duyệt"), "green"),
    Part.WITHDRAWN: (gettext_lazy("Đã rút lại"), "grey"),
}
ROLES: Mapping[str, Promise] = {
    PartRole.LEAD: gettext_lazy("Chủ trì"),
    PartRole.CO_HANDLER: gettext_lazy("Phối hợp"),
    PartRole.UNDER: gettext_lazy("Cấp trên giao"),
}
CHANNELS: Mapping[str, Promise] = {
    Channel.WEB: gettext_lazy("Trang web"),
    Channel.OPEN311: gettext_lazy("Open311"),
    Channel.PHONE: gettext_lazy("Điện thoại"),
    Channel.SMS: gettext_lazy("Tin nhắn"),
    Channel.EMAIL: gettext_lazy("Thư điện tử"),
    Channel.ZALO: gettext_lazy("Zalo"),
    Channel.MESSENGER: gettext_lazy("Messenger"),
    Channel.VIBER: gettext_lazy("Viber"),
    Channel.ZNS: gettext_lazy("Zalo ZNS"),
}
KINDS: Mapping[Kind, Promise] = {
    Kind.REPORT: gettext_lazy("Phản ánh"),
    Kind.PETITION: gettext_lazy("Kiến nghị"),
    Kind.COMMENT: gettext_lazy("Góp ý"),
    Kind.IDEA: gettext_lazy("Hiến kế"),
    Kind.QUESTION: gettext_lazy("Hỏi đáp"),
    Kind.EMERGENCY: gettext_lazy("Khẩn cấp"),
}
LEVELS: Mapping[Level, Promise] = {
    Level.URGENT: gettext_lazy("Khẩn"),
    Level.NORMAL: gettext_lazy("Bình thường"),
    Level.COMPLEX: gettext_lazy("Phức tạp"),
}
PLACE_HOW: Mapping[PlaceHow, Promise] = {
    PlaceHow.POLYGON: gettext_lazy("theo ranh giới"),
    PlaceHow.NEAREST_CENTRE: gettext_lazy("gần đúng, theo trụ sở gần nhất"),
    PlaceHow.CHOSEN: gettext_lazy("người dân chọn"),
    PlaceHow.OPERATOR: gettext_lazy("tổng đài xác định"),
}
EVENTS: Mapping[str, Promise] = {
    "received": gettext_lazy("Tiếp nhận phản ánh"),
    "proposed": gettext_lazy("Đề xuất đơn vị"),
    "accepted": gettext_lazy("Nhận xử lý"),
    "asked": gettext_lazy("Hỏi thêm người dân"),
    "refused": gettext_lazy("Từ chối"),
    "reconsidered": gettext_lazy("Xem xét lại việc từ chối"),
    "verified": gettext_lazy("Xác minh"),
    "recategorised": gettext_lazy("Sửa lĩnh vực"),
    "level_set": gettext_lazy("Sửa mức độ"),
    "emergency_said": gettext_lazy("Quyết định có khẩn cấp hay không"),
    "relocated": gettext_lazy("Sửa địa điểm"),
    "agency_words_set": gettext_lazy("Sửa nội dung đơn vị đọc"),
    "public_words_approved": gettext_lazy("Duyệt nội dung công khai"),
    "forwarded": gettext_lazy("Chuyển đơn vị"),
    "withdrawn": gettext_lazy("Rút khỏi đơn vị"),
    "automatic_held": gettext_lazy("Dừng tự động chuyển, chờ người xem"),
    "reporter_wrote": gettext_lazy("Người dân nhắn thêm"),
    "wrote_reporter": gettext_lazy("Tổng đài nhắn người dân"),
    "delivery_read_again": gettext_lazy("Đọc lại tin không hiểu"),
    "delivery_opened": gettext_lazy("Mở xem tin không đọc được"),
    "sender_blocked": gettext_lazy("Chặn người gửi"),
    "block_prolonged": gettext_lazy("Chặn người gửi lâu hơn"),
    "block_lifted": gettext_lazy("Gỡ chặn người gửi"),
    "sender_let_through": gettext_lazy("Cho qua người gửi nhiều tin"),
    "message_taken_up": gettext_lazy("Đưa tin đã giữ lại cho tổng đài viên"),
    "channel_set_up": gettext_lazy("Cài đặt kênh"),
    "channel_tested": gettext_lazy("Gửi thử qua kênh"),
    "part_accepted": gettext_lazy("Đơn vị nhận xử lý"),
    "part_returned": gettext_lazy("Đơn vị trả lại"),
    "part_assigned": gettext_lazy("Đơn vị phân công người xử lý"),
    "part_reopened": gettext_lazy("Giao lại đơn vị"),
    "part_not_done": gettext_lazy("Báo đơn vị đang làm: người dân thấy chưa xong"),
    "handed_down": gettext_lazy("Đơn vị giao xuống đơn vị trực thuộc"),
    "under_accepted": gettext_lazy("Đơn vị nhận kết quả của đơn vị trực thuộc"),
    "under_sent_back": gettext_lazy("Đơn vị trả lại kết quả cho đơn vị trực thuộc"),
    "taken_back": gettext_lazy("Lấy việc về từ đơn vị trực thuộc"),
    "return_settled": gettext_lazy("Không cần đơn vị khác thay"),
    "whose_decided": gettext_lazy("Giám sát quyết định việc thuộc ai"),
    "scope_set": gettext_lazy("Ghi rõ phần việc"),
    "answer_proposed": gettext_lazy("Đơn vị chủ trì gửi dự thảo trả lời"),
    "answered_despite": gettext_lazy("Trả lời khi đơn vị chưa xong"),
    "progress_filed": gettext_lazy("Đơn vị báo tiến độ"),
    "committed": gettext_lazy("Đơn vị cam kết thời hạn"),
    "commitment_asked": gettext_lazy("Đơn vị xin cam kết thời hạn mới"),
    "commitment_approved": gettext_lazy("Giám sát duyệt cam kết mới"),
    "commitment_declined": gettext_lazy("Giám sát không duyệt cam kết mới"),
    "overrun_lawfully": gettext_lazy("Hết thời hạn: quá hạn có cam kết"),
    "result_filed": gettext_lazy("Đơn vị báo kết quả"),
    "result_accepted": gettext_lazy("Duyệt kết quả"),
    "result_returned": gettext_lazy("Trả lại kết quả cho đơn vị"),
    "answer_drafted": gettext_lazy("Soạn câu trả lời"),
    "answer_accepted": gettext_lazy("Duyệt câu trả lời"),
    "answered": gettext_lazy("Trả lời người dân"),
    "published": gettext_lazy("Công khai câu trả lời"),
    "corrected": gettext_lazy("Đính chính câu trả lời"),
    "question_asked": gettext_lazy("Đơn vị hỏi người dân"),
    "question_replied": gettext_lazy("Người dân trả lời câu hỏi"),
    "photos_added": gettext_lazy("Người dân gửi thêm ảnh"),
    "photo_published": gettext_lazy("Công khai ảnh"),
    "photo_withdrawn": gettext_lazy("Rút ảnh công khai"),
    "rated": gettext_lazy("Người dân đánh giá"),
    "comment_written": gettext_lazy("Có người viết ý kiến công khai"),
    "comment_published": gettext_lazy("Cho hiện ý kiến công khai"),
    "comment_declined": gettext_lazy("Không cho hiện ý kiến công khai"),
    "said_same": gettext_lazy("Người dân cho biết cùng việc với một phản ánh đã có"),
    "merged": gettext_lazy("Gộp vào sự việc khác"),
    "merged_in": gettext_lazy("Gộp thêm phản ánh cùng sự việc"),
    "merged_along": gettext_lazy("Cùng chuyển theo sự việc được gộp"),
    "split_off": gettext_lazy("Tách một việc thành phản ánh riêng"),
    "split_from": gettext_lazy("Tách từ phản ánh khác"),
    "followed_back": gettext_lazy("Sự việc chung chờ đơn vị khác"),
    "followed": gettext_lazy("Theo bước của sự việc chung"),
    "left_incident": gettext_lazy("Ra khỏi sự việc chung, xử lý riêng"),
    "incident_rated": gettext_lazy("Người dân đánh giá việc xử lý chung"),
    "unmerged": gettext_lazy("Tách khỏi sự việc, xử lý riêng"),
    "unmerged_from": gettext_lazy("Một phản ánh được tách ra"),
    "recurred": gettext_lazy("Tái diễn: cùng việc, cùng nơi đã xử lý"),
    "recurrence_said": gettext_lazy("Người trực nối với việc cũ tái diễn"),
    "recurrence_ended": gettext_lazy("Không còn là việc tái diễn sau khi sửa"),
    "recurrence_denied": gettext_lazy("Không phải việc tái diễn"),
    "recurrence_restored": gettext_lazy("Nối lại: đúng là việc tái diễn"),
    "recurrence_counted": gettext_lazy("Đếm lại số lần tái diễn"),
    "part_put_back": gettext_lazy("Đơn vị tiếp tục phần việc cũ"),
    "areas_succeeded": gettext_lazy("Sắp xếp đơn vị hành chính"),
    "area_succeeded": gettext_lazy("Thuộc phường, xã mới sau sắp xếp"),
    "part_succeeded": gettext_lazy("Đơn vị kế thừa tiếp tục xử lý"),
    "part_joined": gettext_lazy("Nhập vào phần việc của cùng đơn vị kế thừa"),
    "streams_set": gettext_lazy("Thuộc luồng tiếp nhận"),
    "reopened": gettext_lazy("Người dân báo chưa xong, mở lại"),
    "dossier_opened": gettext_lazy("Lập hồ sơ trình Ủy ban nhân dân"),
    "dossier_written": gettext_lazy("Soạn hồ sơ trình Ủy ban nhân dân"),
    "dossier_submitted": gettext_lazy("Trình hồ sơ lên Ủy ban nhân dân"),
    "dossier_withdrawn": gettext_lazy("Thôi trình Ủy ban nhân dân"),
    "directed": gettext_lazy("Ủy ban nhân dân quyết định"),
    "reopened_by_decision": gettext_lazy("Mở lại theo quyết định của Ủy ban nhân dân"),
    "directive_given": gettext_lazy("Chỉ đạo đơn vị"),
    "directive_answered": gettext_lazy("Đơn vị báo cáo thực hiện chỉ đạo"),
    "directive_accepted": gettext_lazy("Chấp nhận báo cáo thực hiện chỉ đạo"),
    "directive_sent_back": gettext_lazy("Trả lại báo cáo thực hiện chỉ đạo"),
    "directive_lifted": gettext_lazy("Gỡ chỉ đạo"),
    "clock_paused": gettext_lazy("Tạm dừng thời hạn"),
    "clock_resumed": gettext_lazy("Tính tiếp thời hạn"),
    "deadline_moved": gettext_lazy("Thời hạn thay đổi"),
    "calendar_changed": gettext_lazy("Áp dụng lịch làm việc mới"),
    "calendar_dropped": gettext_lazy("Bỏ thay đổi lịch làm việc"),
    "agency_warned": gettext_lazy("Nhắc đơn vị trước hạn"),
    "agency_dunned": gettext_lazy("Nhắc việc quá hạn"),
    "call_asked": gettext_lazy("Cần gọi nhắc đơn vị"),
    "agency_called": gettext_lazy("Đã gọi nhắc đơn vị"),
    "agency_not_reached": gettext_lazy("Gọi nhắc, không ai nghe"),
    "agencies_reminded": gettext_lazy("Nhắc việc hằng tháng"),
    "agency_named": gettext_lazy("Đã ghi đơn vị bị phản ánh"),
    "explanation_asked": gettext_lazy("Yêu cầu đơn vị bị phản ánh giải trình"),
    "explanation_given": gettext_lazy("Đơn vị bị phản ánh giải trình"),
    "explanation_lapsed": gettext_lazy("Không còn yêu cầu giải trình"),
    "reveal_asked": gettext_lazy("Xin xem người phản ánh"),
    "reveal_agreed": gettext_lazy("Người thứ hai đồng ý cho xem người phản ánh"),
    "reveal_declined": gettext_lazy("Người thứ hai không đồng ý cho xem người phản ánh"),
    "contact_revealed": gettext_lazy("Mở thông tin người phản ánh"),
    "message_revived": gettext_lazy("Gửi lại tin không đến"),
    "contacts_joined": gettext_lazy("Nối người phản ánh với cách liên lạc khác"),
    "contacts_parted": gettext_lazy("Tách người phản ánh khỏi cách liên lạc khác"),
    "contact_erased": gettext_lazy("Xóa thông tin người phản ánh"),
}
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

# By kind of state too: words like "accepted" are equal across the enums.
_STANDS: Mapping[tuple[type[StrEnum], str], Promise] = {
    (Screening, Screening.RECEIVED): gettext_lazy("phản ánh đang chờ sàng lọc"),
    (Screening, Screening.ASKED): gettext_lazy("phản ánh đang chờ người dân trả lời"),
    (Screening, Screening.ACCEPTED): gettext_lazy("phản ánh đã được nhận xử lý"),
    (Screening, Screening.REFUSED): gettext_lazy("phản ánh đã bị từ chối"),
    (Part, Part.PROPOSED): gettext_lazy("phần việc chưa được chuyển đi"),
    (Part, Part.FORWARDED): gettext_lazy("phần việc đã được chuyển đến đơn vị"),
    (Part, Part.ACCEPTED): gettext_lazy("đơn vị đang xử lý"),
    (Part, Part.RETURNED): gettext_lazy("đơn vị đã trả lại phần việc"),
    (Part, Part.RESULT_FILED): gettext_lazy("đơn vị đã nộp kết quả"),
    (Part, Part.DONE): gettext_lazy("kết quả đã được duyệt"),
    (Part, Part.WITHDRAWN): gettext_lazy("phần việc đã được rút lại"),
    (AnswerState, AnswerState.DRAFT): gettext_lazy("câu trả lời đang được soạn"),
    (AnswerState, AnswerState.ACCEPTED): gettext_lazy("câu trả lời đã được duyệt"),
    (AnswerState, AnswerState.SENT): gettext_lazy("câu trả lời đã được gửi cho người dân"),
    (AnswerState, AnswerState.PUBLISHED): gettext_lazy("câu trả lời đã được công khai"),
    (AnswerState, AnswerState.CORRECTED): gettext_lazy("câu trả lời đã được đính chính"),
}


class _Named(Protocol):
    def __call__(self, code: object, directory: Directory, /, *, language: str) -> str: ...


def event_words(name: str) -> str:
    """Return what happened; an event of a later version is shown by its code."""
    return str(EVENTS.get(name, name))


def stands(state: StrEnum) -> str:
    """Return where a case stands, as the second half of a sentence."""
    return str(_STANDS[type(state), state.value])


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
