from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0003_result_counter"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossierevent",
            index=models.Index(
                condition=models.Q(("type__in", ("extended", "apologised"))),
                fields=["at"],
                name="event_apologies",
            ),
        ),
    ]
