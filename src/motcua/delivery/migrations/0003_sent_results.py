# What the lists of the desks show of results on their way, and what has been told so far.


import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO delivery_sentresult (transfer_id, dossier_id, list_id, office_id, to_office_id, at, arrived)
SELECT t.id, t.dossier_id, l.id, l.office_id, l.to_office_id, l.at, a.transfer_id IS NOT NULL
FROM delivery_desktransfer t JOIN delivery_handoverlist l ON l.id = t.list_id
  JOIN dossiers_dossier d ON d.id = t.dossier_id LEFT JOIN delivery_deskarrival a ON a.transfer_id = t.id
WHERE d.returned_at IS NULL AND l.to_office_id IS NOT NULL
"""


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0002_append_only'),
        ('dossiers', '0007_lines_looked_up'),
        ('offices', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SentResult',
            fields=[
                ('transfer', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='delivery.desktransfer')),
                ('at', models.DateTimeField()),
                ('arrived', models.BooleanField(default=False)),
                ('dossier', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='dossiers.dossier')),
                ('list', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='delivery.handoverlist')),
                ('office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
                ('to_office', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='offices.office')),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'at'], name='sent_by_office'), models.Index(condition=models.Q(('arrived', False)), fields=['to_office', 'at'], name='sent_to_office')],
            },
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
