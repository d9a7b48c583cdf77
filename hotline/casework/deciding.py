"""Forms by which the supervisor decides on a further commitment. Each carries the version of the case that was read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.ui.fields import WordsField

NOTE_LETTERS = 4000


class ApproveForm(forms.Form):
    """Lets a further commitment stand."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    use_required_attribute = False

    def __init__(self, *args: Any, name: str, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{name.replace('.', '_')}_%s", **more})

    def renew(self, version: int) -> None:
        """Let the form, shown again with what was typed, carry the version that is in force now."""
        self.data = {**{name: self.data[name] for name in self.data}, "version": version}


class DeclineForm(ApproveForm):
    """Declines it, and says why."""

    note = WordsField(
        limit=NOTE_LETTERS,
        rows=3,
        label=_("Vì sao không duyệt?"),
        help_text=_("Đơn vị đọc nguyên văn. Cam kết trước vẫn ràng buộc đơn vị."),
        error_messages={"required": _("Hãy ghi vì sao không duyệt.")},
    )
