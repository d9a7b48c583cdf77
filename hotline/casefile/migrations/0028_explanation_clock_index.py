"""Every clock is of exactly one thing, also those of before; those of explanations are found by it."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work: neither stops anybody who writes."""

    atomic = False
    dependencies = [("casefile", "0027_explanation_clocks")]

    operations = [
        ValidateConstraint("clock", "clock_of_exactly_one"),
        AddIndexConcurrently(
            "clock",
            models.Index(fields=["explanation"], condition=models.Q(explanation__isnull=False), name="clock_of_explanation"),
        ),
    ]
