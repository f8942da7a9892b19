"""One organisation never sees, changes or refers to what belongs to another."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from nakomen.record import tenancy
from nakomen.record.database import as_owner
from nakomen.record.models import ClientPerson, Organisation, StaffMember, Team, User
from nakomen.record.tenancy import OwnedModel
from tests.conftest import OwnDatabase
from tests.databases import ON_POSTGRESQL
from tests.record.rows import MODELS, Rows, raw

each_table = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)


def count(model: type[models.Model]) -> int:
    """The rows that a query without any filter sees."""
    return int(ask(f"SELECT count(*) FROM {model._meta.db_table}"))


def ask(query: str) -> Any:
    """The first value of the first row."""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def refused(query: str, arguments: list[Any]) -> str:
    """With which words the database refuses this; empty when it does not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, arguments)
    except DatabaseError as error:
        return str(error)
    return ""


def two_teams(organisation: Organisation, *names: str) -> None:
    """Makes teams of these names, all or none."""
    with tenancy.within(organisation.id):
        for name in names:
            Team.objects.create(organisation=organisation, name=name)


@pytest.fixture
def rows(organisation: Organisation, now: datetime) -> Rows:
    """Rows of the organisation."""
    return Rows(organisation, now)


@pytest.fixture
def other_rows(other_organisation: Organisation, now: datetime) -> Rows:
    """Rows of the other organisation."""
    return Rows(other_organisation, now)


# --- the application's own wall -------------------------------------------------------------------------------------


@each_table
def test_outside_an_organisation_no_table_can_be_asked(model: type[OwnedModel], database: None) -> None:
    with pytest.raises(tenancy.NoOrganisationError):
        model.objects.count()


@each_table
def test_a_row_is_seen_in_its_own_organisation_only(model: type[OwnedModel], rows: Rows, other_rows: Rows) -> None:
    row = rows.one(model)
    with tenancy.within(rows.organisation.id):
        assert model.objects.filter(pk=row.pk).exists()
    with tenancy.within(other_rows.organisation.id):
        assert not model.objects.filter(pk=row.pk).exists()


def test_a_transaction_of_one_organisation_does_not_turn_to_another(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    with tenancy.within(organisation.id):
        with pytest.raises(RuntimeError, match="cannot turn to another"), tenancy.within(other_organisation.id):
            pass
        assert tenancy.current() == organisation.id


def test_what_fails_within_the_same_organisation_is_undone_alone(organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        Team.objects.create(organisation=organisation, name="Noord")
        with pytest.raises(IntegrityError):
            two_teams(organisation, "Zuid", "Noord")
        assert [team.name for team in Team.objects.all()] == ["Noord"]


def test_each_thread_has_its_own_organisation(
    own_database: OwnDatabase, organisation: Organisation, other_organisation: Organisation
) -> None:
    seen: dict[str, list[str]] = {}
    both = threading.Barrier(2)

    def look(place: Organisation) -> None:
        with tenancy.within(place.id):
            Team.objects.create(organisation=place, name=place.name)
        with tenancy.within(place.id):
            if ON_POSTGRESQL:  # SQLite lets one writer in at a time
                both.wait(timeout=20)
            seen[place.name] = [team.name for team in Team.objects.all()]
        connection.close()

    threads = [threading.Thread(target=look, args=[place]) for place in (organisation, other_organisation)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {place.name: [place.name] for place in (organisation, other_organisation)}


# --- the database's wall --------------------------------------------------------------------------------------------


@each_table
def test_a_row_never_refers_to_another_organisation(model: type[OwnedModel], rows: Rows, other_rows: Rows) -> None:
    found = 0
    for field in model._meta.concrete_fields:
        if field.related_model in MODELS:
            found += 1
            with pytest.raises(IntegrityError, match=f"{field.column} names no row of the same organisation"):
                rows.make(model, **{field.name: other_rows.one(field.related_model)})
    related = [field for field in model._meta.concrete_fields if field.related_model is not None]
    assert found == len([field for field in related if field.related_model not in (Organisation, User)])


@each_table
def test_a_row_never_goes_over_to_another_organisation(model: type[OwnedModel], rows: Rows, other_rows: Rows) -> None:
    row = rows.one(model)
    table = model._meta.db_table
    with tenancy.within(rows.organisation.id):
        told = refused(f"UPDATE {table} SET organisation_id = %s", [raw(other_rows.organisation.id, connection.vendor)])
        row.refresh_from_db()
    assert told
    assert row.organisation_id == rows.organisation.id


@pytest.mark.postgresql
@each_table
def test_sql_without_a_filter_sees_the_own_rows_only(model: type[OwnedModel], rows: Rows, other_rows: Rows) -> None:
    rows.one(model)
    assert count(model) == 0
    with tenancy.within(other_rows.organisation.id):
        assert count(model) == model.objects.count()
    with tenancy.within(rows.organisation.id):
        assert count(model) == model.objects.count() > 0


@pytest.mark.postgresql
@each_table
@pytest.mark.parametrize("query", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}"], ids=["update", "delete"])
def test_sql_changes_and_removes_no_row_of_another(
    query: str, model: type[OwnedModel], rows: Rows, other_rows: Rows
) -> None:
    row = rows.one(model)
    table = model._meta.db_table
    with tenancy.within(other_rows.organisation.id):
        own = model.objects.count()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(query.format(table, model._meta.pk_fields[0].column))
                assert cursor.rowcount == own
        except DatabaseError as error:
            assert str(error).startswith(f"permission denied for table {table}")  # noqa: PT017 - either will do
    with tenancy.within(rows.organisation.id):
        assert model.objects.filter(pk=row.pk).exists()


@pytest.mark.postgresql
@each_table
def test_sql_adds_no_row_for_another(model: type[OwnedModel], rows: Rows, other_rows: Rows) -> None:
    foreign = rows.draft(model)
    with (
        pytest.raises(DatabaseError, match=r"row-level security|no row of the same organisation"),
        tenancy.within(other_rows.organisation.id),
    ):
        foreign.save(force_insert=True)


@pytest.mark.postgresql
def test_an_organisation_changes_itself_only(organisation: Organisation, other_organisation: Organisation) -> None:
    with tenancy.within(other_organisation.id):
        assert Organisation.objects.filter(pk=organisation.pk).update(name="Gekaapt") == 0
        assert Organisation.objects.filter(pk=other_organisation.pk).update(name="Zelf") == 1
        assert "row-level security" in refused(
            "INSERT INTO record_organisation (id, slug, name, kvk, agb, email, phone, provider, settings, oidc_only,"
            " created_at) SELECT gen_random_uuid(), 'ander', name, kvk, agb, email, phone, provider, settings,"
            " oidc_only, created_at FROM record_organisation LIMIT 1",
            [],
        )


@pytest.mark.postgresql
def test_row_level_security_binds_the_owner_of_the_tables_too(
    own_database: OwnDatabase, rows: Rows, other_rows: Rows
) -> None:
    for model in MODELS:
        rows.one(model)
    with as_owner():
        assert {model.__name__: count(model) for model in MODELS if count(model)} == {}
        with tenancy.within(other_rows.organisation.id):
            theirs = {model.__name__: count(model) for model in MODELS if count(model)}
        with tenancy.within(rows.organisation.id):
            own = {model.__name__: count(model) for model in MODELS}
    assert theirs == {"ConditionsVersion": 1}
    assert min(own.values()) == 1


# --- the setting lasts as long as the transaction -------------------------------------------------------------------


def setting() -> str:
    """The organisation that PostgreSQL goes by at this moment."""
    return str(ask("SELECT coalesce(current_setting('nakomen.organisation', true), '')"))


def within_and_done(organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        assert setting() == str(organisation.id)


def within_and_failed(organisation: Organisation) -> None:
    with pytest.raises(KeyError), tenancy.within(organisation.id):
        raise KeyError


def within_and_refused_by_the_database(organisation: Organisation) -> None:
    with pytest.raises(IntegrityError):
        two_teams(organisation, "Noord", "Noord")


def within_and_refused_in_raw_sql(organisation: Organisation) -> None:
    with pytest.raises(DatabaseError, match="nergens"), tenancy.within(organisation.id):
        ask("SELECT 1 FROM nergens")


def within_and_failed_half_way(organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        with pytest.raises(KeyError), tenancy.within(organisation.id):
            raise KeyError
        assert setting() == str(organisation.id)


def within_and_rolled_back(organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        transaction.set_rollback(True)


WAYS = [
    within_and_done,
    within_and_failed,
    within_and_refused_by_the_database,
    within_and_refused_in_raw_sql,
    within_and_failed_half_way,
    within_and_rolled_back,
]


@pytest.mark.postgresql
@pytest.mark.parametrize("way", WAYS)
def test_the_next_use_of_a_connection_starts_without_an_organisation(
    way: Callable[[Organisation], None], own_database: OwnDatabase, organisation: Organisation
) -> None:
    backend = ask("SELECT pg_backend_pid()")
    way(organisation)
    assert ask("SELECT pg_backend_pid()") == backend
    assert setting() == ""
    assert count(Team) == 0


@pytest.mark.postgresql
@pytest.mark.parametrize("way", WAYS)
def test_what_follows_in_the_same_transaction_is_without_an_organisation(
    way: Callable[[Organisation], None], organisation: Organisation
) -> None:
    with transaction.atomic():
        way(organisation)
    assert setting() == ""


def test_an_error_of_the_database_is_told_as_it_is(organisation: Organisation) -> None:
    within_and_refused_in_raw_sql(organisation)


# --- signing in -----------------------------------------------------------------------------------------------------


def test_a_user_finds_the_own_places_in_every_organisation(rows: Rows, other_rows: Rows) -> None:
    user = rows.one(User)
    places = [each.make(StaffMember, user=user) for each in (rows, other_rows)]
    clients = [each.make(ClientPerson, user=user) for each in (rows, other_rows)]
    other_rows.make(StaffMember)
    found = tenancy.places_of(user.id)
    assert set(found.staff) == set(places)
    assert set(found.clients) == set(clients)
    assert {place.organisation.name for place in found.staff} == {"Thuiszorg De Linde", "Begeleiding Zon"}


@pytest.mark.postgresql
def test_a_user_who_signs_in_reads_the_own_places_and_nothing_else(rows: Rows, other_rows: Rows) -> None:
    for model in MODELS:
        rows.one(model)
    user = other_rows.make(StaffMember).user
    with tenancy.as_user(user.id):
        assert {model.__name__: count(model) for model in MODELS if count(model)} == {"StaffMember": 1}
        assert StaffMember._base_manager.filter(user=user).update(name="Een ander") == 0
    assert count(StaffMember) == 0


def test_within_an_organisation_nobody_looks_into_the_others(organisation: Organisation, rows: Rows) -> None:
    user = rows.one(User)
    with tenancy.within(organisation.id), pytest.raises(RuntimeError, match="before one of them is entered"):
        tenancy.places_of(user.id)
