"""Administrators read since when each secret of a channel has been set, never the secret."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """A column that the old code leaves empty."""

    dependencies = [("casefile", "0034_desk_counts")]

    operations = [migrations.AddField("channelsetup", "secrets_at", models.JSONField(null=True))]
