# What lists look up for each of their lines, found without walking a tree.
# Builds its indexes under a lock on the table: the services are stopped for an update (docs/operating.md).

import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0006_lists_of_an_office'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='dossier',
            index=django.contrib.postgres.indexes.HashIndex(fields=['id'], name='dossier_by_key'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=django.contrib.postgres.indexes.HashIndex(condition=models.Q(('closed_at', None)), fields=['dossier'], name='task_open_of_dossier'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('closed_at', None), ('action', 'await_supplement')), fields=['due_at'], name='task_supplement_waits'),
        ),
        migrations.RemoveIndex(model_name='dossier', name='dossier_received_ended'),
        migrations.RemoveIndex(model_name='dossier', name='dossier_returning_ended'),
        migrations.RemoveIndex(model_name='task', name='task_hand_overs'),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['receiving_office', 'finished_at', 'due_at'], name='dossier_received_ended'),
        ),
        migrations.AddIndex(
            model_name='dossier',
            index=models.Index(fields=['returning_office', 'finished_at', 'due_at'], name='dossier_returning_ended'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(models.F('unit'), models.F('due_at'), models.F('id'), condition=models.Q(('closed_at', None), ('action__in', ['accept_transfer', 'accept_papers'])), name='task_hand_overs'),
        ),
    ]
