"""Forms of routing: agencies proposed and taken away, forwarding, the words that agencies read."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile
from hotline.core.facts import PartRole
from hotline.directory.facts import Directory, UnitKind
from hotline.ui.fields import WordsField

from .case import CaseForm, unit_choices


class ForwardForm(CaseForm):
    """Forward everything proposed."""


class ProposeForm(CaseForm):
    """An agency to propose, its role and what it is to do."""

    unit = forms.TypedChoiceField(
        label=gettext_lazy("Đơn vị"),
        coerce=int,
        error_messages={"required": gettext_lazy("Hãy chọn đơn vị.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Vai trò"),
        choices=[(PartRole.LEAD.value, gettext_lazy("Chủ trì")), (PartRole.CO_HANDLER.value, gettext_lazy("Phối hợp"))],
        initial=PartRole.LEAD.value,
    )
    scope = WordsField(
        label=gettext_lazy("Phần việc cụ thể"),
        help_text=gettext_lazy("Ví dụ: chỉ phần chiếu sáng; phần vỉa hè do đơn vị khác."),
        limit=500,
        required=False,
        widget=forms.TextInput,
    )

    def fill_choices(self, case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer every agency of today; the committee of the case's ward first."""
        committee = directory.committees.get(case.request.place.area_code, "")
        names = {
            UnitKind.DEPARTMENT: _("Sở, ban, ngành"),
            UnitKind.INFRASTRUCTURE: _("Đơn vị hạ tầng"),
            UnitKind.CENTRE: _("Trung tâm"),
            UnitKind.EMERGENCY: _("Khẩn cấp"),
            UnitKind.CITY: _("Cấp thành phố, tỉnh"),
            UnitKind.DISTRICT_COMMITTEE: _("UBND quận, huyện"),
            UnitKind.WARD_COMMITTEE: _("UBND phường, xã, đặc khu"),
        }
        choices = unit_choices(directory, names, first=(committee,), language=language)
        self.fields["unit"].choices = [("", _("Chọn đơn vị…")), *choices]  # type: ignore[attr-defined]


class WithdrawForm(CaseForm):
    """Which part is taken away, and why."""

    part = forms.IntegerField(widget=forms.HiddenInput)
    note = WordsField(label=gettext_lazy("Vì sao rút?"), limit=1000, required=False, widget=forms.TextInput)


class AgencyWordsForm(CaseForm):
    """The words that agencies read."""

    words = WordsField(
        label=gettext_lazy("Đơn vị sẽ đọc"),
        help_text=gettext_lazy("Thay bằng […] những gì cho biết ai phản ánh."),
        limit=20_000,
        required=False,
        rows=6,
    )
