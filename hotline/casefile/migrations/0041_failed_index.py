"""What was sent and did not arrive is found without a look at every message that was ever sent."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work. Few messages are in it: sending one adds nothing to it."""

    atomic = False
    dependencies = [("casefile", "0040_kept_from")]

    operations = [
        AddIndexConcurrently(
            "message",
            models.Index(fields=["-id"], condition=models.Q(state="sent", receipt="failed"), name="message_failed"),
        ),
    ]
