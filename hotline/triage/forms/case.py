"""What every form on a case's page carries: which version of the case it was drawn from."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

from hotline.casefile.facts import CaseFile
from hotline.directory.facts import Directory, ReasonFacts, UnitKind
from hotline.ui.versioned import VersionedForm

type Choices = list[tuple[str, Any]]


class CaseForm(VersionedForm):
    """A form that stands on a case's page. `seen` is the last event that its reader could see."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def fill_choices(self, _case: CaseFile, directory: Directory, *, language: str) -> None:
        """Fill in what can be chosen; nothing for most forms."""


def drawn_from(case: CaseFile) -> dict[str, int]:
    """Return the hidden values of a fresh form."""
    return {"version": case.request.version, "seen": case.events[-1].id if case.events else 0}


def finds_services() -> dict[str, Any]:
    """Return what a select of services needs to be found in by typing (triage/services.js)."""
    return {
        "data-find-services": reverse_lazy("find_services"),
        "data-label": gettext_lazy("Gõ để tìm lĩnh vực, ví dụ: o ga, cup dien"),
        "data-lost": gettext_lazy("Chưa tìm được vì mất kết nối. Hãy chọn trong danh sách."),
    }


def reason_choices(reasons: Sequence[ReasonFacts], *, language: str) -> Choices:
    """Return reasons of the profile to choose from."""
    return [(reason.code, reason.name.in_language(language)) for reason in reasons]


def service_choices(directory: Directory, *, language: str) -> Choices:
    """Return the services of today under the names of their groups."""
    services = directory.services
    return [
        (
            group.name.in_language(language),
            [(code, services[code].name.in_language(language)) for code in group.services if code in services],
        )
        for group in directory.groups
    ]


def ward_choices(directory: Directory, *, language: str) -> Choices:
    """Return the wards of today in Vietnamese order."""
    return [(ward.code, ward.name.in_language(language)) for ward in directory.wards]


def unit_choices(directory: Directory, names: dict[UnitKind, str], *, first: Iterable[str], language: str) -> Choices:
    """Return the agencies of today by kind, each kind in the order of the profile; those of `first` on top."""
    units = directory.units
    likely = [(str(units[code].id), units[code].name.in_language(language)) for code in first if code in units]
    grouped: Choices = [(str(number), label) for number, label in likely]
    for kind, name in names.items():
        grouped.append((name, [(str(unit.id), unit.name.in_language(language)) for unit in units.values() if unit.kind is kind]))
    return grouped
