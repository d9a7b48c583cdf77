"""Every clock is of exactly one request, part or directive, also those of before; those of directives are found by it."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work: neither stops anybody who writes."""

    atomic = False
    dependencies = [("casefile", "0021_directives")]

    operations = [
        ValidateConstraint("clock", "clock_of_exactly_one"),
        AddIndexConcurrently(
            "clock",
            models.Index(fields=["directive"], condition=models.Q(directive__isnull=False), name="clock_of_directive"),
        ),
    ]
