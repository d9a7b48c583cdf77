"""What merged reports were answered with: of which answer of their master, and its newest version that they got."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two columns that are empty in every merge of before."""

    dependencies = [("casefile", "0017_alike")]

    operations = [
        migrations.AddField(
            model_name="merge",
            name="answer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="casefile.answer",
            ),
        ),
        migrations.AddField(model_name="merge", name="version", field=models.PositiveSmallIntegerField(null=True)),
    ]
