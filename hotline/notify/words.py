"""What the staff page calls messages, ways out, and reasons for which a message died."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.core.channels import CHATS
from hotline.core.facts import MESSAGE_ORDER, Channel, Priority
from hotline.directory.gateways import gateways

EVENTS: Mapping[str, Promise] = {
    "received": gettext_lazy("Báo đã tiếp nhận"),
    "forwarded": gettext_lazy("Báo đã chuyển đơn vị"),
    "received_and_forwarded": gettext_lazy("Báo đã tiếp nhận và đã chuyển đơn vị"),
    "asked": gettext_lazy("Tổng đài hỏi thêm người dân"),
    "question": gettext_lazy("Đơn vị hỏi thêm người dân"),
    "refused": gettext_lazy("Báo từ chối"),
    "committed": gettext_lazy("Báo đơn vị cam kết thời hạn"),
    "directed": gettext_lazy("Báo Ủy ban nhân dân đã chỉ đạo"),
    "answered": gettext_lazy("Trả lời người dân"),
    "corrected": gettext_lazy("Sửa câu trả lời"),
    "merged": gettext_lazy("Báo gộp chung một sự việc"),
    "succeeded": gettext_lazy("Báo đơn vị kế thừa tiếp tục xử lý"),
    "unmerged": gettext_lazy("Báo tách ra xử lý riêng"),
    "split": gettext_lazy("Báo tách thành phản ánh riêng"),
    "not_done_received": gettext_lazy("Báo đã mở lại"),
    "rating_thanks": gettext_lazy("Cảm ơn đã đánh giá"),
    "wrote": gettext_lazy("Tổng đài nhắn người dân"),
    "talk_words": gettext_lazy("Hỏi: chuyện gì"),
    "talk_service": gettext_lazy("Hỏi: loại việc"),
    "talk_place": gettext_lazy("Hỏi: ở đâu"),
    "talk_ward": gettext_lazy("Hỏi: phường, xã nào"),
    "talk_photo": gettext_lazy("Hỏi: ảnh"),
    "talk_person": gettext_lazy("Báo tổng đài viên sẽ xem"),
    "talk_danger": gettext_lazy("Báo số gọi khẩn cấp"),
    "talk_blocked": gettext_lazy("Báo tạm ngừng xử lý tin"),
    "talk_cancelled": gettext_lazy("Báo đã hủy"),
    "talk_confirm": gettext_lazy("Xin xác nhận yêu cầu trong thư"),
    "talk_unproved": gettext_lazy("Báo tổng đài viên sẽ xem thư chưa rõ người gửi"),
    "talk_stopped": gettext_lazy("Báo ngừng nhắn tin"),
    "talk_started": gettext_lazy("Báo nhắn tin lại"),
    "talk_nothing": gettext_lazy("Báo không có việc đang báo dở"),
    "talk_help": gettext_lazy("Chỉ dẫn nhắn tin"),
    "talk_state": gettext_lazy("Báo tình trạng phản ánh"),
    "talk_unknown": gettext_lazy("Báo không tìm thấy phản ánh"),
    "talk_joined": gettext_lazy("Báo đã ghi thêm vào phản ánh"),
    "phone_code": gettext_lazy("Mã xác nhận số điện thoại"),
    "talk_phone_sent": gettext_lazy("Báo đã gửi mã xác nhận"),
    "talk_phone_wrong": gettext_lazy("Báo mã xác nhận chưa đúng"),
    "talk_phone_refused": gettext_lazy("Báo chưa gửi được mã xác nhận"),
    "talk_phone_joined": gettext_lazy("Báo đã xác nhận số điện thoại"),
    "talk_phone_own": gettext_lazy("Báo số đang nhắn không cần xác nhận"),
    "focal_forwarded": gettext_lazy("Chuyển việc cho đơn vị"),
    "question_answered": gettext_lazy("Báo đơn vị có trả lời"),
    "returned_to_agency": gettext_lazy("Trả lại kết quả cho đơn vị"),
    "reopened": gettext_lazy("Báo đơn vị việc mở lại"),
    "withdrawn": gettext_lazy("Báo đơn vị rút việc"),
    "commitment_approved": gettext_lazy("Báo đơn vị: cam kết mới được duyệt"),
    "commitment_declined": gettext_lazy("Báo đơn vị: cam kết mới không được duyệt"),
    "directive_given": gettext_lazy("Báo đơn vị: chỉ đạo của Ủy ban nhân dân"),
    "directive_accepted": gettext_lazy("Báo đơn vị: báo cáo chỉ đạo được chấp nhận"),
    "directive_sent_back": gettext_lazy("Báo đơn vị: cần làm tiếp theo chỉ đạo"),
    "directive_lifted": gettext_lazy("Báo đơn vị: chỉ đạo đã gỡ"),
    "due_soon": gettext_lazy("Nhắc đơn vị trước hạn"),
    "overdue": gettext_lazy("Nhắc đầu mối việc quá hạn"),
    "overdue_head": gettext_lazy("Báo thủ trưởng việc quá hạn"),
    "overdue_leader": gettext_lazy("Báo lãnh đạo việc quá hạn"),
    "monthly_reminder": gettext_lazy("Nhắc việc hằng tháng"),
    "under_reported": gettext_lazy("Báo đơn vị: cấp dưới có tin"),
    "above_returned": gettext_lazy("Cấp trên trả lại kết quả"),
    "focal_succeeded": gettext_lazy("Báo đơn vị: hồ sơ nhận từ đơn vị trước sắp xếp"),
    "explanation_asked": gettext_lazy("Yêu cầu đơn vị bị phản ánh giải trình"),
    "explanation_due_soon": gettext_lazy("Nhắc sắp hết hạn giải trình"),
    "explanation_overdue": gettext_lazy("Nhắc quá hạn giải trình"),
    "explanation_overdue_leader": gettext_lazy("Báo lãnh đạo quá hạn giải trình"),
    "explanation_lapsed": gettext_lazy("Báo không còn phải giải trình"),
    "explanation_given": gettext_lazy("Báo đơn vị: đã có giải trình"),
    "agency_returned": gettext_lazy("Báo tổng đài: đơn vị trả lại"),
}

CHANNELS: Mapping[str, Promise] = {
    "sms": gettext_lazy("SMS"),
    "email": gettext_lazy("E-mail"),
    "zalo": gettext_lazy("Zalo"),
    "messenger": gettext_lazy("Messenger"),
    "viber": gettext_lazy("Viber"),
    "zns": gettext_lazy("Zalo ZNS"),
}

_SMS_WAYS: Mapping[str, str] = {"kannel": "Kannel", "smpp": "SMPP"}
"""Ways of SMS that are no gateway of `hotline.directory.gateways`, which have their own names."""

FAILED_LATER = gettext_lazy("Đã gửi, không tới nơi")
PRIORITIES: Mapping[int, Promise] = {
    MESSAGE_ORDER[Priority.EMERGENCY]: gettext_lazy("Khẩn cấp"),
    MESSAGE_ORDER[Priority.AGENCY]: gettext_lazy("Gửi đơn vị"),
    MESSAGE_ORDER[Priority.CITIZEN]: gettext_lazy("Gửi người dân"),
    MESSAGE_ORDER[Priority.DIGEST]: gettext_lazy("Bản tổng hợp"),
}

_REASONS: Mapping[str, Promise] = {
    "no-address": gettext_lazy("Không còn cách liên lạc với người nhận."),
    "no-text": gettext_lazy("Hồ sơ thành phố không có mẫu cho tin này."),
    "address": gettext_lazy("Địa chỉ thư không dùng được."),
    "opted-out": gettext_lazy("Người nhận đã xin không nhận tin."),
    "too-late": gettext_lazy("Mã xác nhận đã hết hạn trước khi gửi được."),
    "no-template": gettext_lazy("Tin này chưa có mẫu ZNS."),
    "length": gettext_lazy("Tin dài quá, nhà mạng không nhận."),
    "number": gettext_lazy("Số điện thoại không dùng được."),
    "demonstration": gettext_lazy("Bản minh họa không gửi tin ra khỏi máy này."),
}


_NO_LINE, _NO_ANSWER = gettext_lazy("Không nối được tới %(channel)s."), gettext_lazy("%(channel)s không trả lời kịp.")
_WAY_REASONS: Mapping[str, Promise] = {
    "window": gettext_lazy("%(channel)s: đã quá giờ được trả lời kể từ tin cuối của người nhận."),
    "night": gettext_lazy("%(channel)s: không gửi được vào ban đêm."),
    "off": gettext_lazy("%(channel)s chưa được thiết lập."),
    "sign-in": gettext_lazy("%(channel)s: tài khoản cần đăng nhập lại."),
    "no-template": gettext_lazy("%(channel)s: tin này chưa có mẫu đăng ký."),
    "busy": gettext_lazy("%(channel)s: đang gửi hết mức cho phép mỗi giây, sẽ gửi tiếp."),
    "timeout": _NO_ANSWER,
    "no_answer": _NO_ANSWER,
    "ConnectError": _NO_LINE,
    "not_connected": _NO_LINE,
    "connection_gone": _NO_LINE,
}


def _of_a_way(channel: str, detail: str) -> str:
    if detail in _WAY_REASONS:
        return str(_WAY_REASONS[detail]) % {"channel": channel}
    if detail.startswith("set-up:"):
        return _("%(channel)s còn thiếu cài đặt: %(detail)s.") % {"channel": channel, "detail": detail.removeprefix("set-up:")}
    if detail.removeprefix("-").isdecimal():
        return _("%(channel)s từ chối (mã %(detail)s).") % {"channel": channel, "detail": detail}
    return _("%(channel)s: thử nhiều lần mà không giao được (%(detail)s).") % {"channel": channel, "detail": detail}


def reason_words(code: str) -> str:
    """Return why a message died, in a sentence; the code stays in brackets where it helps whoever looks into it."""
    if code in _REASONS:
        return str(_REASONS[code])
    kind, _colon, detail = code.partition(":")
    if kind == "fault":
        return _("Chương trình gặp lỗi khi soạn tin (%(detail)s). Nhật ký có ghi.") % {"detail": detail}
    if kind == "smtp" and detail.isdecimal():
        return _("Máy chủ thư từ chối (mã %(detail)s).") % {"detail": detail}
    if kind in CHATS or kind in (Channel.ZNS, "zalo-token"):
        return _of_a_way(str(CHANNELS[kind.partition("-")[0]]), detail)
    if detail and (kind in _SMS_WAYS or kind in gateways()):
        return _of_a_way(_SMS_WAYS.get(kind) or gateways()[kind].title, detail)
    if kind in ("smtp", "outbox"):
        return _("Thử nhiều lần mà không giao được (%(detail)s).") % {"detail": detail}
    return code
