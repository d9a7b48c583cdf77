"""Casework as a Django app."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Stage 4: the agency's desk: accept, return, progress, result."""

    name = "hotline.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
