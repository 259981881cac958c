"""What was odd about a workbook is kept with what it would change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = (("returns", "0002_guard"),)
    operations = (migrations.AddField("upload", "findings", models.JSONField(default=list)),)
