"""An agency's desk of a thousand parts is put in order without a look at a thousand reports."""

from pathlib import Path

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """Built beside the work. The index before it goes when the new one stands, and the function when both do."""

    atomic = False
    dependencies = [("casefile", "0041_failed_index")]

    operations = [
        AddIndexConcurrently(
            "assignment",
            models.Index(
                fields=["unit", "state"],
                include=["id", "request", "handler", "result_at"],
                condition=models.Q(state__in=["forwarded", "accepted", "result_filed"]),
                name="part_standing",
            ),
        ),
        AddIndexConcurrently(
            "servicerequest",
            models.Index(
                fields=["id"],
                include=["urgent", "occurrence"],
                condition=models.Q(urgent=True) | models.Q(occurrence__gt=1),
                name="request_unusual",
            ),
        ),
        RemoveIndexConcurrently("assignment", "part_on_desk"),
        migrations.RunSQL((SQL / "desk_order.sql").read_text(), migrations.RunSQL.noop),
    ]
