"""Forms of the synthesis desk. Each carries the version of the case that its reader saw."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hotline.answering.beginnings import blanks
from hotline.answering.redacting import Hint, Piece, hints_of, pieces_of, struck
from hotline.casefile.pictures import Box
from hotline.core.facts import Correction
from hotline.directory.facts import ReasonFacts
from hotline.ui.fields import WordsField
from hotline.ui.versioned import VersionedForm

ANSWER_LETTERS = 8000
REPORT_LETTERS = 5000
NOTE_LETTERS = 4000
WHY_LETTERS = 1000
BOXES = 12
_SIDES = ("x", "y", "width", "height")


class AcceptResultForm(VersionedForm):
    """Takes an agency's result. `is_held`: something speaks against a photo, so that whoever takes it says why."""

    despite = WordsField(
        limit=NOTE_LETTERS,
        rows=2,
        label=gettext_lazy("Vì sao vẫn nhận kết quả?"),
        help_text=gettext_lazy("Có ảnh cần xem lại. Lời này được lưu vào hồ sơ, đơn vị đọc được."),
        error_messages={"required": gettext_lazy("Hãy ghi vì sao vẫn nhận, hoặc trả lại đơn vị.")},
    )

    def __init__(self, *args: Any, is_held: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_held:
            del self.fields["despite"]


class ReturnResultForm(VersionedForm):
    """Sends a result back to its agency."""

    reason = forms.ChoiceField(label=gettext_lazy("Vì sao trả lại?"))
    note = WordsField(
        limit=NOTE_LETTERS,
        rows=3,
        label=gettext_lazy("Cần làm thêm gì?"),
        help_text=gettext_lazy("Đơn vị đọc nguyên văn. Thời hạn của họ chạy tiếp."),
        error_messages={"required": gettext_lazy("Hãy ghi đơn vị cần làm thêm gì.")},
    )

    def __init__(self, *args: Any, reasons: Iterable[ReasonFacts], language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", "—"), *((reason.code, reason.name.in_language(language)) for reason in reasons)]
        self.fields["reason"] = forms.ChoiceField(
            label=self.fields["reason"].label,
            choices=choices,
            error_messages={"required": _("Hãy chọn lý do.")},
        )


class RedactedForm(VersionedForm):
    """A form with words for everyone to read: `public` names the field; hints in it are struck out or looked at."""

    public = "public_words"
    source = ""
    """The field whose words the public ones start from."""

    seen = forms.BooleanField(
        label=gettext_lazy("Tôi đã xem những chỗ được tô và giữ nguyên"),
        required=False,
    )

    @property
    def public_text(self) -> str:
        """Return the words for everyone as they stand in the form."""
        return str(self[self.public].value() or "")

    @property
    def hints(self) -> tuple[Hint, ...]:
        """Return what looks personal in them."""
        return hints_of(self.public_text)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Return them in stretches, with the hints marked."""
        return pieces_of(self.public_text)

    def strike(self, chosen: Sequence[str]) -> None:
        """Strike the chosen hints out; words for everyone that are still empty start from those for the citizen."""
        text = self.public_text or (str(self[self.source].value() or "") if self.source else "")
        self.retype(**{self.public: struck(text, chosen)})

    def refuse_unseen(self) -> None:
        """Put an error on the form while something looks personal that nobody said is meant to stay."""
        found = hints_of(str(self.cleaned_data.get(self.public, "")))
        if found and not self.cleaned_data.get("seen"):
            words = ngettext(
                "Còn %(n)s chỗ giống thông tin cá nhân. Hãy che, hoặc đánh dấu là đã xem và giữ nguyên.",
                "Còn %(n)s chỗ giống thông tin cá nhân. Hãy che, hoặc đánh dấu là đã xem và giữ nguyên.",
                len(found),
            )
            self.add_error(self.public, words % {"n": len(found)})


class AnswerForm(RedactedForm):
    """The one answer: the citizen's words, and the same for everyone. Nothing is public before it is published."""

    source = "words"

    words = WordsField(
        limit=ANSWER_LETTERS,
        rows=8,
        label=gettext_lazy("Lời trả lời người dân"),
        help_text=gettext_lazy("Người dân đọc nguyên văn. Chỗ trong ngoặc vuông là chỗ còn phải viết."),
        error_messages={"required": gettext_lazy("Hãy viết lời trả lời.")},
    )
    public_words = WordsField(
        limit=ANSWER_LETTERS,
        rows=5,
        required=False,
        label=gettext_lazy("Bản công khai"),
        help_text=gettext_lazy("Ai cũng đọc được sau khi xuất bản. Không ghi tên, số điện thoại, số nhà của người dân."),
    )

    despite = WordsField(
        limit=WHY_LETTERS,
        rows=2,
        required=False,
        label=gettext_lazy("Vì sao trả lời khi đơn vị chưa xong?"),
        help_text=gettext_lazy("Chỉ ghi khi không chờ được. Lý do được lưu trong hồ sơ; đơn vị vẫn làm tiếp."),
    )

    def __init__(self, *args: Any, is_public: bool, waits: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        del self.fields["seen"]  # asked when it is published
        if not is_public:
            del self.fields["public_words"]
        if not waits:
            del self.fields["despite"]

    def refuse_blanks(self) -> None:
        """Put an error on the form while the words have blanks of a template."""
        if left := blanks(str(self.cleaned_data.get("words", ""))):
            self.add_error("words", _("Còn chỗ chưa viết: %(blanks)s") % {"blanks": ", ".join(left)})


class PublishForm(RedactedForm):
    """Publishes a sent answer in words that a person approved."""

    public_words = WordsField(
        limit=ANSWER_LETTERS,
        rows=6,
        label=gettext_lazy("Lời công khai"),
        help_text=gettext_lazy("Ai cũng đọc được. Máy không nhận ra tên người: hãy đọc lại từng chữ."),
        error_messages={"required": gettext_lazy("Hãy viết lời công khai.")},
    )


class CorrectForm(RedactedForm):
    """Replaces a sent answer."""

    source = "words"

    correction = forms.ChoiceField(
        label=gettext_lazy("Đính chính kiểu nào?"),
        widget=forms.RadioSelect,
        choices=[
            (Correction.MISTAKE.value, gettext_lazy("Sửa chỗ sai: lời cũ vẫn còn trong lịch sử")),
            (Correction.PRIVACY.value, gettext_lazy("Bảo vệ thông tin cá nhân: rút lời cũ ở mọi nơi")),
        ],
        error_messages={"required": gettext_lazy("Hãy chọn kiểu đính chính.")},
    )
    why = WordsField(
        limit=500,
        rows=2,
        label=gettext_lazy("Lý do đính chính"),
        help_text=gettext_lazy("Ai cũng đọc được. Đừng nhắc lại điều phải giấu."),
        error_messages={"required": gettext_lazy("Hãy ghi lý do đính chính.")},
    )
    words = WordsField(
        limit=ANSWER_LETTERS,
        rows=6,
        label=gettext_lazy("Lời trả lời mới"),
        error_messages={"required": gettext_lazy("Hãy viết lời trả lời mới.")},
    )
    public_words = WordsField(limit=ANSWER_LETTERS, rows=6, required=False, label=gettext_lazy("Bản công khai mới"))

    def __init__(self, *args: Any, is_public: bool, is_published: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_public:
            del self.fields["public_words"], self.fields["seen"]
        elif is_published:
            self.fields["public_words"].required = True
            self.fields["public_words"].help_text = _("Thay lời đang công khai ngay khi bạn bấm.")
            self.fields["public_words"].error_messages["required"] = _("Hãy viết bản công khai mới.")


class ReportForm(RedactedForm):
    """What of the report everyone may read."""

    public = "words"

    words = WordsField(
        limit=REPORT_LETTERS,
        rows=5,
        required=False,
        label=gettext_lazy("Lời người dân, bản công khai"),
        help_text=gettext_lazy("Để trống thì không công khai lời nào. Hãy bỏ tên, số điện thoại, số nhà riêng."),
    )
    place = WordsField(
        limit=500,
        required=False,
        label=gettext_lazy("Địa điểm công khai"),
        widget=forms.TextInput,
        help_text=gettext_lazy("Chỉ ghi chính xác đến chỗ xảy ra việc, không ghi nhà riêng."),
    )


class PhotoForm(VersionedForm):
    """Publishes a photo's public copy, or takes it off. `copy` is the digest of the one that was looked at."""

    copy = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class _Percent(forms.FloatField):
    def __init__(self, label: str) -> None:
        attrs = {"inputmode": "decimal", "size": 4}
        super().__init__(label=label, required=False, min_value=0, max_value=100, widget=forms.NumberInput(attrs))


class CoverForm(VersionedForm):
    """Parts of a photo to black out, in percent of its width and height from the top left corner."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        names = {"x": _("Trái"), "y": _("Trên"), "width": _("Rộng"), "height": _("Cao")}
        for n in range(BOXES):
            for side, label in names.items():
                self.fields[f"{side}{n}"] = _Percent(label)

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of one box a row."""
        return [[self[f"{side}{n}"] for side in _SIDES] for n in range(BOXES)]

    @property
    def has_many(self) -> bool:
        """Return whether a row after the first four is filled in: those are folded away."""
        return any(side.value() not in (None, "") for row in self.rows[4:] for side in row)

    def clean(self) -> dict[str, Any]:
        """Read the rows as boxes, those left empty apart."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        boxes = []
        for n in range(BOXES):
            sides = [typed.get(f"{side}{n}") for side in _SIDES]
            if all(side is None for side in sides):
                continue
            if wrong := self._wrong_side(sides):
                self.add_error(f"{wrong}{n}", _("Ô %(n)s cần đủ bốn số; rộng và cao lớn hơn 0.") % {"n": n + 1})
                continue
            x, y, width, height = (float(side or 0) for side in sides)
            boxes.append(Box(x, y, min(width, 100 - x), min(height, 100 - y)))
        typed["boxes"] = boxes
        return typed

    def _wrong_side(self, sides: Sequence[float | None]) -> str:
        """Return the first side of a box that is missing, or that covers nothing; nothing if the box is right."""
        named = zip(_SIDES, sides, strict=True)
        return next((name for name, side in named if side is None or (name in ("width", "height") and side == 0)), "")


def boxes_as_text(boxes: Sequence[Box]) -> str:
    """Return boxes for an address: "10,20,5,5;50,50,10,10"."""
    return ";".join(",".join(f"{side:g}" for side in (box.x, box.y, box.width, box.height)) for box in boxes)


def boxes_from_text(text: str) -> dict[str, str]:
    """Return initial values of a CoverForm from `boxes_as_text`; nothing for text that is none."""
    initial: dict[str, str] = {}
    for n, row in enumerate(text.split(";")[:BOXES]):
        try:
            sides = [float(side) for side in row.split(",")]
        except ValueError:
            return {}
        if len(sides) == 4:
            initial |= dict(zip([f"{name}{n}" for name in _SIDES], map("{:g}".format, sides), strict=True))
    return initial
