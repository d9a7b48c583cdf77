"""The Django app of the page furniture."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Register the templates, static files, tags and translations of `ui`."""

    name = "hotline.ui"
    label = "ui"
