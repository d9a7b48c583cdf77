"""What the application may do, what an agency may see, and that events stay as they were written.

The roles are made before migrating (hotline/site/roles.py). The application's policies let everything through, so that
doors other than an agency's pay nothing; an agency's policies let nothing through while `hotline.units` is not set.
"""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql" / "rights.sql"


class Migration(migrations.Migration):
    """Grants, policies, triggers."""

    dependencies = [("casefile", "0001_record")]

    operations = [migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop)]
