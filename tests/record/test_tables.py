"""No table is forgotten: each belongs to an organisation and is guarded, or says why it belongs to none."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections
from django.test import override_settings

from nakomen.record import database, guards
from nakomen.record.guards import Rule
from nakomen.record.models import Organisation
from nakomen.record.tenancy import OwnedModel
from tests import servers
from tests.conftest import Installation, OwnDatabase
from tests.databases import ON_POSTGRESQL, Database
from tests.record.rows import MODELS, TABLES


def rows_of(query: str) -> list[tuple[object, ...]]:
    """What a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def as_owner(statement: str) -> None:
    """Changes the database as the owner of its tables can."""
    with database.as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- each table has its rule ----------------------------------------------------------------------------------------


def test_each_model_has_a_rule_or_a_reason_and_no_rule_or_reason_is_left_over() -> None:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert {model.__name__ for model in guards.owned(apps)} == set(guards.RULES)
    assert tables - TABLES == set(guards.GLOBAL) - {"django_migrations"}
    assert set(guards.GLOBAL) & TABLES == set()
    assert [table for table, reason in guards.GLOBAL.items() if len(reason) < 20] == []


def test_each_model_of_an_organisation_is_read_through_its_own_manager() -> None:
    assert {model for model in guards.owned(apps) if not issubclass(model, OwnedModel)} == {Organisation}
    assert {type(model._default_manager).__name__ for model in MODELS} == {"OwnManager"}


def test_the_database_has_no_other_tables(db: None) -> None:
    assert set(connection.introspection.table_names()) == TABLES | set(guards.GLOBAL)


@pytest.mark.postgresql
def test_row_level_security_is_on_and_forced_on_each_table_of_an_organisation(db: None) -> None:
    found = rows_of(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relrowsecurity AND relforcerowsecurity"
        " AND relnamespace = 'public'::regnamespace"
    )
    assert {name for (name,) in found} == TABLES


@pytest.mark.postgresql
def test_each_table_has_the_policies_of_its_rule_and_no_others(db: None) -> None:
    own = "({0} = (NULLIF(current_setting('nakomen.organisation'::text, true), ''::text))::uuid)"
    keys = {table: "id" if table == "record_organisation" else "organisation_id" for table in TABLES}
    expected: set[tuple[object, ...]] = {
        (table, "own_organisation", "ALL", own.format(key), own.format(key)) for table, key in keys.items()
    }
    user = "(user_id = (NULLIF(current_setting('nakomen.user'::text, true), ''::text))::uuid)"
    places = [name for name, rule in guards.RULES.items() if rule is Rule.PLACE]
    expected |= {(f"record_{name.lower()}", "own_place", "SELECT", user, None) for name in places}
    expected |= {("record_organisation", "known_to_all", "SELECT", "true", None)}
    assert set(rows_of("SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies")) == expected


@pytest.mark.postgresql
def test_the_running_program_has_the_rights_of_each_rule_and_no_others(db: None) -> None:
    found: dict[str, set[str]] = {}
    for table, right in rows_of(
        "SELECT table_name, privilege_type FROM information_schema.table_privileges"
        " WHERE table_schema = 'public' AND grantee IN (current_user, 'PUBLIC')"
    ):
        found.setdefault(str(table), set()).add(str(right))
    expected = {
        model._meta.db_table: set(guards.RIGHTS[guards.rule(model)].split(", ")) for model in guards.owned(apps)
    }
    assert {table: found[table] for table in TABLES} == expected
    assert found["django_migrations"] == {"SELECT"}
    assert set(found) == TABLES | set(guards.GLOBAL)


@pytest.mark.postgresql
def test_the_running_program_makes_no_tables(db: None) -> None:
    assert rows_of("SELECT has_schema_privilege('public', 'CREATE')") == [(False,)]


# --- what is wrong is told ------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_a_prepared_database(db: None) -> None:
    assert database.problems() == []


def test_a_missing_trigger_is_told(own_database: OwnDatabase) -> None:
    name = "guard_entry_update"
    as_owner(f"DROP FUNCTION {name}() CASCADE" if ON_POSTGRESQL else f"DROP TRIGGER {name}")
    assert database.problems() == [f"Bij tabel record_entry ontbreekt de bewaking {name}, of zij staat uit."]


def test_a_migration_that_was_not_run_is_told(own_database: OwnDatabase) -> None:
    as_owner("DELETE FROM django_migrations WHERE app = 'record' AND name = '0004_duty_by_kind'")
    (told,) = database.problems()
    assert told.startswith("De tabellen zijn niet bijgewerkt: 1 stappen, de eerste is record.0004_duty_by_kind.")


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("pragma", "words"),
    [
        ("journal_mode = DELETE", "journal_mode = WAL"),
        ("synchronous = NORMAL", "synchronous = FULL"),
        ("foreign_keys = OFF", "foreign_keys = ON"),
    ],
)
def test_a_careless_sqlite_is_told(pragma: str, words: str, own_database: OwnDatabase) -> None:
    rows_of(f"PRAGMA {pragma}")
    assert database.problems() == [f"SQLite hoort te werken met {words}."]


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "ALTER TABLE record_entry DISABLE TRIGGER guard_entry_delete",
            "Bij tabel record_entry ontbreekt de bewaking guard_entry_delete, of zij staat uit.",
        ),
        (
            "ALTER TABLE record_team DISABLE ROW LEVEL SECURITY",
            "Bij tabel record_team staat row-level security niet aan (ENABLE en FORCE).",
        ),
        (
            "ALTER TABLE record_team NO FORCE ROW LEVEL SECURITY",
            "Bij tabel record_team staat row-level security niet aan (ENABLE en FORCE).",
        ),
        (
            "GRANT UPDATE ON record_entry TO nakomen",
            "De rol van DATABASE_URL heeft het recht UPDATE op tabel record_entry.",
        ),
        (
            "GRANT DELETE ON record_receipt TO PUBLIC",
            "De rol van DATABASE_URL heeft het recht DELETE op tabel record_receipt.",
        ),
        (
            "CREATE VIEW alles AS SELECT * FROM record_team",
            "View alles leest met de rechten van haar eigenaar: maak haar security_invoker.",
        ),
        (
            "CREATE MATERIALIZED VIEW alles AS SELECT * FROM record_team",
            "View alles leest met de rechten van haar eigenaar: maak haar security_invoker.",
        ),
    ],
)
def test_a_gap_in_the_wall_is_told(change: str, told: str, own_database: OwnDatabase) -> None:
    as_owner(change)
    assert database.problems() == [told]


@pytest.mark.postgresql
def test_a_view_with_the_rights_of_who_reads_it_is_no_problem(own_database: OwnDatabase) -> None:
    as_owner("CREATE VIEW eigen WITH (security_invoker = true) AS SELECT * FROM record_team")
    assert database.problems() == []


@pytest.mark.postgresql
def test_a_server_that_may_lose_what_it_acknowledged_is_told(own_database: OwnDatabase) -> None:
    rows_of("SELECT set_config('synchronous_commit', 'off', false)")
    assert database.problems() == [
        "PostgreSQL werkt met synchronous_commit = off: wat is vastgelegd, kan bij stroomuitval verloren gaan."
    ]


@pytest.mark.postgresql
def test_a_role_that_stands_above_the_wall_is_told(own_database: OwnDatabase) -> None:
    folder, name = connection.settings_dict["HOST"], connection.settings_dict["NAME"]
    owner = Database(own_database.owner_url, own_database.owner_url)
    with owner.used():
        told = database.problems()
        assert {f"De rol van DATABASE_URL is eigenaar van tabel {table}." for table in TABLES} == set(told)
    superuser = servers.url(folder, name, "postgres")
    with Database(superuser, own_database.owner_url).used():
        told = database.problems()
    assert told[:2] == [
        "De rol van DATABASE_URL is superuser: geef het programma een gewone rol.",
        "De rol van DATABASE_URL heeft BYPASSRLS: neem dat recht weg.",
    ]


def test_a_database_that_is_not_there_is_told(own_database: OwnDatabase, tmp_path: Path) -> None:
    nowhere = f"{own_database.url}/nergens" if ON_POSTGRESQL else f"sqlite:///{tmp_path}/nergens/record.sqlite3"
    with Database(nowhere, "").used():
        assert database.problems() == ["De database is niet te lezen: klopt DATABASE_URL, en draait de server?"]


# --- bringing up to date --------------------------------------------------------------------------------------------


@pytest.fixture
def empty_database(own_database: OwnDatabase, tmp_path: Path) -> Iterator[Database]:
    """A database without tables."""
    if not ON_POSTGRESQL:
        yield Database(f"sqlite:///{tmp_path / 'empty.sqlite3'}", "")
        return
    folder, name = connection.settings_dict["HOST"], f"{connection.settings_dict['NAME']}_empty"
    with servers.administration(folder) as server:
        server.execute(f"CREATE DATABASE {name} OWNER {servers.OWNER}")
    yield Database(servers.url(folder, name), servers.url(folder, name, servers.OWNER))
    connections.close_all()
    with servers.administration(folder) as server:
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_an_empty_database_is_made_ready(empty_database: Database) -> None:
    with empty_database.used():
        database.prepare()
        assert database.problems() == []


def test_a_database_that_is_ready_stays_as_it_is(own_database: OwnDatabase) -> None:
    before = sorted(guards.present(connection))
    database.prepare()
    assert sorted(guards.present(connection)) == before
    assert database.problems() == []


def test_programs_that_start_at_once_make_the_tables_once(empty_database: Database, installation: Installation) -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "nakomen.settings", "NAKOMEN_HOME": str(installation.home)}
    environment |= {"DATABASE_URL": empty_database.url, "DATABASE_OWNER_URL": empty_database.owner_url}
    program = "import django; django.setup(); from nakomen.record import database; database.prepare()"
    command = [sys.executable, "-c", program]
    started = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate(timeout=120)[1] for process in started] == ["", "", ""]
    with empty_database.used():
        assert database.problems() == []


@pytest.mark.postgresql
def test_without_the_owner_nothing_is_made_and_a_ready_database_will_do(
    empty_database: Database, own_database: OwnDatabase
) -> None:
    with override_settings(DATABASE_OWNER_URL=""):
        database.prepare()
    with Database(empty_database.url, "").used():
        with pytest.raises(database.NotPreparedError, match="Zet DATABASE_OWNER_URL"):
            database.prepare()
        assert connection.introspection.table_names() == []


@pytest.mark.postgresql
def test_rights_that_were_given_away_are_taken_back(own_database: OwnDatabase) -> None:
    as_owner("GRANT UPDATE, DELETE ON record_entry TO nakomen, PUBLIC")
    database.prepare()
    assert database.problems() == []


@pytest.mark.postgresql
def test_the_owner_works_outside_other_transactions(db: None) -> None:
    with pytest.raises(RuntimeError, match="outside the transactions"), database.as_owner():
        pass
