"""A person may say of which handled report another one is the matter again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column with a constant default."""

    dependencies = [("casefile", "0029_emergencies_first")]

    operations = [migrations.AddField("recurrence", "by_person", models.BooleanField(db_default=False, default=False))]
