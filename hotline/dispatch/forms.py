"""What the head of an agency, or an administrator, fills in to connect a system."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.core.text import clean_line
from hotline.dispatch.facts import Kind
from hotline.dispatch.outgoing import URL_LETTERS, OutgoingRefused, require_reachable
from hotline.dispatch.wording import KINDS, REASONS

NAME_LETTERS = 100
Units = Sequence[tuple[int, str]]


class UnitForm(forms.Form):
    """For which agency; not asked of somebody who has only one."""

    name = forms.CharField(
        label=_("Tên hệ thống"),
        max_length=NAME_LETTERS,
        error_messages={"required": _("Hãy ghi tên để sau này nhận ra.")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, units: Units, **more: Any) -> None:
        super().__init__(*args, **more)
        self.only = units[0][0] if len(units) == 1 else None
        if self.only is None:
            self.fields["unit"] = forms.TypedChoiceField(
                label=_("Đơn vị"),
                coerce=int,
                choices=[("", "—"), *units],
                error_messages={"required": _("Hãy chọn đơn vị.")},
            )
            self.order_fields(["unit"])

    def clean_name(self) -> str:
        """Return the name on one line, without what cannot be seen."""
        name = clean_line(self.cleaned_data["name"], limit=NAME_LETTERS)
        if not name:
            raise forms.ValidationError(_("Hãy ghi tên để sau này nhận ra."))
        return name

    @property
    def unit_id(self) -> int:
        """Return the chosen agency, after validation."""
        return int(self.only or self.cleaned_data["unit"])


class TokenForm(UnitForm):
    """A key for a system that takes its work through the interface."""

    reads_only = forms.BooleanField(
        label=_("Chỉ được đọc"),
        required=False,
        help_text=_("Hệ thống đọc được việc của đơn vị nhưng không nhận, trả lại hay nộp kết quả."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "token_%s", **more})


class HookForm(UnitForm):
    """A system that is told what happens."""

    kind = forms.ChoiceField(label=_("Cách báo"), choices=[*KINDS.items()], initial=Kind.WEBHOOK)
    url = forms.CharField(
        label=_("Địa chỉ nhận"),
        max_length=URL_LETTERS,
        help_text=_("https://… Với Open311: phần trước /requests.json."),
        error_messages={"required": _("Hãy ghi địa chỉ nhận.")},
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    jurisdiction = forms.CharField(label=_("jurisdiction_id (Open311)"), max_length=100, required=False)
    key = forms.CharField(
        label=_("api_key (Open311)"),
        max_length=300,
        required=False,
        help_text=_("Được giữ kín và không hiện lại."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    service = forms.CharField(
        label=_("service_code (Open311)"),
        max_length=100,
        required=False,
        help_text=_("Để trống nếu hệ thống dùng mã lĩnh vực của chúng tôi."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "hook_%s", **more})

    def clean_url(self) -> str:
        """Return the address. Refuse one that is none, or leads into our own network."""
        url: str = self.cleaned_data["url"]
        try:
            require_reachable(url)
        except OutgoingRefused as refused:
            raise forms.ValidationError(str(REASONS[refused.why])) from None
        return url
