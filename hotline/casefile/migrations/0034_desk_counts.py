"""What stands on an agency's desk is counted by one look that asks no policy of each part."""

from pathlib import Path

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "desk_counts.sql"
BACK = "DROP FUNCTION casefile_desk_counts(bigint[], timestamptz, bigint)"


class Migration(migrations.Migration):
    """A function, and an index of the few results of units that wait for the agency above; both before the code asks for them."""

    atomic = False
    dependencies = [("casefile", "0033_sms_parts")]

    operations = [
        migrations.RunSQL(SQL.read_text(), BACK),
        AddIndexConcurrently(
            "assignment",
            models.Index(
                fields=["handed_down_from"],
                condition=models.Q(state="result_filed", handed_down_from__isnull=False),
                name="part_filed_below",
            ),
        ),
    ]
