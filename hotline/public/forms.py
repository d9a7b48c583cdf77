"""Forms of the portal. Those of the private page are for one case, and say nothing of any other."""

from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.contactpoints import NotAContact, Point, read_phone
from hotline.directory import queries as directory
from hotline.directory.facts import ReasonUse
from hotline.public.wording import language
from hotline.ui.fields import PhotosField, WordsField

MOST_WORDS = 3000


class FollowForm(forms.Form):
    """The short code of a case."""

    reference = forms.CharField(
        label=gettext_lazy("Mã phản ánh"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Hãy nhập mã phản ánh."),
            "max_length": gettext_lazy("Mã phản ánh ngắn hơn thế. Hãy xem lại mã."),
        },
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "numbers"}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        example = format_html('<span class="reference">{}-2611-7K3M-9QXT-H</span>', directory.snapshot().city.reference_number)
        words = _("Ví dụ {example}. Chữ hoa hay thường, có gạch hay không đều được.")
        self.fields["reference"].help_text = format_html(words, example=example)

    def say_unknown(self) -> None:
        """Say that there is no such code; the same words whether it is misspelt or only unknown."""
        words = _("Không có phản ánh nào mang mã này. Hãy xem lại từng chữ trong tin nhắn hoặc thư chúng tôi gửi.")
        self.add_error("reference", words)


class ReplyForm(forms.Form):
    """The reply to a question, with photos if they help."""

    words = WordsField(
        limit=MOST_WORDS,
        label=gettext_lazy("Trả lời của bạn"),
        error_messages={"required": gettext_lazy("Hãy viết câu trả lời.")},
    )
    photos = PhotosField(limit=5, required=False)

    def __init__(self, *args: Any, photo_limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit_photos(self, photo_limit)


class PhotosForm(forms.Form):
    """Further photos of the matter."""

    photos = PhotosField(limit=5, error_messages={"required": gettext_lazy("Hãy chọn ít nhất một ảnh.")})

    def __init__(self, *args: Any, photo_limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit_photos(self, photo_limit)


class RateForm(forms.Form):
    """How one agency did, worst first."""

    stars = forms.ChoiceField(
        label=gettext_lazy("Bạn thấy thế nào?"),
        widget=forms.RadioSelect,
        choices=[
            ("1", gettext_lazy("Rất tệ")),
            ("2", gettext_lazy("Chưa được")),
            ("3", gettext_lazy("Tạm được")),
            ("4", gettext_lazy("Tốt")),
            ("5", gettext_lazy("Rất tốt")),
        ],
        error_messages={"required": gettext_lazy("Hãy chọn một mức.")},
    )
    words = WordsField(limit=MOST_WORDS, rows=2, required=False, label=gettext_lazy("Điều bạn muốn nói thêm"))


class NotDoneForm(forms.Form):
    """That it is not done: why, in the profile's reasons and in own words, and a photo of how it is now."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Vì sao chưa xong?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Hãy chọn một lý do.")},
    )
    words = WordsField(
        limit=MOST_WORDS,
        label=gettext_lazy("Bạn thấy gì ở đó?"),
        error_messages={"required": gettext_lazy("Hãy viết vài chữ để đơn vị biết cần làm gì.")},
    )
    photos = PhotosField(
        limit=5,
        required=False,
        label=gettext_lazy("Ảnh chụp bây giờ"),
    )

    def __init__(self, *args: Any, photo_limit: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _limit_photos(self, photo_limit)
        reasons = directory.snapshot().reasons.get(ReasonUse.NOT_DONE, ())
        _choose(self, "reason", [(reason.code, reason.name.in_language(language())) for reason in reasons])


class NumberForm(forms.Form):
    """The reporter's telephone number, to be proved by a code that is sent there."""

    number = forms.CharField(
        label=gettext_lazy("Số điện thoại di động của bạn"),
        max_length=40,
        error_messages={"required": gettext_lazy("Hãy nhập số điện thoại.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_number(self) -> Point:
        """Return the number. Raises ValidationError for what is none."""
        try:
            return read_phone(self.cleaned_data["number"])
        except NotAContact:
            raise forms.ValidationError(NO_MOBILE) from None


class CodeForm(forms.Form):
    """The code that was sent to the number."""

    code = forms.CharField(
        label=gettext_lazy("Mã 6 số trong tin SMS"),
        max_length=40,
        error_messages={"required": gettext_lazy("Hãy nhập mã trong tin SMS.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "numbers"}),
    )

    def say_wrong(self) -> None:
        """Say that the code is not right; it may be typed again."""
        self.add_error("code", _("Mã chưa đúng. Hãy xem lại tin SMS."))


class WithdrawForm(forms.Form):
    """Which of their numbers somebody withdraws: a page may be older than what it shows."""

    point = forms.IntegerField(min_value=1, max_value=2**63 - 1)


TOO_MANY = gettext_lazy("Mỗi giờ chỉ gửi được vài mã. Hãy đợi rồi thử lại.")
NO_MOBILE = gettext_lazy("Đây không phải số di động Việt Nam. Hãy xem lại từng số.")


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    cast("forms.ChoiceField", form.fields[name]).choices = choices


def _limit_photos(form: forms.Form, limit: int) -> None:
    cast("PhotosField", form.fields["photos"]).limit = limit
