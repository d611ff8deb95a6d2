# The results that follow their dossier to the successor of an office, looked up by dossier.

import django.contrib.postgres.indexes
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('delivery', '0003_sent_results'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='sentresult',
            index=django.contrib.postgres.indexes.HashIndex(fields=['dossier'], name='sent_by_dossier'),
        ),
    ]
