"""The tags of the map: the element that static/ui/js/map.js opens. Its head says how."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("ui/components/map_box.html")
def map_box(label: str, element_id: str = "map") -> dict[str, Any]:
    """Write the element of a map, hidden until a script opens it. `label` says aloud what it is for."""
    return {
        "element_id": element_id,
        "label": label,
        "base": reverse("map_base"),
        "tiles": reverse("map_base").replace("base.json", "tiles/{z}/{x}/{y}.png") if settings.TILES_SOURCE else "",
        "attribution": settings.TILES_ATTRIBUTION if settings.TILES_SOURCE else "",
    }
