"""What stands on an agency's desk is counted by one look that asks no policy of each part."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """An index of the few results of units that wait for the agency above. The counting is made by a later migration."""

    atomic = False
    dependencies = [("casefile", "0033_sms_parts")]

    operations = [
        AddIndexConcurrently(
            "assignment",
            models.Index(
                fields=["handed_down_from"],
                condition=models.Q(state="result_filed", handed_down_from__isnull=False),
                name="part_filed_below",
            ),
        ),
    ]
