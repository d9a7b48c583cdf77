"""Triage as a Django app."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Stage 2: screen, classify, locate and route; the operator's desk for what no rule covers."""

    name = "hotline.triage"
    label = "triage"
    default_auto_field = "django.db.models.BigAutoField"
