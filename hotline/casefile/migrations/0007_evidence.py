"""Proof: what speaks against a photo, the minutes of an offence, and the figures of a result."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "evidence.sql"
KINDS = ["report", "evidence", "minutes", "not_done", "reply"]


class Migration(migrations.Migration):
    """Columns with defaults that older code leaves alone, functions, and what an agency may do with them."""

    dependencies = [("casefile", "0006_level")]

    operations = [
        migrations.AddField("attachment", "fine_hash", models.BinaryField(null=True)),
        migrations.AddField(
            "attachment", "camera", models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
        ),
        migrations.AddField(
            "attachment", "findings", models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
        ),
        migrations.RemoveConstraint("attachment", "attachment_kind"),
        migrations.AddConstraint(
            "attachment", models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="attachment_kind")
        ),
        migrations.AddField("assignment", "fine", models.BigIntegerField(null=True)),
        migrations.AddField("assignment", "counted", models.PositiveIntegerField(null=True)),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(condition=models.Q(fine__isnull=True) | models.Q(fine__gte=0), name="part_fine"),
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
