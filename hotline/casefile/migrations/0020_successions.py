"""Cases that go on under other wards and agencies."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

# The application alone: an agency reads what became of its own cases on their timelines.
GRANTS = """
GRANT SELECT, INSERT, UPDATE ON casefile_successionpass, casefile_casesuccession TO hotline_app;
GRANT SELECT, INSERT ON casefile_partsuccession TO hotline_app;
"""
BACK = "REVOKE ALL ON casefile_successionpass, casefile_casesuccession, casefile_partsuccession FROM hotline_app"


def _id() -> tuple[str, models.BigAutoField]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _to(model: str, **more: bool) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=model, **more)


class Migration(migrations.Migration):
    """Three tables."""

    dependencies = [("directory", "0005_successions"), ("casefile", "0019_complaints")]

    operations = [
        migrations.CreateModel(
            name="SuccessionPass",
            fields=[
                _id(),
                ("total", models.PositiveIntegerField()),
                ("looked", models.PositiveIntegerField(db_default=0, default=0)),
                ("cases", models.PositiveIntegerField(db_default=0, default=0)),
                ("parts", models.PositiveIntegerField(db_default=0, default=0)),
                ("joined", models.PositiveIntegerField(db_default=0, default=0)),
                ("told", models.PositiveIntegerField(db_default=0, default=0)),
                ("sweep", models.PositiveSmallIntegerField(db_default=1, default=1)),
                ("reached", models.BigIntegerField(db_default=0, default=0)),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "succession",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.succession"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseSuccession",
            fields=[
                _id(),
                ("how", models.TextField(db_default="", default="")),
                ("at", models.DateTimeField()),
                ("decided_by", models.BigIntegerField(null=True)),
                ("before", _to("directory.area", db_index=False)),
                ("after", _to("directory.area", null=True, db_index=False)),
                ("request", _to("casefile.servicerequest")),
                ("succession", _to("directory.succession")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["request", "before"], name="case_succession_once"),
                    models.CheckConstraint(
                        condition=Q(after__isnull=True, how="") | Q(after__isnull=False, how__in=["sole", "outline", "person"]),
                        name="case_succession_how",
                    ),
                ],
                "indexes": [models.Index(fields=["request"], condition=Q(after__isnull=True), name="case_succession_waits")],
            },
        ),
        migrations.CreateModel(
            name="PartSuccession",
            fields=[
                _id(),
                ("at", models.DateTimeField()),
                ("part", _to("casefile.assignment")),
                ("before", _to("directory.unit", db_index=False)),
                ("after", _to("directory.unit", db_index=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["part", "before"], name="part_succession_once")],
            },
        ),
        migrations.RunSQL(GRANTS, BACK),
    ]
