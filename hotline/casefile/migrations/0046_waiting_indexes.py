"""Danger first among what waits for a person."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work."""

    atomic = False
    dependencies = [("casefile", "0045_letters_and_danger")]

    operations = [
        AddIndexConcurrently(
            "incoming",
            models.Index(fields=["-urgent", "said_at"], condition=models.Q(became="doubt"), name="incoming_waiting"),
        ),
        RemoveIndexConcurrently("incoming", "incoming_in_doubt"),
    ]
