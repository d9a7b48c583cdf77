"""What the pages of agencies' systems call things: kinds, states, and why something was not sent."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.dispatch.facts import Kind, NoticeState, RemoteState

Words = str | Promise

KINDS: Mapping[str, Words] = {
    Kind.WEBHOOK: _("Webhook có chữ ký"),
    Kind.OPEN311: _("Máy chủ Open311 (GeoReport v2)"),
}

STATES: Mapping[str, tuple[Words, str, str]] = {
    NoticeState.WAITING: (_("Đang chờ gửi"), "amber", "clock"),
    NoticeState.SENT: (_("Đã nhận"), "green", "circle-check"),
    NoticeState.DEAD: (_("Không gửi được"), "red", "late"),
}
"""By state: the word, its tone and its icon."""

REMOTE: Mapping[str, tuple[Words, str, str]] = {
    RemoteState.OPEN: (_("Đang theo dõi"), "slate", "clock"),
    RemoteState.DONE: (_("Đã kết thúc"), "green", "circle-check"),
    RemoteState.STUCK: (_("Cần người của đơn vị"), "red", "late"),
}

REASONS: Mapping[str, Words] = {
    "inside": _("Địa chỉ này dẫn vào mạng nội bộ, nên không được gửi đến đó."),
    "https": _("Cần địa chỉ bắt đầu bằng https://"),
    "address": _("Địa chỉ này không đúng: cần dạng https://tên-miền/…, không kèm tên, mật khẩu hay dấu #."),
    "unknown_name": _("Không tìm thấy tên miền này."),
    "demonstration": _("Bản minh họa không gửi gì ra ngoài máy này."),
    "certificate": _("Chứng thư TLS của máy chủ không hợp lệ."),
    "timeout": _("Máy chủ không trả lời kịp trong 10 giây."),
    "no_connection": _("Không kết nối được đến máy chủ."),
    "broken": _("Máy chủ trả lời dở dang."),
    "too_long": _("Máy chủ trả lời quá dài."),
    "not_understood": _("Không hiểu câu trả lời của máy chủ."),
    "redirect": _("Máy chủ chuyển sang địa chỉ khác; chúng tôi không đi theo. Hãy ghi thẳng địa chỉ cuối cùng."),
    "refused": _("Máy chủ từ chối."),
    "busy": _("Máy chủ đang bận."),
    "fault": _("Máy chủ bị lỗi."),
    "gone": _("Máy chủ không muốn nhận nữa (410)."),
    "over": _("Việc không còn trong tay đơn vị."),
    "ended": _("Kết nối đã ngừng."),
    "ours": _("Lỗi của hệ thống này; đã ghi vào nhật ký máy chủ."),
    "merged": _("Phản ánh đã gộp vào một phản ánh khác nên việc đứng yên."),
    "no_number": _("Máy chủ chưa cho mã phản ánh."),
    "lacks": _("Máy chủ báo đã xong nhưng thiếu điều lĩnh vực này cần (thường là ảnh hiện trường). Hãy mở việc và nộp kết quả."),
}
"""Why something was not sent, or not taken, by code."""

NAMES: Mapping[str, Words] = {
    "try": _("Gửi thử"),
    "forwarded": _("Chuyển đến đơn vị"),
    "part_accepted": _("Đơn vị nhận việc"),
    "part_returned": _("Đơn vị trả lại"),
    "part_assigned": _("Giao người xử lý"),
    "progress_filed": _("Đơn vị báo tiến độ"),
    "committed": _("Đơn vị cam kết ngày xong"),
    "commitment_asked": _("Xin cam kết mới"),
    "commitment_approved": _("Cam kết được duyệt"),
    "commitment_declined": _("Cam kết không được duyệt"),
    "result_filed": _("Đơn vị nộp kết quả"),
    "result_accepted": _("Trung tâm nhận kết quả"),
    "result_returned": _("Trung tâm trả lại kết quả"),
    "question_asked": _("Hỏi người phản ánh"),
    "question_replied": _("Người phản ánh trả lời"),
    "part_reopened": _("Mở lại"),
    "part_not_done": _("Người dân thấy chưa xong"),
    "withdrawn": _("Trung tâm rút việc"),
    "rated": _("Người dân đánh giá"),
    "handed_down": _("Cấp trên giao xuống"),
    "taken_back": _("Cấp trên lấy việc về"),
    "under_accepted": _("Cấp trên nhận kết quả"),
    "under_sent_back": _("Cấp trên trả lại kết quả"),
    "scope_set": _("Ghi rõ phần việc"),
    "whose_decided": _("Trung tâm quyết định việc của ai"),
    "deadline_moved": _("Thời hạn thay đổi"),
    "overrun_lawfully": _("Quá hạn có cam kết"),
    "photos_added": _("Thêm ảnh"),
    "recategorised": _("Sửa lĩnh vực"),
    "relocated": _("Sửa địa điểm"),
    "answered": _("Đã trả lời người dân"),
    "merged": _("Gộp vào phản ánh khác"),
    "merged_along": _("Gộp vào phản ánh khác"),
    "unmerged": _("Tách khỏi phản ánh đã gộp"),
    "part_succeeded": _("Nhận từ đơn vị trước sắp xếp"),
    "explanation_asked": _("Yêu cầu giải trình"),
    "explanation_lapsed": _("Không cần giải trình nữa"),
    "explanation_given": _("Đơn vị bị phản ánh đã giải trình"),
    "directive_given": _("Chỉ đạo của Ủy ban nhân dân"),
    "directive_answered": _("Báo cáo thực hiện chỉ đạo"),
    "directive_accepted": _("Báo cáo chỉ đạo được chấp nhận"),
    "directive_sent_back": _("Báo cáo chỉ đạo bị trả lại"),
    "directive_lifted": _("Chỉ đạo đã được gỡ"),
}
"""What happened, by event of the case file."""


def reason_words(code: str, status: int | None = None) -> str:
    """Return why something was not sent, with the status that was answered."""
    words = str(REASONS.get(code, code))
    return f"{words} ({status})" if status and code else words
