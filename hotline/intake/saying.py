"""What intake's pages call channels, ways, reasons and refusals."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.core.facts import Channel
from hotline.core.talk import Why
from hotline.directory.gateways import gateways
from hotline.intake.blocking import BLOCKED
from hotline.intake.flooding import FLOOD
from hotline.intake.port import Refusal
from hotline.intake.shortmessages import NO_NUMBER

CHANNELS: Mapping[str, Promise] = {
    Channel.SMS: gettext_lazy("SMS"),
    Channel.EMAIL: gettext_lazy("E-mail"),
    Channel.ZALO: gettext_lazy("Zalo"),
    Channel.MESSENGER: gettext_lazy("Messenger"),
    Channel.VIBER: gettext_lazy("Viber"),
}
_WAYS: Mapping[str, Promise | str] = {
    "zalo": "Zalo OA",
    "messenger": "Messenger",
    "viber": "Viber",
    "email": gettext_lazy("Hộp thư đến"),
    "smpp": "SMPP",
    "open311": "Open311",
    "kannel": "Kannel",
    "relay": gettext_lazy("Máy nhắn tin của thành phố"),
}
WHY: Mapping[str, Promise] = {
    Why.DANGER: gettext_lazy("Có lời báo nguy hiểm"),
    Why.OTHER: gettext_lazy("Việc khác với các loại được gợi ý"),
    Why.MISSED: gettext_lazy("Hỏi nhiều lần mà chưa rõ"),
    Why.SILENT: gettext_lazy("Im lặng từ một ngày"),
    Why.OUTSIDE: gettext_lazy("Ngoài địa bàn"),
    Why.REFUSED: gettext_lazy("Không mở được hồ sơ"),
}
REFUSALS: Mapping[str, Promise] = {
    Refusal.UNKNOWN: gettext_lazy("Địa chỉ không có kênh nào"),
    Refusal.OFF: gettext_lazy("Kênh chưa cài đặt hoặc đang tắt"),
    Refusal.UNSIGNED: gettext_lazy("Không có chữ ký"),
    Refusal.WRONG_SIGNATURE: gettext_lazy("Chữ ký sai"),
    Refusal.STALE: gettext_lazy("Quá cũ"),
    Refusal.TOO_BIG: gettext_lazy("Quá lớn"),
    Refusal.WRONG_METHOD: gettext_lazy("Sai cách gửi"),
    Refusal.NOT_IT: gettext_lazy("Xác minh bằng mã khác"),
    FLOOD: gettext_lazy("Quá nhiều tin từ một người: chỉ lưu lại"),
    BLOCKED: gettext_lazy("Người gửi đang bị chặn: chỉ lưu lại"),
    NO_NUMBER: gettext_lazy("Người gửi không phải là số điện thoại"),
}
_UNREADABLE: Mapping[str, Promise] = {
    "json": gettext_lazy("Nội dung không phải JSON."),
    "shape": gettext_lazy("Nội dung không có dạng của kênh này."),
    "split": gettext_lazy("Không tách được thành từng tin."),
    "sender": gettext_lazy("Người gửi không phải số điện thoại hay địa chỉ dùng được."),
    "no-sender": gettext_lazy("Thư không có người gửi."),
    "nested": gettext_lazy("Thư lồng quá nhiều lớp."),
    "mime": gettext_lazy("Thư bị hỏng, không tách được các phần."),
    "envelope": gettext_lazy("Thư không được lưu đúng cách."),
    "zone": gettext_lazy("Thời điểm không ghi múi giờ."),
    "media": gettext_lazy("Không tải được ảnh đính kèm."),
    "no-end": gettext_lazy("Đọc nhiều lần không xong: mỗi lần chương trình bị treo hoặc dừng giữa chừng."),
    "no-channel": gettext_lazy("Chương trình không còn kênh này."),
}


def way_title(name: str) -> str:
    """Return what people call a way: a gateway by its own name; one that nobody gave a name by what stands in its address."""
    gateway = gateways().get(name)
    return str(_WAYS.get(name, gateway.title if gateway else name))


def unreadable_words(code: str) -> str:
    """Return why a delivery could not be read, in a sentence; the code stays where it helps whoever looks into it."""
    if code in _UNREADABLE:
        return str(_UNREADABLE[code])
    kind, _colon, detail = code.partition(":")
    if kind == "fault":
        return _("Chương trình gặp lỗi khi đọc (%(detail)s). Nhật ký có ghi.") % {"detail": detail}
    return _("Không đọc được (%(code)s).") % {"code": code}
