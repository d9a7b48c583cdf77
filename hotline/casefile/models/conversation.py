"""Words that people add to a case: notes, and questions with their answers. All of them can be erased."""

from django.db import models

from .parts import Assignment
from .requests import ServiceRequest


class Note(models.Model):
    """Free words behind an event; the event itself holds only the note's id."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="notes")
    part = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="notes")
    words = models.TextField()
    written_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class Question(models.Model):
    """A question to the citizen: from the centre (`part` empty) or from an agency through the centre."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="questions")
    part = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="questions")
    words = models.TextField()
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    reply = models.TextField(default="", db_default="")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["request"], condition=models.Q(replied_at__isnull=True), name="question_open"),
        ]
