"""Every message goes to exactly one, also those of before; what waits to be read, and what a provider speaks of, is found."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Beside the work: none of it stops anybody who writes."""

    atomic = False
    dependencies = [("casefile", "0031_incoming")]

    operations = [
        ValidateConstraint("message", "message_one_recipient"),
        AddIndexConcurrently(
            "delivery",
            models.Index(
                fields=["sender", "said_at", "id"],
                condition=models.Q(state="kept", sender__isnull=False),
                name="delivery_of_sender",
            ),
        ),
        AddIndexConcurrently(
            "delivery",
            models.Index(fields=["-id"], condition=models.Q(state="unreadable"), name="delivery_unreadable"),
        ),
        AddIndexConcurrently(
            "message",
            models.Index(fields=["point"], condition=models.Q(point__isnull=False), name="message_to_point"),
        ),
        AddIndexConcurrently(
            "message",
            models.Index(fields=["provider_id"], condition=~models.Q(provider_id=""), name="message_of_provider"),
        ),
    ]
