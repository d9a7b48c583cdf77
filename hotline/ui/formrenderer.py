"""How form widgets become HTML: by Django's own templates, but for long lists of choices, which need a template for each."""

from collections.abc import Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

SELECT = "django/forms/widgets/select.html"


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
        parts += [
            format_html('<option value="{}"{}>{}</option>', option["value"], _attributes(option["attrs"]), option["label"])
            for option in options
        ]
        if group:
            parts.append(SafeString("</optgroup>"))
    return mark_safe("".join([*parts, "</select>"]))  # noqa: S308 - of escaped parts


def _attributes(given: Mapping[str, Any]) -> SafeString:
    shown = [
        format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
        for name, value in given.items()
        if value is not False
    ]
    return mark_safe("".join(shown))  # noqa: S308 - of escaped parts
