"""Which contact points are one person's, since when and by whose word; and the codes by which somebody proves a number."""

from django.db import models
from django.db.models.functions import Greatest, Least

from hotline.core.persons import JoinedHow, JoinEnd
from hotline.core.phonecodes import CodeEnd

from .choices import one_of
from .contacts import Contact, ContactPoint
from .requests import ServiceRequest


class ContactJoin(models.Model):
    """Two contact points of one person. While `ended_at` is empty it stands; nothing is moved by it, so ending it undoes it.

    `one_node` and `other_node` are the points' blind indexes, blanked with them: every contact that has such a point is meant,
    those of reports to come too. Where only one report's contact is meant (a code typed on its private page), `contact` is
    that and `one_node` stands for it. Of a code, `other` is the number. `request` and `other_request` are the cases from whose
    pages it was made, if from any.
    """

    how = models.TextField()
    one = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    one_node = models.BinaryField(null=True)
    other_node = models.BinaryField(null=True)
    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="+")
    other_request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    joined_by = models.BigIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended = models.TextField(default="", db_default="")  # how
    ended_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            one_of("how", JoinedHow, name="contactjoin_how"),
            one_of("ended", JoinEnd, name="contactjoin_ended"),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended="") | models.Q(ended_at__isnull=False, ended__gt=""),
                name="contactjoin_ends_somehow",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=False) | models.Q(one_node__isnull=False, other_node__isnull=False),
                name="contactjoin_names_both",
            ),
            models.CheckConstraint(condition=~models.Q(one_node=models.F("other_node")), name="contactjoin_not_itself"),
            models.UniqueConstraint(
                Least("one_node", "other_node"),
                Greatest("one_node", "other_node"),
                condition=models.Q(ended_at__isnull=True),
                name="contactjoin_one_in_force",
            ),
        ]
        indexes = [
            models.Index(fields=["one_node"], condition=models.Q(ended_at__isnull=True), name="contactjoin_of_one"),
            models.Index(fields=["other_node"], condition=models.Q(ended_at__isnull=True), name="contactjoin_of_other"),
        ]


class PhoneCode(models.Model):
    """A code sent to a number, asked for by a point, or by the page of one report. Only its hash stands here.

    `asker` and `number` are nodes as those of a join, to count by. Kept for a day, for the counts.
    """

    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, related_name="+")  # the number's
    asker_point = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, related_name="+")
    asker_contact = models.ForeignKey(Contact, null=True, on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey(ServiceRequest, null=True, on_delete=models.PROTECT, related_name="+")
    asker = models.BinaryField()
    number = models.BinaryField()
    code = models.BinaryField()
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True)
    ended = models.TextField(default="", db_default="")

    class Meta:
        constraints = [
            one_of("ended", CodeEnd, name="phonecode_ended"),
            models.UniqueConstraint(fields=["asker"], condition=models.Q(ended_at__isnull=True), name="phonecode_one_waits"),
        ]
        indexes = [
            models.Index(fields=["asker", "asked_at"], name="phonecode_of_asker"),
            models.Index(fields=["number", "asked_at"], name="phonecode_to_number"),
        ]
