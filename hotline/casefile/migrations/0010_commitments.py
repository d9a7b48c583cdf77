"""Committed final dates of agencies' parts, each with a clock of its own while it stands."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "commitment_rights.sql"


class Migration(migrations.Migration):
    """One table, and who may read and file."""

    dependencies = [("casefile", "0009_recounts")]

    operations = [
        migrations.CreateModel(
            name="Commitment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("state", models.TextField()),
                ("filed_at", models.DateTimeField()),
                ("in_time", models.BooleanField()),
                ("due_on", models.DateField()),
                ("due_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "clock",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="commitment", to="casefile.clock"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commitments", to="casefile.assignment"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=["standing", "waiting", "declined"]), name="commitment_state"
                    ),
                    models.UniqueConstraint(fields=["part", "round", "number"], name="commitment_numbered"),
                    models.UniqueConstraint(
                        fields=["part", "round"], condition=models.Q(state="waiting"), name="commitment_one_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state="standing", clock__isnull=False)
                        | (~models.Q(state="standing") & models.Q(clock__isnull=True)),
                        name="commitment_standing_has_clock",
                    ),
                    models.CheckConstraint(condition=models.Q(due_at__gt=models.F("filed_at")), name="commitment_ends_later"),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
