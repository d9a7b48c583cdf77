"""What the pages of dossiers and directives call states and reasons, and why something was refused."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline.casefile import actions as cases
from hotline.casefile.dossierfacts import DirectiveFacts
from hotline.core.directives import DirectiveRefused, DirectiveState, DossierReason, DossierState, WhyNot
from hotline.core.status import MoveNotAllowed

REASONS: Mapping[DossierReason, Promise] = {
    DossierReason.DISAGREEMENT: _("Các đơn vị không thống nhất"),
    DossierReason.NOT_THOROUGH: _("Xử lý chưa triệt để"),
}
DOSSIERS: Mapping[DossierState, tuple[Promise, str, str]] = {
    DossierState.DRAFT: (_("Đang soạn"), "slate", "pencil"),
    DossierState.SUBMITTED: (_("Đã trình, chờ quyết định"), "amber", "clock"),
    DossierState.DECIDED: (_("Đã có quyết định"), "green", "circle-check"),
    DossierState.WITHDRAWN: (_("Đã thôi trình"), "grey", "stop"),
}
DIRECTIVES: Mapping[DirectiveState, tuple[Promise, str, str]] = {
    DirectiveState.GIVEN: (_("Đơn vị đang thực hiện"), "amber", "clock"),
    DirectiveState.ANSWERED: (_("Đã báo cáo, chờ chấp nhận"), "city", "inbox"),
    DirectiveState.ACCEPTED: (_("Đã thực hiện xong"), "green", "circle-check"),
    DirectiveState.LIFTED: (_("Đã gỡ"), "grey", "stop"),
}

WHY_NOT: Mapping[WhyNot, tuple[str, Promise]] = {
    WhyNot.ANOTHER_OPEN: ("", _("Phản ánh này đã có một hồ sơ đang mở. Hãy mở hồ sơ đó.")),
    WhyNot.NO_AGENCY_YET: ("", _("Phản ánh chưa được giao cho đơn vị nào, nên chưa có gì để trình.")),
    WhyNot.NO_SUMMARY: ("summary", _("Hãy tóm tắt nội dung phản ánh.")),
    WhyNot.NO_PROPOSAL: ("proposal", _("Hãy ghi đề xuất của trung tâm.")),
    WhyNot.NO_POSITION: ("", _("Chưa có ý kiến của đơn vị nào. Hãy ghi ý kiến của từng đơn vị.")),
    WhyNot.ONE_POSITION: ("", _("Các đơn vị không thống nhất thì cần ý kiến của ít nhất hai đơn vị.")),
    WhyNot.SIGNED_LATER: ("signed_on", _("Ngày ký không thể sau hôm nay.")),
    WhyNot.SIGNED_BEFORE: ("signed_on", _("Ngày ký không thể trước ngày tiếp nhận phản ánh.")),
    WhyNot.NO_DECISION: ("decision", _("Hãy ghi nội dung quyết định.")),
    WhyNot.NO_ORDER: ("", _("Hãy ghi ít nhất một đơn vị phải làm, việc phải làm và hạn.")),
    WhyNot.NO_TASK: ("", _("Mỗi đơn vị được chỉ đạo phải có việc phải làm.")),
    WhyNot.AGENCY_TWICE: ("", _("Một đơn vị được ghi hai lần. Hãy gộp việc của họ vào một dòng.")),
    WhyNot.BEFORE_TODAY: ("", _("Hạn này đã qua. Hãy chọn ngày sau.")),
    WhyNot.TODAY_IS_OVER: ("", _("Giờ làm việc hôm nay đã hết. Hãy chọn ngày sau.")),
    WhyNot.AFTER_A_YEAR: ("", _("Hạn không được quá một năm kể từ hôm nay.")),
    WhyNot.NO_ANSWER: ("", _("Hãy ghi đã thực hiện thế nào.")),
    WhyNot.NO_REASON: ("note", _("Phần chữ chỉ có ký tự không đọc được. Hãy viết lại.")),
}
"""Why it was refused, and the field of the form that it is said at."""

CHANGED = _("Hồ sơ vừa có thay đổi sau khi bạn mở trang này. Những gì bạn viết còn nguyên: hãy xem lại rồi gửi lần nữa.")
NOT_NOW = _("Bước này không làm được nữa: hồ sơ hoặc chỉ đạo vừa đổi trạng thái. Trang đã cập nhật, bạn xem lại nhé.")
NAMED = _("Phản ánh nói về chính một đơn vị được ghi ở đây nên không giao cho họ. Hãy chọn đơn vị cấp trên.")
PHOTO_GONE = _("Chọn nhiều nhất %(most)s ảnh của phản ánh này.")
ANTICIPATED = (
    cases.ChangedMeanwhile,
    cases.AgencyNamed,
    cases.NoSuchAttachment,
    cases.DirectiveStands,
    DirectiveRefused,
    MoveNotAllowed,
)


def refusal(error: Exception, *, is_drawn: bool = True) -> tuple[str, str, int]:
    """Return the field at which to say why it could not be done, the sentence, and the status of the page that says so.

    `is_drawn`: whether the form stands on that page again; where it does not, nothing is kept that could be sent once more.
    """
    if isinstance(error, DirectiveRefused):
        field, words = WHY_NOT[error.why]
        return field, str(words), 409 if error.why in (WhyNot.ANOTHER_OPEN, WhyNot.NO_AGENCY_YET) else 422
    if isinstance(error, cases.AgencyNamed):
        return "", str(NAMED), 422
    if isinstance(error, cases.NoSuchAttachment):
        return "enclosed", str(PHOTO_GONE) % {"most": cases.MOST_ENCLOSED}, 422
    return "", str(CHANGED if isinstance(error, cases.ChangedMeanwhile) and is_drawn else NOT_NOW), 409


def standing(one: DirectiveFacts) -> tuple[Promise, str, str]:
    """Return where a directive stands, with tone and icon; one that was done late says so."""
    if one.state is DirectiveState.ACCEPTED and one.outcome == "missed":
        return _("Đã thực hiện, trễ hạn"), "red", "late"
    return DIRECTIVES[one.state]


ACCEPTED = _("Đã chấp nhận báo cáo. Đơn vị được báo.")
SENT_BACK = _("Đã trả lại báo cáo. Thời hạn chạy tiếp, đơn vị được báo lý do.")
LIFTED = _("Đã gỡ chỉ đạo. Đơn vị được báo lý do.")
"""What is said when the centre's word on a directive was kept."""
