"""What the synthesis desk calls things."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.core.facts import Correction, PartRole, Publish
from hotline.core.status import AnswerState, Part

Words = str | Promise

ROLES: Mapping[str, Words] = {
    PartRole.LEAD.value: _("Chủ trì"),
    PartRole.CO_HANDLER.value: _("Phối hợp"),
    PartRole.UNDER.value: _("Cấp trên giao"),
}

PARTS: Mapping[Part, tuple[Words, str]] = {
    Part.FORWARDED: (_("Đơn vị chưa nhận"), "slate"),
    Part.ACCEPTED: (_("Đơn vị đang xử lý"), "amber"),
    Part.RESULT_FILED: (_("Có kết quả, chờ duyệt"), "city"),
    Part.DONE: (_("Đã nhận kết quả"), "green"),
}
"""Parts that the desk waits for or has: the word and its tone."""

SENT_BACK: tuple[Words, str] = (_("Đã trả lại, đơn vị làm thêm"), "red")

ANSWERS: Mapping[AnswerState | None, tuple[Words, str]] = {
    None: (_("Chưa viết"), "slate"),
    AnswerState.DRAFT: (_("Bản nháp"), "amber"),
    AnswerState.ACCEPTED: (_("Đã duyệt, chưa gửi"), "amber"),
    AnswerState.SENT: (_("Đã trả lời người dân"), "green"),
    AnswerState.PUBLISHED: (_("Đã công khai"), "green"),
    AnswerState.CORRECTED: (_("Đã đính chính"), "green"),
}

CORRECTIONS: Mapping[str, Words] = {
    Correction.MISTAKE.value: _("Sửa chỗ sai"),
    Correction.PRIVACY.value: _("Bảo vệ thông tin cá nhân"),
}

NEVER_STREAM: Words = _(
    "Luồng tiếp nhận này không bao giờ công khai: ai cũng chỉ xem được mã, giai đoạn và hạn. Trả lời chỉ gửi riêng cho người dân."
)
POLICIES: Mapping[Publish, Words] = {
    Publish.FROM_RECEPTION: _(
        "Công khai từ lúc tiếp nhận: ai cũng thấy lĩnh vực, phường xã và hạn. Lời người dân và ảnh chỉ hiện sau khi được duyệt."
    ),
    Publish.AFTER_REPLY: _("Chỉ công khai sau khi đã trả lời người dân và xuất bản câu trả lời."),
    Publish.NEVER: _(
        "Lĩnh vực này không bao giờ công khai: ai cũng chỉ xem được mã, giai đoạn và hạn. Trả lời chỉ gửi riêng cho người dân."
    ),
}
NEVER_EMERGENCY: Words = _("Việc khẩn cấp không bao giờ công khai: ai cũng chỉ xem được mã, giai đoạn và hạn.")

CHANNELS: Mapping[str, Words] = {
    "sms": _("tin nhắn SMS"),
    "email": _("e-mail"),
    "zalo": "Zalo",
    "messenger": "Messenger",
    "viber": "Viber",
    "zns": "Zalo ZNS",
}

QUEUE: Mapping[str, tuple[Words, str]] = {
    "result": (_("Kết quả chờ duyệt"), "city"),
    "answer": (_("Chờ viết trả lời"), "amber"),
    "send": (_("Chờ gửi trả lời"), "amber"),
    "publish": (_("Chờ công khai"), "slate"),
    "sent": (_("Đã trả lời"), "green"),
    "published": (_("Đã công khai"), "green"),
    "corrected": (_("Đã đính chính"), "green"),
}
"""What a case waits for at the desk, or where its answer stands: the word and its tone."""

UNDELIVERED: Mapping[str, Words] = {
    "no-address": _("không còn cách liên lạc với người nhận"),
    "no-text": _("hồ sơ thành phố không có mẫu cho tin này"),
    "address": _("địa chỉ không dùng được"),
    "demonstration": _("bản minh họa không gửi tin ra khỏi máy này"),
}
"""Why a reply could not be delivered, by the code that its sender left; others were tried many times in vain."""
UNDELIVERED_OTHERWISE: Words = _("đã thử nhiều lần mà không giao được")
