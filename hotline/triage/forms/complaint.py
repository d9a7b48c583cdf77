"""Whom a report complains of, the dossier and the official: fields of the telephone form, and forms on the case's page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile
from hotline.directory.complaints import asked_as, sealed_questions
from hotline.directory.facts import AttributeFacts, Directory, Sealed, ServiceFacts
from hotline.ui.fields import WordsField

from .case import CaseForm

AGENCY, DOSSIER, OFFICIAL = SEALED_FIELDS = ("about_agency", "about_dossier", "about_official")
UNKNOWN = "unknown"
"""What is chosen when the caller does not know which agency it is, or it is not in the list."""

_KINDS = {AGENCY: None, DOSSIER: Sealed.DOSSIER, OFFICIAL: Sealed.OFFICIAL}
ANSWER_LETTERS, WHY_LETTERS, ASKED_LETTERS = 200, 1000, 4000


def offer_complaint(form: forms.Form, directory: Directory, *, language: str) -> None:
    """Add the fields to a form, as far as the city's services ask for them."""
    questions = sealed_questions(directory).values()
    if agency := next((one for one in questions if one.is_agency), None):
        choices = [(code, name.in_language(language)) for code, name in agency.choices]
        unknown = (UNKNOWN, _("Không rõ, hoặc không có trong danh sách"))
        form.fields[AGENCY] = forms.ChoiceField(
            required=False, label=_("Phản ánh cơ quan nào?"), choices=[("", "—"), unknown, *choices]
        )
    labels = {DOSSIER: _("Mã hồ sơ trên giấy hẹn"), OFFICIAL: _("Tên hoặc chức vụ cán bộ, nếu biết")}
    for name, label in labels.items():
        if any(one.sealed is _KINDS[name] for one in questions):
            widget = forms.TextInput(attrs={"autocomplete": "off"})
            form.fields[name] = WordsField(required=False, label=label, limit=ANSWER_LETTERS, widget=widget)


def read_complaint(form: forms.Form, typed: Mapping[str, Any], service: ServiceFacts) -> dict[str, str]:
    """Return what was typed by the codes of what `service` asks; say on the form what is missing or not asked."""
    found: dict[str, str] = {}
    for name in (name for name in SEALED_FIELDS if name in form.fields):
        answer, asked = str(typed.get(name, "") or "").strip(), _asked(service, name)
        if asked is None and answer:
            form.add_error(name, _("Lĩnh vực này không hỏi điều này. Hãy để trống, hoặc chọn lĩnh vực về cơ quan, cán bộ."))
        elif asked is not None and asked.is_agency and not answer and name not in form.errors:
            form.fields[name].required = True  # so that the page no longer says that it may be left out
            form.add_error(
                name, _("Lĩnh vực này cần biết phản ánh cơ quan nào. Hãy hỏi người gọi; không rõ thì chọn “Không rõ”.")
            )
        elif asked is not None and answer and answer != UNKNOWN:
            found[asked.code] = answer
    return found


def _asked(service: ServiceFacts, name: str) -> AttributeFacts | None:
    if name == AGENCY:
        return next((one for one in service.attributes if one.is_agency), None)
    return next((one for one in service.attributes if one.sealed is not None and one.sealed is _KINDS[name]), None)


class NameForm(CaseForm):
    """Which agency a report complains of, and what else of it is kept sealed."""

    why = WordsField(
        label=gettext_lazy("Vì sao đổi?"),
        help_text=gettext_lazy("Chỉ cần khi đã ghi một đơn vị khác. Khi đó chỉ giám sát đổi được."),
        limit=WHY_LETTERS,
        required=False,
        widget=forms.TextInput,
    )

    field_order = ("version", "seen", *SEALED_FIELDS, "why")

    def fill_choices(self, _case: CaseFile, directory: Directory, *, language: str) -> None:
        """Offer the agencies of today."""
        self.directory = directory
        offer_complaint(self, directory, language=language)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        """Read the answers by the codes under which services ask for them; `agency` is empty where nobody is named."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        agency = str(typed.get(AGENCY, ""))
        if not agency and AGENCY not in self.errors:
            self.add_error(AGENCY, _("Hãy chọn đơn vị, hoặc “Không rõ”."))
        typed["agency"] = "" if agency == UNKNOWN else agency
        codes = {one.sealed: code for code, one in sealed_questions(self.directory).items() if one.sealed}
        typed["answers"] = {codes[kind]: str(typed.get(name, "")) for name, kind in _KINDS.items() if kind in codes and kind}
        return typed


def drawn_complaint(case: CaseFile, directory: Directory) -> dict[str, str]:
    """Return what a fresh NameForm shows: what is known so far."""
    questions, answers = sealed_questions(directory), case.request.attributes
    kinds = {one.sealed: str(answers.get(code, "")) for code, one in questions.items() if one.sealed}
    agency = str(answers.get(asked_as(directory), "") or "")
    return {AGENCY: agency or UNKNOWN, **{name: kinds.get(kind, "") for name, kind in _KINDS.items() if kind}}


class ExplainForm(CaseForm):
    """What the agency complained of is asked to explain, and by which day."""

    words = WordsField(
        label=gettext_lazy("Cần đơn vị giải trình điều gì?"),
        help_text=gettext_lazy("Đơn vị bị phản ánh chỉ đọc phần này. Đừng ghi điều gì cho biết ai phản ánh."),
        limit=ASKED_LETTERS,
        rows=4,
        error_messages={"required": gettext_lazy("Hãy ghi điều cần giải trình.")},
    )
    due_on = forms.DateField(
        label=gettext_lazy("Trả lời chậm nhất ngày"),
        required=False,
        help_text=gettext_lazy("Để trống thì theo thời hạn trong hồ sơ thành phố."),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 27/02/2026."),
        },
    )
    tell_dossier = forms.BooleanField(
        label=gettext_lazy("Cho đơn vị biết mã hồ sơ"),
        help_text=gettext_lazy("Mã hồ sơ cho biết ai là người nộp. Chỉ chọn khi không thể giải trình nếu thiếu mã."),
        required=False,
    )

    def fill_choices(self, case: CaseFile, directory: Directory, *, language: str) -> None:  # noqa: ARG002 - as every form
        """Offer no day that is gone, and the dossier only where there is one."""
        self.fields["due_on"].widget.attrs["min"] = timezone.localdate().isoformat()
        codes = [code for code, one in sealed_questions(directory).items() if one.sealed is Sealed.DOSSIER]
        if not any(case.request.attributes.get(code) for code in codes):
            del self.fields["tell_dossier"]
