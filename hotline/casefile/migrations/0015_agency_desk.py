"""An agency's desk costs what stands on it: its policies look up the row at hand."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "agency_desk.sql"


class Migration(migrations.Migration):
    """Two policies that let out what they did before. Its order is made by `desk_order`, of a later migration."""

    dependencies = [("casefile", "0014_desk_indexes")]

    operations = [
        migrations.RunSQL(
            SQL.read_text(), "DROP FUNCTION IF EXISTS casefile_desk_order(bigint[], text[], timestamptz, bigint, boolean, int, int)"
        )
    ]
