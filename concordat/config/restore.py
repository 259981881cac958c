"""Taking a backup back, into an empty database, whole or not at all."""

import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model

from concordat.config.backup import (
    AT_A_TIME,
    FORMAT,
    MANIFEST,
    Manifest,
    Table,
    Told,
    applied_migrations,
    backed_up_models,
    heads,
)
from concordat.config.proof import Flaw, find_flaws

# What a zip says that was damaged: depending on where, it seems to be encrypted or packed in a way that nobody knows.
DAMAGED = (BadZipFile, zlib.error, EOFError, RuntimeError, UnicodeDecodeError)


class CannotRestore(ValueError):
    """Nothing was restored; the message says why and what to do."""


def restore(path: Path, told: Told | None = None) -> tuple[Manifest, list[Flaw]]:
    """Fill an empty database from a backup; and what was not as the history says when the backup was made already.

    Every file is held against its digest before anything is written, every chain against its end before anything is
    kept. Raises CannotRestore, and OSError.
    """
    say = told or (lambda name: None)
    with _telling_damage(path):
        source = ZipFile(path)
    with source:
        with _telling_damage(path):
            manifest = _read_manifest(path, source)
            _check_digests(path, source, manifest)
        _require_empty(manifest)
        with transaction.atomic():
            _fill(path, source, manifest, say)
            return manifest, _check_history(path, manifest)


@contextmanager
def _telling_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except DAMAGED as problem:
        raise CannotRestore(f"{path}: this is no backup, or a damaged one ({str(problem).rstrip('.')}).") from None


def _read_manifest(path: Path, source: ZipFile) -> Manifest:
    try:
        said = json.loads(source.read(MANIFEST))
        if said["format"] != FORMAT:
            raise CannotRestore(f"{path}: the backup is of format {said['format']}; this version reads {FORMAT}.")
        return Manifest(**{**said, "tables": [Table(**table) for table in said["tables"]]})
    except (KeyError, TypeError, ValueError) as problem:
        if isinstance(problem, CannotRestore):
            raise
        raise CannotRestore(f"{path}: this is no backup of Concordat: its {MANIFEST} is missing or odd.") from None


def _check_digests(path: Path, source: ZipFile, manifest: Manifest) -> None:
    for table in manifest.tables:
        digest = sha256()
        try:
            with source.open(f"{table.name}.jsonl") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
        except KeyError:
            raise CannotRestore(f"{path}: the backup lacks {table.name}; take another.") from None
        if digest.hexdigest() != table.digest:
            raise CannotRestore(f"{path}: {table.name} is not what was backed up; take another backup.")


def _require_empty(manifest: Manifest) -> None:
    """Make the tables of an empty database. Raises CannotRestore for one in use, or of other tables."""
    there = set(connection.introspection.table_names())
    models = backed_up_models()
    used = [model for model in models if model._meta.db_table in there and model._base_manager.exists()]
    if used:
        raise CannotRestore(
            f"The database {connection.settings_dict['NAME']} is in use; restore into an empty one: name a new folder "
            "in CONCORDAT_DATA, or a new database in DATABASE_URL."
        )
    call_command("migrate", interactive=False, verbosity=0)
    if applied_migrations() != manifest.migrations:
        raise CannotRestore(
            f"The backup was made by version {manifest.version}, whose tables differ from this version's; restore it "
            "with that version, then install this one and run `concordat serve --migrate`."
        )


def _fill(path: Path, source: ZipFile, manifest: Manifest, told: Told) -> None:
    models = {model._meta.db_table: model for model in backed_up_models()}
    if models.keys() != {table.name for table in manifest.tables}:
        raise CannotRestore(f"{path}: the tables of the backup are not those of this version.")
    for table in manifest.tables:
        told(table.name)
        _fill_table(models[table.name], source)
    for line in connection.ops.sequence_reset_sql(no_style(), list(models.values())):
        connection.cursor().execute(line)


def _fill_table(model: type[Model], source: ZipFile) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    with source.open(f"{model._meta.db_table}.jsonl") as file:
        rows = (json.loads(line) for line in file)
        names = next(rows)
        chosen = [fields[name] for name in names]
        made = (model(**{f.attname: f.to_python(v) for f, v in zip(chosen, row, strict=True)}) for row in rows)
        for batch in _batches(made):
            # As they are: saving in the usual way would put today's date into columns that note when a row was made.
            model._base_manager.all()._insert(  # type: ignore[attr-defined]
                batch, fields=chosen, using=connection.alias, raw=True
            )


def _batches(made: Iterator[Model]) -> Iterator[list[Any]]:
    first = list(islice(made, 1))
    if not first:
        return
    size = connection.ops.bulk_batch_size(list(first[0]._meta.concrete_fields), range(AT_A_TIME))
    batch = first + list(islice(made, size - 1))
    while batch:
        yield batch
        batch = list(islice(made, size))


def _check_history(path: Path, manifest: Manifest) -> list[Flaw]:
    flaws = list(find_flaws())
    if heads() != manifest.heads or {flaw.subject for flaw in flaws} != set(manifest.broken):
        raise CannotRestore(f"{path}: the history in the backup is not what it says of itself; take another backup.")
    return flaws
