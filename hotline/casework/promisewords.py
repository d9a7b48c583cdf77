"""What the agency's, the operators' and the synthesis desk's pages say of a commitment, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CommitmentFacts
from hotline.casework.words import COMMITMENT_PHOTO, Words
from hotline.core.commitments import CommitmentState, WhyNot

REFUSED: Mapping[WhyNot, tuple[str, Words]] = {
    WhyNot.NO_PROGRESS: ("note", gettext_lazy("Hãy ghi đang làm đến đâu và vì sao chưa xong.")),
    WhyNot.NO_PHOTO: ("photos", COMMITMENT_PHOTO),
    WhyNot.NO_DEADLINE: ("", gettext_lazy("Việc này không có thời hạn xử lý nên không cần cam kết.")),
    WhyNot.BEFORE_TODAY: ("due_on", gettext_lazy("Ngày này đã qua. Hãy chọn ngày sau.")),
    WhyNot.TODAY_IS_OVER: ("due_on", gettext_lazy("Giờ làm việc hôm nay đã hết. Hãy chọn ngày sau.")),
    WhyNot.AFTER_A_YEAR: ("due_on", gettext_lazy("Ngày cam kết không được quá một năm kể từ hôm nay.")),
    WhyNot.NOT_AFTER_DEADLINE: (
        "due_on",
        gettext_lazy(
            "Ngày này không muộn hơn thời hạn đang chạy, nên không cần cam kết. Hãy làm xong trong hạn hoặc chọn ngày sau."
        ),
    ),
    WhyNot.ANOTHER_WAITS: ("", gettext_lazy("Đang có một cam kết chờ giám sát duyệt. Hãy đợi ý kiến của giám sát.")),
}
"""Why a commitment was not taken, and the field of the form that it is said at."""

_ENDED: Mapping[str, tuple[Words, str, str]] = {
    "kept": (gettext_lazy("Giữ đúng cam kết"), "green", "circle-check"),
    "missed": (gettext_lazy("Không giữ cam kết"), "red", "late"),
    "overrun_lawfully": (gettext_lazy("Được gia hạn bằng cam kết mới"), "amber", "clock"),
    "void": (gettext_lazy("Không tính nữa"), "grey", "stop"),
}


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One commitment as a page shows it: where it stands, with tone and icon, and what it means for the deadline."""

    commitment: CommitmentFacts
    unit: str
    state: Words
    tone: str
    icon: str
    meaning: str


def promise_line(one: CommitmentFacts, *, unit: str, now: datetime) -> PromiseLine:
    """Return a commitment in words as it stands at `now`."""
    state, tone, icon = _standing(one, now=now)
    return PromiseLine(one, unit, state, tone, icon, _meaning(one))


def _standing(one: CommitmentFacts, *, now: datetime) -> tuple[Words, str, str]:
    if one.state is CommitmentState.WAITING:
        return gettext_lazy("Chờ giám sát duyệt"), "amber", "clock"
    if one.state is CommitmentState.DECLINED:
        return gettext_lazy("Giám sát không duyệt"), "red", "stop"
    if one.outcome:
        return _ENDED[one.outcome]
    if one.due_at < now:
        return gettext_lazy("Đã quá ngày cam kết"), "red", "late"
    return gettext_lazy("Đang trong cam kết"), "slate", "clock"


def _meaning(one: CommitmentFacts) -> str:
    if one.state is CommitmentState.DECLINED:
        return _("Đơn vị vẫn phải giữ thời hạn hoặc cam kết trước.")
    if one.state is CommitmentState.WAITING:
        return _("Chỉ có giá trị khi được duyệt. Trong khi chờ, thời hạn hoặc cam kết trước vẫn ràng buộc đơn vị.")
    if one.number > 1 and one.in_time:
        return _("Gửi khi cam kết trước còn hạn: cam kết trước được gia hạn.")
    if one.number > 1:
        return _("Gửi khi cam kết trước đã quá: cam kết trước vẫn tính là không giữ.")
    if one.in_time:
        return _("Gửi trước hạn: hết hạn thì tính là quá hạn có cam kết, không tính đúng hạn.")
    return _("Gửi khi đã quá hạn: hạn đã lỡ vẫn tính trễ hạn, ngày cam kết vẫn được theo dõi.")
