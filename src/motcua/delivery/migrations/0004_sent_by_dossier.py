# Whether any office has sent a result already, looked up for each line of what is to be sent.

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
