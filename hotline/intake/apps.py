"""Intake as a Django app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Stage 1: reports come in, by the web form and by every other channel."""

    name = "hotline.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"
