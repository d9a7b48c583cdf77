"""Dispatch as a Django app."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """Stage 3: hand parts over to agencies' own systems, and take what these say of them."""

    name = "hotline.dispatch"
    label = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"
