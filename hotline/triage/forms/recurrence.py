"""Forms by which somebody of the centre says that a report is no recurrence, or that it is one after all."""

from django.utils.translation import gettext_lazy

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


class RestoreRecurrenceForm(CaseForm):
    """Take it back."""
