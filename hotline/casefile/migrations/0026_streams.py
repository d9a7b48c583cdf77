"""A case may belong to a second stream; its agencies are told which."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a constant default, which no old row is written for, and no index: a report costs as many as before."""

    dependencies = [("casefile", "0025_recurring_first")]

    operations = [
        migrations.AddField("servicerequest", "also_stream", models.TextField(default="", db_default="")),
        AddConstraintNotValid(
            "servicerequest",
            models.CheckConstraint(condition=~models.Q(also_stream=models.F("stream")), name="request_two_streams"),
        ),
        migrations.RunSQL("GRANT SELECT (also_stream) ON casefile_servicerequest TO hotline_agency", migrations.RunSQL.noop),
    ]
