"""Contacts get their numbers in the statement that writes reports: it names them before it writes them."""

from django.db import migrations


class Migration(migrations.Migration):
    """One right of the application."""

    dependencies = [("casefile", "0011_several_agencies")]

    operations = [
        migrations.RunSQL("GRANT USAGE ON SEQUENCE casefile_contact_id_seq TO hotline_app", migrations.RunSQL.noop),
    ]
