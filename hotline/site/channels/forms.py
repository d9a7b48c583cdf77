"""What an administrator fills in of a way in or out: drawn from the descriptions that its own file gives."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.contactpoints import NotAContact, Point, read_account
from hotline.casefile.queries.setups import SetupFacts
from hotline.core.channels import Field
from hotline.core.facts import Channel
from hotline.ui.words import when

LONGEST = 4000
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)*", re.ASCII)
_SEVERAL_LINES = frozenset({"templates"})


class SetupForm(forms.Form):
    """The options and secrets of one way. A secret is written and never read: left empty, the one that there is stays."""

    def __init__(
        self,
        asked: Mapping[str, str] | None,
        *,
        described: Sequence[Field],
        facts: SetupFacts | None,
        outside: Collection[str],
        language: str,
    ) -> None:
        super().__init__(asked)
        self.described = described
        self.facts = facts
        self.fields["is_on"] = forms.BooleanField(
            label=_("Kênh đang bật"), required=False, initial=facts.is_on if facts else True
        )
        for one in described:
            self._add(one, outside=outside, english=language == "en")

    @property
    def options(self) -> dict[str, str]:
        """Return all options: what this form does not know of stays as it was."""
        before = dict(self.facts.options) if self.facts else {}
        said = {one.name: self.cleaned_data[one.name] for one in self.described if not one.is_secret}
        return {name: value for name, value in {**before, **said}.items() if value}

    @property
    def secrets(self) -> dict[str, str]:
        """Return the secrets that were typed, and as empty those that are to go."""
        typed = {one.name: self.cleaned_data[one.name] for one in self.described if one.is_secret}
        gone = {name: "" for name in typed if self.cleaned_data.get(f"{name}-gone")}
        return {**gone, **{name: value for name, value in typed.items() if value}}

    def _add(self, one: Field, *, outside: Collection[str], english: bool) -> None:
        label, hint = (one.en, one.en_hint) if english else (one.vi, one.vi_hint)
        kept = self.facts.secrets if self.facts else {}
        checks = [partial(_require_number, label=label)] if one.is_number else []
        if one.expected:
            words = one.expected.en if english else one.expected.vi
            checks.append(partial(_require_expected, is_met=one.expected.is_met, fault=f"“{label}” {words}."))
        is_asked = one.is_needed and (not self.is_bound or "is_on" in self.data)  # one that is off may be half filled in
        if not one.is_secret:
            box: forms.Widget = forms.Textarea(attrs={"rows": 4}) if one.name in _SEVERAL_LINES else forms.TextInput()
            initial = self.facts.options.get(one.name, "") if self.facts else ""
            self.fields[one.name] = _text(label, box, required=is_asked, initial=initial, help_text=hint, validators=checks)
            return
        box = forms.PasswordInput(attrs={"autocomplete": "new-password", "spellcheck": "false"})
        is_there = one.name in kept or one.name in outside
        standing = _standing(one.name, kept, outside)
        self.fields[one.name] = _text(label, box, required=is_asked and not is_there, help_text=standing, validators=checks)
        if one.name in kept and not one.is_needed:
            gone = _("Xóa “%(label)s” đã lưu") % {"label": label}
            self.fields[f"{one.name}-gone"] = forms.BooleanField(label=gone, required=False)


class SendersForm(forms.Form):
    """Which way each channel's messages take."""

    def __init__(self, asked: Mapping[str, str] | None, *, offered: Mapping[Channel, tuple[str, Sequence[str], str]]) -> None:
        super().__init__(asked)
        for channel, (label, names, chosen) in offered.items():
            choices = [(name, name) for name in names]
            self.fields[channel.value] = forms.ChoiceField(label=label, choices=choices, initial=chosen)


class TrialForm(forms.Form):
    """Where a test message goes: an address of the administrator's own."""

    to = forms.CharField(
        label=gettext_lazy("Địa chỉ của chính bạn"),
        max_length=200,
        error_messages={"required": gettext_lazy("Hãy điền số hoặc địa chỉ của bạn.")},
    )

    def __init__(
        self, asked: Mapping[str, str] | None, *, channel: Channel, own: str = "", templates: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Ask for an address; on a channel that takes no words of ours, also for one of the `templates` of the profile."""
        super().__init__(asked, prefix=channel.value, initial={"to": own if channel is Channel.EMAIL else ""})
        self.channel = channel
        if channel in (Channel.SMS, Channel.ZNS):
            self.fields["to"].label = _("Số điện thoại của chính bạn")
        if channel is Channel.ZNS:
            self.fields["template"] = forms.ChoiceField(label=_("Mẫu"), choices=templates)
        if channel not in (Channel.SMS, Channel.EMAIL, Channel.ZNS):
            self.fields["to"].help_text = _(
                "Mã tài khoản của bạn trên kênh này. Hãy nhắn cho tổng đài trước: kênh chỉ cho trả lời."
            )

    def clean_to(self) -> Point:
        """Return the contact point."""
        try:
            return read_account(Channel.SMS if self.channel is Channel.ZNS else self.channel, self.cleaned_data["to"])
        except NotAContact:
            raise forms.ValidationError(_("Không đọc được số hoặc địa chỉ này.")) from None


def _text(label: str, widget: forms.Widget, **more: Any) -> forms.CharField:
    missing = {"required": _("Hãy điền “%(label)s”, hoặc tắt kênh.") % {"label": label}}
    return forms.CharField(label=label, widget=widget, max_length=LONGEST, error_messages=missing, **more)


def _require_number(typed: str, *, label: str) -> None:
    """Raise ValidationError for what is no number above 0; 1.200 is one as prices are written."""
    if not _NUMBER.fullmatch(typed) or not typed.strip("0."):
        raise forms.ValidationError(_("“%(label)s” phải là một số lớn hơn 0.") % {"label": label})


def _require_expected(typed: str, *, is_met: Callable[[str], bool], fault: str) -> None:
    """Raise ValidationError, whose words never repeat what was typed: it may be a secret."""
    if not is_met(typed):
        raise forms.ValidationError(fault)


def _standing(name: str, kept: Mapping[str, Any], outside: Collection[str]) -> str:
    if name in outside:
        return _("Lấy từ biến môi trường của máy chủ; điền ở đây không có tác dụng.")
    if name not in kept:
        return _("Chưa đặt.")
    at = kept[name]
    said = _("Đã đặt %(when)s.") % {"when": when(at)} if at else _("Đã đặt.")
    return f"{said} {_('Không hiện lại; để trống thì giữ nguyên.')}"
