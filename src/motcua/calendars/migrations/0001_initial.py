# The tables of this room as first published.

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Calendar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=200)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='calendars.calendar')),
            ],
            options={
                'ordering': ['code'],
            },
        ),
        migrations.CreateModel(
            name='AnnouncedYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField()),
                ('decision_number', models.CharField(blank=True, max_length=200)),
                ('announced_at', models.DateTimeField()),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='announced_years', to='calendars.calendar')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('calendar', 'year'), name='announced_year_unique')],
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('kind', models.CharField(choices=[('off', 'Off'), ('worked', 'Worked'), ('shifts', 'Shifts')], max_length=10)),
                ('shifts', models.JSONField(blank=True, null=True)),
                ('name', models.CharField(max_length=200)),
                ('decision_number', models.CharField(blank=True, max_length=200)),
                ('trust', models.CharField(default='practice', max_length=12)),
                ('created_at', models.DateTimeField()),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='calendars.calendar')),
            ],
            options={
                'ordering': ['calendar', 'day'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('calendar', 'day'), name='calendar_day_one_in_force')],
            },
        ),
        migrations.CreateModel(
            name='CalendarVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField()),
                ('weekly', models.JSONField()),
                ('count_in_days', models.JSONField(blank=True, default=dict)),
                ('nominal_day_minutes', models.PositiveIntegerField(default=480)),
                ('decision_number', models.CharField(blank=True, max_length=100)),
                ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='calendars.calendar')),
            ],
            options={
                'ordering': ['calendar', 'valid_from'],
                'constraints': [models.UniqueConstraint(fields=('calendar', 'valid_from'), name='calendar_version_unique_start')],
            },
        ),
    ]
