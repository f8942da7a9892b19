"""One organisation at a time: the transaction in which its rows can be seen, and no others.

Two walls, so that one forgotten filter shows nobody anything. Every table of an organisation is read through a manager
that keeps to the organisation of the running transaction and refuses to work without one. On PostgreSQL row-level
security keeps to the same organisation, set for the transaction only and so gone with it.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection, models, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from nakomen.record.models import ClientPerson, StaffMember

ORGANISATION_SETTING = "nakomen.organisation"
USER_SETTING = "nakomen.user"
"""What the policies of row-level security go by, each set for a transaction; see record/guards.py."""

_current: ContextVar[UUID | None] = ContextVar("organisation", default=None)


class NoOrganisationError(RuntimeError):
    """Rows of an organisation were asked for outside `within`."""


@contextmanager
def within(organisation: UUID) -> Iterator[None]:
    """A transaction in which the rows of this organisation, and no others, can be read and written.

    Inside the same organisation it nests as a savepoint. Raises RuntimeError inside another organisation: one
    transaction serves one organisation.
    """
    before = _current.get()
    if before is not None and before != organisation:
        raise RuntimeError("a transaction of one organisation cannot turn to another")
    if before is not None:
        with transaction.atomic():
            yield
        return
    with _setting(ORGANISATION_SETTING, organisation):
        token = _current.set(organisation)
        try:
            yield
        finally:
            _current.reset(token)


@contextmanager
def snapshot(organisation: UUID) -> Iterator[None]:
    """As `within`, for reading only: everything as it is at one moment, while others write on.

    For what takes long. Raises RuntimeError inside another transaction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("a snapshot begins outside any transaction")
    wrapper: Any = connection
    mode = getattr(wrapper, "transaction_mode", None)
    try:
        if connection.vendor == "sqlite":
            wrapper.transaction_mode = "DEFERRED"  # it takes no lock that a writer waits for
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            with within(organisation):
                yield
    finally:
        if connection.vendor == "sqlite":
            wrapper.transaction_mode = mode


@contextmanager
def as_user(user: UUID) -> Iterator[None]:
    """A transaction in which this user's own places can be read, in every organisation, and nothing else of any.

    For signing in, when it is not known yet to which organisation. Raises RuntimeError inside `within`.
    """
    if _current.get() is not None:
        raise RuntimeError("a user's places in every organisation are looked up before one of them is entered")
    with _setting(USER_SETTING, user):
        yield


@dataclass(frozen=True, slots=True)
class Places:
    """A user's places in every organisation: as a staff member, and as or on behalf of a client."""

    staff: tuple[StaffMember, ...]
    clients: tuple[ClientPerson, ...]


def places_of(user: UUID) -> Places:
    """The places of this user, those that have ended too; each comes with its organisation."""
    with as_user(user):
        found = [
            tuple(
                apps.get_model("record", name)
                ._base_manager.filter(user_id=user)
                .select_related("organisation")
                .order_by("organisation__name", "pk")
            )
            for name in ("StaffMember", "ClientPerson")
        ]
    return Places(*found)


@contextmanager
def _setting(name: str, value: UUID) -> Iterator[None]:
    """A transaction with a setting of its own, gone at its end: by commit, by rollback, or by hand inside another."""
    nested = connection.in_atomic_block
    with transaction.atomic():
        set_local(name, str(value))
        yield
        if nested and not connection.needs_rollback:
            set_local(name, "")


def current() -> UUID:
    """The organisation of the running transaction. Raises NoOrganisationError outside `within`."""
    organisation = _current.get()
    if organisation is None:
        raise NoOrganisationError("rows of an organisation can be asked for inside tenancy.within only")
    return organisation


def set_local(name: str, value: str) -> None:
    """Sets a value for the running transaction, on PostgreSQL; SQLite has no row-level security to tell it to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


class OwnManager[M: models.Model](models.Manager[M]):
    """Rows of the organisation of the running transaction."""

    def get_queryset(self) -> models.QuerySet[M]:
        """Every query starts from the own rows. Raises NoOrganisationError outside `within`."""
        return super().get_queryset().filter(organisation_id=current())


class OwnedModel(models.Model):
    """A row that belongs to one organisation and is invisible to every other."""

    organisation = models.ForeignKey("record.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)

    objects: OwnManager[Any] = OwnManager()

    class Meta:
        abstract = True
