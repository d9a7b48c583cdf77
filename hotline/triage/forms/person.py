"""Forms by which somebody of the centre says that two reporters are one person, and takes it back."""

from django import forms
from django.utils.translation import gettext_lazy

from hotline.core.reference import NotAReference, parse_reference
from hotline.directory.queries import snapshot
from hotline.ui.fields import WordsField

from .case import CaseForm


class JoinForm(CaseForm):
    """Another report of the same person, and how one knows."""

    reference = WordsField(
        label=gettext_lazy("Mã phản ánh khác của người này"),
        error_messages={"required": gettext_lazy("Hãy ghi mã phản ánh kia.")},
        limit=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = WordsField(
        label=gettext_lazy("Vì sao biết là cùng một người?"),
        help_text=gettext_lazy("Lý do được ghi lại cùng tên bạn."),
        limit=1000,
        error_messages={"required": gettext_lazy("Hãy ghi vì sao biết là cùng một người.")},
        widget=forms.TextInput,
    )

    def clean_reference(self) -> str:
        """Return the reference as it is written. Raises ValidationError for what is none."""
        try:
            return parse_reference(self.cleaned_data["reference"], number=snapshot().city.reference_number)
        except NotAReference:
            raise forms.ValidationError(gettext_lazy("Đây không phải mã phản ánh. Hãy xem lại từng chữ.")) from None


class PartForm(CaseForm):
    """Why two are not one person after all."""

    join = forms.IntegerField(widget=forms.HiddenInput)
    reason = WordsField(
        label=gettext_lazy("Vì sao tách?"),
        help_text=gettext_lazy("Lý do được ghi lại cùng tên bạn. Không mất gì: mỗi bên trở lại như trước khi nối."),
        limit=1000,
        error_messages={"required": gettext_lazy("Hãy ghi vì sao tách.")},
        widget=forms.TextInput,
    )
