"""Written channels: conversations, what came in, who wants no messages, what was refused, how a channel is set up."""

from pathlib import Path

import django.contrib.postgres.fields
import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "incoming.sql"
RECIPIENTS = ("reporter", "focal_point", "user", "point")
STATES = ["open", "person", "opened", "joined", "dropped"]
BECAME = ["turn", "joined", "reply", "not_done", "rated", "order", "doubt", "nothing"]


def _only(one: str) -> models.Q:
    """Return the condition that a message goes to this and to nobody else."""
    return models.Q(**{f"{other}__isnull": other != one for other in RECIPIENTS})


def _of(model: str, name: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=f"casefile.{model}", **more)


class Migration(migrations.Migration):
    """New tables and empty columns; what is held against old rows, and their indexes, come in the next."""

    dependencies = [("casefile", "0030_recurrence_by_person")]

    operations = [
        migrations.CreateModel(
            name="ChannelSetup",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("options", models.JSONField(default=dict)),
                ("secrets", models.BinaryField()),
                ("is_on", models.BooleanField()),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="OptOut",
            fields=[
                ("blind", models.BinaryField(primary_key=True, serialize=False)),
                ("channel", models.TextField()),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RefusedDeliveries",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.TextField()),
                ("reason", models.TextField()),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("way", "reason", "hour"), name="refused_once_an_hour")],
            },
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.TextField()),
                ("language", models.TextField(db_default="vi", default="vi")),
                ("state", models.TextField(db_default="open", default="open")),
                ("asked", models.TextField(db_default="", default="")),
                ("why", models.TextField(db_default="", default="")),
                ("urgent", models.BooleanField(db_default=False, default=False)),
                ("began_at", models.DateTimeField()),
                ("heard_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("point", _of("contactpoint", "conversations")),
                ("request", _of("servicerequest", "conversations", null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(state__in=STATES), name="conversation_state"),
                    models.UniqueConstraint(
                        fields=["point"], condition=models.Q(ended_at__isnull=True), name="conversation_one_open"
                    ),
                ],
                "indexes": [
                    models.Index(fields=["heard_at"], condition=models.Q(state="open"), name="conversation_silent"),
                    models.Index(
                        fields=["-urgent", "heard_at"], condition=models.Q(state="person"), name="conversation_with_person"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incoming",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.TextField()),
                ("body", models.BinaryField(null=True)),
                (
                    "photos",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        db_default=models.Value([], django.contrib.postgres.fields.ArrayField(base_field=models.TextField())),
                        default=list,
                    ),
                ),
                ("lost", models.PositiveSmallIntegerField(db_default=0, default=0)),
                ("became", models.TextField()),
                ("said_at", models.DateTimeField()),
                ("read_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.BigIntegerField(null=True)),
                ("conversation", _of("conversation", "messages", null=True)),
                (
                    "delivery",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incoming",
                        to="casefile.delivery",
                    ),
                ),
                ("point", _of("contactpoint", "incoming")),
                ("request", _of("servicerequest", "incoming", null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(became__in=BECAME), name="incoming_became")],
                "indexes": [
                    models.Index(
                        fields=["request", "said_at"], condition=models.Q(request__isnull=False), name="incoming_of_request"
                    ),
                    models.Index(fields=["said_at"], condition=models.Q(became="doubt"), name="incoming_in_doubt"),
                ],
            },
        ),
        migrations.AddField("delivery", "sender", models.BinaryField(null=True)),
        migrations.AddField("delivery", "said_at", models.DateTimeField(null=True)),
        migrations.AddField("delivery", "tries", models.PositiveSmallIntegerField(db_default=0, default=0)),
        migrations.AddField("delivery", "try_at", models.DateTimeField(null=True)),
        migrations.AddField("message", "point", _of("contactpoint", "messages", null=True, db_index=False)),
        migrations.AddField("message", "own_words", models.BinaryField(null=True)),
        migrations.AddField("message", "receipt", models.TextField(db_default="", default="")),
        migrations.AddField("message", "receipt_code", models.TextField(db_default="", default="")),
        migrations.AddField("message", "receipt_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("message", "message_one_recipient"),
        AddConstraintNotValid(
            "message",
            models.CheckConstraint(
                condition=_only("reporter") | _only("focal_point") | _only("user") | _only("point"),
                name="message_one_recipient",
            ),
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
