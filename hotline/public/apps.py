"""Public as a Django app."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """Stage 7: the public's read side: track, list, rate."""

    name = "hotline.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"
