"""Long lists of choices, as the 250 services and wards of every public list: taken as they are, and drawn once."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.choices import BaseChoiceIterator
from django.utils.safestring import SafeString, mark_safe

from hotline.ui.markup import format_html


class LongList(BaseChoiceIterator):
    """Choices that stay as they are: pairs of strings, or groups of them. Django looks through others four times for a form."""

    def __init__(self, choices: Sequence[Any]) -> None:
        self._choices = choices

    def __iter__(self) -> Iterator[Any]:
        return iter(self._choices)

    def __hash__(self) -> int:
        return id(self)  # `==` compares what is in them; whether a list was drawn before is asked of the list itself


class LongSelect(forms.Select):
    """A <select> whose options are drawn once for each `LongList`; what is chosen is marked in what was drawn."""

    def render(
        self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """Return what Django's widget gives."""
        choices = self.choices
        if not isinstance(choices, LongList):
            return super().render(name, value, dict(attrs or {}), renderer)
        whole = {**self.attrs, **(attrs or {})}
        plain = _drawn(choices, name, tuple(whole.items()), renderer)
        chosen = next(iter(self.format_value(value)), None)
        if chosen is None:
            return plain
        option = format_html('<option value="{}"', chosen)
        return mark_safe(plain.replace(f"{option}>", f"{option} selected>", 1))  # noqa: S308 - of escaped parts


@lru_cache(maxsize=64)
def _drawn(choices: LongList, name: str, attrs: tuple[tuple[str, Any], ...], renderer: BaseRenderer | None) -> SafeString:
    return forms.Select(choices=choices).render(name, _NONE, dict(attrs), renderer)


_NONE = "\x00"
"""What nobody chose: text of a form never holds it."""
