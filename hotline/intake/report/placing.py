"""Page 2: where. A ward, a point of the map, or words that name a ward; a person confirms what we only guess."""

import math
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hotline.core.facts import Place, PlaceHow, PlaceNeed
from hotline.directory import wording
from hotline.directory.addresses import AddressReading, AddressTooLong, read_address
from hotline.directory.facts import AreaFacts, ServiceFacts
from hotline.directory.places import OutsideCity, locate, wards
from hotline.directory.queries import snapshot
from hotline.intake.report.forms import LineField, StepForm

_MOST_GUESSES = 6


class WardField(forms.ChoiceField):
    """A ward of today, or none: whether one is needed is for the form to say."""

    def validate(self, value: str) -> None:
        """Refuse only what is no ward."""
        if value:
            super().validate(value)


class WhereForm(StepForm):
    """Ward, words, and a point; which of them is needed is the service's matter."""

    area = WardField(
        label=gettext_lazy("Phường, xã, đặc khu"),
        error_messages={"invalid_choice": gettext_lazy("Phường, xã này không có trong danh sách. Hãy chọn lại.")},
    )
    words = LineField(
        required=False,
        limit=300,
        label=gettext_lazy("Số nhà, tên đường, phường, mốc dễ thấy"),
        help_text=gettext_lazy("Ví dụ: trước số 45/8 QL1A, gần chợ. Tên phường cũ, viết tắt, không dấu đều được."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    lat = LineField(required=False, limit=40, label=gettext_lazy("Vĩ độ"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    lon = LineField(
        required=False, limit=40, label=gettext_lazy("Kinh độ"), widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    asked = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, service: ServiceFacts, **more: Any) -> None:
        super().__init__(*args, **more)
        self._need = service.place
        self.language = get_language() or "vi"
        self.place = Place()
        self.found: tuple[tuple[str, str, str], ...] = ()
        self.said = ""
        # A mark beside the label only; `_ask` is what asks.
        self.fields["area"].required = service.place is PlaceNeed.REQUIRED
        self._offer(wards())

    def clean(self) -> dict[str, Any]:
        """Work out the place. What we can only guess is shown as a guess and asked."""
        typed = super().clean() or {}
        if self.errors:
            return typed
        point = self._point()
        chosen = snapshot().areas.get(typed["area"]) if typed["area"] else None
        if not self.errors:
            self._settle(chosen, point, typed["words"])
        return typed

    def look(self) -> AddressReading | None:
        """Read the address that was typed, without judging the page, and show what it says."""
        reading = self._read(str(self.initial.get("words", "")))
        if reading is not None:
            self._show(reading)
        return reading

    def find(self) -> None:
        """Read the address that was typed: one ward fills the list in, several are shown."""
        reading = self.look()
        if reading is not None and len(reading.candidates) == 1:
            self.initial["area"] = reading.candidates[0].area.code

    def pick(self, code: str) -> None:
        """Choose one of the wards that were found."""
        if code in snapshot().areas:
            self.initial["area"] = code

    def _read(self, words: str) -> AddressReading | None:
        if not words.strip():
            return None
        try:
            return read_address(words)
        except AddressTooLong:
            self.said = wording.too_long_words()
            return None

    def _show(self, reading: AddressReading) -> None:
        """Keep what was read for the page: a sentence, and each ward with what it was before."""
        self.said = wording.reading_words(reading, language=self.language)
        if len(reading.candidates) > 1:
            self.found = tuple(
                (one.area.code, one.area.name.in_language(self.language), wording.candidate_note(one))
                for one in reading.candidates
            )

    def _offer(self, everyone: Sequence[AreaFacts], guesses: Sequence[AreaFacts] = ()) -> None:
        """Put the wards into the list, the guessed ones on top."""
        choices: list[Any] = [(area.code, area.name.in_language(self.language)) for area in everyone]
        if guesses:
            likely = [(area.code, area.name.in_language(self.language)) for area in guesses]
            rest = [choice for choice in choices if choice not in likely]
            choices = [(_("Có thể là"), likely), (_("Tất cả"), rest)]
        self.fields["area"].choices = [("", _("Chọn trong danh sách")), *choices]  # type: ignore[attr-defined]

    def _settle(self, chosen: AreaFacts | None, point: tuple[float, float] | None, words: str) -> None:
        if point is not None:
            self._locate(point, words)
        if self.errors:
            return
        if chosen is not None:
            self._choose(chosen, point, words)
        elif point is None:
            self.place = Place(words=words)
            self._ask(words)

    def _locate(self, point: tuple[float, float], words: str) -> None:
        try:
            found = locate(*point)
        except OutsideCity:
            city = snapshot().city.name.in_language(self.language)
            words = _("Vị trí này nằm ngoài %(city)s. Hãy xóa tọa độ rồi chọn phường nơi có chuyện.") % {"city": city}
            self.add_error("lat", words)
            return
        self.place = Place(*point, words, found.area.id, found.area.code, found.how)

    def _choose(self, chosen: AreaFacts, point: tuple[float, float] | None, words: str) -> None:
        """Take the chosen ward. One that is not the one around the point is asked about, once."""
        by_outline = self.place.how is PlaceHow.POLYGON
        if by_outline and self.place.area_id == chosen.id:
            return
        if by_outline and not self.data.get("asked"):
            around = snapshot().areas[self.place.area_code]
            self.data = {**self.kept(), "asked": "1"}
            said = {"around": around.name.in_language(self.language), "chosen": chosen.name.in_language(self.language)}
            self.add_error(
                "area",
                _("Điểm trên bản đồ ở %(around)s, còn bạn chọn %(chosen)s. Hãy chọn lại; nếu vẫn đúng thì bấm Tiếp tục.") % said,
            )
            return
        lat, lon = point or (None, None)
        self.place = Place(lat, lon, words, chosen.id, chosen.code, PlaceHow.CHOSEN)

    def _ask(self, words: str) -> None:
        """Ask for the ward: always when the service needs it, once when the words seem to name one."""
        reading = self._read(words) or AddressReading()
        found = [candidate.area for candidate in reading.candidates]
        names_nothing = not found and not reading.elsewhere
        if self._need is PlaceNeed.OPTIONAL and (names_nothing or self.data.get("asked")):
            return
        shown = {**self.kept(), "asked": "1"}
        guesses = found if len(found) <= _MOST_GUESSES else []
        names = [area.name.in_language(self.language) for area in guesses]
        self._offer(wards(), guesses)
        if len(found) > 1:
            self._show(reading)
        if reading.elsewhere:
            elsewhere = wording.reading_words(reading, language=self.language)
            self.add_error("words", _("%(elsewhere)s Hãy ghi nơi có chuyện trong địa bàn.") % {"elsewhere": elsewhere})
        elif len(guesses) == 1:
            shown["area"] = guesses[0].code
            self.add_error(
                "area", _("Có phải %(ward)s không? Đúng thì bấm Tiếp tục, chưa đúng thì chọn lại.") % {"ward": names[0]}
            )
        elif guesses:
            self.add_error("area", _("Có thể là: %(wards)s. Hãy chọn một.") % {"wards": "; ".join(names)})
        else:
            self.add_error("area", _("Hãy chọn phường, xã nơi có chuyện, hoặc dùng vị trí của bạn."))
        self.data = shown

    def _point(self) -> tuple[float, float] | None:
        """Return latitude and longitude, or None when neither was typed; marks what is no number."""
        typed = {name: self.cleaned_data[name] for name in ("lat", "lon")}
        if not any(typed.values()):
            return None
        read = {name: _degrees(text) for name, text in typed.items()}
        for name, value in read.items():
            if value is None:
                self.add_error(name, _("Tọa độ gồm hai số, ví dụ 10.776900 và 106.700900. Không rõ thì xóa cả hai ô."))
                return None
        return read["lat"], read["lon"]  # type: ignore[return-value]


def _degrees(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
