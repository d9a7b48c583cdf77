"""How demanding a matter is: urgent, normal or complex. Deadlines may follow from it."""

from django.db import migrations, models

# An agency reads it: it says why its deadline is what it is.
GRANT = "GRANT SELECT (level) ON casefile_servicerequest TO hotline_agency"
BACK = "REVOKE SELECT (level) ON casefile_servicerequest FROM hotline_agency"


class Migration(migrations.Migration):
    """One column; every case so far is a normal one."""

    dependencies = [("casefile", "0005_public_entries")]

    operations = [
        migrations.AddField("servicerequest", "level", models.TextField(default="normal", db_default="normal")),
        migrations.AddConstraint(
            "servicerequest",
            models.CheckConstraint(condition=models.Q(level__in=["urgent", "normal", "complex"]), name="request_level"),
        ),
        migrations.RunSQL(GRANT, BACK),
    ]
