"""Dossiers for the People's Committee, agencies' positions in them, the directives that come back, and their clocks."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "directives.sql"
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
ONE = ("request", "part", "directive")


def _alone(name: str) -> models.Q:
    """Return the condition that a clock is of this and of nothing else."""
    return models.Q(**{f"{one}__isnull": one != name for one in ONE})


def _of(model: str, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=related_name, to=model)


class Migration(migrations.Migration):
    """Three tables and one column; the rule that a clock is of exactly one thing is held against old rows in the next."""

    dependencies = [("casefile", "0020_successions"), ("directory", "0001_directory")]

    operations = [
        migrations.CreateModel(
            "Dossier",
            [
                ID,
                ("reason", models.TextField()),
                ("state", models.TextField(default="draft", db_default="draft")),
                ("summary", models.TextField(default="", db_default="")),
                ("proposal", models.TextField(default="", db_default="")),
                (
                    "enclosed",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        db_default=models.Value([], django.contrib.postgres.fields.ArrayField(models.BigIntegerField())),
                        default=list,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.BigIntegerField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("paper", models.TextField(default="", db_default="")),
                ("signed_on", models.DateField(null=True)),
                ("decision", models.TextField(default="", db_default="")),
                ("request", _of("casefile.servicerequest", "dossiers")),
            ],
            options={
                "indexes": [models.Index(fields=["state", "-id"], name="dossier_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(reason__in=["disagreement", "not_thorough"]), name="dossier_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state__in=["draft", "submitted", "decided", "withdrawn"]), name="dossier_state"
                    ),
                    models.UniqueConstraint(
                        fields=["request"], condition=models.Q(state__in=["draft", "submitted"]), name="dossier_one_open"
                    ),
                    models.CheckConstraint(
                        condition=~models.Q(state="decided")
                        | models.Q(submitted_at__isnull=False, signed_on__isnull=False, decision__gt=""),
                        name="dossier_decided_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Position",
            [
                ID,
                ("words", models.TextField(default="", db_default="")),
                ("dossier", _of("casefile.dossier", "positions")),
                ("unit", _of("directory.unit", "+")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["dossier", "unit"], name="position_once_per_unit")],
            },
        ),
        migrations.CreateModel(
            "Directive",
            [
                ID,
                ("state", models.TextField(default="given", db_default="given")),
                ("task", models.TextField()),
                ("due_on", models.DateField()),
                ("given_at", models.DateTimeField()),
                ("answer", models.TextField(default="", db_default="")),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("dossier", _of("casefile.dossier", "directives")),
                ("part", _of("casefile.assignment", "directives")),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["given_at", "id"],
                        condition=models.Q(state__in=["given", "answered"]),
                        name="directive_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=["given", "answered", "accepted", "lifted"]), name="directive_state"
                    ),
                    models.UniqueConstraint(fields=["dossier", "part"], name="directive_once_per_part"),
                    models.CheckConstraint(
                        condition=~models.Q(state__in=["answered", "accepted"])
                        | models.Q(answer__gt="", answered_at__isnull=False),
                        name="directive_answered_says_what",
                    ),
                ],
            },
        ),
        migrations.AddField(
            "clock",
            "directive",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clocks",
                to="casefile.directive",
            ),
        ),
        migrations.RemoveConstraint("clock", "clock_of_exactly_one"),
        AddConstraintNotValid(
            "clock",
            models.CheckConstraint(
                condition=_alone("request") | _alone("part") | _alone("directive"), name="clock_of_exactly_one"
            ),
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
