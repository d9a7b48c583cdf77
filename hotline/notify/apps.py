"""Notify as a Django app."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Stage 6: render texts, drain the outbox, send."""

    name = "hotline.notify"
    label = "notify"
    default_auto_field = "django.db.models.BigAutoField"
