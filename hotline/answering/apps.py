"""Answering as a Django app."""

from django.apps import AppConfig


class AnsweringConfig(AppConfig):
    """Stage 5: the synthesis desk: accept results, one answer, reply, publish, correct."""

    name = "hotline.answering"
    label = "answering"
    default_auto_field = "django.db.models.BigAutoField"
