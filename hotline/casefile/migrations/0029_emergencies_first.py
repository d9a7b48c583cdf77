"""Emergencies wait behind nobody: the agency's desk, and the operators' first list with those that were asked or came back."""

from pathlib import Path

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "desk_order.sql"
ORDER = ["-urgent", "-occurrence", "received_at", "id"]


class Migration(migrations.Migration):
    """One function, and two indexes, built beside the work, in the place of one: each report stands in one of them."""

    atomic = False
    dependencies = [("casefile", "0028_explanation_clock_index")]

    operations = [
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
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
