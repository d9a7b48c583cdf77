"""Reports merged under another one, and what each of their reporters says of the work."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "merging.sql"
PROTECT = django.db.models.deletion.PROTECT


class Migration(migrations.Migration):
    """Two tables, one column that is empty in every case of before, and what an agency may see of them."""

    dependencies = [("casefile", "0015_agency_desk")]

    operations = [
        migrations.AddField(
            model_name="servicerequest",
            name="master",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=PROTECT, related_name="members", to="casefile.servicerequest"
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(condition=models.Q(master__isnull=False), fields=["master"], name="request_merged"),
        ),
        migrations.AddConstraint(
            model_name="servicerequest",
            constraint=models.CheckConstraint(condition=~models.Q(master=models.F("id")), name="request_not_its_own_master"),
        ),
        migrations.CreateModel(
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("merged_at", models.DateTimeField()),
                ("screening", models.TextField()),
                ("parts", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                ("clocks", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended", models.TextField(db_default="", default="")),
                ("request", models.ForeignKey(on_delete=PROTECT, related_name="merges", to="casefile.servicerequest")),
                ("under", models.ForeignKey(on_delete=PROTECT, related_name="+", to="casefile.servicerequest")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(ended_at__isnull=True), fields=("request",), name="merge_one_in_force"
                    ),
                    models.CheckConstraint(condition=~models.Q(request=models.F("under")), name="merge_not_under_itself"),
                    models.CheckConstraint(condition=models.Q(ended__in=["", "undone", "left"]), name="merge_ended"),
                    models.CheckConstraint(
                        condition=models.Q(ended_at__isnull=True, ended="") | models.Q(ended_at__isnull=False, ended__gt=""),
                        name="merge_ends_somehow",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                ("stars", models.PositiveSmallIntegerField()),
                ("rated_at", models.DateTimeField()),
                ("part", models.ForeignKey(on_delete=PROTECT, related_name="ratings", to="casefile.assignment")),
                ("request", models.ForeignKey(on_delete=PROTECT, related_name="+", to="casefile.servicerequest")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("part", "request", "round"), name="rating_once_per_report"),
                    models.CheckConstraint(condition=models.Q(stars__range=(1, 5)), name="rating_stars"),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(), "DROP FUNCTION casefile_merged_count(bigint)"),
    ]
