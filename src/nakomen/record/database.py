"""The database of this installation: brought up to date, and looked at for what is wrong with it."""

from __future__ import annotations

import fcntl
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import dj_database_url
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from nakomen.record import guards

if TYPE_CHECKING:
    from collections.abc import Iterator


class NotPreparedError(RuntimeError):
    """The database cannot be brought up to date; the text tells the keeper of the installation what is needed."""


# --- bringing up to date --------------------------------------------------------------------------------------------


def prepare() -> None:
    """Make or change the tables where that is needed, and see to the rights on them; one process at a time.

    On PostgreSQL this is work for the owner of the tables (DATABASE_OWNER_URL); without one it is enough that there is
    nothing to do. Raises NotPreparedError where there is, and django.db.OperationalError without a database.
    """
    if connection.vendor != "postgresql":
        with _alone_in_folder():
            _migrate()
    elif settings.DATABASE_OWNER_URL:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            (role,) = cursor.fetchone()
        with as_owner(), _alone_on_server():
            _migrate()
            with transaction.atomic():
                guards.grant(apps, connections[DEFAULT_DB_ALIAS], role)
    elif waiting := unapplied():
        raise NotPreparedError(
            f"De tabellen zijn niet bijgewerkt ({len(waiting)} stappen, de eerste is {waiting[0]})."
            " Zet DATABASE_OWNER_URL op de rol die eigenaar is van de tabellen, en probeer het opnieuw."
        )


@contextmanager
def _alone_in_folder() -> Iterator[None]:
    """Of several programs that start at once on one folder, one makes the tables and the others wait for it."""
    Path(settings.HOME).mkdir(parents=True, exist_ok=True, mode=0o700)
    with (Path(settings.HOME) / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def _alone_on_server() -> Iterator[None]:
    """As `_alone_in_folder`, for programs on several machines; the lock goes with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('nakomen.prepare'))")
    yield


@contextmanager
def as_owner() -> Iterator[None]:
    """The database as the owner of its tables, on PostgreSQL; row-level security binds the owner too.

    Raises NotPreparedError where DATABASE_OWNER_URL is missing, RuntimeError inside a transaction.
    """
    if connection.vendor != "postgresql":
        yield
        return
    if not settings.DATABASE_OWNER_URL:
        raise NotPreparedError("DATABASE_OWNER_URL ontbreekt: de rol die eigenaar is van de tabellen.")
    if connection.in_atomic_block:
        raise RuntimeError("the owner of the tables works outside the transactions of the running program")
    running = connections[DEFAULT_DB_ALIAS]
    owner = dj_database_url.parse(settings.DATABASE_OWNER_URL)
    options = {**running.settings_dict["OPTIONS"], **owner.get("OPTIONS", {})}
    database = {**running.settings_dict, **owner, "OPTIONS": options}
    connections[DEFAULT_DB_ALIAS] = type(running)(database, DEFAULT_DB_ALIAS)
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections[DEFAULT_DB_ALIAS] = running


def unapplied() -> list[str]:
    """The migrations that this database still lacks, in order."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _migrate() -> None:
    if unapplied():
        call_command("migrate", interactive=False, verbosity=0)


# --- what is wrong --------------------------------------------------------------------------------------------------


def problems() -> list[str]:
    """What is wrong with the database, in words for the keeper of the installation; empty where nothing is."""
    try:
        waiting = unapplied()
        if waiting:
            return [f"De tabellen zijn niet bijgewerkt: {len(waiting)} stappen, de eerste is {waiting[0]}."]
        found = _problems_of_postgresql() if connection.vendor == "postgresql" else _problems_of_sqlite()
        return [*found, *_missing_triggers()]
    except DatabaseError:
        return ["De database is niet te lezen: klopt DATABASE_URL, en draait de server?"]


def _missing_triggers() -> Iterator[str]:
    there = guards.present(connections[DEFAULT_DB_ALIAS])
    for guard in guards.guards(apps, connection.vendor):
        if guard.trigger not in there:
            yield f"Bij tabel {guard.table} ontbreekt de bewaking {guard.trigger}, of zij staat uit."


def _problems_of_sqlite() -> Iterator[str]:
    expected = {"journal_mode": ("wal", "WAL"), "synchronous": (2, "FULL"), "foreign_keys": (1, "ON")}
    with connection.cursor() as cursor:
        for pragma, (value, name) in expected.items():
            cursor.execute(f"PRAGMA {pragma}")
            if cursor.fetchone()[0] != value:
                yield f"SQLite hoort te werken met {pragma} = {name}."


def _problems_of_postgresql() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        (version,) = cursor.fetchone()
    found = [] if version >= 15 else [f"PostgreSQL {version} is te oud: versie 15 of later is nodig."]
    return [*found, *_unsafe_settings(), *_role(), *_tables(), *_views()]


def _unsafe_settings() -> Iterator[str]:
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [name])
            if cursor.fetchone()[0] == "off":
                yield f"PostgreSQL werkt met {name} = off: wat is vastgelegd, kan bij stroomuitval verloren gaan."


def _role() -> Iterator[str]:
    """The role of the running program must not stand above row-level security."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        superuser, bypass = cursor.fetchone()
    if superuser:
        yield "De rol van DATABASE_URL is superuser: geef het programma een gewone rol."
    if bypass:
        yield "De rol van DATABASE_URL heeft BYPASSRLS: neem dat recht weg."


def _tables() -> Iterator[str]:
    query = (
        "SELECT relrowsecurity, relforcerowsecurity, pg_has_role(current_user, relowner, 'MEMBER'),"
        " has_table_privilege(oid, 'UPDATE'), has_table_privilege(oid, 'DELETE'), has_table_privilege(oid, 'TRUNCATE')"
        " FROM pg_class WHERE oid = %s::regclass"
    )
    with connection.cursor() as cursor:
        for model in guards.owned(apps):
            table, rights = model._meta.db_table, guards.RIGHTS[guards.rule(model)]
            cursor.execute(query, [table])
            enabled, forced, owns, *granted = cursor.fetchone()
            if not (enabled and forced):
                yield f"Bij tabel {table} staat row-level security niet aan (ENABLE en FORCE)."
            if owns:
                yield f"De rol van DATABASE_URL is eigenaar van tabel {table}."
            for right, has in zip(("UPDATE", "DELETE", "TRUNCATE"), granted, strict=True):
                if has and right not in rights and not owns:
                    yield f"De rol van DATABASE_URL heeft het recht {right} op tabel {table}."


def _views() -> Iterator[str]:
    """A view reads with its owner's rights, and so past the reader's, unless it says otherwise."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (relkind = 'm' OR"
            " (relkind = 'v' AND NOT coalesce(reloptions && '{security_invoker=true,security_invoker=on}', false)))"
        )
        for (name,) in cursor.fetchall():
            yield f"View {name} leest met de rechten van haar eigenaar: maak haar security_invoker."
