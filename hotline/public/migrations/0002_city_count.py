"""What the city did lately, in numbers."""

from django.db import migrations, models

GRANTS = "GRANT SELECT, INSERT, UPDATE ON public_citycount TO hotline_app"
UNGRANTED = "REVOKE ALL ON public_citycount FROM hotline_app"


class Migration(migrations.Migration):
    """One table of one row."""

    dependencies = [("public", "0001_bucket")]

    operations = [
        migrations.CreateModel(
            name="CityCount",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("counted_at", models.DateTimeField()),
                ("facts", models.JSONField()),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(id=1), name="one_city_count")]},
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
