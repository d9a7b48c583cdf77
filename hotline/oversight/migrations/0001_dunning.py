"""Steps of the ladders that were taken, calls to agencies, reminders that went out, calendars of deadlines."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GRANTS = """
GRANT SELECT, INSERT, UPDATE ON oversight_dunning, oversight_call, oversight_reminder, oversight_feed TO hotline_app;
"""
UNGRANTED = "REVOKE ALL ON oversight_dunning, oversight_call, oversight_reminder, oversight_feed FROM hotline_app"


class Migration(migrations.Migration):
    """Four tables, of which an agency's role sees nothing."""

    initial = True

    dependencies = [
        ('casefile', '0005_public_entries'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ends_at', models.DateTimeField(unique=True)),
                ('begins_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('agencies', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('step', models.TextField()),
                ('rung', models.TextField()),
                ('why', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('tries', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('called_at', models.DateTimeField(null=True)),
                ('whom', models.TextField(db_default='', default='')),
                ('promise', models.TextField(db_default='', default='')),
                ('promised_at', models.DateTimeField(null=True)),
                ('caller', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casefile.clock')),
                ('part', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casefile.assignment')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('called_at__isnull', True)), fields=['asked_at', 'id'], name='call_to_make'), models.Index(condition=models.Q(('promised_at__isnull', False)), fields=['promised_at'], name='call_promised')],
                'constraints': [models.UniqueConstraint(fields=('clock', 'due_at', 'step'), name='call_once'), models.CheckConstraint(condition=models.Q(('rung__in', ['focal_point', 'head', 'leader'])), name='call_rung'), models.CheckConstraint(condition=models.Q(('why__in', ['ladder', 'nobody', 'failed'])), name='call_why'), models.CheckConstraint(condition=models.Q(models.Q(('called_at__isnull', True), ('promise', ''), ('promised_at__isnull', True), ('whom', '')), models.Q(('called_at__isnull', False), ('caller__isnull', False), ('promise__gt', ''), ('tries__gte', 1), ('whom__gt', '')), _connector='OR'), name='call_made_says_what')],
            },
        ),
        migrations.CreateModel(
            name='Dunning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('step', models.TextField()),
                ('taken', models.TextField()),
                ('told', models.PositiveSmallIntegerField(db_default=0, default=0)),
                ('at', models.DateTimeField()),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='casefile.clock')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clock', 'due_at', 'step'), name='dunning_once'), models.CheckConstraint(condition=models.Q(('taken__in', ['told', 'call', 'passed'])), name='dunning_taken')],
            },
        ),
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(unique=True)),
                ('made_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('user',), name='feed_one_open')],
            },
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
