"""What administrators order of the working calendars, over the profile's."""

from django.db import migrations, models
from django.db.models import Q

# Nothing is deleted: a decision that was dropped stays written. An agency's page asks which one holds, and no more.
GRANTS = """
GRANT SELECT, INSERT, UPDATE ON directory_calendardecision TO hotline_app;
GRANT SELECT (id, number) ON directory_calendardecision TO hotline_agency;
"""
UNGRANTED = "REVOKE ALL ON directory_calendardecision FROM hotline_app, hotline_agency;"


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("directory", "0002_boundaries")]

    operations = [
        migrations.CreateModel(
            name="CalendarDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("calendar", models.CharField(max_length=64)),
                ("document", models.CharField(max_length=300)),
                ("days", models.JSONField(default=list)),
                ("hours", models.JSONField(null=True)),
                ("known_until", models.DateField(null=True)),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.BigIntegerField(null=True)),
                ("number", models.PositiveIntegerField(null=True, unique=True)),
                ("applied_at", models.DateTimeField(null=True)),
                ("applied_by", models.BigIntegerField(null=True)),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(number__isnull=True, applied_at__isnull=True)
                        | Q(number__isnull=False, applied_at__isnull=False, dropped_at__isnull=True),
                        name="calendar_decision_state",
                    ),
                    models.UniqueConstraint(
                        fields=["calendar"],
                        condition=Q(number__isnull=True, dropped_at__isnull=True),
                        name="calendar_decision_one_open",
                    ),
                    models.CheckConstraint(condition=~Q(document=""), name="calendar_decision_has_document"),
                ],
            },
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
