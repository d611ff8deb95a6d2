"""Less room per dossier: events as plain JSON text, the index of names without a waiting list."""

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import motcua.dossiers.fields


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_append_only"), ("offices", "0001_initial")]
    operations = [
        migrations.AlterField("dossierevent", "payload", motcua.dossiers.fields.KeptJSON()),
        migrations.AlterField(
            "dossier",
            "receiving_office",
            models.ForeignKey(
                "offices.Office",
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
            ),
        ),
        migrations.RemoveIndex("dossier", "dossier_name_trgm"),
        migrations.AddIndex(
            "dossier",
            django.contrib.postgres.indexes.GinIndex(
                fastupdate=False,
                fields=["applicant_folded"],
                name="dossier_name_trgm",
                opclasses=["gin_trgm_ops"],
            ),
        ),
    ]
