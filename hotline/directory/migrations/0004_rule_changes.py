"""Later versions of deadlines' rules, added by administrators over the profile's."""

from django.db import migrations, models
from django.db.models import Q

# Append-only: what was added and taken back stays written. An agency's page asks which change is the newest, and no more.
GRANTS = """
GRANT SELECT, INSERT ON directory_rulechange TO hotline_app;
GRANT SELECT (id) ON directory_rulechange TO hotline_agency;
"""
UNGRANTED = "REVOKE ALL ON directory_rulechange FROM hotline_app, hotline_agency;"


class Migration(migrations.Migration):
    """One table."""

    dependencies = [("directory", "0003_calendar_decisions")]

    operations = [
        migrations.CreateModel(
            name="RuleChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=64)),
                ("since", models.DateField()),
                ("rule", models.JSONField(null=True)),
                ("paper", models.CharField(blank=True, max_length=300)),
                ("verified", models.BooleanField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=Q(rule__isnull=True) | ~Q(paper=""), name="rule_change_has_paper"),
                ],
            },
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
