"""The lists of the operators' queue in their new order: what came back goes before what is new."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes, built beside the work, in the place of two."""

    atomic = False
    dependencies = [("casefile", "0024_recurrences")]

    operations = [
        AddIndexConcurrently(
            "servicerequest",
            models.Index(
                fields=["screening", "-urgent", "-occurrence", "received_at", "id"],
                condition=models.Q(screening__in=["received", "asked"]),
                name="request_to_screen_in",
            ),
        ),
        AddIndexConcurrently(
            "servicerequest",
            models.Index(
                fields=["-urgent", "-occurrence", "received_at", "id"],
                condition=models.Q(unowned=True),
                name="request_unowned_in",
            ),
        ),
        RemoveIndexConcurrently("servicerequest", "request_to_screen_of"),
        RemoveIndexConcurrently("servicerequest", "request_unowned"),
    ]
