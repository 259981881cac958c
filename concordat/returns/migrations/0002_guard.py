"""What was signed and submitted never changes; the database itself refuses it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from concordat.history.models.guard import put_guard, remove_guard

TABLES = ("returns_snapshot", "returns_submission")


def put(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        put_guard(table, schema_editor)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        remove_guard(table, schema_editor)


class Migration(migrations.Migration):
    dependencies = (("returns", "0001_initial"),)
    operations = (migrations.RunPython(put, remove),)
