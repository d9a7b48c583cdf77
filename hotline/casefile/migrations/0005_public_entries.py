"""What everyone may read, in the shape in which it is looked for, and how far it follows the record."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import hotline.casefile.models.events

SQL = """
INSERT INTO casefile_publicfollowing (id, horizon, profile, turn) VALUES (1, '0', 0, 0);
GRANT SELECT, UPDATE ON casefile_publicfollowing TO hotline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON casefile_publicentry TO hotline_app;
-- Planned by the words that are really common: thousands of them, not the usual hundreds.
ALTER TABLE casefile_publicentry ALTER COLUMN document SET STATISTICS 300;
CREATE INDEX clock_of_answer_ended ON casefile_clock (ended_at) INCLUDE (outcome)
    WHERE stops = 'answered' AND state = 'ended' AND request_id IS NOT NULL;
CREATE INDEX answer_sent ON casefile_answer (sent_at) WHERE sent_at IS NOT NULL;
"""
BACK = "DROP INDEX answer_sent; DROP INDEX clock_of_answer_ended"


class Migration(migrations.Migration):
    """Two tables, filled by the worker: the first time it looks, it makes all entries anew."""

    dependencies = [("casefile", "0004_work_index"), ("directory", "0001_directory")]

    operations = [
        migrations.CreateModel(
            name="PublicEntry",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="casefile.servicerequest",
                    ),
                ),
                ("reference", models.TextField()),
                ("phase", models.TextField()),
                ("received_at", models.DateTimeField()),
                ("lat", models.FloatField(null=True)),
                ("lon", models.FloatField(null=True)),
                ("document", django.contrib.postgres.search.SearchVectorField()),
                (
                    "area",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.area",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.service"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-received_at", "-request"], name="entry_newest"),
                    models.Index(fields=["service", "-received_at", "-request"], name="entry_of_service"),
                    models.Index(fields=["area", "-received_at", "-request"], name="entry_of_area"),
                    models.Index(fields=["phase", "-received_at", "-request"], name="entry_of_phase"),
                    models.Index(condition=models.Q(lat__isnull=False), fields=["lat", "lon"], name="entry_at"),
                    models.Index(condition=models.Q(lat__isnull=True), fields=["area"], name="entry_without_point"),
                    django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["document"], name="entry_words"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PublicFollowing",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("horizon", hotline.casefile.models.events.Xid8Field()),
                ("profile", models.BigIntegerField(default=0)),
                ("rebuilt_to", models.BigIntegerField(null=True)),
                ("turn", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(id=1), name="one_public_following")],
            },
        ),
        migrations.RunSQL(SQL, BACK),
    ]
