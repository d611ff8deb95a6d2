# The tables of this room as first published.

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='RuleSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=300)),
                ('valid_from', models.DateField(unique=True)),
                ('valid_to', models.DateField(blank=True, null=True)),
                ('parameters', models.JSONField()),
            ],
            options={
                'ordering': ['valid_from'],
            },
        ),
    ]
