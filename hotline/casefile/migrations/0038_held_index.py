"""Whose messages were kept lately and not acted on is asked by the operators' page."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work: none of it stops anybody who writes."""

    atomic = False
    dependencies = [("casefile", "0037_sender_rulings")]

    operations = [
        ValidateConstraint("incoming", "incoming_became"),
        AddIndexConcurrently(
            "incoming",
            models.Index(fields=["read_at"], condition=models.Q(became="held"), name="incoming_held"),
        ),
    ]
