"""A lookup for long lists of values, which the work list has: the kinds of acts that a role sees, and clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db.models import CharField, ForeignKey, Lookup

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler


@CharField.register_lookup
@ForeignKey.register_lookup
class Among(Lookup[Any]):
    """What `__in` finds, of plain values; on PostgreSQL they go as one array.

    A hundred placeholders take longer to write, to send and to plan than the query takes. With an array the statement
    also stays the same however many there are, so that the database can keep its plan.
    """

    lookup_name = "among"

    def get_prep_lookup(self) -> list[Any]:
        """The values as the column has them."""
        field = self._field
        return [field.get_prep_value(value) for value in self.rhs]

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """A placeholder for each value. Raises EmptyResultSet where there is none."""
        column, before = self.process_lhs(compiler, connection)
        values = self._values(connection)
        return f"{column} IN ({', '.join(['%s'] * len(values))})", (*before, *values)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """One placeholder for all. Raises EmptyResultSet where there is none."""
        column, before = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*before, self._values(connection))

    @property
    def _field(self) -> Any:
        """The field of the column itself: of a foreign key the one that it points to."""
        field = self.lhs.output_field
        return getattr(field, "target_field", field)

    def _values(self, connection: BaseDatabaseWrapper) -> list[Any]:
        if not self.rhs:
            raise EmptyResultSet
        return [self._field.get_db_prep_value(value, connection, prepared=True) for value in self.rhs]
