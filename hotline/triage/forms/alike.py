"""The form that joins reports of one matter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from .case import CaseForm


class ReferencesField(forms.MultipleChoiceField):
    """References that were ticked. Whether each is still proposed is judged where the case is."""

    def valid_value(self, value: Any) -> bool:  # noqa: ARG002 - Django's signature
        """Take any: a report that is proposed no longer is answered with what happened, not with a word about lists."""
        return True


class AlikeForm(CaseForm):
    """Which of the proposed reports are the same matter as the one that is open."""

    others = ReferencesField(
        label=gettext_lazy("Phản ánh cùng việc"),
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một phản ánh để gộp.")},
    )
