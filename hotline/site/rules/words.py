"""What the pages of deadlines call starts, ends and units, in the language of the page."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.core.clockrules import ClockOn, StoppedBy
from hotline.core.deadlines import LengthUnit
from hotline.core.derivation import StartedBy

STARTS: Mapping[StartedBy, Promise] = {
    StartedBy.RECEIVED: _("tiếp nhận"),
    StartedBy.INFORMATION_COMPLETE: _("đủ thông tin"),
    StartedBy.FORWARDED: _("chuyển đơn vị"),
    StartedBy.ACCEPTED: _("đơn vị nhận việc"),
    StartedBy.RESULT_FILED: _("đơn vị nộp kết quả"),
    StartedBy.COMMITTED: _("đơn vị cam kết"),
    StartedBy.DIRECTED: _("có chỉ đạo"),
    StartedBy.REOPENED: _("mở lại"),
    StartedBy.EXPLANATION_ASKED: _("yêu cầu giải trình"),
}
STOPS: Mapping[StoppedBy, Promise] = {
    StoppedBy.FORWARDED: _("đã chuyển đơn vị"),
    StoppedBy.ACCEPTED: _("đơn vị đã nhận việc"),
    StoppedBy.RESULT_FILED: _("đơn vị đã nộp kết quả"),
    StoppedBy.RESULT_ACCEPTED: _("kết quả đã được duyệt"),
    StoppedBy.ANSWERED: _("đã trả lời người dân"),
    StoppedBy.COMMITMENT_KEPT: _("đã làm xong như cam kết"),
    StoppedBy.EXPLAINED: _("đã giải trình"),
}
BINDS: Mapping[ClockOn, Promise] = {
    ClockOn.REQUEST: _("cả phản ánh"),
    ClockOn.ASSIGNMENT: _("từng đơn vị"),
    ClockOn.EXPLANATION: _("đơn vị bị phản ánh"),
}
ABOUT: Mapping[str, Promise] = {
    "starts": _("Tính từ lúc"),
    "calendar": _("Lịch làm việc"),
    "services": _("Chỉ cho lĩnh vực"),
    "kinds": _("Chỉ cho loại"),
    "levels": _("Chỉ cho mức độ"),
    "agencies": _("Từ bao nhiêu đơn vị cùng xử lý"),
    "pauses": _("Tạm dừng được khi"),
    "overrun": _("Được gia hạn hợp lệ"),
}
YES, NO, ANY = _("có"), _("không"), _("không giới hạn")
UNITS: Mapping[LengthUnit, Promise] = {
    LengthUnit.MINUTES: _("phút, kể cả đêm và ngày nghỉ"),
    LengthUnit.OPEN_MINUTES: _("phút trong giờ của lịch"),
    LengthUnit.WORKING_HOURS: _("giờ làm việc"),
    LengthUnit.WORKING_DAYS: _("ngày làm việc"),
}
