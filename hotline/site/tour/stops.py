"""What there is to try, by role. A stop that speaks of a case in some state is left out when there is none just now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.casefile.queries import Example
from hotline.people.facts import Role


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to do, and where. `state`: the address wants the reference of a case in it."""

    words: Promise
    action: Promise
    address: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Trip:
    """What one role can try."""

    name: Promise
    icon: str
    about: Promise
    stops: Sequence[Stop]


_OPEN = _("Mở việc này")

TRIPS: Mapping[Role, Trip] = {
    Role.OPERATOR: Trip(
        _("Tổng đài viên"),
        "phone",
        _("Đọc phản ánh mới, hỏi thêm, chuyển đến đúng đơn vị. Đồng hồ 5 phút đang chạy."),
        (
            Stop(_("Mở một phản ánh đang chờ và nhấn phím f: nó được chuyển đi."), _("Vào hàng chờ"), "/operator/"),
            Stop(_("Một việc khẩn cấp đang chờ, đứng đầu hàng."), _OPEN, "/operator/{}/", "emergency"),
            Stop(_("Một đơn vị trả việc lại. Hãy chọn đơn vị khác."), _OPEN, "/operator/{}/", "returned"),
            Stop(_("Ghi lại lời một người gọi đến."), _("Ghi qua điện thoại"), "/operator/new/"),
        ),
    ),
    Role.FOCAL_POINT: Trip(
        _("Đầu mối của đơn vị"),
        "building",
        _("Nhận việc, báo tiến độ, gửi kết quả kèm ảnh. Không thấy được ai là người phản ánh."),
        (Stop(_("Nhận một việc mới, rồi gửi kết quả với một tấm ảnh."), _("Vào bàn của đơn vị"), "/agency/"),),
    ),
    Role.AGENCY_HEAD: Trip(
        _("Thủ trưởng đơn vị"),
        "building",
        _("Thấy mọi việc của đơn vị và giao cho từng người."),
        (Stop(_("Mở một việc và giao cho người trong đơn vị."), _("Vào bàn của đơn vị"), "/agency/"),),
    ),
    Role.SYNTHESIS: Trip(
        _("Bộ phận tổng hợp"),
        "document",
        _("Kiểm kết quả, viết một câu trả lời chung. Trả lời người dân trước, công bố sau."),
        (
            Stop(_("Một kết quả vừa gửi về: chấp nhận, hoặc trả lại."), _OPEN, "/synthesis/{}/", "result"),
            Stop(_("Đơn vị chủ trì đã gửi dự thảo trả lời, một đơn vị khác còn làm."), _OPEN, "/synthesis/{}/", "drafted"),
            Stop(_("Mọi đơn vị đã xong: hãy viết câu trả lời."), _OPEN, "/synthesis/{}/", "answer"),
            Stop(_("Câu trả lời đã soạn: đọc lại rồi gửi."), _OPEN, "/synthesis/{}/", "send"),
            Stop(_("Người dân đã được trả lời: che tên, số rồi công bố."), _OPEN, "/synthesis/{}/", "publish"),
            Stop(_("Tất cả việc đang chờ bạn."), _("Vào bàn tổng hợp"), "/synthesis/"),
        ),
    ),
    Role.SUPERVISOR: Trip(
        _("Giám sát"),
        "clock",
        _("Thấy việc nào trễ, đơn vị nào giữ, tin nào không gửi được."),
        (
            Stop(_("Xem các thời hạn đã trễ và việc bị từ chối."), _("Theo dõi hạn"), "/supervisor/"),
            Stop(_("Đơn vị xin hẹn lần hai: duyệt, hoặc nói vì sao không."), _("Cam kết thời hạn"), "/supervisor/commitments/"),
            Stop(_("Hai đơn vị đều trả lại một việc: quyết định việc đó của ai."), _("Sổ trả lại"), "/supervisor/returns/"),
            Stop(_("Đơn vị nào sắp trễ, đã trễ, được nhắc đến bậc nào."), _("Hạn hôm nay"), "/watch/"),
            Stop(_("Những cuộc gọi phải gọi khi tin nhắn không đủ: gọi rồi ghi lại."), _("Gọi nhắc đơn vị"), "/watch/calls/"),
            Stop(_("Người bị từ chối có lý không? Mở lại được."), _OPEN, "/operator/{}/", "refused"),
        ),
    ),
    Role.ADMINISTRATOR: Trip(
        _("Quản trị hệ thống"),
        "people",
        _("Mở tài khoản, giao vai trò, xem lịch sử của từng người."),
        (
            Stop(_("Mở một tài khoản mới và giao cho họ một đơn vị."), _("Vào trang quản trị"), "/staff/people/"),
            Stop(_("Thêm một phiên bản thời hạn và xem trước điều gì sẽ đổi."), _("Xem quy định thời hạn"), "/staff/rules/"),
            Stop(_("Thêm một ngày nghỉ và xem hạn của những việc nào dời đi."), _("Xem lịch làm việc"), "/staff/calendars/"),
        ),
    ),
}

STATES: Mapping[str, Promise] = {
    "received": _("Vừa tiếp nhận"),
    "in_progress": _("Đơn vị đang xử lý"),
    "overdue": _("Quá hạn mà chưa xong"),
    "published": _("Đã trả lời và công bố"),
    "corrected": _("Câu trả lời đã đính chính"),
    "reopened": _("Người dân báo chưa xong, làm lại"),
}
"""States of which everyone may read an example."""


def address_of(stop: Stop, examples: Mapping[str, Example]) -> str | None:
    """Return where a stop leads now, None where there is no case for it."""
    if not stop.state:
        return stop.address
    example = examples.get(stop.state)
    return stop.address.format(example.reference) if example else None
