"""What somebody writes down after calling an agency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.ui.fields import WordsField


class CallForm(forms.Form):
    """Who answered, what they said or promised, and by when."""

    whom = WordsField(
        limit=200,
        label=_("Ai nghe máy?"),
        widget=forms.TextInput,
        error_messages={"required": _("Hãy ghi ai nghe máy.")},
    )
    promise = WordsField(
        limit=1000,
        rows=2,
        label=_("Họ nói gì, hứa gì?"),
        error_messages={"required": _("Hãy ghi họ nói gì, hứa gì.")},
    )
    promised_at = forms.DateTimeField(
        required=False,
        label=_("Hứa xong trước lúc nào?"),
        input_formats=["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Hãy ghi ngày và giờ, ví dụ 27/02/2026 17:00.")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, call_id: int, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"call_{call_id}_%s", **more})
        self.call_id = call_id
