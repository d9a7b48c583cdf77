"""Keys of agencies' systems and what these did with them; whom to tell of what, and what came of it."""

import django.db.models.deletion
import hotline.dispatch.models
from django.conf import settings
from django.db import migrations, models


GRANTS = """
GRANT SELECT, INSERT, UPDATE ON dispatch_token, dispatch_hook, dispatch_remotecase, dispatch_following TO hotline_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON dispatch_takenstep, dispatch_notice, dispatch_attempt TO hotline_app;
"""
UNGRANTED = """
REVOKE ALL ON dispatch_token, dispatch_hook, dispatch_remotecase, dispatch_following, dispatch_takenstep, dispatch_notice,
    dispatch_attempt FROM hotline_app
"""
# Nobody is told of what happened before there was anybody to tell.
FOLLOWS = "INSERT INTO dispatch_following VALUES (1, pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"


class Migration(migrations.Migration):
    """Seven tables, of which an agency's role sees nothing."""

    initial = True

    dependencies = [
        ('casefile', '0015_agency_desk'),
        ('directory', '0004_rule_changes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Following',
            fields=[
                ('id', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('horizon', models.BigIntegerField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_dispatch_following')],
            },
        ),
        migrations.CreateModel(
            name='Hook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField()),
                ('name', models.TextField()),
                ('url', models.TextField()),
                ('secret', models.BinaryField()),
                ('jurisdiction', models.TextField(db_default='', default='')),
                ('service', models.TextField(db_default='', default='')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('silent_until', models.DateTimeField(null=True)),
                ('silences', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.BigIntegerField(null=True)),
                ('name', models.TextField()),
                ('happened_at', models.DateTimeField()),
                ('state', models.TextField(db_default='waiting', default=hotline.dispatch.models.NoticeState['WAITING'])),
                ('next_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('since', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(db_default='', default='')),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='dispatch.hook')),
                ('part', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casefile.assignment')),
            ],
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('reason', models.TextField(db_default='', default='')),
                ('milliseconds', models.PositiveIntegerField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='dispatch.notice')),
            ],
        ),
        migrations.CreateModel(
            name='RemoteCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('number', models.TextField(db_default='', default='')),
                ('token', models.TextField(db_default='', default='')),
                ('said', models.BinaryField(null=True)),
                ('state', models.TextField(db_default='open', default=hotline.dispatch.models.RemoteState['OPEN'])),
                ('reason', models.TextField(db_default='', default='')),
                ('sent_at', models.DateTimeField()),
                ('asked_at', models.DateTimeField(null=True)),
                ('next_at', models.DateTimeField()),
                ('failures', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('hook', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.hook')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casefile.assignment')),
            ],
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField()),
                ('digest', models.BinaryField(unique=True)),
                ('ending', models.TextField()),
                ('reads_only', models.BooleanField(db_default=False, default=False)),
                ('made_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.unit')),
            ],
        ),
        migrations.CreateModel(
            name='TakenStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.TextField()),
                ('fingerprint', models.BinaryField()),
                ('step', models.TextField()),
                ('at', models.DateTimeField()),
                ('answer', models.JSONField(null=True)),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casefile.assignment')),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dispatch.token')),
            ],
        ),
        migrations.AddIndex(
            model_name='hook',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['unit'], name='hook_open_of_unit'),
        ),
        migrations.AddConstraint(
            model_name='hook',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['webhook', 'open311'])), name='hook_kind'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('state', 'waiting')), fields=['hook', 'id'], name='notice_to_send'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['hook', '-id'], name='notice_of_hook'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('done_at__isnull', False)), fields=['done_at'], name='notice_age'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(fields=('hook', 'event'), name='notice_once'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'sent', 'dead'])), name='notice_state'),
        ),
        migrations.AddIndex(
            model_name='remotecase',
            index=models.Index(condition=models.Q(('state', 'open')), fields=['next_at'], name='remote_to_ask'),
        ),
        migrations.AddConstraint(
            model_name='remotecase',
            constraint=models.UniqueConstraint(fields=('hook', 'part', 'round'), name='remote_once'),
        ),
        migrations.AddConstraint(
            model_name='remotecase',
            constraint=models.CheckConstraint(condition=models.Q(('number__gt', ''), ('token__gt', ''), _connector='OR'), name='remote_has_number'),
        ),
        migrations.AddConstraint(
            model_name='remotecase',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done', 'stuck'])), name='remote_state'),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('revoked_at__isnull', True), ('revoked_by__isnull', True)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False)), _connector='OR'), name='token_revoked_by_whom'),
        ),
        migrations.AddIndex(
            model_name='takenstep',
            index=models.Index(fields=['at'], name='step_age'),
        ),
        migrations.AddConstraint(
            model_name='takenstep',
            constraint=models.UniqueConstraint(fields=('token', 'key'), name='step_once'),
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
        migrations.RunSQL(FOLLOWS, migrations.RunSQL.noop),
    ]
