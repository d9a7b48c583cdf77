"""Deadlines that still run are found by the part or the case they are of, and by what ends them; parts done lately by their agency."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

OPEN = ~models.Q(state="ended")


class Migration(migrations.Migration):
    """Built beside the work; only what the desks read stands in them."""

    atomic = False
    dependencies = [("casefile", "0013_clocks_in_order")]

    operations = [
        AddIndexConcurrently(
            "clock",
            models.Index(fields=["part", "due_at"], condition=OPEN & models.Q(part__isnull=False), name="clock_open_of_part"),
        ),
        AddIndexConcurrently(
            "clock",
            models.Index(
                fields=["request", "stops", "id"],
                include=["due_at", "state"],
                condition=OPEN & models.Q(request__isnull=False),
                name="clock_open_of_request",
            ),
        ),
        AddIndexConcurrently(
            "assignment",
            models.Index(fields=["unit", "closed_at"], condition=models.Q(state="done"), name="part_done_lately"),
        ),
    ]
