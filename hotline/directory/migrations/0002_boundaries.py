"""Official boundaries of wards, imported from a file."""

import django.db.models.deletion
from django.db import migrations, models

# The application imports boundaries and closes old ones; it deletes nothing. An agency may see where a ward ends.
GRANTS = """
GRANT SELECT, INSERT, UPDATE ON directory_areaboundary, directory_boundaryimport TO hotline_app;
GRANT SELECT ON directory_areaboundary, directory_boundaryimport TO hotline_agency;
"""
UNGRANTED = "REVOKE ALL ON directory_areaboundary, directory_boundaryimport FROM hotline_app, hotline_agency;"


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0001_directory'),
    ]

    operations = [
        migrations.CreateModel(
            name='BoundaryImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=255)),
                ('digest', models.CharField(max_length=64)),
                ('imported_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='AreaBoundary',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outline', models.BinaryField()),
                ('digest', models.CharField(max_length=64)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='directory.area')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='boundaries', to='directory.boundaryimport')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('valid_to__isnull', True)), fields=('area',), name='boundary_one_open'), models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='boundary_not_backwards')],
            },
        ),
        migrations.RunSQL(GRANTS, UNGRANTED),
    ]
