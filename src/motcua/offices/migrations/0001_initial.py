# The tables of this room as first published.

import django.contrib.postgres.fields
import django.db.models.deletion
import motcua.offices.roles
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('calendars', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=60, unique=True)),
                ('full_name', models.CharField(max_length=120)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'ordering': ['username'],
            },
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(blank=True, db_index=True, max_length=200)),
                ('level', models.PositiveSmallIntegerField()),
                ('level_name', models.CharField(max_length=50)),
                ('name', models.CharField(max_length=300)),
                ('short_name', models.CharField(max_length=100)),
                ('superior_name', models.CharField(blank=True, max_length=300)),
                ('place', models.CharField(blank=True, max_length=100)),
                ('code_old', models.CharField(blank=True, max_length=20)),
                ('code_new', models.CharField(blank=True, max_length=35)),
                ('address', models.CharField(blank=True, max_length=300)),
                ('hours', models.CharField(blank=True, max_length=300)),
                ('hotline', models.CharField(blank=True, max_length=50)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('notice', models.TextField(blank=True)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='calendars.calendar')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='offices.office')),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='offices.office')),
            ],
            options={
                'ordering': ['path'],
            },
        ),
        migrations.CreateModel(
            name='SignInAttempt',
            fields=[
                ('subject', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('failures', models.PositiveIntegerField()),
                ('last_at', models.DateTimeField()),
                ('locked_until', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['last_at'], name='sign_in_attempt_last')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=300)),
                ('kind', models.CharField(choices=[(motcua.offices.roles.UnitKind['DESK'], motcua.offices.roles.UnitKind['DESK']), (motcua.offices.roles.UnitKind['DIVISION'], motcua.offices.roles.UnitKind['DIVISION']), (motcua.offices.roles.UnitKind['LEADERSHIP'], motcua.offices.roles.UnitKind['LEADERSHIP']), (motcua.offices.roles.UnitKind['CLERK'], motcua.offices.roles.UnitKind['CLERK'])], max_length=12)),
                ('phone', models.CharField(blank=True, max_length=50)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='offices.office')),
            ],
            options={
                'ordering': ['office', 'kind', 'name'],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('duties', models.TextField(blank=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='offices.unit')),
            ],
            options={
                'ordering': ['unit', 'title'],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[(motcua.offices.roles.Role['RECEPTIONIST'], motcua.offices.roles.Role['RECEPTIONIST']), (motcua.offices.roles.Role['CASE_OFFICER'], motcua.offices.roles.Role['CASE_OFFICER']), (motcua.offices.roles.Role['HEAD_OF_UNIT'], motcua.offices.roles.Role['HEAD_OF_UNIT']), (motcua.offices.roles.Role['SIGNING_LEADER'], motcua.offices.roles.Role['SIGNING_LEADER']), (motcua.offices.roles.Role['CLERK'], motcua.offices.roles.Role['CLERK']), (motcua.offices.roles.Role['DESK_HEAD'], motcua.offices.roles.Role['DESK_HEAD']), (motcua.offices.roles.Role['SUPERVISOR'], motcua.offices.roles.Role['SUPERVISOR']), (motcua.offices.roles.Role['ADMINISTRATOR'], motcua.offices.roles.Role['ADMINISTRATOR'])], max_length=20), size=None)),
                ('on_duty', models.BooleanField(default=False)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='offices.post')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='offices.unit')),
            ],
            options={
                'ordering': ['unit', 'person'],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[(motcua.offices.roles.Role['RECEPTIONIST'], motcua.offices.roles.Role['RECEPTIONIST']), (motcua.offices.roles.Role['CASE_OFFICER'], motcua.offices.roles.Role['CASE_OFFICER']), (motcua.offices.roles.Role['HEAD_OF_UNIT'], motcua.offices.roles.Role['HEAD_OF_UNIT']), (motcua.offices.roles.Role['SIGNING_LEADER'], motcua.offices.roles.Role['SIGNING_LEADER']), (motcua.offices.roles.Role['CLERK'], motcua.offices.roles.Role['CLERK']), (motcua.offices.roles.Role['DESK_HEAD'], motcua.offices.roles.Role['DESK_HEAD']), (motcua.offices.roles.Role['SUPERVISOR'], motcua.offices.roles.Role['SUPERVISOR']), (motcua.offices.roles.Role['ADMINISTRATOR'], motcua.offices.roles.Role['ADMINISTRATOR'])], max_length=20)),
                ('decision_number', models.CharField(max_length=100)),
                ('valid_from', models.DateField()),
                ('valid_to', models.DateField()),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_given', to=settings.AUTH_USER_MODEL)),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations_received', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='offices.unit')),
            ],
            options={
                'ordering': ['-valid_from'],
            },
        ),
        migrations.CreateModel(
            name='FieldGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('field_codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('version', models.PositiveIntegerField(default=1)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='field_groups', to='offices.office')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='field_groups', to='offices.unit')),
            ],
            options={
                'ordering': ['office', 'position'],
                'constraints': [models.UniqueConstraint(fields=('office', 'name'), name='field_group_unique_name')],
            },
        ),
    ]
