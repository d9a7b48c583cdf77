"""Rows cost less to write: no index says what another says already."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE, PROTECT

GONE = (
    "casefile_event_request_id_ad1adcee",  # event_of_request begins with it
    "casefile_message_once_af99a7fd_like",  # nobody looks for the beginning of one
    "casefile_sentpart_message_id_da1ab000",  # sentpart_once begins with it
    "casefile_servicerequest_reference_c5750508_like",
)


class Migration(migrations.Migration):
    """Dropped beside the work. Django would drop the foreign keys for it, and look at every row to have them back."""

    atomic = False
    dependencies = [("casefile", "0042_quicker_desk")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "event",
                    "request",
                    models.ForeignKey("casefile.servicerequest", null=True, on_delete=PROTECT, related_name="events", db_index=False),
                ),
                migrations.AlterField(
                    "sentpart",
                    "message",
                    models.ForeignKey("casefile.message", on_delete=CASCADE, related_name="parts", db_index=False),
                ),
            ],
            database_operations=[
                migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop) for name in GONE
            ],
        ),
    ]
