"""Which contact points are one person's, and the codes by which somebody proves a number."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Greatest, Least

SQL = Path(__file__).resolve().parent.parent / "sql" / "contact_joins.sql"


def _to(model: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to=f"casefile.{model}", **more)


def _number() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


STANDS = models.Q(ended_at__isnull=True)


class Migration(migrations.Migration):
    """New tables only."""

    dependencies = [("casefile", "0038_held_index")]

    operations = [
        migrations.CreateModel(
            name="ContactJoin",
            fields=[
                ("id", _number()),
                ("how", models.TextField()),
                ("one_node", models.BinaryField(null=True)),
                ("other_node", models.BinaryField(null=True)),
                ("joined_at", models.DateTimeField()),
                ("joined_by", models.BigIntegerField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended", models.TextField(db_default="", default="")),
                ("ended_by", models.BigIntegerField(null=True)),
                ("contact", _to("contact", null=True)),
                ("one", _to("contactpoint", null=True)),
                ("other", _to("contactpoint")),
                ("request", _to("servicerequest", null=True)),
                ("other_request", _to("servicerequest", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(how__in=["code", "operator"]), name="contactjoin_how"),
                    models.CheckConstraint(
                        condition=models.Q(ended__in=["", "parted", "replaced", "erased"]), name="contactjoin_ended"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ended_at__isnull=True, ended="") | models.Q(ended_at__isnull=False, ended__gt=""),
                        name="contactjoin_ends_somehow",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(ended_at__isnull=False) | models.Q(one_node__isnull=False, other_node__isnull=False),
                        name="contactjoin_names_both",
                    ),
                    models.CheckConstraint(condition=~models.Q(one_node=models.F("other_node")), name="contactjoin_not_itself"),
                    models.UniqueConstraint(
                        Least("one_node", "other_node"),
                        Greatest("one_node", "other_node"),
                        condition=STANDS,
                        name="contactjoin_one_in_force",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["one_node"], condition=STANDS, name="contactjoin_of_one"),
                    models.Index(fields=["other_node"], condition=STANDS, name="contactjoin_of_other"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhoneCode",
            fields=[
                ("id", _number()),
                ("asker", models.BinaryField()),
                ("number", models.BinaryField()),
                ("code", models.BinaryField()),
                ("asked_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended", models.TextField(db_default="", default="")),
                ("asker_contact", _to("contact", null=True)),
                ("asker_point", _to("contactpoint", null=True)),
                ("point", _to("contactpoint")),
                ("request", _to("servicerequest", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(ended__in=["", "used", "tried", "replaced"]), name="phonecode_ended"
                    ),
                    models.UniqueConstraint(fields=["asker"], condition=STANDS, name="phonecode_one_waits"),
                ],
                "indexes": [
                    models.Index(fields=["asker", "asked_at"], name="phonecode_of_asker"),
                    models.Index(fields=["number", "asked_at"], name="phonecode_to_number"),
                ],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
