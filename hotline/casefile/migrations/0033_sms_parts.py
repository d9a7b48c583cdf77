"""Parts of long SMS, both ways."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "sms_parts.sql"


class Migration(migrations.Migration):
    """New tables only."""

    dependencies = [("casefile", "0032_incoming_indexes")]

    operations = [
        migrations.CreateModel(
            name="InboundPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("way", models.TextField()),
                ("sender", models.BinaryField()),
                ("reference", models.IntegerField()),
                ("total", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("digest", models.BinaryField()),
                ("body", models.BinaryField(null=True)),
                ("came_at", models.DateTimeField()),
                ("given_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sender", "reference"], name="inboundpart_of_message"),
                    models.Index(fields=["came_at"], condition=models.Q(given_at__isnull=True), name="inboundpart_waiting"),
                    models.Index(fields=["given_at"], condition=models.Q(given_at__isnull=False), name="inboundpart_given"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("channel", models.TextField()),
                ("provider_id", models.TextField()),
                ("receipt", models.TextField(db_default="", default="")),
                (
                    "message",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="parts", to="casefile.message"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("message", "number"), name="sentpart_once")],
                "indexes": [models.Index(fields=["provider_id"], name="sentpart_of_provider")],
            },
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
