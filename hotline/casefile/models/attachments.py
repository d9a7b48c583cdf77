"""Photos: the original sealed, a clean copy for those who work on the case, a public copy when a person approved it."""

from django.db import models

from hotline.core.facts import AttachmentKind

from .choices import one_of
from .parts import Assignment
from .requests import ServiceRequest


class Attachment(models.Model):
    """One photo. Its files lie in DIR/media under `key` and are on the disk before this row commits."""

    key = models.TextField(unique=True)
    kind = models.TextField()
    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="attachments")
    part = models.ForeignKey(Assignment, null=True, on_delete=models.PROTECT, related_name="evidence")
    sha256 = models.BinaryField()
    phash = models.BigIntegerField()  # 64-bit difference hash of the picture
    fine_hash = models.BinaryField(null=True)  # 256 bits of the same; photos of before it was kept have none
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    gps = models.BinaryField(null=True)  # "lat,lon" of the photo, sealed: kept as a fact, never in a copy
    taken_at = models.DateTimeField(null=True)
    camera = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))  # doubts, metres, placed, drawn
    findings = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))  # what spoke against it when filed
    added_at = models.DateTimeField()
    public_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [one_of("kind", AttachmentKind, name="attachment_kind")]
        indexes = [
            models.Index(fields=["request"], name="attachment_of_request"),
            models.Index(fields=["added_at"], condition=models.Q(request__isnull=True), name="attachment_loose"),
            models.Index(fields=["sha256"], condition=models.Q(request__isnull=False), name="attachment_file"),
        ]
