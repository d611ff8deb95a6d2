# The tables of this room as first published.

import django.contrib.postgres.indexes
import django.db.models.deletion
import motcua.dossiers.fields
import motcua.dossiers.status
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_extensions'),
        ('files', '0001_initial'),
        ('offices', '0001_initial'),
        ('parties', '0001_initial'),
        ('procedures', '0001_initial'),
        ('processes', '0001_initial'),
        ('rules', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=64, null=True, unique=True)),
                ('applicant', models.JSONField()),
                ('applicant_name', models.CharField(max_length=200)),
                ('applicant_folded', models.CharField(max_length=200)),
                ('channel', models.CharField(choices=[(motcua.dossiers.status.Channel['COUNTER'], motcua.dossiers.status.Channel['COUNTER']), (motcua.dossiers.status.Channel['ONLINE'], motcua.dossiers.status.Channel['ONLINE']), (motcua.dossiers.status.Channel['POST'], motcua.dossiers.status.Channel['POST'])], max_length=10)),
                ('status', models.CharField(choices=[(motcua.dossiers.status.Status['DRAFT'], motcua.dossiers.status.Status['DRAFT']), (motcua.dossiers.status.Status['SUBMITTED'], motcua.dossiers.status.Status['SUBMITTED']), (motcua.dossiers.status.Status['SUPPLEMENT_BEFORE_RECEPTION'], motcua.dossiers.status.Status['SUPPLEMENT_BEFORE_RECEPTION']), (motcua.dossiers.status.Status['REFUSED_AT_RECEPTION'], motcua.dossiers.status.Status['REFUSED_AT_RECEPTION']), (motcua.dossiers.status.Status['RECEIVED'], motcua.dossiers.status.Status['RECEIVED']), (motcua.dossiers.status.Status['IN_TRANSFER'], motcua.dossiers.status.Status['IN_TRANSFER']), (motcua.dossiers.status.Status['IN_PROCESSING'], motcua.dossiers.status.Status['IN_PROCESSING']), (motcua.dossiers.status.Status['IN_CONSULTATION'], motcua.dossiers.status.Status['IN_CONSULTATION']), (motcua.dossiers.status.Status['AT_OTHER_AGENCY'], motcua.dossiers.status.Status['AT_OTHER_AGENCY']), (motcua.dossiers.status.Status['SUPPLEMENT_IN_PROCESSING'], motcua.dossiers.status.Status['SUPPLEMENT_IN_PROCESSING']), (motcua.dossiers.status.Status['WAITING_FINANCIAL_DUTY'], motcua.dossiers.status.Status['WAITING_FINANCIAL_DUTY']), (motcua.dossiers.status.Status['SUSPENDED'], motcua.dossiers.status.Status['SUSPENDED']), (motcua.dossiers.status.Status['WITHDRAWAL_REQUESTED'], motcua.dossiers.status.Status['WITHDRAWAL_REQUESTED']), (motcua.dossiers.status.Status['STOPPED'], motcua.dossiers.status.Status['STOPPED']), (motcua.dossiers.status.Status['WITHDRAWN'], motcua.dossiers.status.Status['WITHDRAWN']), (motcua.dossiers.status.Status['REFUSED_AFTER_APPRAISAL'], motcua.dossiers.status.Status['REFUSED_AFTER_APPRAISAL']), (motcua.dossiers.status.Status['RESULT_READY'], motcua.dossiers.status.Status['RESULT_READY']), (motcua.dossiers.status.Status['IN_POST'], motcua.dossiers.status.Status['IN_POST']), (motcua.dossiers.status.Status['RETURNED'], motcua.dossiers.status.Status['RETURNED']), (motcua.dossiers.status.Status['CLOSED_NO_SUPPLEMENT'], motcua.dossiers.status.Status['CLOSED_NO_SUPPLEMENT'])], max_length=30)),
                ('submitted_at', models.DateTimeField()),
                ('received_at', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('legal_due_at', models.DateTimeField(null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('finished_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(choices=[(motcua.dossiers.status.Decision['APPROVED'], motcua.dossiers.status.Decision['APPROVED']), (motcua.dossiers.status.Decision['REFUSED'], motcua.dossiers.status.Decision['REFUSED'])], max_length=10, null=True)),
                ('result_number', models.CharField(blank=True, max_length=100)),
                ('next_timer_at', models.DateTimeField(null=True)),
                ('appointment_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField()),
                ('last_hash', models.BinaryField(max_length=32)),
                ('state', models.JSONField()),
                ('case_officer', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case_variant', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.casevariant')),
                ('competent_office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('field_group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.fieldgroup')),
                ('party', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('procedure_version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
                ('process_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='processes.processversion')),
                ('received_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receiving_office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('returning_office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('rule_set', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='rules.ruleset')),
            ],
        ),
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=500)),
                ('kind', models.CharField(choices=[('submitted', 'Submitted'), ('shown', 'Shown'), ('processing', 'Processing'), ('result', 'Result')], max_length=12)),
                ('originals', models.PositiveSmallIntegerField(default=0)),
                ('copies', models.PositiveSmallIntegerField(default=0)),
                ('custody', models.CharField(choices=[('none', 'None'), ('held', 'Held'), ('copied', 'Copied'), ('returned', 'Returned')], default='none', max_length=10)),
                ('file_name', models.CharField(blank=True, max_length=255)),
                ('added_at', models.DateTimeField()),
                ('custody_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('custody_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('file', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('requirement', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.requireddocument')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='dossiers.dossier')),
            ],
            options={
                'ordering': ['added_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='DossierEvent',
            fields=[
                ('command_id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('type', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('payload', motcua.dossiers.fields.KeptJSON()),
                ('prev_hash', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='dossiers.dossier')),
            ],
        ),
        migrations.CreateModel(
            name='Guidance',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('person_name', models.CharField(blank=True, max_length=200)),
                ('matter', models.CharField(max_length=500)),
                ('guided_to', models.CharField(max_length=300)),
                ('advice', models.TextField(blank=True)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('officer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('procedure_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='procedures.procedureversion')),
            ],
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('token', models.IntegerField()),
                ('element', models.CharField(max_length=120)),
                ('name', models.CharField(max_length=300)),
                ('action', models.CharField(max_length=20)),
                ('role', models.CharField(max_length=20)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('assignee', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='dossiers.dossier')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.unit')),
            ],
        ),
        migrations.CreateModel(
            name='CodeCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('last', models.PositiveIntegerField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'day'), name='code_counter_per_day')],
            },
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['receiving_office', '-received_at', '-id'], name='dossier_by_reception'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('finished_at', None), ('received_at__isnull', False)), fields=['competent_office', 'due_at', 'id'], name='dossier_open_by_due'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('finished_at__isnull', False), ('returned_at', None)), fields=['returning_office', 'finished_at', 'id'], name='dossier_to_return'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['field_group', 'received_at'], name='dossier_by_field'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['finished_at'], name='dossier_by_finish'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['returned_at'], name='dossier_by_return'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(condition=models.Q(('next_timer_at__isnull', False)), fields=['next_timer_at'], name='dossier_timers'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['applicant_folded'], name='dossier_name_trgm', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='dossierevent',
            index=models.Index(fields=['at'], name='event_at'),
        ),
        migrations.AddConstraint(
            model_name='dossierevent',
            constraint=models.UniqueConstraint(fields=('dossier', 'seq'), name='event_numbered'),
        ),
        migrations.AddConstraint(
            model_name='dossierevent',
            constraint=models.UniqueConstraint(condition=models.Q(('type', 'decided')), fields=('dossier',), name='one_final_decision'),
        ),
        migrations.AddIndex(
            model_name='guidance',
            index=models.Index(fields=['office', '-at'], name='guidance_by_office'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(models.F('unit'), models.F('due_at'), models.F('id'), condition=models.Q(('closed_at', None)), name='task_unit_inbox'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(models.F('assignee'), models.F('due_at'), models.F('id'), condition=models.Q(('closed_at', None)), name='task_own_inbox'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(fields=['unit', 'closed_at'], name='task_closed_by_unit'),
        ),
    ]
