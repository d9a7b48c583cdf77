"""Buckets against guessing."""

from django.db import migrations, models

GRANTS = "GRANT SELECT, INSERT, UPDATE, DELETE ON public_bucket TO hotline_app"
UNGRANTED = "REVOKE ALL ON public_bucket FROM hotline_app"


class Migration(migrations.Migration):

    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("empty_at", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["empty_at"], name="bucket_empty")]},
        ),
        migrations.RunSQL("ALTER TABLE public_bucket SET UNLOGGED", "ALTER TABLE public_bucket SET LOGGED"),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
