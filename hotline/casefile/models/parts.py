"""One agency's part of a case."""

from django.db import models

from hotline.core.facts import PartRole
from hotline.core.status import Part

from .choices import one_of
from .requests import ServiceRequest


class Assignment(models.Model):
    """What one agency is to do, with its own state, evidence and rating. Proposed by a rule or a person first.

    A part whose role is `under` was handed down by the agency of `handed_down_from`, which stays accountable for it.
    """

    request = models.ForeignKey(ServiceRequest, on_delete=models.PROTECT, related_name="parts")
    unit = models.ForeignKey("directory.Unit", on_delete=models.PROTECT, related_name="+")
    handed_down_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="handed_down")
    role = models.TextField()
    scope = models.TextField(default="", db_default="")
    state = models.TextField(default=Part.PROPOSED, db_default=Part.PROPOSED)
    rule = models.TextField(default="", db_default="")  # the routing rule that proposed it; empty when a person did
    because = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))  # the rule in codes
    automatic = models.BooleanField(default=False, db_default=False)  # may go without anyone's key

    handler = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    result = models.TextField(default="", db_default="")  # the agency's words, for the desk
    answer_draft = models.TextField(default="", db_default="")  # the lead's proposal of the one answer, for the desk
    binding = models.BooleanField(default=False, db_default=False)  # decided by the supervisor: cannot be sent back
    return_reason = models.TextField(default="", db_default="")
    returned_to = models.ForeignKey("directory.Unit", null=True, on_delete=models.PROTECT, related_name="+")  # as it says
    return_settled_at = models.DateTimeField(null=True)  # somebody else has it, or nobody needs to
    fine = models.BigIntegerField(null=True)  # đồng, in all
    counted = models.PositiveIntegerField(null=True)  # of what the profile has the service count
    rating = models.PositiveSmallIntegerField(null=True)
    rated_at = models.DateTimeField(null=True)

    proposed_at = models.DateTimeField()
    forwarded_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    result_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("role", PartRole, name="part_role"),
            one_of("state", Part, name="part_state"),
            models.CheckConstraint(condition=models.Q(rating__isnull=True) | models.Q(rating__range=(1, 5)), name="part_rating"),
            models.CheckConstraint(condition=models.Q(fine__isnull=True) | models.Q(fine__gte=0), name="part_fine"),
            models.UniqueConstraint(
                fields=["request", "unit"],
                condition=~models.Q(state__in=[Part.RETURNED, Part.WITHDRAWN]),
                name="part_once_per_unit",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=models.Q(role=PartRole.LEAD) & ~models.Q(state__in=[Part.RETURNED, Part.WITHDRAWN]),
                name="part_one_lead",
            ),
            models.CheckConstraint(
                condition=models.Q(role=PartRole.UNDER, handed_down_from__isnull=False)
                | (~models.Q(role=PartRole.UNDER) & models.Q(handed_down_from__isnull=True)),
                name="part_under_another",
            ),
        ]
        indexes = [
            models.Index(
                fields=["unit", "state"],
                include=["id", "request", "handler", "result_at"],
                condition=models.Q(state__in=[Part.FORWARDED, Part.ACCEPTED, Part.RESULT_FILED]),
                name="part_standing",
            ),
            models.Index(fields=["id"], condition=models.Q(state=Part.PROPOSED, automatic=True), name="part_to_forward"),
            models.Index(fields=["-closed_at", "-id"], condition=models.Q(state=Part.RETURNED), name="part_returned"),
            models.Index(fields=["unit", "closed_at"], condition=models.Q(state=Part.DONE), name="part_done_lately"),
            models.Index(
                fields=["handed_down_from"],
                condition=models.Q(state=Part.RESULT_FILED, handed_down_from__isnull=False),
                name="part_filed_below",
            ),
        ]
