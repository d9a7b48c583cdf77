"""The operators' keys, in one place: the pages put them on their buttons as `data-key`, the help lists them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Shortcut:
    """One key and what it does."""

    key: str
    words: Promise


QUEUE_KEYS: Mapping[str, Shortcut] = {
    "down": Shortcut("j", gettext_lazy("Dòng dưới")),
    "up": Shortcut("k", gettext_lazy("Dòng trên")),
    "open": Shortcut("Enter", gettext_lazy("Mở phản ánh đang chọn")),
    "first": Shortcut("n", gettext_lazy("Mở phản ánh gấp nhất")),
    "new": Shortcut("g", gettext_lazy("Ghi phản ánh qua điện thoại")),
    "find": Shortcut("/", gettext_lazy("Tìm hồ sơ theo mã")),
    "help": Shortcut("?", gettext_lazy("Bảng phím tắt")),
}

CASE_KEYS: Mapping[str, Shortcut] = {
    "forward": Shortcut("f", gettext_lazy("Chuyển đơn vị")),
    "unit": Shortcut("u", gettext_lazy("Thêm, đổi đơn vị")),
    "service": Shortcut("s", gettext_lazy("Sửa lĩnh vực")),
    "level": Shortcut("l", gettext_lazy("Sửa mức độ")),
    "place": Shortcut("p", gettext_lazy("Sửa địa điểm")),
    "accept": Shortcut("i", gettext_lazy("Nhận xử lý, chưa chuyển")),
    "verify": Shortcut("v", gettext_lazy("Ghi cách xác minh")),
    "ask": Shortcut("a", gettext_lazy("Hỏi thêm người dân")),
    "answer": Shortcut("t", gettext_lazy("Trả lời ngay")),
    "refuse": Shortcut("x", gettext_lazy("Từ chối")),
    "agency_words": Shortcut("w", gettext_lazy("Sửa nội dung đơn vị đọc")),
    "merge": Shortcut("d", gettext_lazy("Gộp theo mã")),
    "split": Shortcut("b", gettext_lazy("Tách thành nhiều việc")),
    "alike": Shortcut("m", gettext_lazy("Gộp các phản ánh cùng việc")),
    "reveal": Shortcut("c", gettext_lazy("Xem người phản ánh")),
    "write": Shortcut("e", gettext_lazy("Nhắn người dân")),
    "next": Shortcut("n", gettext_lazy("Phản ánh tiếp theo")),
    "queue": Shortcut("q", gettext_lazy("Về danh sách")),
    "help": Shortcut("?", gettext_lazy("Bảng phím tắt")),
}

EVERYWHERE: Mapping[str, Shortcut] = {
    "send": Shortcut("Ctrl+Enter", gettext_lazy("Gửi phần đang gõ")),
    "leave": Shortcut("Esc", gettext_lazy("Rời ô đang gõ")),
}


def key_of(name: str) -> str:
    """Return the key of an action on the case's page."""
    return CASE_KEYS[name].key
