"""A call may be about what an agency has to explain: it has no part in the case then."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """One column that may be empty from now on."""

    dependencies = [("oversight", "0001_dunning"), ("casefile", "0028_explanation_clock_index")]

    operations = [
        migrations.AlterField(
            "call",
            "part",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casefile.assignment"
            ),
        ),
    ]
