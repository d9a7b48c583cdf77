"""What somebody writes down after calling an agency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.ui.fields import WordsField

REACHED, NOT_REACHED = "reached", "not_reached"


class CallForm(forms.Form):
    """Whether somebody answered, who, what they promised, and by when."""

    outcome = forms.ChoiceField(
        label=_("Có ai nghe máy không?"),
        choices=[(REACHED, _("Có người nghe")), (NOT_REACHED, _("Không ai nghe"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn có người nghe hay không.")},
    )
    whom = WordsField(limit=200, required=False, label=_("Ai nghe máy?"), widget=forms.TextInput)
    promise = WordsField(limit=1000, rows=2, required=False, label=_("Họ nói gì, hứa gì?"))
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

    def clean(self) -> dict[str, Any]:
        """Ask who and what where somebody answered; keep neither where nobody did."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("outcome") == REACHED:
            for name, words in (("whom", _("Hãy ghi ai nghe máy.")), ("promise", _("Hãy ghi họ nói gì, hứa gì."))):
                if name not in self.errors and not str(typed.get(name) or "").strip():
                    self.add_error(name, str(words))
        elif typed.get("outcome") == NOT_REACHED:
            typed.update(whom="", promise="", promised_at=None)
        return typed

    @property
    def was_reached(self) -> bool:
        """Return whether somebody answered."""
        return bool(self.cleaned_data["outcome"] == REACHED)
