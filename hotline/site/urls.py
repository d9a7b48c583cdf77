"""The addresses of the installation: each part's own, where it has any, and those composed here."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from hotline.people.guards import public
from hotline.site import health
from hotline.site.citysheet import city_sheet
from hotline.site.look import choose_look, emblem, icon_sheet

handler400 = "hotline.site.errors.bad_request"
handler500 = "hotline.site.errors.server_error"

# Fixed addresses come before those with a parameter, so the order here does not matter between parts.
PARTS = (
    "people",
    "ui",
    "intake",
    "triage",
    "dispatch",
    "casework",
    "answering",
    "notify",
    "public",
    "oversight",
    "site.calendars",
    "site.casepage",
    "site.channels",
    "site.rules",
    "site.maps",
    "site.furniture",
    "site.pages",
    "site.tour",
    "site.phone",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", public(health.alive)),
    path("readyz", public(health.ready)),
    path("city.css", city_sheet),
    path("emblem.svg", emblem),
    path("icons.svg", icon_sheet),
    path("look/", choose_look, name="choose_look"),
    path("i18n/setlang/", public(set_language), name="set_language"),
    path("open311/", include("hotline.site.open311")),
]
for part in PARTS:
    name = f"hotline.{part}.urls"
    if find_spec(f"hotline.{part}") and find_spec(name):
        urlpatterns.append(path("", include(import_module(name))))
