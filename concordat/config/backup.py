"""A backup: every row of the site as it stood at one moment, in a zip that any version's database can take back.

The zip holds `manifest.json` and a file of JSON lines for each table: first the names of its columns, then its rows. It
is the same whatever database the rows come from, so that a backup of SQLite can be restored on PostgreSQL.
"""

import base64
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils import timezone

import concordat
from concordat.config.proof import Flaw, find_flaws

FORMAT = 1
MANIFEST = "manifest.json"
AT_A_TIME = 2_000  # rows read or written at once
# What `migrate` makes anew by itself, and sessions: after a restore everybody signs in again.
LEFT_OUT = {"auth", "contenttypes", "sessions", "usersessions"}
NOT_KEPT = "accounts.Letter"  # a letter that waited then has long been sent

Told = Callable[[str], None]


class CannotBackUp(ValueError):
    """The backup was not written; the message says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a backup holds of one table: how many rows, and the digest of its file."""

    name: str
    rows: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: by which version and when it was made, its tables, and the ends of all chains.

    `broken` are the subjects of which the history did not hold when the backup was made.
    """

    format: int
    version: str
    made: str
    migrations: list[str]
    tables: list[Table]
    heads: dict[str, str]
    broken: list[str]

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


def backed_up_models() -> list[type[Model]]:
    """Every table that is backed up, as its model, those between two models included."""
    every = apps.get_models(include_auto_created=True)
    kept = [model for model in every if model._meta.managed and model._meta.app_label not in LEFT_OUT]
    return [model for model in kept if model._meta.label != NOT_KEPT]


def write_backup(path: Path, told: Told | None = None) -> tuple[Manifest, list[Flaw]]:
    """Write a backup, whole or not at all, readable for its owner alone; and what the history says is not as it was.

    `told` hears the name of each table. People may go on saving meanwhile. Raises CannotBackUp, and OSError.
    """
    if path.exists():
        raise CannotBackUp(f"{path}: there is such a file already; name another, so that no backup is lost.")
    draft = path.with_name(f".{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _own_file(draft) as file, one_moment(), ZipFile(file, "w", ZIP_DEFLATED) as target:
            manifest, flaws = _write(target, told or (lambda name: None))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return manifest, flaws


def _own_file(path: Path) -> IO[bytes]:
    """A file that nobody else may read: people's names and addresses go into it."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb")


@contextmanager
def one_moment() -> Iterator[None]:
    """Read the database as it stands now, however long it takes, without holding up whoever writes."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    connection.cursor().execute("BEGIN DEFERRED")  # a transaction of Django's would lock everybody out
    try:
        yield
    finally:
        connection.cursor().execute("ROLLBACK")


def applied_migrations() -> list[str]:
    """What the tables of the database are like: `history.0001_initial` and so on."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def _write(target: ZipFile, told: Told) -> tuple[Manifest, list[Flaw]]:
    flaws = list(find_flaws())
    tables = []
    for model in backed_up_models():
        told(model._meta.db_table)
        with target.open(f"{model._meta.db_table}.jsonl", "w") as file:
            tables.append(_write_table(model, file))
    manifest = Manifest(
        FORMAT,
        concordat.__version__,
        timezone.now().isoformat(),
        applied_migrations(),
        tables,
        heads(),
        sorted({flaw.subject for flaw in flaws}),
    )
    target.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=2))
    return manifest, flaws


def heads() -> dict[str, str]:
    """The end of every chain: how long it is, and the digest of its last event."""
    chains = apps.get_model("history", "Chain")._base_manager.order_by("subject")
    return {subject: f"{length} {head}" for subject, length, head in chains.values_list("subject", "length", "head")}


def _write_table(model: type[Model], file: IO[bytes]) -> Table:
    names = [field.attname for field in model._meta.concrete_fields]
    digest, count = sha256(), -1  # the line of names is no row
    for row in _lines(model, names):
        # Sorted, for PostgreSQL keeps the names in a group of values in an order of its own.
        line = f"{json.dumps(row, ensure_ascii=False, sort_keys=True, default=_plain)}\n".encode()
        digest.update(line)
        file.write(line)
        count += 1
    return Table(model._meta.db_table, count, digest.hexdigest())


def _lines(model: type[Model], names: list[str]) -> Iterator[Any]:
    yield names
    yield from model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=AT_A_TIME)


def _plain(value: object) -> str:
    """What JSON has no kind for, as text that the field reads back to the microsecond and the penny."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode("ascii")
    raise TypeError(f"{type(value).__name__} has no way into a backup.")
