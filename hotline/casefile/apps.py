"""The Django application of the case file."""

from django.apps import AppConfig


class CasefileConfig(AppConfig):
    """The case file."""

    name = "hotline.casefile"
    label = "casefile"
    default_auto_field = "django.db.models.BigAutoField"
