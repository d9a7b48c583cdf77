"""What other systems are told of is found by one index again, now that they are told when a reporter was asked something."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

TOLD = ["answered", "asked", "corrected", "followed", "forwarded", "published", "question_asked", "refused", "reopened"]


class Migration(migrations.Migration):
    """Beside the work. The index before it goes when the new one stands."""

    atomic = False
    dependencies = [("casefile", "0048_urgent_first")]

    operations = [
        AddIndexConcurrently(
            "event",
            models.Index(fields=["at", "id"], condition=models.Q(name__in=TOLD), name="event_update"),
        ),
        RemoveIndexConcurrently("event", "event_told"),
    ]
