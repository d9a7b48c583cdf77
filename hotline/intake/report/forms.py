"""The four pages' fields: what each takes, and what it says when it cannot."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hotline.casefile.contactpoints import NotAContact, read_email, read_phone
from hotline.core.text import TextTooLong, clean_line
from hotline.directory.facts import AttributeFacts, ServiceFacts, StreamFacts
from hotline.directory.queries import snapshot
from hotline.ui.fields import PhotosField, WordsField

KEPT_LETTERS = 20_000
"""As much of a field as is kept between two pages."""
LINE_LETTERS = 200


class StepForm(forms.Form):
    """One page. What was typed is kept as typed, so that going back shows it again."""

    use_required_attribute = False  # our own sentences, in the person's language, instead of the browser's

    def kept(self) -> dict[str, str]:
        """Return what was typed into each field."""
        return {name: str(self.data.get(name, ""))[:KEPT_LETTERS] for name in self.fields if name in self.data}


class LineField(forms.CharField):
    """One line of text, cleaned of what could deceive or break."""

    def __init__(self, *, limit: int = LINE_LETTERS, **more: Any) -> None:
        super().__init__(strip=False, **more)
        self.limit = limit
        self.validators = []

    def validate(self, value: object) -> None:
        """Leave it to the page what must be filled in: mostly it is one of several."""

    def to_python(self, value: object) -> str:
        """Return the line. Raises ValidationError when it is too long."""
        try:
            return clean_line(str(value or ""), limit=self.limit)
        except TextTooLong:
            raise forms.ValidationError(
                _("Dài quá. Hãy viết gọn trong %(limit)s chữ cái.") % {"limit": self.limit}, code="max_length"
            ) from None


class WhatForm(StepForm):
    """Page 1: the service, and words about it; `stream` is the hotline it goes to, "" for the centre's own."""

    stream = forms.CharField(required=False, widget=forms.HiddenInput, max_length=LINE_LETTERS)
    service = forms.ChoiceField(
        label=gettext_lazy("Bạn muốn báo chuyện gì?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Hãy chọn một loại việc trong danh sách."),
            "invalid_choice": gettext_lazy("Loại việc này không có trong danh sách. Hãy chọn lại."),
        },
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        directory, language = snapshot(), get_language() or "vi"
        asked_for = str((self.data if self.is_bound else self.initial).get("stream", ""))
        self.line = stream_of(asked_for) or directory.centre.own_stream
        taken = ((code, service) for code, service in directory.services.items() if self.line.takes(code))
        choices = [(code, service.name.in_language(language)) for code, service in taken]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]
        self.fields["words"] = WordsField(
            limit=directory.windows.description_letters,
            rows=5,
            required=False,
            label=_("Kể thêm cho chúng tôi"),
            help_text=_("Chuyện xảy ra từ khi nào, ra sao? Đừng ghi tên hay số điện thoại ở đây."),
        )

    def clean_stream(self) -> str:
        """Return the hotline's code. What was meant for one that there is no longer goes nowhere else unasked."""
        code = str(self.cleaned_data["stream"])
        if stream_of(code) is None:
            self.add_error(
                "service", _("Đường dây này không còn nhận phản ánh ở đây. Muốn gửi tới tổng đài thì bấm Tiếp tục lần nữa.")
            )
        return code


def stream_of(code: str) -> StreamFacts | None:
    """Return the hotline that a form is sent to; None for one that the city does not have (any more)."""
    return snapshot().centre.stream(code)


class PhotosForm(StepForm):
    """Page 3: photos, and what else the profile asks about this service; nothing here must be filled in."""

    def __init__(self, *args: Any, service: ServiceFacts, room: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.attributes = service.attributes
        language = get_language() or "vi"
        for attribute in service.attributes:
            self.fields[_name(attribute)] = _attribute_field(attribute, language)
        if room:
            self.fields["photos"] = AnyFilesField(limit=room, required=False, label=_("Chọn hoặc chụp ảnh"))

    def answers(self) -> dict[str, str]:
        """Return what was answered, by the profile's code."""
        answered = {attribute.code: self.cleaned_data.get(_name(attribute), "") for attribute in self.attributes}
        return {code: answer for code, answer in answered.items() if answer}


class AnyFilesField(PhotosField):
    """Takes whatever files came: each is judged by itself, so that one bad photo never costs the good ones."""

    def clean(self, value: object, initial: object = None) -> "list[UploadedFile[Any]]":  # noqa: ARG002 - Django's signature
        """Return the files."""
        return [file for file in (value if isinstance(value, list) else [value]) if isinstance(file, UploadedFile)]


class WhoForm(StepForm):
    """Page 4: how to reach the person. One way is enough; a name is never needed.

    `offered`: references of what is known already, of which one may be the same; None where nobody has looked.
    """

    phone = LineField(
        label=gettext_lazy("Số điện thoại"),
        help_text=gettext_lazy("Chúng tôi nhắn tin kết quả. Ví dụ 0908 369 123."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    email = LineField(
        limit=254,
        label=gettext_lazy("Hoặc e-mail"),
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    name = LineField(
        required=False,
        label=gettext_lazy("Tên để xưng hô"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    hidden = forms.BooleanField(
        required=False,
        label=gettext_lazy("Giữ kín tôi là ai"),
        help_text=gettext_lazy("Chỉ nhân viên tổng đài được xem, và mỗi lần xem đều ghi lại lý do."),
    )
    same_as = LineField(required=False, limit=40, label=gettext_lazy("Có phải là việc này không?"))
    website = LineField(
        required=False, label=gettext_lazy("Để trống ô này"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, offered: Collection[str] | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self._offered = offered

    def clean_same_as(self) -> str:
        """Return which known report is the same; one that was not offered, or is offered no longer, is asked about again."""
        said: str = self.cleaned_data["same_as"]
        if said and self._offered is not None and said not in self._offered:
            words = _("Phản ánh bạn chọn vừa xong hoặc không còn gần giống. Hãy chọn lại.")
            raise forms.ValidationError(words, code="same_as")
        return said

    def clean_phone(self) -> str:
        """Return the number as typed, if it is one."""
        typed: str = self.cleaned_data["phone"]
        try:
            if typed:
                read_phone(typed)
        except NotAContact:
            words = _("Số điện thoại này chưa đúng. Hãy ghi đủ số, ví dụ 0908 369 123.")
            raise forms.ValidationError(words, code="phone") from None
        return typed

    def clean_email(self) -> str:
        """Return the address as typed, if it is one."""
        typed: str = self.cleaned_data["email"]
        try:
            if typed:
                read_email(typed)
        except NotAContact:
            words = _("E-mail này chưa đúng. Hãy ghi đủ, ví dụ ten@example.com.")
            raise forms.ValidationError(words, code="email") from None
        return typed

    def clean_website(self) -> str:
        """Refuse what only a program fills in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Ô này phải để trống. Hãy xóa chữ trong ô rồi gửi lại."), code="honeypot")
        return ""

    def clean(self) -> dict[str, Any]:
        """Ask for one way to reach the person."""
        typed = super().clean() or {}
        if not typed.get("phone") and not typed.get("email") and not {"phone", "email"} & set(self.errors):
            self.add_error("phone", _("Hãy cho biết số điện thoại hoặc e-mail để chúng tôi báo kết quả."))
        return typed


def _name(attribute: AttributeFacts) -> str:
    return f"attribute_{attribute.code}"


def _attribute_field(attribute: AttributeFacts, language: str) -> forms.Field:
    label = attribute.name.in_language(language)
    if not attribute.choices:
        return LineField(required=False, label=label)
    choices = [(code, name.in_language(language)) for code, name in attribute.choices]
    if attribute.is_agency:
        choices = [("", _("Tôi không rõ, hoặc không có trong danh sách")), *choices]
        hint = _("Giữ kín: cơ quan này không nhận và không đọc phản ánh của bạn. Cấp trên của họ xem xét.")
        return forms.ChoiceField(required=False, label=label, help_text=hint, choices=choices)
    return forms.ChoiceField(required=False, label=label, widget=forms.RadioSelect, choices=choices)


def service_of(typed: Mapping[str, str]) -> ServiceFacts | None:
    """Return the service that was chosen on page 1, if it is still offered."""
    return snapshot().services.get(typed.get("service", ""))


def decimal_field(label: str) -> LineField:
    """Return the field of a coordinate: a phone shows digits for it."""
    return LineField(required=False, limit=40, label=label, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
