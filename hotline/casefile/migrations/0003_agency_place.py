"""Agencies read the place without what would tell who reports, as they read the words; what was typed has no grant."""

from django.db import migrations, models

RIGHTS = """
UPDATE casefile_servicerequest SET agency_place = place_words;
GRANT SELECT (agency_place) ON casefile_servicerequest TO hotline_agency;
REVOKE SELECT (place_words) ON casefile_servicerequest FROM hotline_agency;
"""
BACK = "GRANT SELECT (place_words) ON casefile_servicerequest TO hotline_agency"


class Migration(migrations.Migration):
    """One column, and who may read which."""

    dependencies = [("casefile", "0002_rights")]

    operations = [
        migrations.AddField("servicerequest", "agency_place", models.TextField(default="", db_default="")),
        migrations.RunSQL(RIGHTS, BACK),
    ]
