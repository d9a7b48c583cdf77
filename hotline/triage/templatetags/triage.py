"""Tags of the operators' pages: folded forms that open by a key, key caps, and forms drawn field by field."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hotline.triage.keys import CASE_KEYS, QUEUE_KEYS
from hotline.triage.queuerows import queue_rows
from hotline.ui.panels import PanelPage

register = template.Library()

register.simple_tag(queue_rows)


@register.simple_block_tag
def deed(
    content: str, action: str, page: PanelPage, name: str, title: str, *, group: str = "", unfolded: object = False
) -> SafeString:
    """Fold a form behind a button with its key; it stands open when it came back with something to correct."""
    shortcut = CASE_KEYS.get(action)
    given: dict[str, Any] = {
        "body": content,
        "key": shortcut.key if shortcut else "",
        "anchor": name.replace(".", "_"),
        "title": title,
        "group": group,
        "is_open": page.is_open(name) or bool(unfolded),
    }
    return render_to_string("triage/deed.html", given)


@register.inclusion_tag("triage/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """Show every field of a form, the hidden ones too."""
    return {"form": form}


@register.simple_tag
def hidden_fields(form: BaseForm) -> SafeString:
    """Show the hidden fields of a form."""
    return format_html_join("", "{}", ((bound,) for bound in form.hidden_fields()))


@register.simple_tag
def key(action: str) -> str:
    """Return the key of an action."""
    return (CASE_KEYS.get(action) or QUEUE_KEYS[action]).key


@register.simple_tag
def keycap(action: str) -> SafeString:
    """Show the key of an action on its button; the style sheet shows it only while shortcuts are on."""
    return format_html('<kbd class="keycap" aria-hidden="true">{}</kbd>', key(action))


@register.filter
def degrees(value: float | None) -> str:
    """Return degrees with a point and five places (about a metre), whatever the language."""
    return "" if value is None else f"{value:.5f}"
