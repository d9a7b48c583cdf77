"""What people say of public cases, held until a person lets it through."""

import django.db.models.deletion
from django.db import migrations, models

GRANTS = "GRANT SELECT, INSERT, UPDATE ON public_comment TO hotline_app"
UNGRANTED = "REVOKE ALL ON public_comment FROM hotline_app"


class Migration(migrations.Migration):
    """One table, of which an agency sees nothing."""

    dependencies = [("public", "0002_city_count"), ("casefile", "0001_record")]

    operations = [
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("once", models.TextField(unique=True)),
                ("not_done", models.BooleanField()),
                ("words", models.TextField()),
                ("public_words", models.TextField(db_default="", default="")),
                ("reply", models.TextField(db_default="", default="")),
                ("state", models.TextField(db_default="waiting", default="waiting")),
                ("reason", models.TextField(db_default="", default="")),
                ("written_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.BigIntegerField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casefile.servicerequest"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(state="waiting"), fields=["-not_done", "id"], name="comment_waiting"
                    ),
                    models.Index(condition=models.Q(state="published"), fields=["request", "id"], name="comment_published"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(state="waiting", decided_at__isnull=True, public_words=""),
                            models.Q(state="published", decided_at__isnull=False, public_words__gt=""),
                            models.Q(state="declined", decided_at__isnull=False, public_words="", reason__gt=""),
                            _connector="OR",
                        ),
                        name="comment_state",
                    )
                ],
            },
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
