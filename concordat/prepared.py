"""Queries that run with each request: the ORM writes their SQL once, and then they are only run.

Writing a query takes Django several times as long as running it takes the database. A prepared query is an ordinary
queryset with a `Slot` wherever a value comes in:

    _grants_of = Prepared(lambda: Grant.objects.filter(person=Slot(0)), "body")
    grants = _grants_of(person.pk)

What each save writes is prepared likewise: a row by `PreparedInsert`, columns of a queryset by `PreparedUpdate`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Model, QuerySet
from django.db.models.sql import InsertQuery, UpdateQuery
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=Model)


class Slot(Expression):
    """Where the value of that number goes when the query runs: text or a whole number, as the driver takes it."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]


@dataclass(frozen=True)
class _Statement:
    """A statement as one kind of database runs it, and what stands in it beside the values that come in."""

    sql: str
    params: tuple[Any, ...]

    def given(self, values: Sequence[Any]) -> list[Any]:
        """What the driver is handed."""
        return [values[one.number] if isinstance(one, Slot) else one for one in self.params]


Planned = TypeVar("Planned", bound=_Statement)


class _ForEachKind(ABC, Generic[Planned]):
    """Something that is written once for each kind of database."""

    def __init__(self) -> None:
        self._plans: dict[str, Planned] = {}

    def _plan(self, connection: BaseDatabaseWrapper) -> Planned:
        if connection.vendor not in self._plans:
            self._plans[connection.vendor] = self._planned(connection)
        return self._plans[connection.vendor]

    @abstractmethod
    def _planned(self, connection: BaseDatabaseWrapper) -> Planned: ...


@dataclass(frozen=True)
class _Query(_Statement):
    """A query, and how its columns are read. One that `locks` rows needs a transaction."""

    locks: bool
    converters: dict[int, tuple[list[Any], Any]]

    def run(self, connection: BaseDatabaseWrapper, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("Rows are locked until a transaction ends, and there is none.")
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.given(values))
            return [self._read(row, connection) for row in cursor.fetchall()]

    def _read(self, row: tuple[Any, ...], connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
        read = list(row)
        for column, (converters, expression) in self.converters.items():
            for convert in converters:
                read[column] = convert(read[column], expression, connection)
        return tuple(read)


class PreparedRows(_ForEachKind[_Query]):
    """A query for columns, a `values_list`, whose SQL is written once for each kind of database."""

    def __init__(self, make: Callable[[], "QuerySet[Any, Any]"]) -> None:
        super().__init__()
        self._make = make

    def __call__(self, *values: object) -> list[tuple[Any, ...]]:
        connection = connections[DEFAULT_DB_ALIAS]
        return self._plan(connection).run(connection, values)

    def _planned(self, connection: BaseDatabaseWrapper) -> _Query:
        query = self._make().query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        return _Query(sql, tuple(params), query.select_for_update, compiler.get_converters(columns))


class Prepared(Generic[Row]):
    """The same for whole objects, with those that the foreign keys named in `follow` lead to."""

    def __init__(self, make: Callable[[], "QuerySet[Row]"], *follow: str) -> None:
        self._make = make
        self._follow = follow
        self._rows = PreparedRows(lambda: make().values_list(*self._columns()))

    def __call__(self, *values: object) -> list[Row]:
        return [self._object(row) for row in self._rows(*values)]

    def first(self, *values: object) -> Row | None:
        """The first; None where there is none."""
        return next(iter(self(*values)), None)

    def _columns(self) -> list[str]:
        prefixes = ["", *(f"{name}__" for name in self._follow)]
        return [prefix + name for prefix, (_, names) in zip(prefixes, self._parts, strict=True) for name in names]

    @cached_property
    def _parts(self) -> list[tuple[Any, list[str]]]:
        """The models that a row holds, one after the other, each with the names of its columns."""
        model: Any = self._make().model
        models = [model, *(model._meta.get_field(name).related_model for name in self._follow)]
        return [(one, [field.attname for field in one._meta.concrete_fields]) for one in models]

    def _object(self, row: tuple[Any, ...]) -> Row:
        found: list[Any] = []
        start = 0
        for model, names in self._parts:
            part = row[start : start + len(names)]
            found.append(model.from_db(DEFAULT_DB_ALIAS, names, part) if part[0] is not None else None)
            start += len(names)
        for name, other in zip(self._follow, found[1:], strict=True):
            setattr(found[0], name, other)
        whole: Row = found[0]
        return whole


@dataclass(frozen=True)
class _Writing(_Statement):
    """A statement that writes, and of which fields its first values are."""

    fields: tuple[Any, ...]

    def run(self, connection: BaseDatabaseWrapper, rows: Sequence[Sequence[Any]]) -> int:
        """How many rows were written."""
        given = [self.given(self._prepared(connection, values)) for values in rows]
        with connection.cursor() as cursor:
            if len(given) == 1:
                cursor.execute(self.sql, given[0])
            else:
                cursor.executemany(self.sql, given)
            return int(cursor.rowcount)

    def _prepared(self, connection: BaseDatabaseWrapper, values: Sequence[Any]) -> list[Any]:
        known = [one.get_db_prep_save(value, connection) for one, value in zip(self.fields, values, strict=False)]
        return [*known, *values[len(self.fields) :]]


class _PreparedWriting(_ForEachKind[_Writing]):
    """A statement that is written once for each kind of database, on some columns of a model."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names

    def _write(self, rows: Sequence[Sequence[Any]]) -> int:
        connection = connections[DEFAULT_DB_ALIAS]
        return self._plan(connection).run(connection, rows)

    def _slots(self) -> dict[str, Any]:
        return {name: Slot(number) for number, name in enumerate(self._names)}


class PreparedInsert(_PreparedWriting):
    """New rows of a model, of which every column but the key is named; their keys stay unknown."""

    def __init__(self, model: type[Model], *names: str) -> None:
        super().__init__(names)
        self._model = model

    def __call__(self, *rows: Sequence[Any]) -> int:
        """Write rows, each the values of the columns in order; how many were written. One query, however many."""
        return self._write(rows) if rows else 0

    def _planned(self, connection: BaseDatabaseWrapper) -> _Writing:
        fields: list[Any] = [self._model._meta.get_field(name) for name in self._names]
        query = InsertQuery(self._model)
        query.insert_values(fields, [self._model(**self._slots())])
        ((sql, params),) = query.get_compiler(connection=connection).as_sql()
        return _Writing(sql, tuple(params), tuple(fields))


class PreparedUpdate(_PreparedWriting):
    """Columns of the rows of a queryset, whose own slots come after those of the columns."""

    def __init__(self, make: Callable[[], "QuerySet[Any]"], *names: str) -> None:
        super().__init__(names)
        self._make = make

    def __call__(self, *values: Any) -> int:
        """Write the values of the columns, then those of the queryset's slots; how many rows were written."""
        return self._write([values])

    def _planned(self, connection: BaseDatabaseWrapper) -> _Writing:
        found = self._make()
        query: Any = found.query.chain(UpdateQuery)
        query.add_update_values(self._slots())
        sql, params = query.get_compiler(connection=connection).as_sql()
        return _Writing(sql, tuple(params), tuple(found.model._meta.get_field(name) for name in self._names))
