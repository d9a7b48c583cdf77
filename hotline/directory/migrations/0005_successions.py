"""Administrative changes that were carried out, and committees of districts."""

from django.db import migrations, models
from django.db.models import Q

# Append-only. An agency's page reads who followed whom with the directory, and nothing of how it came about.
GRANTS = "GRANT SELECT, INSERT ON directory_succession TO hotline_app;"
UNGRANTED = "REVOKE ALL ON directory_succession FROM hotline_app;"
KINDS = ["city", "department", "infrastructure", "centre", "emergency", "district", "ward_committee"]


class Migration(migrations.Migration):
    """One table, and a kind of unit more."""

    dependencies = [("directory", "0004_rule_changes")]

    operations = [
        migrations.CreateModel(
            name="Succession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("day", models.DateField()),
                ("document", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("made_by", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
        migrations.RemoveConstraint(model_name="unit", name="unit_kind"),
        migrations.AddConstraint(
            model_name="unit", constraint=models.CheckConstraint(condition=Q(kind__in=KINDS), name="unit_kind")
        ),
    ]
