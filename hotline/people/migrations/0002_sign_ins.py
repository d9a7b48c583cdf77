"""Sessions that can be listed and ended, and links that set a password once.

Nobody gets a temporary password any more. The column that told of one stays for the code of before, which asks for it.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GRANTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON people_signin, people_startlink TO hotline_app;
GRANT USAGE, SELECT ON SEQUENCE people_signin_id_seq, people_startlink_id_seq TO hotline_app;
"""
UNGRANTED = "REVOKE ALL ON people_signin, people_startlink FROM hotline_app;"


# A temporary password was known to whoever gave it. Its owner chooses one with a link now.
TEMPORARY_ONES_END = "UPDATE people_user SET password = '!' || md5(random()::text) WHERE must_change_password"


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0001_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('how', models.CharField(max_length=20)),
                ('browser', models.CharField(blank=True, max_length=20)),
                ('system', models.CharField(blank=True, max_length=20)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sign_ins', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['user', '-started_at'], name='sign_in_open_of_user')],
            },
        ),
        migrations.CreateModel(
            name='StartLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(unique=True)),
                ('until', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.RunSQL(TEMPORARY_ONES_END, migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name='user', name='must_change_password')],
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
