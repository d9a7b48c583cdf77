"""Who is blocked, and what came of it: a table, and one more thing that becomes of a message."""

from pathlib import Path

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "sender_rulings.sql"
BECAME = ["turn", "joined", "reply", "not_done", "rated", "order", "doubt", "nothing", "held"]
RULINGS = ["blocked", "let_through"]


class Migration(migrations.Migration):
    """A new table, and a wider rule; what stands is held against it in the next."""

    dependencies = [("casefile", "0036_updates_index")]

    operations = [
        migrations.CreateModel(
            name="SenderRuling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("blind", models.BinaryField(null=True)),
                ("ruling", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("reason", models.TextField(db_default="", default="")),
                ("set_by", models.BigIntegerField(null=True)),
                ("held", models.PositiveIntegerField(db_default=0, default=0)),
                ("held_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.BigIntegerField(null=True)),
                ("ended_why", models.TextField(db_default="", default="")),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casefile.contactpoint"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(ruling__in=RULINGS), name="senderruling_ruling"),
                    models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="senderruling_some_time"),
                    models.UniqueConstraint(
                        fields=("blind",), condition=models.Q(ended_at__isnull=True), name="senderruling_one"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["blind", "-id"], name="senderruling_of_sender"),
                    models.Index(
                        fields=["until"], condition=models.Q(ended_at__isnull=True), name="senderruling_standing"
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint("incoming", "incoming_became"),
        AddConstraintNotValid(
            "incoming", models.CheckConstraint(condition=models.Q(became__in=BECAME), name="incoming_became")
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
