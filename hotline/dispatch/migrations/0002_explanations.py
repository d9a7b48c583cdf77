"""Systems answer requests to explain, which are of no part, and are told of them."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    """Adds a column that may be empty, and lets another be: safe with the old code running."""

    dependencies = [("dispatch", "0001_agency_systems"), ("casefile", "0019_complaints")]

    operations = [
        migrations.AlterField(
            "takenstep",
            "part",
            models.ForeignKey(null=True, on_delete=PROTECT, related_name="+", to="casefile.assignment"),
        ),
        migrations.AddField(
            "notice",
            "explanation",
            models.ForeignKey(db_index=False, null=True, on_delete=PROTECT, related_name="+", to="casefile.explanation"),
        ),
    ]
