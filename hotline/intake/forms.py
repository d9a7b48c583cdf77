"""Forms by which a sender is blocked, a block changed, and a delivery opened that could not be read."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.actions import OpenedFor
from hotline.ui.fields import WordsField

_REASON_LETTERS = 1000
_WHY_OPENED: dict[OpenedFor, Promise] = {
    OpenedFor.REPAIR: gettext_lazy("Tìm lỗi để chương trình đọc được"),
    OpenedFor.ASKED: gettext_lazy("Người gửi hỏi về tin này"),
    OpenedFor.ABUSE: gettext_lazy("Xem có quấy rối, lừa đảo"),
}


class LiftForm(forms.Form):
    """Why a block is lifted."""

    use_required_attribute = False

    reason = WordsField(
        label=gettext_lazy("Vì sao?"),
        help_text=gettext_lazy("Lý do được ghi lại cùng tên bạn. Người gửi không đọc được."),
        limit=_REASON_LETTERS,
        error_messages={"required": gettext_lazy("Hãy ghi lý do.")},
        widget=forms.TextInput,
    )


class BlockForm(LiftForm):
    """Why a sender is blocked, and for how many days; how many there may be, the action says."""

    days = forms.IntegerField(
        label=gettext_lazy("Trong bao nhiêu ngày?"),
        error_messages={
            "required": gettext_lazy("Hãy ghi số ngày."),
            "invalid": gettext_lazy("Hãy ghi số ngày bằng chữ số, ví dụ 7."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6}),
    )

    def refuse_days(self, most: int) -> None:
        """Say how many days there may be."""
        self.add_error("days", _("Chỉ chặn được từ 1 đến %(most)s ngày.") % {"most": most})


class OpenForm(forms.Form):
    """Why a delivery is opened."""

    use_required_attribute = False

    why = forms.ChoiceField(
        label=gettext_lazy("Vì sao cần xem?"),
        choices=[("", gettext_lazy("Chọn…")), *_WHY_OPENED.items()],
        error_messages={
            "required": gettext_lazy("Hãy chọn lý do trước khi xem."),
            "invalid_choice": gettext_lazy("Hãy chọn lý do trước khi xem."),
        },
    )
