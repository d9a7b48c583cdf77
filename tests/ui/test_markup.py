"""What is drawn quickly says what Django's own `format_html` would say, and lets nothing through that Django would not."""

import pytest
from django.utils import html
from django.utils.functional import lazystr
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from hotline.ui.markup import format_html

HOSTILE = "\"><script>alert(1)</script>'&"


class _Drawn:
    def __html__(self) -> str:
        return "<b>drawn</b>"


class _Name(str):
    __slots__ = ()


@pytest.mark.parametrize(
    ("what", "given"),
    [
        ("plain words", "Đường sá"),
        ("what would run", HOSTILE),
        ("the same marked safe", mark_safe(HOSTILE)),  # noqa: S308 - what is tested
        ("words of the page's language", gettext_lazy("Đã tiếp nhận")),
        ("lazy words that would run", lazystr(HOSTILE)),
        ("a string of another class that would run", _Name(HOSTILE)),
        ("what draws itself", _Drawn()),
        ("a number", 42),
        ("nothing", None),
        ("braces", "{0} {}"),
    ],
)
def test_it_is_what_django_draws(what: str, given: object) -> None:
    ours = format_html('<a title="{}">{}</a>', given, given)
    assert ours == html.format_html('<a title="{}">{}</a>', given, given), what
    assert isinstance(ours, SafeString)


def test_words_once_marked_safe_are_escaped_where_they_are_not() -> None:
    assert format_html("{}", mark_safe("<b>")) == "<b>"
    assert format_html("{}", "<b>") == "&lt;b&gt;"
