"""Forms of screening: take on, ask, refuse, answer at once, verify; the service and the place put right."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hotline.casefile.facts import CaseFile
from hotline.core.facts import Level, Place, PlaceHow
from hotline.directory import addresses, places, wording
from hotline.directory.facts import Directory, ReasonUse
from hotline.triage.wording import LEVELS
from hotline.ui.fields import WordsField

from .case import CaseForm, finds_services, reason_choices, service_choices, ward_choices


class AcceptForm(CaseForm):
    """Take the report on without forwarding it yet."""


class VerifyForm(CaseForm):
    """How it was made sure that the report is true."""

    how = forms.ChoiceField(label=gettext_lazy("Xác minh bằng cách nào?"))
    note = WordsField(
        label=gettext_lazy("Ghi chú"),
        limit=4000,
        required=False,
        rows=2,
    )

    def fill_choices(self, _case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the profile's ways to verify."""
        self.fields["how"].choices = reason_choices(directory.reasons[ReasonUse.VERIFY], language=language)  # type: ignore[attr-defined]


class AskForm(CaseForm):
    """A question to the citizen."""

    words = WordsField(
        label=gettext_lazy("Bạn cần hỏi người dân điều gì?"),
        help_text=gettext_lazy("Người dân đọc nguyên văn và trả lời ngay trên đường dẫn riêng."),
        limit=4000,
        rows=3,
        error_messages={"required": gettext_lazy("Hãy viết câu hỏi cho người dân.")},
    )


class RefuseForm(CaseForm):
    """A refusal with a reason of the profile, and a note that only the centre reads."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Lý do từ chối"),
        help_text=gettext_lazy("Chọn một lý do để đọc lời người dân sẽ nhận."),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn lý do từ chối.")},
    )
    note = WordsField(
        label=gettext_lazy("Ghi chú nội bộ"),
        limit=4000,
        required=False,
        rows=2,
    )

    def fill_choices(self, _case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the profile's reasons to refuse."""
        self.fields["reason"].choices = reason_choices(directory.reasons[ReasonUse.REFUSE], language=language)  # type: ignore[attr-defined]


class ReconsiderForm(CaseForm):
    """Why a refusal is taken back."""

    note = WordsField(
        label=gettext_lazy("Vì sao xem xét lại?"),
        limit=4000,
        rows=2,
        error_messages={"required": gettext_lazy("Hãy ghi vì sao xem xét lại.")},
    )


class AnswerAtOnceForm(CaseForm):
    """An answer that the centre knows by itself."""

    words = WordsField(
        label=gettext_lazy("Câu trả lời cho người dân"),
        help_text=gettext_lazy("Gửi đi ngay. Phản ánh sẽ không chuyển đến đơn vị nào."),
        limit=8000,
        rows=6,
        error_messages={"required": gettext_lazy("Hãy viết câu trả lời.")},
    )


class EmergencyForm(CaseForm):
    """Whether the matter is an emergency: one of two keys."""

    urgent = forms.TypedChoiceField(
        label=gettext_lazy("Có khẩn cấp không?"),
        choices=[("yes", gettext_lazy("Khẩn cấp")), ("no", gettext_lazy("Không khẩn cấp"))],
        coerce=lambda said: said == "yes",
        error_messages={"required": gettext_lazy("Hãy chọn khẩn cấp hay không.")},
    )


class ServiceForm(CaseForm):
    """The right service."""

    service = forms.ChoiceField(label=gettext_lazy("Lĩnh vực đúng"), widget=forms.Select(attrs=finds_services()))

    def fill_choices(self, _case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the services by group."""
        self.fields["service"].choices = service_choices(directory, language=language)  # type: ignore[attr-defined]


class LevelForm(CaseForm):
    """How demanding the matter is."""

    level = forms.TypedChoiceField(
        label=gettext_lazy("Mức độ"),
        help_text=gettext_lazy("Thời hạn nào theo mức độ sẽ được tính lại từ lúc bắt đầu."),
        choices=[(level.value, words) for level, words in LEVELS.items()],
        coerce=Level,
    )


class DegreesField(forms.FloatField):
    """Degrees of WGS84, with a point or a Vietnamese comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    default_error_messages = {"invalid": gettext_lazy("Hãy ghi số độ, ví dụ 10.77690.")}

    def __init__(self, *, most: int, **more: Any) -> None:
        super().__init__(**more)
        wrong = gettext_lazy("Số độ này không có trên bản đồ.")
        self.validators = [MinValueValidator(-most, wrong), MaxValueValidator(most, wrong)]

    def to_python(self, value: Any) -> Any:
        """Return the number, or None for nothing."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class PlaceFields(forms.Form):
    """Where: a ward, words, a point. `place` reads them as one place; `cleaned_place` holds it afterwards."""

    ward = forms.ChoiceField(label=gettext_lazy("Phường, xã"), required=False)
    place_words = WordsField(
        label=gettext_lazy("Địa chỉ hoặc mô tả nơi xảy ra"), limit=500, required=False, widget=forms.TextInput
    )
    lat = DegreesField(label=gettext_lazy("Vĩ độ"), required=False, most=90)
    lon = DegreesField(label=gettext_lazy("Kinh độ"), required=False, most=180)

    ward_known = PlaceHow.OPERATOR
    """What decided the ward when one was chosen in the list."""

    def offer_wards(self, directory: Directory, *, language: str) -> None:
        """Fill in the wards of today."""
        nothing = ("", _("Chưa rõ, tìm theo địa chỉ hoặc tọa độ"))
        self.fields["ward"].choices = [nothing, *ward_choices(directory, language=language)]  # type: ignore[attr-defined]

    def read_place(self, typed: dict[str, Any], directory: Directory) -> Place | None:
        """Return the place that was typed; None, with an error on its field, when it cannot be read."""
        lat, lon = typed.get("lat"), typed.get("lon")
        if (lat is None) != (lon is None):
            self.add_error("lat" if lat is None else "lon", _("Hãy ghi đủ cả vĩ độ và kinh độ, hoặc bỏ trống cả hai."))
            return None
        words = str(typed.get("place_words", ""))
        if ward := directory.areas.get(str(typed.get("ward", ""))):
            return Place(lat, lon, words, ward.id, ward.code, self.ward_known)
        if lat is not None and lon is not None:
            return self._located(lat, lon, words)
        return self._named(words)

    def _located(self, lat: float, lon: float, words: str) -> Place | None:
        try:
            found = places.locate(lat, lon)
        except places.OutsideCity:
            self.add_error("lat", _("Điểm này nằm ngoài địa bàn. Hãy kiểm tra lại tọa độ hoặc chọn phường, xã."))
            return None
        return Place(lat, lon, words, found.area.id, found.area.code, found.how)

    def _named(self, words: str) -> Place | None:
        reading = _read(words)
        found = reading.candidates
        if reading.elsewhere:
            self.add_error("place_words", wording.reading_words(reading, language=get_language() or "vi"))
            return None
        if len(found) == 1:
            return Place(None, None, words, found[0].area.id, found[0].area.code, self.ward_known)
        if found:
            names = "; ".join(_with_note(candidate) for candidate in found[:6])
            self.add_error("ward", _("Địa chỉ này có thể thuộc: %(names)s. Hãy chọn một.") % {"names": names})
            return None
        return Place(None, None, words)


def _read(words: str) -> addresses.AddressReading:
    try:
        return addresses.read_address(words)
    except addresses.AddressTooLong:  # a description rather than an address: the operator chooses
        return addresses.AddressReading()


def _with_note(candidate: addresses.WardCandidate) -> str:
    note = wording.candidate_note(candidate)
    return f"{candidate.area.name_vi} ({note})" if note else candidate.area.name_vi


class PlaceForm(PlaceFields, CaseForm):
    """The right place."""

    def fill_choices(self, _case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the wards."""
        self.directory = directory
        self.offer_wards(directory, language=language)

    def clean(self) -> dict[str, Any]:
        """Read the fields as one place, which must name a ward."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        place = self.read_place(typed, self.directory)
        if place is not None and not place.is_known:
            self.add_error("ward", _("Hãy chọn phường, xã: chưa đọc được từ địa chỉ."))
        typed["place"] = place
        return typed
