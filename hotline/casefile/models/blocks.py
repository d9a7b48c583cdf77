"""What the centre said of a sender: that nothing of theirs is acted on for some days, or all of it however much it is."""

from django.db import models

from hotline.core.blocking import Ruling

from .choices import one_of
from .contacts import ContactPoint


class SenderRuling(models.Model):
    """A block, or leave to write much, of one point for a time. It stands until `until`, or until somebody ends it.

    `blind` is the point's blind index: the same number may stand in several points. Of somebody who was erased it goes when this
    is over. `of_unproved`: nothing showed that the sender is who it said; whoever does show it is not meant. `reason` and
    `ended_why` are words of staff and can be erased. `held`: how many messages were kept and not acted on, `held_at` the last.
    """

    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="+")
    blind = models.BinaryField(null=True)
    of_unproved = models.BooleanField(default=False, db_default=False)
    ruling = models.TextField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    reason = models.TextField(default="", db_default="")
    set_by = models.BigIntegerField(null=True)
    held = models.PositiveIntegerField(default=0, db_default=0)
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)
    ended_why = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            one_of("ruling", Ruling, name="senderruling_ruling"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="senderruling_some_time"),
            models.UniqueConstraint(fields=["blind"], condition=models.Q(ended_at__isnull=True), name="senderruling_one"),
        ]
        indexes = [
            models.Index(fields=["blind", "-id"], name="senderruling_of_sender"),
            models.Index(fields=["until"], condition=models.Q(ended_at__isnull=True), name="senderruling_standing"),
        ]
