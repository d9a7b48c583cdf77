"""Who can be reached: sealed, looked up by a blind index, apart from the case."""

from django.db import models

from .requests import ServiceRequest


class Contact(models.Model):
    """A person or organisation. Everything personal hangs off it; erasure blanks it all and sets `erased_at`."""

    kind = models.TextField(default="person", db_default="person")
    name = models.BinaryField(null=True)  # sealed
    language = models.TextField(default="vi", db_default="vi")
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)


class ContactPoint(models.Model):
    """A telephone number, an e-mail address or an account on a channel."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="points")
    kind = models.TextField()
    value = models.BinaryField(null=True)  # sealed; its first byte names the key
    blind = models.BinaryField(null=True)  # HMAC of the canonical value, to look it up
    verified_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["blind"], name="contactpoint_blind")]


class Reporter(models.Model):
    """Who reports a case, and by which point the answer goes to them."""

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="reporters")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="reports")
    point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.TextField()
    main = models.BooleanField(default=True, db_default=True)
    hidden = models.BooleanField(default=False, db_default=False)  # from everyone but the centre's own people

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=models.Q(main=True), name="reporter_one_main"),
        ]
