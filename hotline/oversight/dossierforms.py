"""Forms of a dossier and of what comes back: each carries the version of the case that was read."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hotline.casefile.actions import MOST_ENCLOSED, Order
from hotline.casefile.dossierfacts import DossierFacts
from hotline.core.directives import DossierReason, WhyNot
from hotline.oversight.dossierwords import REASONS, WHY_NOT
from hotline.ui.fields import WordsField
from hotline.ui.versioned import VersionedForm

WORDS_LETTERS = 8000
TASK_LETTERS = 2000
NOTE_LETTERS = 4000
PAPER_LETTERS = 200
SPARE_ORDERS = 2
"""Orders that a decision may give beside one for each agency of the dossier, to agencies that had no part yet."""

type Choices = Sequence[tuple[str, str]]


class OpenForm(VersionedForm):
    """Begins a dossier: why the case goes up."""

    reason = forms.ChoiceField(
        label=_("Vì sao trình Ủy ban nhân dân?"),
        choices=[(reason.value, words) for reason, words in REASONS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Hãy chọn lý do.")},
    )

    def clean_reason(self) -> DossierReason:
        """Return the reason as the core has it."""
        return DossierReason(self.cleaned_data["reason"])


class DossierForm(VersionedForm):
    """What the desk writes: summary, each agency's position, photos, proposal. A draft may lack any of it."""

    summary = WordsField(
        limit=WORDS_LETTERS,
        rows=4,
        required=False,
        label=_("Tóm tắt nội dung phản ánh"),
        help_text=_("Không ghi tên, số điện thoại hay điều gì cho biết ai phản ánh."),
    )
    proposal = WordsField(
        limit=WORDS_LETTERS,
        rows=4,
        required=False,
        label=_("Đề xuất của trung tâm"),
        help_text=_("Đề nghị giao ai, làm gì, đến khi nào."),
    )

    def __init__(self, *args: Any, dossier: DossierFacts, photos: Choices, **more: Any) -> None:
        written = {
            "summary": dossier.summary,
            "proposal": dossier.proposal,
            "enclosed": [str(one) for one in dossier.enclosed],
            **{f"position_{one.unit_id}": one.words for one in dossier.positions},
        }
        super().__init__(*args, **{**more, "initial": {**written, **more.get("initial", {})}})
        self.units = [one.unit_id for one in dossier.positions]
        for one in dossier.positions:
            self.fields[f"position_{one.unit_id}"] = WordsField(
                limit=WORDS_LETTERS, rows=3, required=False, label=gettext("Ý kiến của %(unit)s") % {"unit": one.unit_name}
            )
        self.fields["enclosed"] = forms.MultipleChoiceField(
            label=_("Ảnh kèm theo"),
            choices=photos,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=gettext("Nhiều nhất %(most)s ảnh. Bỏ ảnh cho biết ai phản ánh.") % {"most": MOST_ENCLOSED},
        )

    @property
    def positions(self) -> dict[int, str]:
        """Return the words of each agency by its id."""
        return {unit: self.cleaned_data.get(f"position_{unit}", "") for unit in self.units}

    @property
    def position_fields(self) -> list[forms.BoundField]:
        """Return the fields of the agencies' positions."""
        return [self[f"position_{unit}"] for unit in self.units]


class NoteForm(VersionedForm):
    """Says why: a dossier is given up, an answer sent back, a directive lifted."""

    note = WordsField(limit=NOTE_LETTERS, rows=2, label=_("Vì sao?"), error_messages={"required": _("Hãy ghi vì sao.")})


class AcceptForm(VersionedForm):
    """Accepts what an agency answered."""

    note = WordsField(limit=NOTE_LETTERS, rows=2, required=False, label=_("Ghi thêm"))


def _day(**more: Any) -> forms.DateField:
    return forms.DateField(
        **more,
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Hãy ghi ngày ký."), "invalid": _("Hãy ghi ngày theo dạng ngày/tháng/năm.")},
    )


def _those_of_the_dossier_first(units: Choices, named: Collection[str]) -> list[tuple[str, Any]]:
    """Return agencies to choose from, those that the dossier is about in a group before the many others."""
    groups = {
        gettext("Đơn vị trong hồ sơ"): [(unit, name) for unit, name in units if unit in named],
        gettext("Các đơn vị còn lại"): [(unit, name) for unit, name in units if unit not in named],
    }
    return [(group, choices) for group, choices in groups.items() if choices]


class DecisionForm(VersionedForm):
    """What the People's Committee decided, and each agency that it named.

    `closes`: the hour at which its day is over; `refused` says of a day why it is none.
    """

    paper = WordsField(
        limit=PAPER_LETTERS,
        widget=forms.TextInput,
        required=False,
        label=_("Số, ký hiệu văn bản"),
        help_text=_("Như trên văn bản. Để trống nếu chưa rõ: sẽ ghi là chưa kiểm chứng."),
    )
    signed_on = _day(label=_("Ngày ký"))
    decision = WordsField(
        limit=WORDS_LETTERS,
        rows=4,
        label=_("Nội dung quyết định"),
        error_messages={"required": _("Hãy ghi nội dung quyết định.")},
    )

    def __init__(
        self,
        *args: Any,
        dossier: DossierFacts,
        units: Choices,
        closes: str,
        refused: Callable[[date], WhyNot | None],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.refused = refused
        until = gettext("Tính đến hết giờ làm việc ngày đó: %(hour)s.") % {"hour": closes}
        named = [str(one.unit_id) for one in dossier.positions]
        self.known, self.rows = len(named), len(named) + SPARE_ORDERS
        choices = [("", "—"), *_those_of_the_dossier_first(units, named)]
        for row in range(self.rows):
            self.fields[f"unit_{row}"] = forms.ChoiceField(
                label=_("Đơn vị"),
                required=False,
                error_messages={"invalid_choice": _("Hãy chọn đơn vị phải làm.")},
                choices=choices,
                initial=named[row] if row < len(named) else "",
            )
            self.fields[f"task_{row}"] = WordsField(limit=TASK_LETTERS, rows=2, required=False, label=_("Phải làm gì"))
            self.fields[f"due_{row}"] = _day(label=_("Phải xong chậm nhất ngày"), required=False, help_text=until)

    @property
    def fields_of_orders(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return the fields of each order: agency, task, day."""
        return [(self[f"unit_{row}"], self[f"task_{row}"], self[f"due_{row}"]) for row in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """Say of an order that is begun what it lacks, that its day is none, or that its agency stands twice.

        One without task and day is no order.
        """
        cleaned = super().clean() or self.cleaned_data
        named: set[str] = set()
        for row in range(self.rows):
            unit, task, due = (cleaned.get(f"{name}_{row}") for name in ("unit", "task", "due"))
            if not task and not due:
                continue
            why = self.refused(due) if due else None
            wrong = {
                "unit": "" if unit else gettext("Hãy chọn đơn vị phải làm."),
                "task": "" if task else gettext("Hãy ghi đơn vị phải làm gì."),
                "due": (str(WHY_NOT[why][1]) if why else "") if due else gettext("Hãy chọn hạn."),
            }
            for name, words in wrong.items():
                if words and f"{name}_{row}" not in self.errors:
                    self.add_error(f"{name}_{row}", words)
            if unit and unit in named:
                self.add_error(f"unit_{row}", str(WHY_NOT[WhyNot.AGENCY_TWICE][1]))
            named.add(unit or "")
        return cleaned

    @property
    def orders(self) -> list[Order]:
        """Return the orders that were written."""
        typed = [tuple(self.cleaned_data.get(f"{name}_{row}") for name in ("unit", "task", "due")) for row in range(self.rows)]
        return [Order(int(unit), task, due) for unit, task, due in typed if unit and task and isinstance(due, date)]
