"""Tokens that providers give for a while."""

from django.db import migrations, models


GRANTS = "GRANT SELECT, INSERT, UPDATE ON notify_providertoken TO hotline_app"
UNGRANTED = "REVOKE ALL ON notify_providertoken FROM hotline_app"


class Migration(migrations.Migration):
    """One table, of which agencies' roles see nothing."""

    initial = True

    dependencies = [("casefile", "0031_incoming")]

    operations = [
        migrations.CreateModel(
            name="ProviderToken",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("seed", models.BinaryField()),
                ("made_of", models.BinaryField()),
                ("access", models.BinaryField(null=True)),
                ("refresh", models.BinaryField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("renewed_at", models.DateTimeField(null=True)),
                ("taken_by", models.TextField(db_default="", default="")),
                ("taken_until", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("why", models.TextField(db_default="", default="")),
            ],
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
