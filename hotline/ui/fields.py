"""Form fields that pages of several stages share: free words made safe, photos in any number, money as people write it."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hotline.core.text import TextTooLong, clean

PHOTO_TYPES = "image/jpeg,image/heic,image/heif,image/png,image/webp,.heic,.heif"


class WordsField(forms.CharField):
    """Words of at most `limit` letters, without what could deceive or break: NUL, right-to-left tricks, the invisible."""

    def __init__(self, *, limit: int, rows: int = 4, **more: Any) -> None:
        more.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(strip=False, **more)
        self.limit = limit
        self.validators = []  # `clean` below takes out what Django would only complain about

    def to_python(self, value: object) -> str:
        """Return the words cleaned. Raises ValidationError when they are too long."""
        try:
            return clean(str(value or ""), limit=self.limit)
        except TextTooLong:
            raise forms.ValidationError(
                _("Dài quá. Hãy viết gọn trong %(limit)s chữ cái.") % {"limit": self.limit}, code="max_length"
            ) from None


class MoneyField(forms.IntegerField):
    """A sum in đồng, also with the dots by which its thousands are told apart and with its unit: 2.500.000 đ."""

    default_error_messages = {"invalid": gettext_lazy("Hãy ghi số tiền bằng đồng, ví dụ 2.500.000.")}

    def __init__(self, **more: Any) -> None:
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**more)

    def to_python(self, value: object) -> int | None:
        """Return the sum, None for nothing. Raises ValidationError for what is none: 2,5 or 1.50 could be anything."""
        typed = _UNIT_OF_MONEY.sub("", str(value or "" if value != 0 else 0)).strip()
        if _GROUPED.fullmatch(typed):
            typed = "".join(filter(str.isdigit, typed))
        elif typed and not _WHOLE.fullmatch(typed):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)


_UNIT_OF_MONEY = re.compile(r"\s*(?:đ|đồng|vnđ|vnd|₫)\.?\s*$", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:(?:\.\d{3})+|(?:,\d{3})+|(?:\s\d{3})+)", re.ASCII)
_WHOLE = re.compile(r"-?\d+", re.ASCII)


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """Up to `limit` files of at most `megabytes` each. What they really are, the decoder decides."""

    def __init__(self, *, limit: int, megabytes: int = 15, **more: Any) -> None:
        more.setdefault("widget", _ManyFiles(attrs={"accept": PHOTO_TYPES}))
        more.setdefault("label", gettext_lazy("Ảnh"))
        super().__init__(**more)
        self.limit = limit
        self.megabytes = megabytes

    def clean(self, value: object, initial: object = None) -> "list[UploadedFile[Any]]":  # noqa: ARG002
        """Return the files. Raises ValidationError naming every one that is too large, and when there are too many."""
        files = [one for one in (value if isinstance(value, Sequence) else [value]) if isinstance(one, UploadedFile)]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        errors = [self._too_large(one) for one in files if (one.size or 0) > self.megabytes * 1000 * 1000]
        if len(files) > self.limit:
            words = ngettext("Chỉ gửi được %(n)s ảnh. Hãy bỏ bớt.", "Chỉ gửi được %(n)s ảnh. Hãy bỏ bớt.", self.limit)
            errors.append(forms.ValidationError(words % {"n": self.limit}, code="too_many"))
        if errors:
            raise forms.ValidationError(errors)
        return files

    def _too_large(self, file: "UploadedFile[Any]") -> forms.ValidationError:
        words = _("Ảnh %(name)s lớn quá (%(size)s MB). Hãy chọn ảnh dưới %(limit)s MB hoặc chụp lại.")
        facts = {"name": file.name, "size": round((file.size or 0) / 1e6), "limit": self.megabytes}
        return forms.ValidationError(words % facts, code="too_large")
