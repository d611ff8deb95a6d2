# The tables of this room as first published.

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_extensions'),
        ('processes', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Field',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('code_trust', models.CharField(default='unverified', max_length=12)),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='ProcedureVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', max_length=10)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('name', models.CharField(max_length=500)),
                ('name_en', models.CharField(blank=True, max_length=500)),
                ('levels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), size=None)),
                ('interconnection', models.CharField(choices=[('none', 'None'), ('same_level', 'Same Level'), ('cross_level', 'Cross Level'), ('group', 'Group')], default='none', max_length=12)),
                ('legal_value', models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True)),
                ('committed_value', models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True)),
                ('time_unit', models.CharField(blank=True, max_length=10)),
                ('mode', models.CharField(blank=True, max_length=10)),
                ('cutoff', models.TimeField(blank=True, null=True)),
                ('time_trust', models.CharField(default='unverified', max_length=12)),
                ('channels', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), default=list, size=None)),
                ('results', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None)),
                ('legal_bases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=500), blank=True, default=list, size=None)),
                ('keywords', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), blank=True, default=list, size=None)),
                ('notes', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), blank=True, default=list, size=None)),
                ('online_level', models.CharField(blank=True, max_length=20)),
                ('boundary_free', models.BooleanField(default=False)),
                ('document_sets', models.PositiveSmallIntegerField(default=1)),
                ('documents_complete', models.BooleanField(default=False)),
                ('source', models.JSONField(blank=True, default=dict)),
                ('search_text', models.TextField(blank=True)),
                ('decision_number', models.CharField(blank=True, max_length=100)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('edit_version', models.PositiveIntegerField(default=1)),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.field')),
                ('procedure', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='procedures.procedure')),
                ('process_version', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='processes.processversion')),
            ],
            options={
                'ordering': ['procedure', 'number'],
            },
        ),
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('none', 'None'), ('fee', 'Fee'), ('charge', 'Charge')], max_length=10)),
                ('amount', models.PositiveBigIntegerField(blank=True, null=True)),
                ('per', models.CharField(blank=True, max_length=200)),
                ('when', models.CharField(blank=True, max_length=300)),
                ('channel', models.CharField(blank=True, max_length=10)),
                ('place', models.CharField(blank=True, max_length=100)),
                ('tiers', models.JSONField(blank=True, default=list)),
                ('cap_per_copy', models.PositiveBigIntegerField(blank=True, null=True)),
                ('trust', models.CharField(default='unverified', max_length=12)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fees', to='procedures.procedureversion')),
            ],
            options={
                'ordering': ['version', 'position'],
            },
        ),
        migrations.CreateModel(
            name='CaseVariant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=500)),
                ('legal_value', models.DecimalField(blank=True, decimal_places=3, max_digits=8, null=True)),
                ('time_unit', models.CharField(blank=True, max_length=10)),
                ('mode', models.CharField(blank=True, max_length=10)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='case_variants', to='procedures.procedureversion')),
            ],
            options={
                'ordering': ['version', 'position'],
            },
        ),
        migrations.CreateModel(
            name='RequiredDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=500)),
                ('originals', models.PositiveSmallIntegerField(default=1)),
                ('copies', models.PositiveSmallIntegerField(default=0)),
                ('form', models.CharField(blank=True, max_length=200)),
                ('only_if', models.CharField(blank=True, max_length=500)),
                ('replaced_by', models.CharField(blank=True, max_length=500)),
                ('case_variant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to='procedures.casevariant')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='required_documents', to='procedures.procedureversion')),
            ],
            options={
                'ordering': ['version', 'position'],
            },
        ),
        migrations.AddIndex(
            model_name='procedureversion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search_text'], name='procedure_search_trgm', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='procedureversion',
            constraint=models.UniqueConstraint(fields=('procedure', 'number'), name='procedure_version_number'),
        ),
    ]
