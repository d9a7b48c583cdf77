"""How connections that are held open do, as the processes that hold them see it: the pages are another process."""

from django.db import migrations, models

GRANTS = "GRANT SELECT, INSERT, UPDATE, DELETE ON notify_connectionstate TO hotline_app"
UNGRANTED = "REVOKE ALL ON notify_connectionstate FROM hotline_app"


class Migration(migrations.Migration):
    """One table, of which agencies' roles see nothing."""

    dependencies = [("notify", "0002_provider_health")]

    operations = [
        migrations.CreateModel(
            name="ConnectionState",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("is_up", models.BooleanField()),
                ("since", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("error", models.TextField(db_default="", default="")),
                ("error_at", models.DateTimeField(null=True)),
                ("throttled_at", models.DateTimeField(null=True)),
                ("kept_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
