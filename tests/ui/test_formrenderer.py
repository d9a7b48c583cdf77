"""A <select> drawn by hand says what Django's own template would say."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from hotline.ui.formrenderer import Renderer

HOSTILE = "\"><script>alert(1)</script>'&"
CHOICES: list[tuple[str, list[Any]]] = [
    ("plain", [("", "Tất cả"), ("a", "Đường sá"), (3, "Ba")]),
    ("in groups", [("", "Tất cả"), ("Nhóm & một", [("a", "Một"), ("b", "Hai")]), ("Nhóm hai", [("c", "Ba")])]),
    ("hostile", [(HOSTILE, HOSTILE), (HOSTILE, [(HOSTILE, HOSTILE)])]),
]


@pytest.mark.parametrize(("what", "choices"), CHOICES, ids=[row[0] for row in CHOICES])
@pytest.mark.parametrize("chosen", ["", "a", "c", HOSTILE, "nothing of the list"])
@pytest.mark.parametrize(
    "widget",
    [forms.Select({"class": "long", "required": True, "hidden": False}), forms.SelectMultiple({"data-x": HOSTILE})],
    ids=["one", "several"],
)
def test_it_is_what_django_draws(what: str, choices: list[Any], chosen: str, widget: forms.Select) -> None:
    widget.choices = choices
    value = [chosen, "b"] if widget.allow_multiple_selected else chosen
    ours, djangos = (
        re.sub(r">\s+<", "><", widget.render("field", value, {"id": "id_field"}, renderer=renderer))
        for renderer in (Renderer(), TemplatesSetting())
    )
    assert ours == djangos, what


def test_a_label_that_is_safe_on_one_list_is_escaped_on_another() -> None:
    """What is kept from one list to the next is kept of plain strings only."""
    for label, drawn in [(mark_safe("<b>"), "<b>"), ("<b>", "&lt;b&gt;"), (mark_safe("<b>"), "<b>")]:
        widget = forms.Select(choices=[("a", label)])
        assert f">{drawn}</option>" in widget.render("field", "", renderer=Renderer())
