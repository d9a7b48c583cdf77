"""Matters that came back after they were handled: linked, counted, and first after emergencies in each list."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import hotline.casefile.models.events

SQL = Path(__file__).resolve().parent.parent / "sql" / "recurrences.sql"
BACK = "DROP FUNCTION IF EXISTS casefile_chain(bigint); DROP INDEX event_hinted; DROP INDEX event_emergency_said"
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    """Two tables, one column that is 1 in every case of before, and what an agency may see of them."""

    dependencies = [("casefile", "0023_alike_by_week")]

    operations = [
        migrations.AddField("servicerequest", "occurrence", models.PositiveSmallIntegerField(db_default=1, default=1)),
        migrations.CreateModel(
            name="Recurrence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("found_at", models.DateTimeField()),
                ("reasons", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list)),
                ("metres", models.PositiveIntegerField(null=True)),
                ("after", models.DurationField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended", models.TextField(db_default="", default="")),
                ("earlier", models.ForeignKey(on_delete=PROTECT, related_name="+", to="casefile.servicerequest")),
                ("request", models.ForeignKey(on_delete=PROTECT, related_name="recurrences", to="casefile.servicerequest")),
            ],
            options={
                "indexes": [models.Index(fields=["found_at"], name="recurrence_found")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(ended_at__isnull=True), fields=("request",), name="recurrence_one_in_force"
                    ),
                    models.CheckConstraint(condition=~models.Q(request=models.F("earlier")), name="recurrence_not_of_itself"),
                    models.CheckConstraint(condition=models.Q(ended__in=["", "denied", "moved"]), name="recurrence_ended"),
                    models.CheckConstraint(
                        condition=models.Q(ended_at__isnull=True, ended="") | models.Q(ended_at__isnull=False, ended__gt=""),
                        name="recurrence_ends_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecurrenceFollowing",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("horizon", hotline.casefile.models.events.Xid8Field()),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(id=1), name="one_recurrence_following")]},
        ),
        migrations.RunSQL(SQL.read_text(), BACK),
    ]
