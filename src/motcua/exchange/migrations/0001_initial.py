# The tables of this room as first published.

import django.db.models.deletion
import motcua.exchange.envelope
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dossiers', '0002_append_only'),
        ('offices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Conversation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier_key', models.UUIDField()),
                ('sent', models.PositiveIntegerField(default=0)),
                ('taken', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=60, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('address', models.URLField(max_length=300)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('down_since', models.DateTimeField(null=True)),
                ('probes', models.PositiveIntegerField(default=0)),
                ('next_probe_at', models.DateTimeField(null=True)),
                ('down_reason', models.CharField(blank=True, max_length=300)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('direction', models.CharField(choices=[('out', 'Out'), ('in', 'In')], max_length=3)),
                ('task_id', models.UUIDField(null=True)),
                ('asked', models.CharField(max_length=2000)),
                ('begun_at', models.DateTimeField()),
                ('answer_by', models.DateTimeField()),
                ('confirm_by', models.DateTimeField()),
                ('their_code', models.CharField(blank=True, max_length=64)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('their_status', models.CharField(blank=True, max_length=200)),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=15)),
                ('recalled_at', models.DateTimeField(null=True)),
                ('recalled_reason', models.CharField(blank=True, max_length=2000)),
                ('told_version', models.PositiveIntegerField(default=0)),
                ('told_status', models.CharField(blank=True, max_length=30)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.conversation')),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.partner')),
            ],
        ),
        migrations.AddField(
            model_name='conversation',
            name='partner',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.partner'),
        ),
        migrations.CreateModel(
            name='PartnerKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_id', models.CharField(max_length=16)),
                ('public_key', models.CharField(max_length=44)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(null=True)),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='exchange.partner')),
            ],
        ),
        migrations.CreateModel(
            name='OutMessage',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[(motcua.exchange.envelope.Kind['HAND_OVER'], motcua.exchange.envelope.Kind['HAND_OVER']), (motcua.exchange.envelope.Kind['ACKNOWLEDGED'], motcua.exchange.envelope.Kind['ACKNOWLEDGED']), (motcua.exchange.envelope.Kind['REFUSED_BACK'], motcua.exchange.envelope.Kind['REFUSED_BACK']), (motcua.exchange.envelope.Kind['PROGRESS'], motcua.exchange.envelope.Kind['PROGRESS']), (motcua.exchange.envelope.Kind['RESULT'], motcua.exchange.envelope.Kind['RESULT']), (motcua.exchange.envelope.Kind['RECALLED'], motcua.exchange.envelope.Kind['RECALLED'])], max_length=15)),
                ('payload', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('files', models.JSONField(default=list)),
                ('created_at', models.DateTimeField()),
                ('give_up_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField()),
                ('tries', models.PositiveIntegerField(default=0)),
                ('last_try_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('dead_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.conversation')),
                ('hand_over', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.handover')),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.partner')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('accepted_at', None), ('dead_at', None)), fields=['partner', 'next_try_at'], name='exchange_out_waiting'), models.Index(condition=models.Q(('dead_at__isnull', False)), fields=['dead_at'], name='exchange_out_dead')],
                'constraints': [models.UniqueConstraint(fields=('conversation', 'sequence'), name='exchange_out_numbered')],
            },
        ),
        migrations.CreateModel(
            name='InMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message_id', models.UUIDField()),
                ('sequence', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[(motcua.exchange.envelope.Kind['HAND_OVER'], motcua.exchange.envelope.Kind['HAND_OVER']), (motcua.exchange.envelope.Kind['ACKNOWLEDGED'], motcua.exchange.envelope.Kind['ACKNOWLEDGED']), (motcua.exchange.envelope.Kind['REFUSED_BACK'], motcua.exchange.envelope.Kind['REFUSED_BACK']), (motcua.exchange.envelope.Kind['PROGRESS'], motcua.exchange.envelope.Kind['PROGRESS']), (motcua.exchange.envelope.Kind['RESULT'], motcua.exchange.envelope.Kind['RESULT']), (motcua.exchange.envelope.Kind['RECALLED'], motcua.exchange.envelope.Kind['RECALLED'])], max_length=15)),
                ('payload', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('key_id', models.CharField(max_length=16)),
                ('signature', models.CharField(max_length=88)),
                ('received_at', models.DateTimeField()),
                ('applied_at', models.DateTimeField(null=True)),
                ('conversation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.conversation')),
                ('partner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='exchange.partner')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('partner', 'message_id'), name='exchange_in_once'), models.UniqueConstraint(fields=('conversation', 'sequence'), name='exchange_in_numbered')],
            },
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(condition=models.Q(('acknowledged_at', None), ('direction', 'in'), ('ended_at', None)), fields=['office', 'confirm_by'], name='exchange_to_confirm'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(condition=models.Q(('direction', 'out'), ('ended_at', None)), fields=['answer_by'], name='exchange_awaited'),
        ),
        migrations.AddIndex(
            model_name='handover',
            index=models.Index(condition=models.Q(('direction', 'in'), ('dossier__isnull', False), ('ended_at', None)), fields=['id'], name='exchange_to_tell'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(fields=('partner', 'dossier_key'), name='exchange_conversation_once'),
        ),
        migrations.AddConstraint(
            model_name='partnerkey',
            constraint=models.UniqueConstraint(fields=('partner', 'key_id'), name='exchange_key_once'),
        ),
    ]
