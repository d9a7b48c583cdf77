"""How form widgets become HTML: by Django's own templates, but for long lists of choices, which need a template for each."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from hotline.ui.markup import format_html

SELECT = "django/forms/widgets/select.html"
_NOTHING = SafeString("")


class Renderer(TemplatesSetting):
    """Django's renderer. A <select> of 250 services and wards costs it 10 ms; drawn here, half a millisecond."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Return the widget's HTML; that of a <select> is what Django's template would give, without its line breaks."""
        if template_name != SELECT:
            return super().render(template_name, context, request)
        return _select(context["widget"])


def _select(widget: Mapping[str, Any]) -> SafeString:
    parts = [format_html('<select name="{}"{}>', widget["name"], _attributes(widget["attrs"]))]
    for group, options, _index in widget["optgroups"]:
        if group:
            parts.append(format_html('<optgroup label="{}">', group))
        parts += [_option(option["value"], option["label"], option["attrs"]) for option in options]
        if group:
            parts.append(SafeString("</optgroup>"))
    return mark_safe("".join([*parts, "</select>"]))  # noqa: S308 - of escaped parts


def _option(value: object, label: object, attributes: Mapping[str, Any]) -> SafeString:
    if attributes or type(value) is not str or type(label) is not str:
        return format_html('<option value="{}"{}>{}</option>', value, _attributes(attributes), label)
    return _plain_option(value, label)


@lru_cache(maxsize=2048)
def _plain_option(value: str, label: str) -> SafeString:
    """Return an option of plain strings: the 250 services and wards stand on every public list."""
    return format_html('<option value="{}">{}</option>', value, label)


def _attributes(given: Mapping[str, Any]) -> SafeString:
    if not given:
        return _NOTHING
    shown = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in given.items()
        if value is not False
    ]
    return mark_safe("".join(shown))  # noqa: S308 - of escaped parts
