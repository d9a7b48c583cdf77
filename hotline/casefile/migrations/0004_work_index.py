"""Who has to act on a case stands in its row, so that a desk's list costs what it shows and not what the city ever did."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).resolve().parent.parent / "sql" / "work_index.sql"


class Migration(migrations.Migration):
    """Two derived columns like the phase, their indexes, and those of what a supervisor watches."""

    dependencies = [("casefile", "0003_agency_place")]

    operations = [
        migrations.AddField("servicerequest", "unowned", models.BooleanField(default=False, db_default=False)),
        migrations.AddField("servicerequest", "at_desk", models.TextField(default="", db_default="")),
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
        migrations.AddConstraint(
            "servicerequest",
            models.CheckConstraint(
                condition=models.Q(at_desk__in=["", "result", "answer", "send", "publish"]), name="request_at_desk"
            ),
        ),
        migrations.RemoveIndex("servicerequest", "request_to_screen"),
        migrations.AddIndex(
            "servicerequest",
            models.Index(
                fields=["screening", "-urgent", "received_at", "id"],
                condition=models.Q(screening__in=["received", "asked"]),
                name="request_to_screen_of",
            ),
        ),
        migrations.AddIndex(
            "servicerequest",
            models.Index(fields=["-urgent", "received_at", "id"], condition=models.Q(unowned=True), name="request_unowned"),
        ),
        migrations.AddIndex(
            "servicerequest",
            models.Index(fields=["at_desk", "service"], condition=~models.Q(at_desk=""), name="request_at_desk"),
        ),
        migrations.AddIndex(
            "servicerequest",
            models.Index(fields=["-changed_at", "-id"], condition=models.Q(screening="refused"), name="request_refused"),
        ),
        migrations.AddIndex(
            "message",
            models.Index(fields=["-id"], condition=models.Q(state="dead"), name="message_dead"),
        ),
    ]
