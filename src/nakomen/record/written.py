"""Queries that are written once: for what every request asks, to put it into SQL takes five times as long as to ask it.

    _PLACES = Written(StaffMember, lambda rows, given: rows.filter(user_id=given(UUIDField(), "user")))
    members = _PLACES(user=user.pk)

What is asked is the same as without: values go apart, and come back as their fields have them. Of a table of an
organisation it asks the rows of that of the running transaction, as the table's own manager does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Expression, Model, UUIDField

from nakomen.record.tenancy import OwnedModel, current

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Field, QuerySet
    from django.db.models.sql.compiler import SQLCompiler

    type Given = Callable[[Field[Any, Any], str], Expression]
    """The place of a value, by its name; the field says how the database takes it."""


class _Later(Expression):
    """The place of a value that is given when the query is asked: it stands among the values of the SQL as itself."""

    def __init__(self, field: Field[Any, Any], name: str) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, _compiler: SQLCompiler, _connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)

    def value(self, given: dict[str, Any]) -> Any:
        """The value as the database takes it."""
        return self.output_field.get_db_prep_value(given[self.name], connection)


class Written[M: Model]:
    """A query of whole rows of one table, whose values are given each time; `asked` narrows it, once."""

    def __init__(self, model: type[M], asked: Callable[[QuerySet[M], Given], QuerySet[M]]) -> None:
        self._model = model
        self._asked = asked
        self._kept: dict[str, _Query] = {}

    def __call__(self, **given: Any) -> list[M]:
        """The rows for these values, in the order of the query.

        Raises NoOrganisationError for a table of an organisation outside `tenancy.within`.
        """
        if issubclass(self._model, OwnedModel):
            given["organisation"] = current()
        query = self._kept.get(connection.vendor) or self._kept.setdefault(connection.vendor, self._query())
        with connection.cursor() as cursor:
            cursor.execute(query.sql, [v.value(given) if isinstance(v, _Later) else v for v in query.values])
            rows = cursor.fetchall()
        return [query.made(row) for row in rows]

    def _query(self) -> _Query:
        rows: QuerySet[M] = self._model._base_manager.all()
        if issubclass(self._model, OwnedModel):
            rows = rows.filter(organisation_id=_Later(UUIDField(), "organisation"))
        return _Query(self._asked(rows, _Later))


class _Query:
    """What Django makes of a query: the SQL, its values, and how a row of the answer becomes an object."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        compiler = rows.query.get_compiler(connection=connection)
        sql, values = compiler.as_sql()
        columns = [column for column, _, _ in compiler.select]
        self.sql: str = sql
        self.values: Sequence[Any] = values
        self._model = rows.model
        self._names = [column.target.attname for column in columns]
        self._converters = compiler.get_converters(columns)

    def made(self, row: Sequence[Any]) -> Any:
        """A row of the database as an object."""
        values = list(row)
        for place, (converters, column) in self._converters.items():
            for convert in converters:
                values[place] = convert(values[place], column, connection)
        return self._model.from_db(connection.alias, self._names, values)
