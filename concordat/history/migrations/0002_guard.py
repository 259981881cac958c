"""Events are only ever added; the database itself refuses anything else."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from concordat.history.models.guard import put_guard, remove_guard

TABLE = "history_event"


def put(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    put_guard(TABLE, schema_editor)


def remove(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    remove_guard(TABLE, schema_editor)


class Migration(migrations.Migration):
    dependencies = (("history", "0001_initial"),)
    operations = (migrations.RunPython(put, remove),)
