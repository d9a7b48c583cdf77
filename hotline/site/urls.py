"""The addresses of the installation: each part's own, where it has any, and those composed here."""

from importlib import import_module
from importlib.util import find_spec

from django.conf.urls.i18n import urlpatterns as language_urls
from django.urls import URLPattern, URLResolver, include, path

from hotline.site import health

# Fixed addresses come before those with a parameter, so the order here does not matter between parts.
PARTS = ("people", "ui", "intake", "triage", "dispatch", "casework", "answering", "notify", "public", "site.pages")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("i18n/", include(language_urls)),
]
for part in PARTS:
    name = f"hotline.{part}.urls"
    if find_spec(f"hotline.{part}") and find_spec(name):
        urlpatterns.append(path("", include(import_module(name))))
