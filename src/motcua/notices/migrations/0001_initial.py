# The tables of this room as first published.

import datetime
import django.db.models.deletion
import motcua.notices.moments
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
            name='Outage',
            fields=[
                ('channel', models.CharField(choices=[(motcua.notices.moments.Channel['SMS'], motcua.notices.moments.Channel['SMS']), (motcua.notices.moments.Channel['EMAIL'], motcua.notices.moments.Channel['EMAIL']), (motcua.notices.moments.Channel['PHONE'], motcua.notices.moments.Channel['PHONE'])], max_length=5, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('probes', models.PositiveIntegerField(default=1)),
                ('next_probe_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('office', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='offices.office')),
                ('quiet_from', models.TimeField(default=datetime.time(21, 0))),
                ('quiet_to', models.TimeField(default=datetime.time(7, 0))),
                ('language', models.CharField(default='vi', max_length=2)),
                ('sms_with_marks', models.BooleanField(default=False)),
                ('silent', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name='ReadUntil',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='TextVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.CharField(choices=[(motcua.notices.moments.Moment['RECEIVED'], motcua.notices.moments.Moment['RECEIVED']), (motcua.notices.moments.Moment['RECEPTION_REFUSED'], motcua.notices.moments.Moment['RECEPTION_REFUSED']), (motcua.notices.moments.Moment['SUPPLEMENT'], motcua.notices.moments.Moment['SUPPLEMENT']), (motcua.notices.moments.Moment['DUTY_TO_PAY'], motcua.notices.moments.Moment['DUTY_TO_PAY']), (motcua.notices.moments.Moment['EXTENDED'], motcua.notices.moments.Moment['EXTENDED']), (motcua.notices.moments.Moment['APOLOGISED'], motcua.notices.moments.Moment['APOLOGISED']), (motcua.notices.moments.Moment['CORRECTED'], motcua.notices.moments.Moment['CORRECTED']), (motcua.notices.moments.Moment['STOPPED'], motcua.notices.moments.Moment['STOPPED']), (motcua.notices.moments.Moment['RESULT_READY'], motcua.notices.moments.Moment['RESULT_READY']), (motcua.notices.moments.Moment['REFUSED'], motcua.notices.moments.Moment['REFUSED']), (motcua.notices.moments.Moment['UNCOLLECTED'], motcua.notices.moments.Moment['UNCOLLECTED']), (motcua.notices.moments.Moment['SENT_BY_POST'], motcua.notices.moments.Moment['SENT_BY_POST']), (motcua.notices.moments.Moment['POST_RETURNED'], motcua.notices.moments.Moment['POST_RETURNED']), (motcua.notices.moments.Moment['HANDED_OVER'], motcua.notices.moments.Moment['HANDED_OVER'])], max_length=20)),
                ('channel', models.CharField(choices=[(motcua.notices.moments.Channel['SMS'], motcua.notices.moments.Channel['SMS']), (motcua.notices.moments.Channel['EMAIL'], motcua.notices.moments.Channel['EMAIL']), (motcua.notices.moments.Channel['PHONE'], motcua.notices.moments.Channel['PHONE'])], max_length=5)),
                ('language', models.CharField(max_length=2)),
                ('version', models.PositiveIntegerField()),
                ('subject', models.CharField(blank=True, max_length=150)),
                ('body', models.TextField(blank=True)),
                ('packaged', models.BooleanField(default=False)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('seq', models.PositiveIntegerField()),
                ('moment', models.CharField(choices=[(motcua.notices.moments.Moment['RECEIVED'], motcua.notices.moments.Moment['RECEIVED']), (motcua.notices.moments.Moment['RECEPTION_REFUSED'], motcua.notices.moments.Moment['RECEPTION_REFUSED']), (motcua.notices.moments.Moment['SUPPLEMENT'], motcua.notices.moments.Moment['SUPPLEMENT']), (motcua.notices.moments.Moment['DUTY_TO_PAY'], motcua.notices.moments.Moment['DUTY_TO_PAY']), (motcua.notices.moments.Moment['EXTENDED'], motcua.notices.moments.Moment['EXTENDED']), (motcua.notices.moments.Moment['APOLOGISED'], motcua.notices.moments.Moment['APOLOGISED']), (motcua.notices.moments.Moment['CORRECTED'], motcua.notices.moments.Moment['CORRECTED']), (motcua.notices.moments.Moment['STOPPED'], motcua.notices.moments.Moment['STOPPED']), (motcua.notices.moments.Moment['RESULT_READY'], motcua.notices.moments.Moment['RESULT_READY']), (motcua.notices.moments.Moment['REFUSED'], motcua.notices.moments.Moment['REFUSED']), (motcua.notices.moments.Moment['UNCOLLECTED'], motcua.notices.moments.Moment['UNCOLLECTED']), (motcua.notices.moments.Moment['SENT_BY_POST'], motcua.notices.moments.Moment['SENT_BY_POST']), (motcua.notices.moments.Moment['POST_RETURNED'], motcua.notices.moments.Moment['POST_RETURNED']), (motcua.notices.moments.Moment['HANDED_OVER'], motcua.notices.moments.Moment['HANDED_OVER'])], max_length=20)),
                ('turn', models.PositiveSmallIntegerField(default=1)),
                ('channel', models.CharField(choices=[(motcua.notices.moments.Channel['SMS'], motcua.notices.moments.Channel['SMS']), (motcua.notices.moments.Channel['EMAIL'], motcua.notices.moments.Channel['EMAIL']), (motcua.notices.moments.Channel['PHONE'], motcua.notices.moments.Channel['PHONE'])], max_length=5)),
                ('to', models.CharField(blank=True, max_length=254)),
                ('phone', models.CharField(blank=True, max_length=30)),
                ('language', models.CharField(max_length=2)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(blank=True)),
                ('parts', models.PositiveSmallIntegerField(default=0)),
                ('asks_action', models.BooleanField()),
                ('created_at', models.DateTimeField()),
                ('give_up_at', models.DateTimeField()),
                ('next_try_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('accepted_id', models.CharField(blank=True, max_length=200)),
                ('delivered_at', models.DateTimeField(null=True)),
                ('undelivered_at', models.DateTimeField(null=True)),
                ('moot_at', models.DateTimeField(null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('told_note', models.CharField(blank=True, max_length=300)),
                ('dossier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('told_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text_version', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='notices.textversion')),
            ],
        ),
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('accepted', 'Accepted'), ('refused', 'Refused'), ('later', 'Later'), ('down', 'Down')], max_length=10)),
                ('detail', models.CharField(blank=True, max_length=300)),
                ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='tries_made', to='notices.message')),
            ],
        ),
        migrations.AddConstraint(
            model_name='textversion',
            constraint=models.UniqueConstraint(fields=('office', 'moment', 'channel', 'language', 'version'), name='notice_text_numbered'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('accepted_at', None), ('undelivered_at', None)), fields=['channel', 'next_try_at'], name='message_waiting'),
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('asks_action', True), ('delivered_at', None), ('moot_at', None), ('told_at', None), ('undelivered_at__isnull', False)), fields=['office', 'undelivered_at'], name='message_to_call'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('dossier', 'seq', 'moment', 'turn', 'channel', 'to'), name='one_message_each'),
        ),
        migrations.AddConstraint(
            model_name='try',
            constraint=models.UniqueConstraint(fields=('message', 'number'), name='try_numbered'),
        ),
    ]
