"""Forms about agencies that sent a case back: whose it is bindingly, that nobody else is needed, what an agency is to do."""

from django import forms
from django.utils.translation import gettext_lazy

from hotline.ui.fields import WordsField

from .case import CaseForm
from .routing import ProposeForm

WHY_LETTERS = 1000


class RulingForm(ProposeForm):
    """The supervisor's decision whose the case is; it binds, so it says why."""

    why = WordsField(
        label=gettext_lazy("Vì sao thuộc đơn vị này?"),
        help_text=gettext_lazy("Căn cứ để đơn vị đọc. Đơn vị không trả lại được nữa."),
        limit=WHY_LETTERS,
        rows=3,
        error_messages={"required": gettext_lazy("Hãy ghi vì sao thuộc đơn vị này.")},
    )

    field_order = ("version", "seen", "unit", "role", "scope", "why")


class SettleReturnForm(CaseForm):
    """Which returned part needs nobody else, and why."""

    part = forms.IntegerField(widget=forms.HiddenInput)
    note = WordsField(
        label=gettext_lazy("Vì sao không cần đơn vị khác?"),
        limit=WHY_LETTERS,
        widget=forms.TextInput,
        error_messages={"required": gettext_lazy("Hãy ghi vì sao không cần đơn vị khác.")},
    )


class ScopeForm(CaseForm):
    """What one agency is to do of the case."""

    part = forms.IntegerField(widget=forms.HiddenInput)
    scope = WordsField(
        label=gettext_lazy("Phần việc cụ thể"),
        limit=500,
        required=False,
        widget=forms.TextInput,
    )
