"""What happened lately to cases is asked for by other systems: found without a look at every event."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work. A report's own event is not in it: nothing is added to what it costs."""

    atomic = False
    dependencies = [("casefile", "0035_secrets_at")]

    operations = [
        AddIndexConcurrently(
            "event",
            models.Index(
                fields=["at", "id"],
                condition=models.Q(
                    name__in=["answered", "corrected", "followed", "forwarded", "published", "refused", "reopened"]
                ),
                name="event_told",
            ),
        ),
    ]
