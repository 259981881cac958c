"""Queries that run with each request: the ORM writes their SQL once, and then they are only run.

Writing a query takes Django several times as long as running it takes the database. A prepared query is an ordinary
queryset with a `Slot` wherever a value comes in:

    _grants_of = Prepared(lambda: Grant.objects.filter(person=Slot(0)), "body")
    grants = _grants_of(person.pk)

What each save writes is prepared likewise: a row by `PreparedInsert`, columns of a queryset by `PreparedUpdate`.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
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
class _Plan:
    """A query as one kind of database runs it: its SQL, and how its columns are read. One that `locks` rows needs a
    transaction."""

    sql: str
    params: tuple[Any, ...]
    locks: bool
    converters: dict[int, tuple[list[Any], Any]]

    def run(self, connection: BaseDatabaseWrapper, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if self.locks and not connection.in_atomic_block:
            raise TransactionManagementError("Rows are locked until a transaction ends, and there is none.")
        params = [values[one.number] if isinstance(one, Slot) else one for one in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return [self._read(row, connection) for row in cursor.fetchall()]

    def _read(self, row: tuple[Any, ...], connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
        read = list(row)
        for column, (converters, expression) in self.converters.items():
            for convert in converters:
                read[column] = convert(read[column], expression, connection)
        return tuple(read)


class PreparedRows:
    """A query for columns, a `values_list`, whose SQL is written once for each kind of database."""

    def __init__(self, make: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._make = make
        self._plans: dict[str, _Plan] = {}

    def __call__(self, *values: object) -> list[tuple[Any, ...]]:
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._plans:
            self._plans[connection.vendor] = self._planned(connection)
        return self._plans[connection.vendor].run(connection, values)

    def _planned(self, connection: BaseDatabaseWrapper) -> _Plan:
        query = self._make().query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        return _Plan(sql, tuple(params), query.select_for_update, compiler.get_converters(columns))


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
class _Writing:
    """A statement that writes: its SQL, and of which field the value in each slot is, where it is one."""

    sql: str
    params: tuple[Any, ...]
    fields: tuple[Any, ...]

    def run(self, connection: BaseDatabaseWrapper, values: tuple[Any, ...]) -> int:
        """How many rows were written."""
        fields = self.fields
        known = [one.get_db_prep_save(value, connection) for one, value in zip(fields, values, strict=False)]
        given = [*known, *values[len(fields) :]]
        params = [given[one.number] if isinstance(one, Slot) else one for one in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            return int(cursor.rowcount)


class _PreparedWriting(ABC):
    """A statement that is written once for each kind of database, on some columns of a model."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names
        self._plans: dict[str, _Writing] = {}

    def __call__(self, *values: object) -> int:
        """Write the values, those of the columns first; how many rows were written."""
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._plans:
            self._plans[connection.vendor] = self._planned(connection)
        return self._plans[connection.vendor].run(connection, values)

    @abstractmethod
    def _planned(self, connection: BaseDatabaseWrapper) -> _Writing: ...

    def _slots(self) -> dict[str, Any]:
        return {name: Slot(number) for number, name in enumerate(self._names)}


class PreparedInsert(_PreparedWriting):
    """A new row of a model, of which every column but the key is named; its key stays unknown."""

    def __init__(self, model: type[Model], *names: str) -> None:
        super().__init__(names)
        self._model = model

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

    def _planned(self, connection: BaseDatabaseWrapper) -> _Writing:
        found = self._make()
        query: Any = found.query.chain(UpdateQuery)
        query.add_update_values(self._slots())
        sql, params = query.get_compiler(connection=connection).as_sql()
        return _Writing(sql, tuple(params), tuple(found.model._meta.get_field(name) for name in self._names))
