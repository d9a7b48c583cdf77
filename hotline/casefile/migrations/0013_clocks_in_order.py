"""Running deadlines stand in one order, also those of one moment: who walks along them reads only what comes next."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built beside the work. The index before it goes when the new one stands."""

    atomic = False
    dependencies = [("casefile", "0012_contact_numbers")]

    operations = [
        AddIndexConcurrently(
            "clock",
            models.Index(fields=["due_at", "id"], condition=models.Q(state="running"), name="clock_due_in_order"),
        ),
        RemoveIndexConcurrently("clock", "clock_due"),
    ]
