"""A report that an operator writes down for somebody on the telephone."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.contactpoints import NotAContact, read_email, read_phone
from hotline.core.facts import PlaceHow, PlaceNeed
from hotline.core.streams import EVERY, Streams, is_among
from hotline.directory.facts import Directory
from hotline.ui.fields import WordsField

from .case import finds_services, service_choices
from .complaint import SEALED_FIELDS, offer_complaint, read_complaint
from .screening import PlaceFields

WORDS_LETTERS = 4000


class PhoneForm(PlaceFields):
    """Who calls, what it is about, and where. `key` makes a form that is sent twice one report."""

    ward_known = PlaceHow.OPERATOR

    field_order = (
        "key", "stream", "words", "service", *SEALED_FIELDS, "ward", "place_words", "lat", "lon", "phone", "name", "email",
        "language", "hidden",
    )  # fmt: skip

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = WordsField(
        label=gettext_lazy("Người dân nói gì?"),
        limit=WORDS_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
        error_messages={"required": gettext_lazy("Hãy ghi lại lời người dân.")},
    )
    stream = forms.ChoiceField(label=gettext_lazy("Người dân gọi tới"), required=False)
    service = forms.ChoiceField(
        label=gettext_lazy("Lĩnh vực"),
        widget=forms.Select(attrs=finds_services()),
        error_messages={"required": gettext_lazy("Hãy chọn lĩnh vực.")},
    )
    phone = WordsField(
        label=gettext_lazy("Số điện thoại người gọi"),
        help_text=gettext_lazy("Để trống nếu người gọi không muốn cho số."),
        limit=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    name = WordsField(
        label=gettext_lazy("Họ tên"),
        limit=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = WordsField(
        label=gettext_lazy("Thư điện tử"),
        limit=254,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Trả lời bằng tiếng"),
        choices=[("vi", "Tiếng Việt"), ("en", "English")],
        initial="vi",
    )
    hidden = forms.BooleanField(
        label=gettext_lazy("Người gọi muốn giữ kín danh tính"),
        help_text=gettext_lazy("Chỉ tổng đài biết. Đơn vị xử lý không bao giờ thấy tên và số."),
        required=False,
    )

    use_required_attribute = False

    def __init__(self, *args: Any, directory: Directory, interface: str, streams: Streams = EVERY, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new_%s", **kwargs})
        self.directory, self.interface = directory, interface
        chosen = [("", _("Chọn lĩnh vực…")), *service_choices(directory, language=interface)]
        self.fields["service"].choices = chosen  # type: ignore[attr-defined]
        lines = [one for one in directory.centre.streams if is_among(streams, one.code)]
        self.fields["stream"].choices = [(one.code, one.name.in_language(interface)) for one in lines]  # type: ignore[attr-defined]
        self.first_stream = lines[0].code if lines else ""
        self.initial.setdefault("stream", self.first_stream)
        if len(lines) < 2:
            self.fields["stream"].widget = forms.HiddenInput()
        self.offer_wards(directory, language=interface)
        offer_complaint(self, directory, language=interface)
        self.order_fields(self.field_order)

    @property
    def complaint_fields(self) -> list[forms.BoundField]:
        """Return the fields about an agency complained of; none where the city asks nothing of the kind."""
        return [self[name] for name in SEALED_FIELDS if name in self.fields]

    @property
    def has_complaint(self) -> bool:
        """Return whether something stands in them, or has to be put right there."""
        return any(field.value() or field.errors for field in self.complaint_fields)

    def clean_stream(self) -> str:
        """Return the hotline that was called; where none was chosen, the first of theirs."""
        return str(self.cleaned_data["stream"] or self.first_stream)

    def clean_phone(self) -> str:
        """Refuse what is no telephone number; keep it as typed, the case file reads it."""
        typed = str(self.cleaned_data["phone"]).strip()
        if typed:
            try:
                read_phone(typed)
            except NotAContact:
                raise forms.ValidationError(_("Số điện thoại này chưa đúng. Ví dụ: 0908 369 123.")) from None
        return typed

    def clean_email(self) -> str:
        """Refuse what is no e-mail address."""
        typed = str(self.cleaned_data["email"]).strip()
        if typed:
            try:
                read_email(typed)
            except NotAContact:
                raise forms.ValidationError(_("Địa chỉ thư này chưa đúng. Ví dụ: ten@vidu.vn.")) from None
        return typed

    def clean(self) -> dict[str, Any]:
        """Read the place; the ward is asked for where the service needs one."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("name") and not (self.data.get("phone") or self.data.get("email")):
            self.add_error("phone", _("Muốn giữ tên người gọi thì cần số điện thoại hoặc thư điện tử."))
        service = self.directory.services.get(str(typed.get("service", "")))
        line = self.directory.centre.stream(str(typed.get("stream", "")))
        if service and line and not line.takes(service.code):
            self.add_error("service", _("%(line)s không nhận lĩnh vực này.") % {"line": line.name.in_language(self.interface)})
        typed["attributes"] = read_complaint(self, typed, service) if service else {}
        if any(field in self.errors for field in ("ward", "place_words", "lat", "lon")):
            return typed
        place = self.read_place(typed, self.directory)
        if place is not None and service and service.place is PlaceNeed.REQUIRED and not place.is_known:
            self.add_error("ward", _("Lĩnh vực này cần biết phường, xã. Hãy hỏi người gọi."))
        typed["place"] = place
        return typed
