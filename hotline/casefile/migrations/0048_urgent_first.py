"""What is urgent among the reports that just came is found without a look at the others."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work."""

    atomic = False
    dependencies = [("casefile", "0047_kept_from_functions")]

    operations = [
        AddIndexConcurrently(
            "servicerequest",
            models.Index(
                fields=["id"], condition=models.Q(urgent=True, screening="received"), name="request_urgent_new"
            ),
        ),
    ]
