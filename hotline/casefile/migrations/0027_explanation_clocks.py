"""What an agency complained of is asked to explain has a clock, and ends where it is no longer wanted."""

from pathlib import Path

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "explanation_clocks.sql"
ONE = ("request", "part", "directive", "explanation")


def _alone(name: str) -> models.Q:
    """Return the condition that a clock is of this and of nothing else."""
    return models.Q(**{f"{one}__isnull": one != name for one in ONE})


class Migration(migrations.Migration):
    """Two empty columns; the rule that a clock is of exactly one thing is held against old rows in the next."""

    dependencies = [("casefile", "0026_streams")]

    operations = [
        migrations.AddField("explanation", "lapsed_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("explanation", "explanation_one_open"),
        migrations.AddConstraint(
            "explanation",
            models.UniqueConstraint(
                fields=["request", "unit"],
                condition=models.Q(replied_at__isnull=True, lapsed_at__isnull=True),
                name="explanation_one_open",
            ),
        ),
        migrations.AddConstraint(
            "explanation",
            models.CheckConstraint(
                condition=models.Q(replied_at__isnull=True) | models.Q(lapsed_at__isnull=True),
                name="explanation_replied_or_lapsed",
            ),
        ),
        migrations.AddField(
            "clock",
            "explanation",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="clocks",
                to="casefile.explanation",
            ),
        ),
        migrations.RemoveConstraint("clock", "clock_of_exactly_one"),
        AddConstraintNotValid(
            "clock",
            models.CheckConstraint(
                condition=_alone("request") | _alone("part") | _alone("directive") | _alone("explanation"),
                name="clock_of_exactly_one",
            ),
        ),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
    ]
