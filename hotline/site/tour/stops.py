"""What there is to try, by role. A stop that speaks of a case in some state is left out when there is none just now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.casefile.queries import Example, link_of
from hotline.people.facts import Role


@dataclass(frozen=True, slots=True)
class Stop:
    """One thing to do, and where. `state`: the address wants the reference of a case in it, of `/r/` its private link."""

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
_DESK = Stop(_("Nhận một việc mới, rồi gửi kết quả với một tấm ảnh."), _("Vào bàn của đơn vị"), "/agency/")

TRIPS: Mapping[Role, Trip] = {
    Role.OPERATOR: Trip(
        _("Tổng đài viên"),
        "phone",
        _("Đọc phản ánh mới, hỏi thêm, chuyển đến đúng đơn vị. Đồng hồ 5 phút đang chạy."),
        (
            Stop(_("Mở một phản ánh đang chờ và nhấn phím f: nó được chuyển đi."), _("Vào hàng chờ"), "/operator/"),
            Stop(_("Một việc khẩn cấp đang chờ, đứng đầu hàng."), _OPEN, "/operator/{}/", "emergency"),
            Stop(_("Một đơn vị trả việc lại. Hãy chọn đơn vị khác."), _OPEN, "/operator/{}/", "returned"),
            Stop(
                _("Một phản ánh mới giống hệt một sự cố đang xử lý: xem vì sao giống, rồi gộp vào bằng một phím."),
                _OPEN,
                "/operator/{}/",
                "alike",
            ),
            Stop(_("Một chỗ ngập, nhiều người báo: tách một phản ánh ra khỏi sự cố."), _OPEN, "/operator/{}/", "incident"),
            Stop(_("Một việc tái diễn: xem cả chuỗi, hoặc nói rằng không phải."), _OPEN, "/operator/{}/", "recurring"),
            Stop(
                _("Có chữ “khiếu nại”: hệ thống đề nghị lý do, bạn quyết định và người dân được chỉ nơi gửi."),
                _OPEN,
                "/operator/{}/",
                "exclusion",
            ),
            Stop(
                _("Phản ánh về chính một cơ quan: cơ quan ấy đã giải trình; muốn biết ai gửi phải có người thứ hai đồng ý."),
                _OPEN,
                "/operator/{}/",
                "explained",
            ),
            Stop(
                _("Một người nhắn tin xúc phạm đang bị chặn: đọc tin được giữ lại dưới trang."), _OPEN, "/operator/{}/", "blocked"
            ),
            Stop(
                _("Một người báo qua điện thoại rồi qua Zalo, đã được nối: xem phản ánh kia của họ, hoặc tách ra."),
                _OPEN,
                "/operator/{}/",
                "joined",
            ),
            Stop(_("Ghi lại lời một người gọi đến."), _("Ghi qua điện thoại"), "/operator/new/"),
        ),
    ),
    Role.FOCAL_POINT: Trip(
        _("Đầu mối của đơn vị"),
        "building",
        _("Nhận việc, báo tiến độ, gửi kết quả kèm ảnh. Không thấy được ai là người phản ánh."),
        (_DESK,),
    ),
    Role.AGENCY_HEAD: Trip(
        _("Thủ trưởng đơn vị"),
        "building",
        _("Thấy mọi việc của đơn vị và giao cho từng người."),
        (
            Stop(_("Mở một việc và giao cho người trong đơn vị."), _("Vào bàn của đơn vị"), "/agency/"),
            Stop(_("Nối phần mềm của đơn vị: cấp khóa, thêm webhook rồi gửi thử."), _("Kết nối hệ thống"), "/systems/"),
        ),
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
            Stop(
                _("Hai đơn vị không thống nhất: viết tiếp hồ sơ, đọc tờ trình PDF gửi Ủy ban nhân dân."),
                _("Hồ sơ trình"),
                "/synthesis/dossiers/",
            ),
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
            Stop(
                _("Ghi quyết định của Ủy ban nhân dân, giao chỉ đạo; một đơn vị đã trả lời và chờ bạn duyệt."),
                _("Hồ sơ và chỉ đạo"),
                "/synthesis/dossiers/",
            ),
            Stop(
                _("Một tổng đài viên xin biết ai phản ánh một cơ quan: đồng ý, hoặc không."),
                _OPEN,
                "/operator/{}/",
                "asking",
            ),
            Stop(
                _("Từ khóa đã đề nghị từ chối những gì, người thật quyết định ra sao; việc gì hay tái diễn."),
                _("Sàng lọc"),
                "/supervisor/screening/",
            ),
            Stop(
                _("Ai đang bị chặn, vì sao, còn bao lâu; tin nào vẫn được giữ: bỏ chặn hoặc kéo dài."),
                _("Người gửi bị chặn"),
                "/supervisor/blocks/",
            ),
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
            Stop(
                _("Xem các kênh, cài đặt một kênh và gửi thử cho chính mình."),
                _("Vào trang kênh"),
                "/staff/channels/",
            ),
            Stop(_("Thêm một phiên bản thời hạn và xem trước điều gì sẽ đổi."), _("Xem quy định thời hạn"), "/staff/rules/"),
            Stop(_("Thêm một ngày nghỉ và xem hạn của những việc nào dời đi."), _("Xem lịch làm việc"), "/staff/calendars/"),
        ),
    ),
}

CITIZEN: Sequence[Stop] = (
    Stop(
        _("Báo một ổ gà. Bốn trang, chừng một phút. Giữ lại liên kết riêng ở trang cuối."),
        _("Gửi phản ánh"),
        "/report/",
    ),
    Stop(
        _("Nhắn cho tổng đài qua SMS, Zalo, Messenger, Viber hoặc e-mail, rồi đọc câu trả lời."),
        _("Mở điện thoại thử"),
        "/phone/",
    ),
    Stop(_("Xem mọi người báo gì, tìm bằng chữ có dấu hoặc không dấu."), _("Xem phản ánh"), "/cases/"),
    Stop(
        _("Mở trang riêng của một người vừa được trả lời: cho sao, hoặc bấm Chưa xong."),
        _("Mở trang riêng"),
        "/r/{}/",
        "private",
    ),
    Stop(
        _("Nhiều người báo chỗ ngập này. Hãy báo ngập ở đúng chỗ ấy: trang cuối hỏi có phải cùng một việc không."),
        _("Xem chỗ ngập"),
        "/cases/{}/",
        "incident_public",
    ),
    Stop(
        _("Phản ánh của người này đã gộp với người khác: vẫn có mã, câu trả lời và số sao của riêng mình."),
        _("Mở trang riêng"),
        "/r/{}/",
        "merged_private",
    ),
    Stop(_("Quán karaoke bị xử lý rồi lại ồn: đọc cả chuỗi các lần."), _("Xem chuỗi"), "/cases/{}/", "chain"),
)
"""What everybody can try without an account."""

LINE = Stop(
    _("Gửi tới đường dây khác trên cùng hệ thống: %(line)s. Chỉ người của đường dây ấy đọc."),
    _("Gửi phản ánh"),
    "/report/?stream={}",
)
"""The way into each further hotline of the city, by its code."""

OWN_LINE = Trip(
    _("Người của một đường dây"),
    "route",
    _("Chỉ thấy phản ánh của đường dây mình; việc của đường dây khác coi như không có."),
    (
        Stop(_("Hàng chờ chỉ có phản ánh của đường dây này: chuyển đi, hoặc trả lời ngay."), _("Vào hàng chờ"), "/operator/"),
        Stop(_("Một việc đến bằng đường dây chung, nay thuộc cả hai."), _OPEN, "/operator/{}/", "two_streams"),
        Stop(_("Kết quả và câu trả lời của riêng đường dây này."), _("Vào bàn tổng hợp"), "/synthesis/"),
    ),
)
"""What somebody tries who works for one hotline alone, whatever their role."""

MORE: Mapping[str, Stop] = {
    "desk": _DESK,
    "incident": Stop(
        _("Chỗ ngập mà nhiều người báo: một việc, và có bao nhiêu phản ánh đã gộp vào."), _("Vào bàn của đơn vị"), "/agency/"
    ),
    "back": Stop(_("Việc tái diễn đứng trước việc mới; mở ra để đọc những lần trước."), _("Vào bàn của đơn vị"), "/agency/"),
    "directive": Stop(
        _("Ủy ban nhân dân đã chỉ đạo: xem hạn riêng của chỉ đạo và trả lời."), _("Chỉ đạo"), "/agency/directives/"
    ),
    "explain": Stop(
        _("Có người phản ánh về chính cơ quan bạn: bạn chỉ đọc được yêu cầu giải trình. Hãy trả lời."),
        _("Giải trình"),
        "/agency/explanations/",
    ),
    "superior": Stop(
        _("Phản ánh về một cơ quan dưới quyền: đọc mã hồ sơ đã niêm phong, yêu cầu cơ quan ấy giải trình."),
        _("Vào bàn của đơn vị"),
        "/agency/",
    ),
}
"""What those try, in the place of the stops of their role, for whom the demonstration says so (`tries`)."""

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
    if example is None:
        return None
    is_private = stop.address.startswith("/r/")
    return stop.address.format(link_of(example.request_id) if is_private else example.reference)
