"""What an administrator fills in of a decision about working days."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.core.calendar import OfficeHours
from hotline.core.calendarchange import CalendarChange, DayKind, OrderedDay, OrderedHours

ROWS = 6
LONGEST_ROW = timedelta(days=31)
KINDS = (
    (DayKind.OFF.value, _("Nghỉ")),
    (DayKind.WORKED.value, _("Làm bù")),
    (DayKind.USUAL.value, _("Như ngày thường trong tuần")),
)
_DATE = {"invalid": _("Ngày chưa đúng. Ví dụ: 02/01/2026.")}
_TIME = {"invalid": _("Giờ chưa đúng. Ví dụ: 07:30.")}
_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def _day(label: Any, **more: Any) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=picker, input_formats=_FORMATS, error_messages=_DATE, **more)


def _clock(label: Any) -> forms.TimeField:
    picker = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=picker, error_messages=_TIME)


class DecisionForm(forms.Form):
    """The paper, and what changes for good: office hours from a day on, and until when days off are known."""

    document = forms.CharField(
        label=_("Văn bản"),
        max_length=300,
        help_text=_("Số, ngày và cơ quan ban hành. Người dân và đơn vị đọc được khi xem vì sao hạn như vậy."),
        error_messages={"required": _("Hãy ghi văn bản nào quyết định ngày nghỉ này."), "max_length": _("Dài quá 300 ký tự.")},
    )
    known_until = _day(_("Ngày nghỉ đã công bố đến hết"), help_text=_("Hạn sau ngày này được ghi là tạm tính."))
    since = _day(_("Giờ làm việc mới từ ngày"))
    morning_opens = _clock(_("Sáng từ"))
    morning_closes = _clock(_("Sáng đến"))
    afternoon_opens = _clock(_("Chiều từ"))
    afternoon_closes = _clock(_("Chiều đến"))

    HOURS = ("morning_opens", "morning_closes", "afternoon_opens", "afternoon_closes")

    def clean(self) -> dict[str, Any]:
        """Ask for a day where hours are given, and for whole stretches."""
        cleaned = super().clean() or self.cleaned_data
        given = [cleaned.get(name) is not None for name in self.HOURS]
        if any(given) and not cleaned.get("since") and "since" not in self.errors:
            self.add_error("since", _("Hãy ghi giờ làm việc mới có hiệu lực từ ngày nào."))
        if cleaned.get("since") and not any(given):
            self.add_error("morning_opens", _("Hãy ghi giờ làm việc mới."))
        for opens, closes in (self.HOURS[:2], self.HOURS[2:]):
            if (cleaned.get(opens) is None) != (cleaned.get(closes) is None):
                self.add_error(closes, _("Hãy ghi cả giờ bắt đầu và giờ kết thúc của buổi này."))
        return cleaned

    @property
    def hours(self) -> OrderedHours | None:
        """Return the office hours of the decision, None where it has none."""
        asked = self.cleaned_data
        if not asked.get("since"):
            return None
        edges: list[tuple[time | None, time | None]] = [(asked[a], asked[b]) for a, b in (self.HOURS[:2], self.HOURS[2:])]
        stretches = tuple(OfficeHours(opens, closes) for opens, closes in edges if opens is not None and closes is not None)
        return OrderedHours(asked["since"], stretches)


class DayForm(forms.Form):
    """One day, or all from one to another, that is off, worked instead, or again as its weekday says."""

    on = _day(_("Ngày"))
    until = _day(_("Đến hết ngày"))
    kind = forms.ChoiceField(label=_("Là ngày"), choices=KINDS, required=False)
    reason = forms.CharField(label=_("Lý do"), max_length=100, required=False)
    reason_en = forms.CharField(label=_("Lý do bằng tiếng Anh"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask for the day where anything else is given, and for a stretch in its order."""
        cleaned = super().clean() or self.cleaned_data
        on, until = cleaned.get("on"), cleaned.get("until")
        if on is None:
            if (until or cleaned.get("reason")) and "on" not in self.errors:
                self.add_error("on", _("Hãy chọn ngày."))
            return cleaned
        if cleaned.get("kind") != DayKind.USUAL and not cleaned.get("reason"):
            self.add_error("reason", _("Hãy ghi lý do. Ví dụ: Nghỉ hoán đổi, làm bù 10-1."))
        if until is not None and not timedelta(0) <= until - on <= LONGEST_ROW:
            self.add_error("until", _("Ngày cuối phải sau ngày đầu và cách không quá 31 ngày."))
        return cleaned

    @property
    def days(self) -> Iterator[OrderedDay]:
        """Give every day of this row, none where it was left empty."""
        asked = self.cleaned_data
        first: date | None = asked.get("on")
        if first is None:
            return
        kind = DayKind(asked["kind"] or DayKind.OFF)
        for number in range(((asked.get("until") or first) - first).days + 1):
            yield OrderedDay(first + timedelta(days=number), kind, asked["reason"], asked["reason_en"] or asked["reason"])


DayForms = forms.formset_factory(DayForm, extra=ROWS, max_num=ROWS, absolute_max=ROWS)


def change_of(calendar: str, decision: DecisionForm, rows: Any) -> CalendarChange:
    """Return the decision that two valid forms hold."""
    return CalendarChange(
        calendar=calendar,
        document=decision.cleaned_data["document"],
        days=tuple(day for row in rows.forms for day in row.days),
        hours=decision.hours,
        known_until=decision.cleaned_data["known_until"],
    )


def refused(why: str) -> str:
    """Return why a decision cannot be, in words."""
    return {
        "NothingOrdered": gettext("Chưa có thay đổi nào: hãy chọn ít nhất một ngày, hoặc giờ làm việc mới, hoặc ngày công bố."),
        "TooFar": gettext("Có ngày cách hôm nay quá ba năm. Hãy kiểm tra lại năm."),
        "DecisionOpen": gettext("Lịch này đang có một thay đổi chờ áp dụng. Hãy áp dụng hoặc bỏ thay đổi đó trước."),
        "CalendarNeverWorks": gettext("Như vậy sẽ có hơn 31 ngày liền không ngày nào làm việc: thời hạn sẽ không bao giờ đến."),
        "CalendarContradicts": gettext("Một ngày được ghi hai lần, hoặc giờ làm việc chồng lên nhau."),
        "NoSuchCalendar": gettext("Hồ sơ thành phố không còn lịch này."),
        "NotLookedAt": gettext("Máy chưa xem xong các hạn bị dời. Hãy đợi một lát."),
        "DecisionClosed": gettext("Thay đổi này đã được áp dụng hoặc đã bỏ."),
    }.get(why, why)
