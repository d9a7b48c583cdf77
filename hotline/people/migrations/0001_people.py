"""People, their roles and their history; the history can only grow."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

# The application changes people and roles, writes history and changes none of it; an agency reads who its colleagues are.
GRANTS = """
GRANT SELECT, INSERT, UPDATE ON people_user, people_membership TO hotline_app;
GRANT SELECT, INSERT ON people_personevent TO hotline_app;
GRANT USAGE, SELECT ON SEQUENCE people_user_id_seq, people_membership_id_seq, people_personevent_id_seq TO hotline_app;
GRANT SELECT (id, name) ON people_user TO hotline_agency;
"""
UNGRANTED = """
REVOKE SELECT (id, name) ON people_user FROM hotline_agency;
REVOKE ALL ON people_user, people_membership, people_personevent FROM hotline_app;
"""

# The owner of the tables, too, must switch the trigger off in the open before history can be rewritten.
GROWS_ONLY = """
CREATE FUNCTION people_history_grows_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what happened to people is never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER people_history_grows_only BEFORE UPDATE OR DELETE ON people_personevent
    FOR EACH ROW EXECUTE FUNCTION people_history_grows_only();
CREATE TRIGGER people_history_not_emptied BEFORE TRUNCATE ON people_personevent
    FOR EACH STATEMENT EXECUTE FUNCTION people_history_grows_only();
"""
SHRINKS = """
DROP TRIGGER people_history_not_emptied ON people_personevent;
DROP TRIGGER people_history_grows_only ON people_personevent;
DROP FUNCTION people_history_grows_only();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('directory', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True)),
                ('name', models.CharField(max_length=100)),
                ('is_active', models.BooleanField(db_default=True, default=True)),
                ('must_change_password', models.BooleanField(db_default=False, default=False)),
                ('created_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower('email'))), name='user_email_in_small_letters')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=16)),
                ('from_at', models.DateTimeField()),
                ('to_at', models.DateTimeField(null=True)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('to_at', None)), fields=['unit'], name='membership_open_of_unit')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_at', None)), fields=('user', 'role', 'unit'), name='membership_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['agency_head', 'focal_point']), ('unit__isnull', False)), models.Q(models.Q(('role__in', ['agency_head', 'focal_point']), _negated=True), ('unit__isnull', True)), _connector='OR'), name='membership_unit_of_agency_roles'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'agency_head', 'focal_point', 'home_affairs', 'leader', 'operator', 'supervisor', 'synthesis'])), name='membership_role_known'), models.CheckConstraint(condition=models.Q(('to_at', None), ('to_at__gte', models.F('from_at')), _connector='OR'), name='membership_not_backwards')],
            },
        ),
        migrations.CreateModel(
            name='PersonEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=20)),
                ('role', models.CharField(blank=True, max_length=16)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', '-at'], name='person_event_of_user')],
            },
        ),
        migrations.RunSQL(GROWS_ONLY, SHRINKS),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
