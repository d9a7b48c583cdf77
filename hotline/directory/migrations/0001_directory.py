"""Agencies, areas, services, focal points and signed profiles; and who may read and write them."""

import django.db.models.deletion
from django.db import migrations, models

# The application loads profiles. It deletes nothing: what was signed once stays. An agency reads who does what where,
# but not how other agencies' people are reached.
GRANTS = """
GRANT SELECT, INSERT, UPDATE ON directory_area, directory_areasuccession, directory_unit, directory_unitsuccession,
    directory_service, directory_focalpoint, directory_profileversion TO hotline_app;
GRANT SELECT ON directory_area, directory_areasuccession, directory_unit, directory_unitsuccession, directory_service,
    directory_profileversion TO hotline_agency;
GRANT SELECT (id, unit_id, name, title, is_head, notify, made_up, left_on) ON directory_focalpoint TO hotline_agency;
"""
UNGRANTED = """
REVOKE ALL ON directory_area, directory_areasuccession, directory_unit, directory_unitsuccession, directory_service,
    directory_focalpoint, directory_profileversion FROM hotline_app, hotline_agency;
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Area',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=16)),
                ('kind', models.CharField(max_length=16)),
                ('name_vi', models.CharField(max_length=100)),
                ('name_en', models.CharField(max_length=100)),
                ('within_vi', models.CharField(blank=True, max_length=100)),
                ('lat', models.FloatField()),
                ('lon', models.FloatField()),
                ('square_km', models.FloatField(null=True)),
                ('valid_from', models.DateField(null=True)),
                ('valid_to', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='area_one_open'), models.CheckConstraint(condition=models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), name='area_on_earth'), models.CheckConstraint(condition=models.Q(('kind__in', ['ward', 'commune', 'special_zone', 'township', 'district'])), name='area_kind'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='area_not_backwards')],
            },
        ),
        migrations.CreateModel(
            name='ProfileVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('document', models.JSONField()),
                ('loaded_at', models.DateTimeField()),
                ('current', models.BooleanField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('current', True)), fields=('current',), name='profile_one_current')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64, unique=True)),
                ('group', models.CharField(max_length=64)),
                ('position', models.PositiveSmallIntegerField()),
                ('name_vi', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='service_not_backwards')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=16)),
                ('name_vi', models.CharField(max_length=200)),
                ('name_en', models.CharField(max_length=200)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('made_up', models.BooleanField()),
                ('area', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='committees', to='directory.area')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='units', to='directory.unit')),
            ],
        ),
        migrations.CreateModel(
            name='FocalPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('title', models.CharField(blank=True, max_length=100)),
                ('phone', models.CharField(blank=True, max_length=16)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_head', models.BooleanField()),
                ('notify', models.BooleanField()),
                ('made_up', models.BooleanField()),
                ('left_on', models.DateField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='focal_points', to='directory.unit')),
            ],
        ),
        migrations.CreateModel(
            name='UnitSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='directory.unit')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='directory.unit')),
            ],
        ),
        migrations.CreateModel(
            name='AreaSuccession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_main', models.BooleanField()),
                ('after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follows', to='directory.area')),
                ('before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='followed_by', to='directory.area')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('before', 'after'), name='area_succession_once'), models.UniqueConstraint(condition=models.Q(('is_main', True)), fields=('before',), name='area_one_main_successor'), models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='area_not_after_itself')],
            },
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('code',), name='unit_one_open'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.UniqueConstraint(condition=models.Q(('area__isnull', False), ('valid_to__isnull', True)), fields=('area',), name='unit_one_for_area'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('area__isnull', False), ('kind', 'ward_committee')), models.Q(models.Q(('kind', 'ward_committee'), _negated=True), ('area__isnull', True)), _connector='OR'), name='unit_committee_has_area'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['city', 'department', 'infrastructure', 'centre', 'emergency', 'ward_committee'])), name='unit_kind'),
        ),
        migrations.AddConstraint(
            model_name='unit',
            constraint=models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='unit_not_backwards'),
        ),
        migrations.AddConstraint(
            model_name='focalpoint',
            constraint=models.CheckConstraint(condition=models.Q(('email', ''), ('phone', ''), _negated=True), name='focal_point_reachable'),
        ),
        migrations.AddConstraint(
            model_name='focalpoint',
            constraint=models.CheckConstraint(condition=models.Q(('phone', ''), ('phone__regex', '^\\+[1-9][0-9]{6,14}$'), _connector='OR'), name='focal_point_phone_e164'),
        ),
        migrations.AddConstraint(
            model_name='focalpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('left_on__isnull', True)), fields=('unit', 'phone', 'email'), name='focal_point_once'),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.UniqueConstraint(fields=('before', 'after'), name='unit_succession_once'),
        ),
        migrations.AddConstraint(
            model_name='unitsuccession',
            constraint=models.CheckConstraint(condition=models.Q(('before', models.F('after')), _negated=True), name='unit_not_after_itself'),
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
