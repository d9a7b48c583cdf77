"""What an agency may do with its part, as forms. Each carries the version of the case it was drawn from."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hotline.casefile import actions as casefile
from hotline.casework import words
from hotline.core.evidence import Finding
from hotline.directory.facts import OutcomeFacts
from hotline.ui.fields import MoneyField, PhotosField, WordsField
from hotline.ui.versioned import VersionedForm

Choices = Sequence[tuple[str, str]]

RESULT_LETTERS = 8000
QUESTION_LETTERS = 5000
EXPLAIN_LETTERS = 4000
SCOPE_LETTERS = 500
NO_UNIT = 0
"""What is chosen when an agency does not know whose the matter is."""


class StepForm(VersionedForm):
    """One step."""

    refused: Mapping[str, tuple[Finding, ...]] = MappingProxyType({})
    """What speaks against photos that were not taken, by their key."""


class AcceptForm(StepForm):
    """Takes the part on."""


class ReturnForm(StepForm):
    """Sends the part back: whose it is, or why it is not this agency's."""

    reason = forms.ChoiceField(label=_("Vì sao trả lại?"), error_messages={"required": _("Hãy chọn lý do trả lại.")})
    to_unit = forms.TypedChoiceField(
        label=_("Theo đơn vị, việc này của ai?"),
        coerce=int,
        error_messages={"required": _("Hãy chọn đơn vị có thẩm quyền, hoặc “Không rõ đơn vị nào”.")},
    )
    note = WordsField(
        limit=RESULT_LETTERS,
        rows=3,
        label=_("Nói rõ hơn"),
        help_text=_("Lý do, căn cứ. Ai trả lại, lúc nào, vì sao, mất bao lâu đều được ghi vào sổ trả lại."),
        error_messages={"required": _("Hãy nói rõ vì sao trả lại.")},
    )

    def __init__(self, *args: Any, reasons: Choices, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["reason"].choices = [("", "—"), *reasons]  # type: ignore[attr-defined]
        unknown = (str(NO_UNIT), _("Không rõ đơn vị nào"))
        self.fields["to_unit"].choices = [("", "—"), unknown, *units]  # type: ignore[attr-defined]


class AssignForm(StepForm):
    """Says which colleague handles the part."""

    def __init__(self, *args: Any, colleagues: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["handler"] = forms.ChoiceField(
            label=_("Người xử lý"),
            choices=[("", "—"), *colleagues],
            error_messages={"required": _("Hãy chọn người xử lý.")},
        )


class ProgressForm(StepForm):
    """Says how far the agency is."""

    note = WordsField(
        limit=RESULT_LETTERS,
        rows=3,
        label=_("Đang làm đến đâu?"),
        error_messages={"required": _("Hãy ghi đang làm đến đâu.")},
    )

    def __init__(self, *args: Any, photo_limit: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["photos"] = PhotosField(limit=photo_limit, required=False, label=_("Ảnh tiến độ"))


class CommitForm(StepForm):
    """Says how far the agency is, shows it, and by which day it will be done. `hint`: what this does to the deadline."""

    note = WordsField(
        limit=RESULT_LETTERS,
        rows=3,
        label=_("Đang làm đến đâu, vì sao chưa xong?"),
        error_messages={"required": _("Hãy ghi đang làm đến đâu và vì sao chưa xong.")},
    )
    due_on = forms.DateField(
        label=_("Cam kết xong chậm nhất ngày"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Hãy chọn ngày cam kết xong."),
            "invalid": _("Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 27/02/2026."),
        },
    )

    def __init__(self, *args: Any, photo_limit: int, needs_photo: bool, hint: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["due_on"].help_text = hint
        self.fields["photos"] = PhotosField(
            limit=photo_limit,
            required=needs_photo,
            label=_("Ảnh cho thấy đang làm đến đâu"),
            error_messages={"required": words.COMMITMENT_PHOTO},
        )


class ExplainAskForm(StepForm):
    """Asks the agency complained of to explain itself; it reads these words and nothing else of the case."""

    question = WordsField(
        limit=EXPLAIN_LETTERS,
        rows=4,
        label=_("Cần đơn vị bị phản ánh giải trình điều gì?"),
        help_text=_("Đơn vị đó chỉ đọc phần này. Đừng ghi điều gì cho biết ai phản ánh hay mã hồ sơ."),
        error_messages={"required": _("Hãy ghi điều cần giải trình.")},
    )
    reply_on = forms.DateField(
        label=_("Trả lời chậm nhất ngày"),
        required=False,
        help_text=_("Để trống thì theo thời hạn trong hồ sơ thành phố."),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": _("Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 27/02/2026."),
        },
    )


class ExplainForm(forms.Form):
    """The explanation of the agency complained of."""

    use_required_attribute = False

    words = WordsField(
        limit=RESULT_LETTERS,
        rows=7,
        label=_("Giải trình của đơn vị"),
        help_text=_("Gửi cho cơ quan cấp trên và trung tâm. Gửi rồi không sửa được."),
        error_messages={"required": _("Hãy viết giải trình.")},
    )


class ResultForm(StepForm):
    """Says that the part is done, with photos that show it.

    `needs_photo`: none of this round is on file yet; `is_under`: an agency above handed the part down and reads it first.
    """

    note = WordsField(
        limit=RESULT_LETTERS,
        rows=5,
        label=_("Đã xử lý thế nào?"),
        help_text=_("Đã làm gì, xong lúc nào. Trung tâm dùng lời này để trả lời người dân."),
        error_messages={"required": _("Hãy ghi đã xử lý thế nào.")},
    )

    def __init__(
        self, *args: Any, photo_limit: int, needs_photo: bool, is_under: bool, outcome: OutcomeFacts, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        if is_under:
            self.fields["note"].help_text = _("Đã làm gì, xong lúc nào. Cấp trên duyệt xong mới gửi kết quả cho trung tâm.")
        self.fields["photos"] = PhotosField(
            limit=photo_limit,
            required=needs_photo,
            label=_("Ảnh hiện trường sau xử lý"),
            error_messages={"required": words.EVIDENCE_MISSING},
        )
        self.fields["minutes"] = PhotosField(
            limit=photo_limit,
            required=False,
            label=_("Biên bản, nếu có lập"),
            help_text=_("Chụp hoặc quét từng trang. Chỉ trung tâm và đơn vị xem được; bản công khai phải che tên người."),
        )
        if outcome.has_fine:
            self.fields["fine"] = MoneyField(
                label=_("Tổng tiền phạt (đồng)"), required=False, min_value=0, max_value=casefile.MOST_FINE
            )
        if outcome.count is not None:
            label = outcome.count.in_language(get_language() or "vi")
            self.fields["counted"] = forms.IntegerField(label=label, required=False, min_value=0, max_value=casefile.MOST_COUNTED)


class AskForm(StepForm):
    """Asks the reporter, through the hotline."""

    question = WordsField(
        limit=QUESTION_LETTERS,
        rows=3,
        label=_("Câu hỏi"),
        help_text=_("Trung tâm gửi câu hỏi và chuyển lại câu trả lời. Đơn vị không biết người phản ánh là ai."),
        error_messages={"required": _("Hãy viết câu hỏi.")},
    )


class DirectiveForm(StepForm):
    """Reports what the agency did about a directive of the People's Committee."""

    note = WordsField(
        limit=RESULT_LETTERS,
        rows=4,
        label=_("Đã thực hiện chỉ đạo thế nào?"),
        help_text=_("Đã làm gì, xong lúc nào, còn gì vướng. Trung tâm xem rồi chấp nhận hoặc trả lại."),
        error_messages={"required": _("Hãy ghi đã thực hiện chỉ đạo thế nào.")},
    )

    def __init__(self, *args: Any, photo_limit: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["photos"] = PhotosField(limit=photo_limit, required=False, label=_("Ảnh cho thấy đã thực hiện"))


class DraftForm(StepForm):
    """The lead's proposal of what the citizen is told; the desk writes and sends the one answer."""

    words = WordsField(
        limit=RESULT_LETTERS,
        rows=6,
        label=_("Dự thảo trả lời người dân"),
        help_text=_("Trung tâm gộp kết quả của các đơn vị thành một câu trả lời, bắt đầu từ dự thảo này."),
        error_messages={"required": _("Hãy viết dự thảo.")},
    )


class _UnitField(forms.TypedChoiceField):
    """Offers some units and takes any: why another one may not get the part, the case file says."""

    def valid_value(self, value: object) -> bool:
        """Return whether it could be a unit at all."""
        return str(value).isascii() and str(value).isdigit() and len(str(value)) < 10


class HandDownForm(StepForm):
    """Passes the part down to a unit under the agency."""

    unit = _UnitField(
        label=_("Đơn vị trực thuộc"),
        coerce=int,
        error_messages={
            "required": _("Hãy chọn đơn vị trực thuộc."),
            "invalid_choice": _("Đơn vị này không trực thuộc đơn vị của bạn. Nếu việc của họ, hãy trả lại và ghi tên họ."),
        },
    )
    scope = WordsField(
        limit=SCOPE_LETTERS,
        rows=2,
        required=False,
        label=_("Giao làm gì?"),
        help_text=_("Đơn vị của bạn vẫn chịu trách nhiệm và thời hạn của mình vẫn chạy."),
    )

    def __init__(self, *args: Any, units: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [("", "—"), *units]  # type: ignore[attr-defined]


class BelowNoteForm(StepForm):
    """What a unit under the agency is told when its result is sent back or the work taken from it."""

    note = WordsField(
        limit=RESULT_LETTERS,
        rows=3,
        label=_("Nói rõ với đơn vị trực thuộc"),
        error_messages={"required": _("Hãy nói rõ vì sao.")},
    )
