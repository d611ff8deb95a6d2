# The tables of this room as first published.

import django.db.models.deletion
import motcua.payments.balance
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dossiers', '0001_initial'),
        ('offices', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BankAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.CharField(blank=True, max_length=6)),
                ('bank_name', models.CharField(blank=True, max_length=100)),
                ('number', models.CharField(blank=True, max_length=19)),
                ('holder', models.CharField(blank=True, max_length=100)),
                ('set_at', models.DateTimeField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='CollectionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[(motcua.payments.balance.Moment['RECEPTION'], motcua.payments.balance.Moment['RECEPTION']), (motcua.payments.balance.Moment['RETURN'], motcua.payments.balance.Moment['RETURN']), (motcua.payments.balance.Moment['OPEN'], motcua.payments.balance.Moment['OPEN'])], max_length=10)),
                ('assessment_needed', models.BooleanField(default=False)),
                ('set_at', models.DateTimeField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('amount', models.PositiveBigIntegerField()),
                ('manner', models.CharField(choices=[(motcua.payments.balance.Manner['CASH'], motcua.payments.balance.Manner['CASH']), (motcua.payments.balance.Manner['TRANSFER'], motcua.payments.balance.Manner['TRANSFER']), (motcua.payments.balance.Manner['POST'], motcua.payments.balance.Manner['POST'])], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('payer', models.CharField(max_length=200)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('collected_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('amount', models.PositiveBigIntegerField()),
                ('manner', models.CharField(choices=[(motcua.payments.balance.Manner['CASH'], motcua.payments.balance.Manner['CASH']), (motcua.payments.balance.Manner['TRANSFER'], motcua.payments.balance.Manner['TRANSFER']), (motcua.payments.balance.Manner['POST'], motcua.payments.balance.Manner['POST'])], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('mistake', models.BooleanField()),
                ('reason', models.TextField()),
                ('reference', models.CharField(blank=True, max_length=100)),
                ('day', models.DateField()),
                ('at', models.DateTimeField()),
                ('approved_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('paid_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('payment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refunds', to='payments.payment')),
            ],
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField()),
                ('lines', models.JSONField()),
                ('total', models.PositiveBigIntegerField()),
                ('waived', models.PositiveBigIntegerField(default=0)),
                ('exemption_ground', models.TextField(blank=True)),
                ('moment', models.CharField(choices=[(motcua.payments.balance.Moment['RECEPTION'], motcua.payments.balance.Moment['RECEPTION']), (motcua.payments.balance.Moment['RETURN'], motcua.payments.balance.Moment['RETURN']), (motcua.payments.balance.Moment['OPEN'], motcua.payments.balance.Moment['OPEN'])], max_length=10)),
                ('pages', models.PositiveIntegerField(null=True)),
                ('copies', models.PositiveIntegerField(default=1)),
                ('quantity', models.PositiveIntegerField(default=1)),
                ('at', models.DateTimeField()),
                ('assessed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('number__gt', 1)), fields=['-at'], name='charge_assessed_anew')],
                'constraints': [models.UniqueConstraint(fields=('dossier', 'number'), name='charge_numbered')],
            },
        ),
        migrations.CreateModel(
            name='DayClosing',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('entries', models.PositiveIntegerField()),
                ('cash', models.BigIntegerField()),
                ('transfer', models.PositiveBigIntegerField()),
                ('post', models.PositiveBigIntegerField()),
                ('counted', models.PositiveBigIntegerField()),
                ('difference', models.BigIntegerField()),
                ('reason', models.TextField(blank=True)),
                ('signed_at', models.DateTimeField()),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'day'], name='closing_by_day')],
                'constraints': [models.UniqueConstraint(fields=('person', 'office', 'day'), name='day_closed_once')],
            },
        ),
        migrations.CreateModel(
            name='NumberCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(choices=[('receipt', 'Receipt'), ('refund', 'Refund')], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'series', 'year'), name='money_counter')],
            },
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(fields=['collected_by', 'day'], name='payment_by_day'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('office', 'year', 'number'), name='receipt_numbered'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_of_something'),
        ),
        migrations.AddIndex(
            model_name='refund',
            index=models.Index(fields=['paid_by', 'day'], name='refund_by_day'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.UniqueConstraint(fields=('office', 'year', 'number'), name='refund_numbered'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='refund_of_something'),
        ),
    ]
