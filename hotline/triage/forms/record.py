"""Forms beside a case's record: opening the contact, standing clocks still."""

from django import forms
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile
from hotline.core.clockrules import ClockRule
from hotline.directory.facts import Directory, ReasonUse
from hotline.ui.fields import WordsField

from .case import CaseForm, reason_choices


class RevealForm(CaseForm):
    """Why the contact is opened."""

    reason = WordsField(
        label=gettext_lazy("Vì sao cần xem?"),
        help_text=gettext_lazy("Lý do được ghi lại cùng tên bạn."),
        limit=1000,
        error_messages={"required": gettext_lazy("Hãy ghi lý do trước khi xem.")},
        widget=forms.TextInput,
    )


class OpenForm(CaseForm):
    """Open what a second person agreed to."""


class DecideRevealForm(CaseForm):
    """Whether somebody else may see who complains of an agency."""

    asked = forms.IntegerField(widget=forms.HiddenInput)
    agreed = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")], widget=forms.HiddenInput)


class PauseForm(CaseForm):
    """Why a clock stands still."""

    clock = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do tạm dừng"),
        error_messages={"required": gettext_lazy("Hãy chọn lý do tạm dừng.")},
    )

    def fill_choices(self, _case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the reasons for which any rule lets its clock stand still; the action asks the clock's own."""
        allowed = {code for rule in directory.clock_rules for code in rule.pauses}
        reasons = [reason for reason in directory.reasons[ReasonUse.PAUSE] if reason.code in allowed]
        self.fields["reason"].choices = reason_choices(reasons, language=language)  # type: ignore[attr-defined]

    def offer_only(self, rule: ClockRule) -> None:
        """Offer only the reasons of one clock's rule."""
        field = self.fields["reason"]
        field.choices = [choice for choice in field.choices if choice[0] in rule.pauses]  # type: ignore[attr-defined]


class ResumeForm(CaseForm):
    """Which clock goes on."""

    clock = forms.IntegerField(widget=forms.HiddenInput)
