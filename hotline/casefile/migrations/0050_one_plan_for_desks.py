"""The order and the numbers of an agency's desk are planned once on a connection, not for every page."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """The same functions with one setting more; going back leaves them so."""

    dependencies = [("casefile", "0049_updates_that_ask")]

    operations = [
        migrations.RunSQL((SQL / name).read_text(), migrations.RunSQL.noop) for name in ("desk_order.sql", "desk_counts.sql")
    ]
