"""What an administrator fills in to add a version of a deadline's rule."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hotline.core.clockrules import ENDS, ClockRule
from hotline.core.deadlines import Length, LengthUnit
from hotline.core.derivation import StartedBy
from hotline.core.facts import Kind, Level
from hotline.directory.facts import Directory, ReasonUse
from hotline.triage.wording import KINDS, LEVELS

from .words import STARTS, UNITS

YEARS_AHEAD = 10
"""A version that begins later is a slip of the pen."""

LONGEST = {
    LengthUnit.MINUTES: 7 * 24 * 60,
    LengthUnit.OPEN_MINUTES: 7 * 24 * 60,
    LengthUnit.WORKING_HOURS: 250 * 8,
    LengthUnit.WORKING_DAYS: 250,
}
"""As in a profile: more is a slip of the pen."""


class VersionForm(forms.Form):
    """A later version: from which day, by which paper, how long, and for which matters."""

    since = forms.DateField(
        label=_("Có hiệu lực từ ngày"),
        help_text=_("Tính theo ngày tiếp nhận. Sớm nhất là ngày mai: việc đã nhận giữ thời hạn đã báo cho người dân."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Hãy ghi ngày bắt đầu có hiệu lực."),
            "invalid": _("Ngày này không có. Ví dụ: 2027-01-01."),
        },
    )
    paper = forms.CharField(
        label=_("Văn bản quy định"),
        help_text=_("Số, ngày và cơ quan ban hành. Ví dụ: Quyết định 12/2027/QĐ-UBND ngày 5-1-2027."),
        max_length=300,
        error_messages={"required": _("Hãy ghi văn bản quy định thời hạn này.")},
    )
    verified = forms.BooleanField(
        label=_("Tôi đã đối chiếu với bản gốc"), required=False, help_text=_("Bỏ trống: thời hạn được ghi là chưa kiểm chứng.")
    )
    amount = forms.IntegerField(
        label=_("Thời hạn"),
        min_value=1,
        error_messages={"required": _("Hãy ghi thời hạn."), "min_value": _("Thời hạn ít nhất là 1.")},
    )
    unit = forms.TypedChoiceField(label=_("Đơn vị tính"), choices=list(UNITS.items()), coerce=LengthUnit)
    calendar = forms.ChoiceField(label=_("Lịch làm việc"))
    starts = forms.TypedChoiceField(
        label=_("Tính từ lúc"),
        coerce=StartedBy,
        error_messages={"invalid_choice": _("Thời hạn như vậy không bao giờ kết thúc. Hãy chọn lúc bắt đầu khác.")},
    )
    services = forms.MultipleChoiceField(
        label=_("Chỉ cho lĩnh vực"),
        required=False,
        help_text=_("Không chọn: mọi lĩnh vực."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    kinds = forms.TypedMultipleChoiceField(
        label=_("Chỉ cho loại"), required=False, choices=list(KINDS.items()), coerce=Kind, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.TypedMultipleChoiceField(
        label=_("Chỉ cho mức độ"), required=False, choices=list(LEVELS.items()), coerce=Level, widget=forms.CheckboxSelectMultiple
    )
    agencies_from = forms.IntegerField(label=_("Từ bao nhiêu đơn vị cùng xử lý"), min_value=1, max_value=100, initial=1)
    pauses = forms.MultipleChoiceField(label=_("Tạm dừng được khi"), required=False, widget=forms.CheckboxSelectMultiple)
    overrun_lawful = forms.BooleanField(
        label=_("Được gia hạn hợp lệ"),
        required=False,
        help_text=_("Khi đơn vị báo tiến độ, nộp ảnh và cam kết ngày xong trước hạn."),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, base: ClockRule, directory: Directory, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._base, self._directory = base, directory
        hours = {code: ", ".join(map(str, calendar.hours)) for code, calendar in directory.calendars.items()}
        self._choose("calendar", ((code, f"{code} ({told})") for code, told in hours.items()))
        starts = [starts for (on, starts), ends in ENDS.items() if on is base.on and base.stops in ends]
        self._choose("starts", ((one.value, STARTS[one]) for one in starts))
        services = directory.services.values()
        self._choose("services", ((service.code, service.name.in_language(language)) for service in services))
        pauses = directory.reasons[ReasonUse.PAUSE]
        self._choose("pauses", ((reason.code, reason.name.in_language(language)) for reason in pauses))

    def clean_since(self) -> date:
        """Refuse a year that nobody can have meant."""
        since: date = self.cleaned_data["since"]
        if since.year > timezone.localdate().year + YEARS_AHEAD:
            raise forms.ValidationError(_("Ngày này xa quá. Hãy kiểm tra lại năm."))
        return since

    def clean(self) -> dict[str, Any]:
        """Refuse a length that nobody can have meant."""
        cleaned = super().clean() or self.cleaned_data
        amount, unit = cleaned.get("amount"), cleaned.get("unit")
        if amount and unit and amount > LONGEST[unit]:
            self.add_error("amount", _("Dài quá. Nhiều nhất là một tuần tính bằng phút, hoặc một năm giờ làm việc."))
        return cleaned

    def version(self) -> ClockRule:
        """Return the version that was filled in; the paper is its source."""
        typed = self.cleaned_data
        return replace(
            self._base,
            valid_from=typed["since"],
            valid_to=None,
            source=typed["paper"],
            length=Length(typed["unit"], typed["amount"]),
            calendar=typed["calendar"],
            starts=typed["starts"],
            services=frozenset(typed["services"]),
            kinds=frozenset(typed["kinds"]),
            levels=frozenset(typed["levels"]),
            agencies_from=typed["agencies_from"],
            pauses=frozenset(typed["pauses"]),
            overrun_lawful=typed["overrun_lawful"],
        )

    def _choose(self, field: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[field].choices = list(choices)  # type: ignore[attr-defined]


def as_typed(rule: ClockRule) -> dict[str, Any]:
    """Return what the form begins with: the version before it, without its day and its paper."""
    return {
        "amount": rule.length.amount,
        "unit": rule.length.unit.value,
        "calendar": rule.calendar,
        "starts": rule.starts.value,
        "services": sorted(rule.services),
        "kinds": sorted(rule.kinds),
        "levels": sorted(rule.levels),
        "agencies_from": rule.agencies_from,
        "pauses": sorted(rule.pauses),
        "overrun_lawful": rule.overrun_lawful,
    }


class TakeBackForm(forms.Form):
    """Which version is taken back."""

    since = forms.DateField()

    def day(self) -> date:
        """Return the day on which it would have begun."""
        day: date = self.cleaned_data["since"]
        return day
