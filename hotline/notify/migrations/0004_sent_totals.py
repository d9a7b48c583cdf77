"""What left each day and what it cost, counted when it leaves: messages are many, and their words are sealed."""

from django.db import migrations, models

GRANTS = """
GRANT SELECT, INSERT, UPDATE ON notify_senttotal TO hotline_app;
GRANT USAGE, SELECT ON SEQUENCE notify_senttotal_id_seq TO hotline_app;
"""
UNGRANTED = "REVOKE ALL ON notify_senttotal FROM hotline_app"


class Migration(migrations.Migration):
    """One table, of which agencies' roles see nothing."""

    dependencies = [("notify", "0003_connection_state")]

    operations = [
        migrations.CreateModel(
            name="SentTotal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("channel", models.TextField()),
                ("sender", models.TextField()),
                ("messages", models.PositiveIntegerField()),
                ("parts", models.PositiveIntegerField()),
                ("unpriced", models.PositiveIntegerField()),
                ("cost", models.PositiveBigIntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("day", "channel", "sender"), name="senttotal_one")],
            },
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
