# The tables of this room as first published.

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('kernel', '0001_extensions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('citizen', 'Citizen'), ('organisation', 'Organisation')], default='citizen', max_length=12)),
                ('full_name', models.CharField(max_length=200)),
                ('folded_name', models.CharField(max_length=200)),
                ('id_kind', models.CharField(choices=[('citizen_id', 'Citizen Id'), ('old_id', 'Old Id'), ('passport', 'Passport'), ('tax_code', 'Tax Code'), ('other', 'Other')], default='citizen_id', max_length=12)),
                ('id_number', models.CharField(max_length=30)),
                ('birth_date', models.DateField(blank=True, null=True)),
                ('sex', models.CharField(blank=True, max_length=10)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['folded_name'], name='party_name_trgm', opclasses=['gin_trgm_ops']), models.Index(fields=['id_number'], name='party_by_number', opclasses=['varchar_pattern_ops']), models.Index(condition=models.Q(('phone', ''), _negated=True), fields=['phone'], name='party_by_phone', opclasses=['varchar_pattern_ops'])],
                'constraints': [models.UniqueConstraint(fields=('id_kind', 'id_number'), name='party_unique_id')],
            },
        ),
    ]
