"""What the operators' pages call states, roles, channels and kinds, in the language of the page."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hotline.core.facts import Channel, Kind, Level, PartRole, PlaceHow
from hotline.core.status import AnswerState, Part, Screening

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


def stands(state: StrEnum) -> str:
    """Return where a case stands, as the second half of a sentence."""
    return str(_STANDS[type(state), state.value])
