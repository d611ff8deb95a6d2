# Whether a desk has acknowledged a result, found for each one that waits to be sent without walking a tree.
# Builds its index under a lock on the table: the services are stopped for an update (docs/operating.md).

import django.contrib.postgres.indexes
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('dossiers', '0007_lines_looked_up'),
        ('offices', '0002_on_the_spot'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='task',
            index=django.contrib.postgres.indexes.HashIndex(condition=models.Q(('action', 'accept_transfer'), ('outcome', 'completed')), fields=['dossier'], name='task_acknowledged'),
        ),
    ]
