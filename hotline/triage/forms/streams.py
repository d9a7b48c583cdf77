"""Forms of a case's second hotline: put in, taken out."""

from django import forms
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile
from hotline.directory.facts import Directory

from .case import CaseForm


class JoinStreamForm(CaseForm):
    """The second hotline of a case."""

    stream = forms.ChoiceField(
        label=gettext_lazy("Luồng tiếp nhận thứ hai"),
        help_text=gettext_lazy("Người của luồng này cũng thấy phản ánh. Đơn vị xử lý và thời hạn không đổi."),
        error_messages={"required": gettext_lazy("Hãy chọn luồng tiếp nhận.")},
    )

    def fill_choices(self, case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the city's hotlines but the one by which it came in."""
        named = [(one.code, one.name.in_language(language)) for one in directory.centre.streams]
        others = [(code, name) for code, name in named if code != case.request.stream]
        self.fields["stream"].choices = [("", gettext_lazy("Chọn luồng…")), *others]  # type: ignore[attr-defined]


class LeaveStreamForm(CaseForm):
    """The second hotline, which the case is taken out of."""

    stream = forms.CharField(widget=forms.HiddenInput, max_length=100)
