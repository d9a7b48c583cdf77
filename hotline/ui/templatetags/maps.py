"""The tags of the map: the element that static/ui/js/map.js opens, and the picker of a place around it."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
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


@register.inclusion_tag("ui/components/place_picker.html")
def place_picker(
    words: BoundField,
    ward: BoundField,
    lat: BoundField,
    lon: BoundField,
    found: Sequence[tuple[str, str, str]] = (),
    said: str = "",
    may_find: bool = True,
    is_mine: bool = True,
) -> dict[str, Any]:
    """Write the field of an address, what was found for it, "my place" and the map with its text twin.

    `found` are wards as (code, name, what it was before), each a button named "pick"; `said` is the sentence over them.
    With `may_find` the form has a button named "find" for browsers without JavaScript; with `is_mine` "my place", for who
    is there. Ward and coordinates are fields of the form that the page shows itself; ui/js/map-place.js fills them in.
    """
    return {
        "words": words, "ward": ward, "lat": lat, "lon": lon, "found": found, "said": said, "may_find": may_find,
        "is_mine": is_mine,
        "place_url": reverse("map_place"), "search_url": reverse("map_search"),
    }  # fmt: skip
