"""Emergencies wait behind nobody: the agency's desk, and the operators' first list with those that were asked or came back."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

ORDER = ["-urgent", "-occurrence", "received_at", "id"]


class Migration(migrations.Migration):
    """Two indexes, built beside the work, in the place of one: each report stands in one of them.

    The agency's order is made by `desk_order`, of a later migration.
    """

    atomic = False
    dependencies = [("casefile", "0028_explanation_clock_index")]

    operations = [
        AddIndexConcurrently(
            "servicerequest",
            models.Index(
                fields=ORDER,
                condition=models.Q(screening="received")
                | models.Q(screening="asked", urgent=True)
                | models.Q(unowned=True, urgent=True),
                name="request_waiting_in",
            ),
        ),
        AddIndexConcurrently(
            "servicerequest",
            models.Index(fields=ORDER, condition=models.Q(screening="asked"), name="request_asked_in"),
        ),
        RemoveIndexConcurrently("servicerequest", "request_to_screen_in"),
    ]
