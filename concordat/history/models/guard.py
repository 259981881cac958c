"""Tables whose rows are only ever added, held to it by the database itself, whoever asks.

A migration that lays such a table anew on SQLite (Django does so to alter one) loses the guard with the old table and
has to put it again; `tests/test_history_guard.py` would notice.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_PREFIX = "append_only_"
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION concordat_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are only ever added, never changed or removed', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def put_guard(table: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse to change or remove a row of the table."""
    remove_guard(table, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL_FUNCTION, None)
        for name, when in (("row", "UPDATE OR DELETE"), ("all", "TRUNCATE")):
            each = "ROW" if name == "row" else "STATEMENT"
            schema_editor.execute(
                f"CREATE TRIGGER {_PREFIX}{name} BEFORE {when} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION concordat_append_only()",
                None,
            )
    else:
        for verb in ("update", "delete"):
            schema_editor.execute(
                f"CREATE TRIGGER {_PREFIX}{verb}_{table} BEFORE {verb.upper()} ON {table} BEGIN "
                f"SELECT RAISE(ABORT, 'rows of {table} are only ever added, never changed or removed'); END",
                None,
            )


def remove_guard(table: str, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the table be changed again: for a migration, and for tests that empty the database."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    names = (
        (f"{_PREFIX}row", f"{_PREFIX}all") if postgresql else (f"{_PREFIX}{v}_{table}" for v in ("update", "delete"))
    )
    for name in names:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""), None)


def guarded_tables(using: str = "default") -> set[str]:
    """The tables of a database that are guarded, as the database itself says."""
    connection: BaseDatabaseWrapper = connections[using]
    if connection.vendor == "postgresql":
        query = "SELECT DISTINCT event_object_table FROM information_schema.triggers WHERE trigger_name = %s"
        values = [f"{_PREFIX}row"]
    else:
        query = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
        values = [f"{_PREFIX}%"]
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return {row[0] for row in cursor.fetchall()}
