"""What the public list, the map and the feed are narrowed to: one form, read from the address, which is a permalink."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hotline.casefile.queries import Narrowing
from hotline.core.reference import NotAReference, parse_reference
from hotline.core.searching import query
from hotline.core.status import Phase
from hotline.core.text import TextTooLong, clean_line
from hotline.directory import queries as directory
from hotline.directory.facts import Directory
from hotline.public.wording import PHASES, language
from hotline.ui.longlists import LongList, LongSelect

GROUP = "group:"
MOST_LETTERS = 200
DAYS = (7, 30, 90, 365)


class FilterForm(forms.Form):
    """What is looked for, and where, since when and how far along it is. Every field may be left out."""

    q = forms.CharField(
        label=gettext_lazy("Tìm theo từ"),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    service = forms.ChoiceField(label=gettext_lazy("Lĩnh vực"), required=False, widget=LongSelect)
    area = forms.ChoiceField(label=gettext_lazy("Phường, xã"), required=False, widget=LongSelect)
    phase = forms.ChoiceField(label=gettext_lazy("Tình trạng"), required=False, widget=LongSelect)
    days = forms.ChoiceField(label=gettext_lazy("Thời gian"), required=False, widget=LongSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in _offered(directory.snapshot(), language()).items():
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = choices
            field.error_messages["invalid_choice"] = _("Đường dẫn này lọc theo một mục không còn nữa. Hãy chọn lại.")

    def clean_q(self) -> str:
        """Return the words on one line. Refuses what is too long, and what has no word in it."""
        try:
            typed = clean_line(self.cleaned_data["q"], limit=MOST_LETTERS)
        except TextTooLong:
            self.data = {**{name: self.data.get(name, "") for name in self.fields}, "q": ""}  # nobody reads it again
            words = _("Dài quá. Hãy tìm bằng vài từ, dưới %(limit)s chữ cái.")
            raise forms.ValidationError(words % {"limit": MOST_LETTERS}, code="max_length") from None
        if typed and query(typed) is None:
            raise forms.ValidationError(_("Hãy viết ít nhất một từ để tìm."), code="no_word")
        return typed

    @property
    def status(self) -> int:
        """Return the HTTP status of a page with this form: a choice that does not exist is no such page."""
        if self.is_valid():
            return 200
        return 422 if set(self.errors) == {"q"} else 404

    @property
    def is_filtered(self) -> bool:
        """Return whether something besides words narrows the list, or is wrong: then the filters stand open."""
        return any(name != "q" and (name in self.errors or self.cleaned_data.get(name)) for name in self.fields)

    def chosen(self) -> dict[str, str]:
        """Return what was chosen, by the name it has in the address. The form is valid."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrowing(self, *, now: datetime) -> Narrowing:
        """Return what that narrows to. A whole reference is looked for as one. The form is valid."""
        chosen = self.chosen()
        typed, days = chosen.get("q", ""), chosen.get("days")
        reference = _reference(typed)
        return Narrowing(
            services=_codes(chosen.get("service", "")),
            area=chosen.get("area", ""),
            phase=Phase(chosen["phase"]) if "phase" in chosen else None,
            since=now - timedelta(days=int(days)) if days else None,
            words=None if reference else query(typed),
            reference=reference,
        )

    def title(self) -> str:
        """Return what was chosen in words, for a heading. The form is valid."""
        chosen = self.chosen()
        names = [self._name_of(name, chosen[name]) for name in ("service", "area", "phase", "days") if name in chosen]
        said = [f"“{chosen['q']}”"] if "q" in chosen else []
        return " · ".join([*said, *names])

    def _name_of(self, name: str, value: str) -> str:
        flat = [pair for choice in self._choices(name) for pair in (choice[1] if isinstance(choice[1], list) else [choice])]
        return next(str(words) for code, words in flat if code == value)

    def _choices(self, name: str) -> list[Any]:
        return list(cast("Any", self.fields[name]).choices)


def address(path: str, chosen: Mapping[str, str], **more: str) -> str:
    """Return the address of a page with what was chosen."""
    asked = {**chosen, **{name: value for name, value in more.items() if value}}
    return f"{path}?{urlencode(asked)}" if asked else path


def wards() -> list[tuple[str, str]]:
    """Return the wards to choose from."""
    return _wards(directory.snapshot(), language())


def _wards(snapshot: Directory, spoken: str) -> list[tuple[str, str]]:
    return [(ward.code, ward.name.in_language(spoken)) for ward in snapshot.wards]


@lru_cache(maxsize=4)
def _offered(snapshot: Directory, spoken: str) -> Mapping[str, LongList]:
    """Return what each field offers, in the language that is spoken now."""
    phases = [(phase.value, str(name)) for phase, name in PHASES.items() if phase is not Phase.REFUSED]
    days = [(str(n), ngettext("%(n)s ngày qua", "%(n)s ngày qua", n) % {"n": n}) for n in DAYS]
    return {
        "service": LongList([("", _("Tất cả")), *_services(snapshot, spoken)]),
        "area": LongList([("", _("Mọi nơi")), *_wards(snapshot, spoken)]),
        "phase": LongList([("", _("Tất cả")), *phases]),
        "days": LongList([("", _("Từ trước đến nay")), *days]),
    }


def _services(snapshot: Directory, spoken: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the services by group, in the order of the report form; first in each, the whole group."""
    found = []
    for group in snapshot.groups:
        name = group.name.in_language(spoken)
        services = [
            (code, snapshot.services[code].name.in_language(spoken)) for code in group.services if code in snapshot.services
        ]
        if services:
            found.append((name, [(f"{GROUP}{group.code}", _("Tất cả: %(group)s") % {"group": name}), *services]))
    return found


def _codes(chosen: str) -> tuple[str, ...]:
    """Return the services that one choice stands for."""
    if not chosen.startswith(GROUP):
        return (chosen,) if chosen else ()
    snapshot = directory.snapshot()
    group = next(one for one in snapshot.groups if one.code == chosen.removeprefix(GROUP))
    return tuple(code for code in group.services if code in snapshot.services)


def _reference(typed: str) -> str:
    try:
        return parse_reference(typed, number=directory.snapshot().city.reference_number)
    except NotAReference:
        return ""
