"""What the form components need to know of a field: its choices as they are grouped, and where its errors lead."""

from collections.abc import Mapping
from typing import Any, TypedDict

from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString


class Option(TypedDict):
    """One choice of a field: its input as HTML and the words beside it."""

    tag: SafeString
    id: str
    label: str
    hint: str
    value: str


def grouped(bound: BoundField, hints: Mapping[str, str]) -> list[tuple[str, list[Option]]]:
    """Return a field's choices with the name of their group, as the widget orders them."""
    widget = bound.field.widget
    attrs = bound.build_widget_attrs({"id": bound.auto_id} if bound.auto_id else {})
    groups = widget.optgroups(bound.html_name, widget.format_value(bound.value()), attrs)
    return [(str(name or ""), [_option(widget, choice, hints) for choice in choices]) for name, choices, _index in groups]


def _option(widget: Any, choice: Mapping[str, Any], hints: Mapping[str, str]) -> Option:
    value = str(choice["value"])
    tag = widget._render(widget.option_template_name, {"widget": {**choice, "wrap_label": False}}, None)
    identity = choice["attrs"].get("id", "")
    return {"tag": tag, "value": value, "id": identity, "label": choice["label"], "hint": hints.get(value, "")}


def errors_of(form: BaseForm) -> list[tuple[str, str]]:
    """Return the id of the field and the words of every error; "" for errors of the whole form."""
    found = [("", str(words)) for words in form.non_field_errors()]
    for bound in form:
        found += [(_first_id(bound), str(words)) for words in bound.errors]
    return found


def _first_id(bound: BoundField) -> str:
    """Return the id of what a link to a field should focus: the input, or the first choice of several."""
    return str(bound.id_for_label or (bound[0].id_for_label if len(bound) else ""))
