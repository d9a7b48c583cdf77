"""Oversight as a Django app."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Stage 9: watch deadlines, warn and dun agencies, remind them every month."""

    name = "hotline.oversight"
    label = "oversight"
    default_auto_field = "django.db.models.BigAutoField"
