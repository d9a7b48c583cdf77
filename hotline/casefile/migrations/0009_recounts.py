"""How far a recount of deadlines is, and which it moves."""

import django.db.models.deletion
from django.db import migrations, models

# The application alone; nobody of an agency looks at a whole city's deadlines. Only what was looked at for nothing is deleted.
GRANTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON casefile_recount TO hotline_app;
GRANT SELECT, INSERT, DELETE ON casefile_moveddeadline TO hotline_app;
"""
BACK = "REVOKE ALL ON casefile_recount, casefile_moveddeadline FROM hotline_app"


class Migration(migrations.Migration):
    """Two tables."""

    dependencies = [("casefile", "0008_evidence_indexes")]

    operations = [
        migrations.CreateModel(
            name="Recount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("calendar", models.TextField()),
                ("fingerprint", models.TextField()),
                ("decision", models.BigIntegerField(null=True)),
                ("is_preview", models.BooleanField()),
                ("total", models.PositiveIntegerField()),
                ("looked", models.PositiveIntegerField(db_default=0, default=0)),
                ("moved", models.PositiveIntegerField(db_default=0, default=0)),
                ("reached", models.BigIntegerField(db_default=0, default=0)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["calendar", "is_preview"],
                        condition=models.Q(ended_at__isnull=True),
                        name="recount_one_under_way",
                    ),
                ],
                "indexes": [models.Index(fields=["calendar", "-id"], name="recount_of_calendar")],
            },
        ),
        migrations.CreateModel(
            name="MovedDeadline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("before", models.DateTimeField(null=True)),
                ("after", models.DateTimeField(null=True)),
                (
                    "clock",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casefile.clock"
                    ),
                ),
                (
                    "recount",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="deadlines", to="casefile.recount"
                    ),
                ),
            ],
        ),
        migrations.RunSQL(GRANTS, BACK),
    ]
