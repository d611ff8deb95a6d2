"""When dossiers ended: today's figures read what is alive and what ended lately, not the years before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0003_lighter")]
    operations = [
        migrations.AddIndex("dossier", models.Index(fields=["finished_at"], name="dossier_by_finish")),
        migrations.AddIndex("dossier", models.Index(fields=["returned_at"], name="dossier_by_return")),
    ]
