"""Where a photo that was shown before is found again: by its file, and by the four pieces of its hash."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

PIECES = """
CREATE INDEX CONCURRENTLY IF NOT EXISTS attachment_pieces ON casefile_attachment
    USING gin (casefile_pieces(phash)) WITH (fastupdate = off) WHERE request_id IS NOT NULL
"""


class Migration(migrations.Migration):
    """Built beside the work: photos go on coming in meanwhile."""

    atomic = False
    dependencies = [("casefile", "0007_evidence")]

    operations = [
        AddIndexConcurrently(
            "attachment",
            models.Index(fields=["sha256"], condition=models.Q(request__isnull=False), name="attachment_file"),
        ),
        migrations.RunSQL(PIECES, "DROP INDEX CONCURRENTLY IF EXISTS attachment_pieces"),
    ]
