# The tables of this room as first published.

import django.db.models.deletion
import motcua.papers.kinds
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('dossiers', '0001_initial'),
        ('files', '0001_initial'),
        ('offices', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PaperStyle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
        ),
        migrations.CreateModel(
            name='IssuedPaper',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('form', models.CharField(choices=[(motcua.papers.kinds.Form['RECEIPT'], motcua.papers.kinds.Form['RECEIPT']), (motcua.papers.kinds.Form['SUPPLEMENT_REQUEST'], motcua.papers.kinds.Form['SUPPLEMENT_REQUEST']), (motcua.papers.kinds.Form['REFUSAL'], motcua.papers.kinds.Form['REFUSAL']), (motcua.papers.kinds.Form['APOLOGY'], motcua.papers.kinds.Form['APOLOGY']), (motcua.papers.kinds.Form['STOP_NOTICE'], motcua.papers.kinds.Form['STOP_NOTICE']), (motcua.papers.kinds.Form['CONTROL_SHEET'], motcua.papers.kinds.Form['CONTROL_SHEET']), (motcua.papers.kinds.Form['TRACKING_BOOK'], motcua.papers.kinds.Form['TRACKING_BOOK']), (motcua.papers.kinds.Form['HAND_OVER_LIST'], motcua.papers.kinds.Form['HAND_OVER_LIST']), (motcua.papers.kinds.Form['RESULT_HAND_OVER_LIST'], motcua.papers.kinds.Form['RESULT_HAND_OVER_LIST']), (motcua.papers.kinds.Form['TRANSFER_SLIP'], motcua.papers.kinds.Form['TRANSFER_SLIP']), (motcua.papers.kinds.Form['CONSULTATION_REQUEST'], motcua.papers.kinds.Form['CONSULTATION_REQUEST']), (motcua.papers.kinds.Form['FEE_RECEIPT'], motcua.papers.kinds.Form['FEE_RECEIPT']), (motcua.papers.kinds.Form['EVALUATION'], motcua.papers.kinds.Form['EVALUATION'])], max_length=30)),
                ('edition', models.CharField(choices=[(motcua.papers.kinds.Edition['TT_01_2018'], motcua.papers.kinds.Edition['TT_01_2018']), (motcua.papers.kinds.Edition['TT_03_2025'], motcua.papers.kinds.Edition['TT_03_2025'])], max_length=20)),
                ('form_label', models.CharField(blank=True, max_length=20)),
                ('template_version', models.PositiveSmallIntegerField()),
                ('number', models.PositiveIntegerField()),
                ('number_text', models.CharField(max_length=200)),
                ('year', models.PositiveSmallIntegerField()),
                ('issued_at', models.DateTimeField()),
                ('token', models.CharField(max_length=32, unique=True)),
                ('signed_state', models.CharField(choices=[('unsigned', 'Unsigned'), ('waiting', 'Waiting'), ('signed', 'Signed'), ('failed', 'Failed')], default='unsigned', max_length=10)),
                ('signing_tries', models.PositiveSmallIntegerField(default=0)),
                ('signing_note', models.CharField(blank=True, max_length=300)),
                ('dossier', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('issued_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('style', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='papers.paperstyle')),
            ],
        ),
        migrations.CreateModel(
            name='PaperCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(choices=[(motcua.papers.kinds.Form['RECEIPT'], motcua.papers.kinds.Form['RECEIPT']), (motcua.papers.kinds.Form['SUPPLEMENT_REQUEST'], motcua.papers.kinds.Form['SUPPLEMENT_REQUEST']), (motcua.papers.kinds.Form['REFUSAL'], motcua.papers.kinds.Form['REFUSAL']), (motcua.papers.kinds.Form['APOLOGY'], motcua.papers.kinds.Form['APOLOGY']), (motcua.papers.kinds.Form['STOP_NOTICE'], motcua.papers.kinds.Form['STOP_NOTICE']), (motcua.papers.kinds.Form['CONTROL_SHEET'], motcua.papers.kinds.Form['CONTROL_SHEET']), (motcua.papers.kinds.Form['TRACKING_BOOK'], motcua.papers.kinds.Form['TRACKING_BOOK']), (motcua.papers.kinds.Form['HAND_OVER_LIST'], motcua.papers.kinds.Form['HAND_OVER_LIST']), (motcua.papers.kinds.Form['RESULT_HAND_OVER_LIST'], motcua.papers.kinds.Form['RESULT_HAND_OVER_LIST']), (motcua.papers.kinds.Form['TRANSFER_SLIP'], motcua.papers.kinds.Form['TRANSFER_SLIP']), (motcua.papers.kinds.Form['CONSULTATION_REQUEST'], motcua.papers.kinds.Form['CONSULTATION_REQUEST']), (motcua.papers.kinds.Form['FEE_RECEIPT'], motcua.papers.kinds.Form['FEE_RECEIPT']), (motcua.papers.kinds.Form['EVALUATION'], motcua.papers.kinds.Form['EVALUATION'])], max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField()),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'form', 'year'), name='paper_counter_per_year')],
            },
        ),
        migrations.CreateModel(
            name='PaperSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('signer', models.CharField(max_length=300)),
                ('signed_at', models.DateTimeField()),
                ('timestamped', models.BooleanField()),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='files.storedfile')),
                ('paper', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='papers.issuedpaper')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('paper', 'position'), name='paper_signature_position')],
            },
        ),
        migrations.AddConstraint(
            model_name='paperstyle',
            constraint=models.UniqueConstraint(fields=('office', 'version'), name='paper_style_version'),
        ),
        migrations.AddIndex(
            model_name='issuedpaper',
            index=models.Index(fields=['dossier', 'issued_at'], name='paper_of_dossier'),
        ),
        migrations.AddIndex(
            model_name='issuedpaper',
            index=models.Index(fields=['office', '-issued_at'], name='paper_of_office'),
        ),
        migrations.AddIndex(
            model_name='issuedpaper',
            index=models.Index(condition=models.Q(('signed_state', 'waiting')), fields=['issued_at'], name='paper_waits_for_signature'),
        ),
        migrations.AddConstraint(
            model_name='issuedpaper',
            constraint=models.UniqueConstraint(fields=('office', 'form', 'year', 'number'), name='paper_numbered_once'),
        ),
    ]
