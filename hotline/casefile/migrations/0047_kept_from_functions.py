"""Three functions that look past the policies keep what the policies keep."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """The same functions with one condition more; going back leaves them so."""

    dependencies = [("casefile", "0046_waiting_indexes")]

    operations = [migrations.RunSQL((SQL / "kept_from_functions.sql").read_text(), migrations.RunSQL.noop)]
