"""What the agency's desk calls things: states of its part, what happened to it, and why a step was not taken."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.core.facts import Level, PartRole
from hotline.core.status import Part

Words = str | Promise

ROLES: Mapping[str, Words] = {
    PartRole.LEAD.value: _("Chủ trì"),
    PartRole.CO_HANDLER.value: _("Phối hợp"),
    PartRole.UNDER.value: _("Cấp trên giao"),
}

STATES: Mapping[Part, tuple[Words, str, str]] = {
    Part.PROPOSED: (_("Chưa chuyển"), "slate", ""),
    Part.FORWARDED: (_("Mới đến, chờ nhận"), "city", "inbox"),
    Part.ACCEPTED: (_("Đang xử lý"), "amber", "clock"),
    Part.RESULT_FILED: (_("Đã gửi kết quả, chờ duyệt"), "slate", "document"),
    Part.DONE: (_("Đã xong"), "green", "circle-check"),
    Part.RETURNED: (_("Đã trả lại"), "grey", "return"),
    Part.WITHDRAWN: (_("Trung tâm đã rút"), "grey", "stop"),
}
"""By state: the word, its tone and its icon."""

UNDER: Mapping[Part, tuple[Words, str, str]] = {
    Part.RESULT_FILED: (_("Đã gửi kết quả, chờ cấp trên duyệt"), "slate", "document"),
    Part.RETURNED: (_("Đã trả lại cấp trên"), "grey", "return"),
    Part.WITHDRAWN: (_("Cấp trên đã lấy việc về"), "grey", "stop"),
}
"""Those that read otherwise where an agency above handed the part down: it approves, and not the centre."""

BELOW: Mapping[Part, tuple[Words, str, str]] = {
    Part.PROPOSED: (_("Chưa chuyển"), "slate", ""),
    Part.FORWARDED: (_("Chờ đơn vị trực thuộc nhận"), "city", "inbox"),
    Part.ACCEPTED: (_("Đơn vị trực thuộc đang làm"), "amber", "clock"),
    Part.RESULT_FILED: (_("Đã gửi kết quả, chờ đơn vị duyệt"), "city", "document"),
    Part.DONE: (_("Đơn vị đã nhận kết quả"), "green", "circle-check"),
    Part.RETURNED: (_("Đơn vị trực thuộc trả lại"), "red", "return"),
    Part.WITHDRAWN: (_("Đã lấy về"), "grey", "stop"),
}
"""The same for what an agency handed down, as it reads it."""

BELOW_IN_LIST: Mapping[Part | None, tuple[Words, str]] = {
    Part.FORWARDED: (_("Đã giao xuống, chờ nhận"), "amber"),
    Part.ACCEPTED: (_("Đơn vị trực thuộc đang làm"), "amber"),
    Part.RESULT_FILED: (_("Đơn vị trực thuộc chờ duyệt kết quả"), "city"),
    Part.RETURNED: (_("Đơn vị trực thuộc trả lại"), "red"),
}
"""Instead of "Đang xử lý" in the list: what is done there is done below, or waits for the agency."""

LEVELS: Mapping[Level, Words] = {
    Level.URGENT: _("Khẩn"),
    Level.NORMAL: _("Bình thường"),
    Level.COMPLEX: _("Phức tạp"),
}
"""How hard the centre takes a matter to be: its deadlines follow from it."""

SENT_BACK: tuple[Words, str, str] = (_("Cần làm lại"), "red", "return")
"""Instead of "Đang xử lý" while a result that the desk sent back waits to be done again."""

EVENTS: Mapping[str, tuple[Words, str]] = {
    "forwarded": (_("Trung tâm chuyển đến đơn vị"), ""),
    "part_accepted": (_("Đơn vị nhận việc"), ""),
    "part_returned": (_("Đơn vị trả lại"), "amber"),
    "part_assigned": (_("Giao người xử lý"), ""),
    "progress_filed": (_("Báo cáo tiến độ"), ""),
    "committed": (_("Báo cáo tiến độ và cam kết thời hạn"), "amber"),
    "commitment_asked": (_("Xin cam kết thời hạn mới, chờ giám sát duyệt"), "amber"),
    "commitment_approved": (_("Giám sát duyệt cam kết mới"), "green"),
    "commitment_declined": (_("Giám sát không duyệt cam kết mới"), "red"),
    "overrun_lawfully": (_("Hết thời hạn xử lý: quá hạn có cam kết"), "amber"),
    "result_filed": (_("Gửi kết quả"), ""),
    "result_accepted": (_("Trung tâm nhận kết quả"), "green"),
    "result_returned": (_("Trung tâm trả lại kết quả, cần làm lại"), "red"),
    "question_asked": (_("Hỏi người phản ánh"), ""),
    "question_replied": (_("Người phản ánh trả lời"), ""),
    "withdrawn": (_("Trung tâm rút việc khỏi đơn vị"), "amber"),
    "part_reopened": (_("Mở lại: người dân thấy chưa xong"), "red"),
    "part_not_done": (_("Người dân thấy chưa xong; thời hạn của đơn vị vẫn như cũ"), "red"),
    "rated": (_("Người dân đánh giá"), ""),
    "handed_down": (_("Giao xuống đơn vị trực thuộc"), ""),
    "under_accepted": (_("Cấp trên nhận kết quả"), "green"),
    "under_sent_back": (_("Cấp trên trả lại kết quả, cần làm thêm"), "red"),
    "taken_back": (_("Cấp trên lấy việc về"), "amber"),
    "answer_proposed": (_("Gửi dự thảo trả lời"), ""),
    "scope_set": (_("Trung tâm ghi rõ phần việc"), ""),
    "whose_decided": (_("Trung tâm quyết định: việc của đơn vị, không trả lại được"), "amber"),
    "directive_given": (_("Chỉ đạo của Ủy ban nhân dân"), "red"),
    "directive_answered": (_("Báo cáo thực hiện chỉ đạo"), ""),
    "directive_accepted": (_("Báo cáo thực hiện chỉ đạo được chấp nhận"), "green"),
    "directive_sent_back": (_("Báo cáo chỉ đạo bị trả lại, cần làm tiếp"), "red"),
    "directive_lifted": (_("Chỉ đạo đã được gỡ"), "amber"),
    "deadline_moved": (_("Thời hạn thay đổi"), "amber"),
    "part_succeeded": (_("Nhận từ đơn vị trước sắp xếp"), ""),
    "agency_warned": (_("Tổng đài nhắc trước hạn"), ""),
    "agency_dunned": (_("Tổng đài nhắc việc quá hạn"), "red"),
    "agency_called": (_("Tổng đài gọi nhắc"), "amber"),
    "agency_not_reached": (_("Tổng đài gọi, đơn vị không nghe máy"), "amber"),
    "explanation_asked": (_("Yêu cầu đơn vị bị phản ánh giải trình"), ""),
    "explanation_given": (_("Đơn vị bị phản ánh giải trình"), "amber"),
    "explanation_lapsed": (_("Không còn yêu cầu giải trình"), ""),
}
"""By event of the case file: what an agency reads in its own timeline, and the tone."""

MOVED_BECAUSE: Mapping[str, Words] = {
    "service": _("Vì trung tâm sửa lĩnh vực"),
    "level": _("Vì trung tâm sửa mức độ"),
    "agencies": _("Vì thay đổi số đơn vị cùng xử lý"),
    "calendar": _("Vì lịch làm việc thay đổi"),
}
"""Why a deadline moved: reasons that are ours and not the profile's."""

CHANGED: Words = _(
    "Hồ sơ vừa có thay đổi sau khi bạn mở trang này. Những gì bạn viết còn nguyên ở dưới: hãy xem lại hồ sơ rồi bấm lần nữa."
)
EVIDENCE_MISSING: Words = _("Kết quả cần ít nhất một ảnh hiện trường. Hãy thêm ảnh.")
COMMITMENT_PHOTO: Words = _("Cam kết cần ít nhất một ảnh cho thấy đang làm đến đâu. Hãy thêm ảnh.")
BINDING: Words = _("Trung tâm đã quyết định việc này thuộc đơn vị, nên không trả lại được nữa.")
NOT_DIRECTED: Words = _("Chỉ đạo này không còn chờ báo cáo. Trang đã cập nhật, bạn xem lại nhé.")
BELOW_OPEN: Words = _("Đơn vị trực thuộc còn đang làm. Hãy nhận kết quả của họ hoặc lấy việc về trước.")
BELOW_NOT_NOW: Words = _("Bước này không làm được nữa: phần việc của đơn vị trực thuộc vừa thay đổi. Hãy xem lại ở dưới.")
BELOW_DIRECTED: Words = _("Đơn vị trực thuộc còn chỉ đạo của Ủy ban nhân dân phải trả lời nên chưa lấy việc về được.")
BELOW_CIRCLE: Words = _("Không giao vòng lại cho chính đơn vị hoặc cấp trên. Hãy chọn đơn vị trực thuộc.")
BELOW_NOT_UNDER: Words = _("Đơn vị này không trực thuộc đơn vị của bạn. Nếu việc của họ, hãy trả lại và ghi tên họ.")
BELOW_HAS_IT: Words = _("Đơn vị này đã có phần việc trong phản ánh.")
BELOW_NAMED: Words = _("Phản ánh nói về chính đơn vị này nên không giao cho họ được.")
NOBODY_NAMED: Words = _("Phản ánh không nêu đơn vị nào nên không có ai để hỏi.")
ASKED_ALREADY: Words = _("Đơn vị bị phản ánh đã được hỏi và chưa trả lời.")
DAY_NEEDED: Words = _("Hãy chọn ngày phải trả lời.")
DAY_REFUSED: Words = _("Chọn ngày khác: từ hôm nay, khi còn giờ làm việc, và trong vòng một năm.")
LAPSED: Words = _("Không còn ai chờ giải trình này nữa.")
EXPLAINED: Words = _("Đơn vị đã gửi giải trình rồi. Gửi rồi không sửa được.")
NOT_LEAD: Words = _("Chỉ đơn vị chủ trì soạn dự thảo câu trả lời.")
NO_WORDS: Words = _("Phần chữ chỉ có ký tự không đọc được. Hãy viết lại.")
PHOTO_REFUSED: Words = _("Ảnh %(n)s: %(why)s")
TOO_MANY_PHOTOS: Words = _("Chỉ gửi được %(n)s ảnh mỗi lần. Hãy bỏ bớt.")
PHOTO_GONE: Words = _("Ảnh đã chọn không còn trên máy chủ. Hãy tải ảnh lên lần nữa.")

NOT_NOW: Mapping[Part, Words] = {
    Part.PROPOSED: _("Việc này chưa được chuyển đến đơn vị."),
    Part.FORWARDED: _("Đơn vị chưa nhận việc này. Hãy bấm “Nhận việc” trước."),
    Part.ACCEPTED: _("Đơn vị đã nhận việc này rồi."),
    Part.RESULT_FILED: _("Kết quả đã gửi và đang chờ trung tâm duyệt, nên bước này không làm được nữa."),
    Part.DONE: _("Việc này đã xong, nên bước này không làm được nữa."),
    Part.RETURNED: _("Đơn vị đã trả lại việc này, nên bước này không làm được nữa."),
    Part.WITHDRAWN: _("Trung tâm đã rút việc này khỏi đơn vị, nên bước này không làm được nữa."),
}
"""Why a step was not taken, by the state in which the part was found."""

NOT_NOW_UNDER: Mapping[Part, Words] = {
    Part.RESULT_FILED: _("Kết quả đã gửi và đang chờ cấp trên duyệt, nên bước này không làm được nữa."),
    Part.WITHDRAWN: _("Cấp trên đã lấy việc này về, nên bước này không làm được nữa."),
}


def state_of(state: Part, *, is_under: bool) -> tuple[Words, str, str]:
    """Return the word, the tone and the icon of a part's state, as the unit reads it that has the part."""
    return (UNDER.get(state) if is_under else None) or STATES[state]


def not_now(state: Part, *, is_under: bool) -> Words:
    """Return why a step was not taken in this state."""
    return (NOT_NOW_UNDER.get(state) if is_under else None) or NOT_NOW[state]
