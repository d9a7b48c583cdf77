"""Several agencies: parts handed down to units under an agency, parts that came back, binding decisions, the lead's draft."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "several_agencies.sql"
UNDER = {"role": "under"}


class Migration(migrations.Migration):
    """Columns of one table, the index of the ledger, and who may read and hand down what."""

    dependencies = [("casefile", "0010_commitments"), ("directory", "0001_directory")]

    operations = [
        migrations.AddField("assignment", "answer_draft", models.TextField(default="", db_default="")),
        migrations.AddField("assignment", "binding", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("assignment", "return_reason", models.TextField(default="", db_default="")),
        migrations.AddField("assignment", "return_settled_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "assignment",
            "returned_to",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.unit"),
        ),
        migrations.RemoveConstraint("assignment", "part_role"),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(condition=models.Q(role__in=["lead", "co_handler", "under"]), name="part_role"),
        ),
        migrations.AddConstraint(
            "assignment",
            models.CheckConstraint(
                condition=models.Q(**UNDER, handed_down_from__isnull=False)
                | (~models.Q(**UNDER) & models.Q(handed_down_from__isnull=True)),
                name="part_under_another",
            ),
        ),
        migrations.AddIndex(
            "assignment",
            models.Index(fields=["-closed_at", "-id"], condition=models.Q(state="returned"), name="part_returned"),
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
