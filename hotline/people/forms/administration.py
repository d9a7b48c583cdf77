"""What administrators fill in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.people.facts import AGENCY_ROLES, CENTRE_ROLES, ROLE_NAMES, Role

NAME_ERRORS = {"required": _("Hãy ghi họ tên."), "max_length": _("Họ tên dài quá 100 ký tự.")}
EMAIL_ERRORS = {"required": _("Hãy ghi địa chỉ e-mail."), "invalid": _("Địa chỉ e-mail chưa đúng. Ví dụ: lan@donvi.gov.vn.")}


class PersonForm(forms.Form):
    """Somebody new: who, and the first role."""

    name = forms.CharField(label=_("Họ tên"), max_length=100, error_messages=NAME_ERRORS)
    email = forms.EmailField(label=_("E-mail"), max_length=254, error_messages=EMAIL_ERRORS, help_text=_("Dùng để đăng nhập."))


class NameForm(forms.Form):
    """Another name for a person."""

    name = forms.CharField(label=_("Họ tên"), max_length=100, error_messages=NAME_ERRORS)


class RoleForm(forms.Form):
    """One role, the unit where it is of an agency, and the hotline where it is held for one alone."""

    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[("", _("Chọn vai trò")), *ROLE_NAMES.items()],
        error_messages={"required": _("Hãy chọn vai trò.")},
    )
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False, help_text=_("Chỉ chọn cho đầu mối và thủ trưởng của đơn vị."))
    stream = forms.ChoiceField(
        label=_("Luồng tiếp nhận"),
        required=False,
        help_text=_("Chọn một luồng thì người này chỉ thấy phản ánh của luồng đó."),
    )

    def __init__(
        self,
        *args: Any,
        units: Sequence[tuple[int, str]],
        streams: Sequence[tuple[str, str]],
        optional: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stream"].choices = [("", _("Mọi luồng")), *streams]  # type: ignore[attr-defined]
        if len(streams) < 2:  # with one hotline there is nothing to choose
            del self.fields["stream"]
        self.fields["unit"].choices = [("", _("Không thuộc đơn vị nào")), *units]  # type: ignore[attr-defined]
        self.fields["role"].required = not optional

    def clean(self) -> dict[str, Any]:
        """Ask for a unit exactly where the role is of an agency."""
        cleaned = super().clean() or self.cleaned_data
        role, unit = cleaned.get("role"), cleaned.get("unit")
        if role and (Role(role) in AGENCY_ROLES) and not unit:
            self.add_error("unit", _("Vai trò này thuộc về một đơn vị. Hãy chọn đơn vị."))
        if role and (Role(role) not in AGENCY_ROLES) and unit:
            self.add_error("unit", _("Vai trò này không thuộc đơn vị nào. Hãy để trống."))
        if role and cleaned.get("stream") and Role(role) not in CENTRE_ROLES:
            self.add_error("stream", _("Vai trò này không theo luồng. Hãy chọn Mọi luồng."))
        cleaned["stream"] = cleaned.get("stream") or ""
        cleaned["unit_id"] = int(unit) if unit else None
        return cleaned
