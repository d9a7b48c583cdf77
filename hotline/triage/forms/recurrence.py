"""Forms by which somebody of the centre says that a report is no recurrence, that it is one after all, or of which it is one."""

from django import forms
from django.utils.translation import gettext_lazy

from hotline.core.reference import NotAReference, parse_reference
from hotline.directory.queries import snapshot
from hotline.ui.fields import WordsField

from .case import CaseForm


class DenyRecurrenceForm(CaseForm):
    """Why the report is another matter than the one before."""

    why = WordsField(
        label=gettext_lazy("Vì sao không phải việc cũ?"),
        help_text=gettext_lazy("Chỉ tổng đài đọc."),
        limit=1000,
        required=False,
        rows=2,
    )


class LinkForm(CaseForm):
    """Of which handled report this one is the matter again."""

    reference = WordsField(
        label=gettext_lazy("Mã phản ánh cũ, đã xử lý xong"),
        error_messages={"required": gettext_lazy("Hãy ghi mã phản ánh cũ.")},
        limit=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_reference(self) -> str:
        """Return the reference as it is written. Raises ValidationError for what is none."""
        try:
            return parse_reference(self.cleaned_data["reference"], number=snapshot().city.reference_number)
        except NotAReference:
            raise forms.ValidationError(gettext_lazy("Đây không phải mã phản ánh. Hãy xem lại từng chữ.")) from None


class RestoreRecurrenceForm(CaseForm):
    """Take it back."""
