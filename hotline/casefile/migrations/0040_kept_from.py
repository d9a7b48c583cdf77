"""Somebody who works for two units reads nothing of a case that complains of one of them."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).resolve().parent.parent / "sql"
MADE_PAST_THE_POLICIES = ("desk_order", "desk_counts", "chain")
BACK = """
DROP POLICY kept_away ON casefile_assignment;
CREATE OR REPLACE FUNCTION casefile_kept_from() RETURNS bigint[] LANGUAGE sql STABLE AS $$ SELECT '{}'::bigint[] $$
"""


class Migration(migrations.Migration):
    """A policy that closes nothing while no door says what it keeps away, and the functions that hold it by themselves."""

    dependencies = [("casefile", "0039_contact_joins")]

    operations = [
        migrations.RunSQL((SQL / "kept_from.sql").read_text(), BACK),
        *(migrations.RunSQL((SQL / f"{name}.sql").read_text(), migrations.RunSQL.noop) for name in MADE_PAST_THE_POLICIES),
    ]
