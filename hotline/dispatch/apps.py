"""Dispatch as a Django app."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Stage 3: hand over to agencies and to other systems."""

    name = "hotline.dispatch"
    label = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"
