"""Forms of incidents: reports put under one by their references and taken out again, one report split into several."""

import re

from django import forms
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile
from hotline.core.facts import AttachmentKind
from hotline.core.reference import NotAReference, parse_reference
from hotline.directory.facts import Directory
from hotline.directory.queries import snapshot
from hotline.ui.fields import WordsField

from .alike import ReferencesField
from .case import CaseForm, finds_services, service_choices

MOST = 200
"""How many references one form takes."""


class MergeForm(CaseForm):
    """References of reports of the same incident, typed or pasted, to be put under the one that is open."""

    references = WordsField(
        label=gettext_lazy("Mã các phản ánh cùng sự việc"),
        help_text=gettext_lazy("Mỗi dòng một mã, hoặc cách nhau bằng dấu phẩy."),
        error_messages={"required": gettext_lazy("Hãy ghi ít nhất một mã.")},
        limit=8000,
        rows=3,
    )
    why = WordsField(
        label=gettext_lazy("Ghi chú"),
        help_text=gettext_lazy("Đơn vị đang giữ phản ánh được gộp cũng đọc, không kèm tên và số của người báo."),
        limit=1000,
        required=False,
        widget=forms.TextInput,
    )

    def clean_references(self) -> tuple[str, ...]:
        """Return the references as they are written. Raises ValidationError for what is none."""
        number = snapshot().city.reference_number
        found: dict[str, None] = {}
        for typed in re.split(r"[,;\n]+", self.cleaned_data["references"]):
            if not typed.strip():
                continue
            try:
                found[parse_reference(typed, number=number)] = None
            except NotAReference:
                message = gettext_lazy("“%(typed)s” không phải mã phản ánh. Hãy xem lại từng chữ.")
                raise forms.ValidationError(message, params={"typed": typed.strip()[:40]}) from None
        if not 0 < len(found) <= MOST:
            raise forms.ValidationError(gettext_lazy("Mỗi lần gộp từ 1 đến %(most)s phản ánh."), params={"most": MOST})
        return tuple(found)


class UndoForm(CaseForm):
    """Which of the merged reports are taken out, and why."""

    others = ReferencesField(
        label=gettext_lazy("Phản ánh tách ra"),
        error_messages={"required": gettext_lazy("Hãy chọn ít nhất một phản ánh để tách ra.")},
    )
    why = WordsField(label=gettext_lazy("Vì sao tách?"), limit=1000, required=False, widget=forms.TextInput)


class LeaveForm(CaseForm):
    """The report that is open is taken out of its incident."""

    why = WordsField(label=gettext_lazy("Vì sao tách?"), limit=1000, required=False, widget=forms.TextInput)


class SplitForm(CaseForm):
    """One further matter of the report: its service, its words, the photos that show it."""

    service = forms.ChoiceField(label=gettext_lazy("Việc tách ra thuộc lĩnh vực"), widget=forms.Select(attrs=finds_services()))
    words = WordsField(
        label=gettext_lazy("Nội dung của việc tách ra"),
        help_text=gettext_lazy("Chỉ giữ phần nói về việc này. Lời của người báo ở phản ánh gốc giữ nguyên."),
        error_messages={"required": gettext_lazy("Hãy ghi nội dung của việc tách ra.")},
        limit=5000,
        rows=4,
    )
    photos = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Ảnh chuyển sang phản ánh mới"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def fill_choices(self, case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the services by group, and the photos of those who reported."""
        self.fields["service"].choices = service_choices(directory, language=language)  # type: ignore[attr-defined]
        own = [one for one in case.attachments if one.kind in _OF_REPORTERS and one.part_id is None]
        label = gettext_lazy("Ảnh %(n)s")
        self.fields["photos"].choices = [(str(one.id), label % {"n": n}) for n, one in enumerate(own, 1)]  # type: ignore[attr-defined]
        if not own:
            del self.fields["photos"]


_OF_REPORTERS = (AttachmentKind.REPORT, AttachmentKind.REPLY, AttachmentKind.NOT_DONE)
