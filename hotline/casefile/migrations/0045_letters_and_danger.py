"""What waits for a person says whether it speaks of danger; a block whether anything showed who is blocked; moments are likely."""

from django.db import migrations, models

# A wrong clock's moments, which came in as they were: before the years that there are, no page can be drawn of them.
MOMENTS = """
UPDATE casefile_incoming SET said_at = read_at WHERE said_at < '1990-01-01' OR said_at > read_at + interval '1 day';
UPDATE casefile_delivery SET said_at = received_at WHERE said_at < '1990-01-01' OR said_at > received_at + interval '1 day';
UPDATE casefile_message SET receipt_at = sent_at
    WHERE receipt_at < '1990-01-01' OR receipt_at > sent_at + interval '1 year';
"""


class Migration(migrations.Migration):
    """Columns that old code leaves at their default."""

    dependencies = [("casefile", "0044_one_spelling")]

    operations = [
        migrations.AddField("incoming", "urgent", models.BooleanField(db_default=False, default=False)),
        migrations.AddField("senderruling", "of_unproved", models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(MOMENTS, migrations.RunSQL.noop),
    ]
