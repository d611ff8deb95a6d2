# The tables of this room as first published.

import django.db.models.deletion
import motcua.delivery.parcel
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
            name='HandOverList',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('post', 'Post'), ('desk', 'Desk')], max_length=10)),
                ('receiver', models.CharField(max_length=200)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('to_office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='DeskTransfer',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('list', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='results', to='delivery.handoverlist')),
            ],
        ),
        migrations.CreateModel(
            name='NumberCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('post', 'Post'), ('desk', 'Desk')], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('manner', models.CharField(choices=[('phone', 'Phone'), ('sms', 'Sms'), ('letter', 'Letter'), ('other', 'Other')], max_length=10)),
                ('said', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
            ],
        ),
        migrations.CreateModel(
            name='Shipment',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('recipient', models.CharField(max_length=200)),
                ('address', models.CharField(max_length=300)),
                ('phone', models.CharField(max_length=30)),
                ('at', models.DateTimeField()),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='ShipmentFact',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[(motcua.delivery.parcel.Fact['PACKED'], motcua.delivery.parcel.Fact['PACKED']), (motcua.delivery.parcel.Fact['SENT'], motcua.delivery.parcel.Fact['SENT']), (motcua.delivery.parcel.Fact['DELIVERED'], motcua.delivery.parcel.Fact['DELIVERED']), (motcua.delivery.parcel.Fact['CAME_BACK'], motcua.delivery.parcel.Fact['CAME_BACK']), (motcua.delivery.parcel.Fact['CANCELLED'], motcua.delivery.parcel.Fact['CANCELLED'])], max_length=10)),
                ('parcel_number', models.CharField(blank=True, max_length=40)),
                ('fee', models.PositiveBigIntegerField(default=0)),
                ('originals', models.JSONField(default=list)),
                ('detail', models.TextField(blank=True)),
                ('happened_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('list', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parcels', to='delivery.handoverlist')),
                ('shipment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='delivery.shipment')),
            ],
            options={
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='DeskArrival',
            fields=[
                ('transfer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='arrival', serialize=False, to='delivery.desktransfer')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddIndex(
            model_name='handoverlist',
            index=models.Index(fields=['office', '-at'], name='list_by_office'),
        ),
        migrations.AddConstraint(
            model_name='handoverlist',
            constraint=models.UniqueConstraint(fields=('office', 'kind', 'year', 'number'), name='list_numbered'),
        ),
        migrations.AddConstraint(
            model_name='numbercounter',
            constraint=models.UniqueConstraint(fields=('office', 'kind', 'year'), name='list_counter'),
        ),
        migrations.AddConstraint(
            model_name='shipmentfact',
            constraint=models.UniqueConstraint(fields=('shipment', 'number'), name='fact_numbered'),
        ),
    ]
