"""The site as a Django app: its templates and management commands."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Where the parts become one installation."""

    name = "hotline.site"
    label = "hotline_site"
