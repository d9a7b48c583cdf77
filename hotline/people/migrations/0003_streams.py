"""A role of the centre may be held for one hotline alone; what happened to people says for which."""

from django.db import migrations, models

CENTRE = ["operator", "supervisor", "synthesis"]


class Migration(migrations.Migration):
    """Two columns with a constant default; who had a role before has it for all hotlines."""

    dependencies = [("people", "0002_sign_ins")]

    operations = [
        migrations.AddField("membership", "stream", models.TextField(default="", db_default="")),
        migrations.AddField("personevent", "stream", models.TextField(default="", db_default="")),
        migrations.RemoveConstraint("membership", "membership_once"),
        migrations.AddConstraint(
            "membership",
            models.UniqueConstraint(
                fields=["user", "role", "unit", "stream"],
                condition=models.Q(to_at=None),
                nulls_distinct=False,
                name="membership_once_per_stream",
            ),
        ),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=models.Q(stream="") | models.Q(role__in=CENTRE), name="membership_stream_of_centre_roles"
            ),
        ),
    ]
