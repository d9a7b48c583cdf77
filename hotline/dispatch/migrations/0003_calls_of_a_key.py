"""A key may make so many calls a minute, whichever process answers them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column that may be empty: safe with the old code running."""

    dependencies = [("dispatch", "0002_explanations")]

    operations = [migrations.AddField("token", "empty_at", models.DateTimeField(null=True))]
