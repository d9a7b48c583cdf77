"""How the providers do, as the worker sees them: the pages are another process."""

from django.db import migrations, models

GRANTS = "GRANT SELECT, INSERT, UPDATE ON notify_providerhealth TO hotline_app"
UNGRANTED = "REVOKE ALL ON notify_providerhealth FROM hotline_app"


class Migration(migrations.Migration):
    """One table, of which agencies' roles see nothing."""

    dependencies = [("notify", "0001_provider_tokens")]

    operations = [
        migrations.CreateModel(
            name="ProviderHealth",
            fields=[
                ("channel", models.TextField(primary_key=True, serialize=False)),
                ("took_at", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(db_default=0, default=0)),
                ("failing_since", models.DateTimeField(null=True)),
                ("silent_until", models.DateTimeField(null=True)),
                ("why", models.TextField(db_default="", default="")),
            ],
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
