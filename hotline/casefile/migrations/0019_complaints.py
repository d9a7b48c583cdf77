"""Complaints of an agency: what it is asked to explain, and the second person who agrees to open who complains."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models


SQL = Path(__file__).resolve().parent.parent / "sql" / "complaints.sql"


class Migration(migrations.Migration):
    """Two tables, and who may read and write them."""

    dependencies = [
        ("casefile", "0018_following"),
        ("directory", "0004_rule_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Explanation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("dossier", models.TextField(db_default="", default="")),
                ("due_on", models.DateField()),
                ("asked_by", models.BigIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("reply", models.TextField(db_default="", default="")),
                ("replied_by", models.BigIntegerField(null=True)),
                ("replied_at", models.DateTimeField(null=True)),
                (
                    "part",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explanations",
                        to="casefile.assignment",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="explanations", to="casefile.servicerequest"
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.service"),
                ),
                ("unit", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit")),
            ],
            options={
                "indexes": [models.Index(fields=["unit", "replied_at", "due_on"], name="explanation_of_unit")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replied_at__isnull", True)), fields=("request", "unit"), name="explanation_one_open"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("replied_at__isnull", True), ("reply", "")),
                            models.Q(("replied_at__isnull", False), ("reply__gt", "")),
                            _connector="OR",
                        ),
                        name="explanation_replied",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RevealAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_by", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("agreed", models.BooleanField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reveals_asked", to="casefile.servicerequest"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("decided_at__isnull", True)), fields=["asked_at"], name="reveal_waiting")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed__isnull", True),
                                ("decided_at__isnull", True),
                                ("decided_by__isnull", True),
                                ("used_at__isnull", True),
                            ),
                            models.Q(
                                ("agreed__isnull", False),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                                models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reveal_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at__isnull", True), ("agreed", True), _connector="OR"),
                        name="reveal_used_when_agreed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at__isnull", True)), fields=("request", "asked_by"), name="reveal_asked_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
