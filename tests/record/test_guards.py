"""What the database refuses to anybody, also to raw SQL and to the owner of the tables."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from nakomen.record import guards, tenancy
from nakomen.record.database import as_owner
from nakomen.record.guards import Rule
from nakomen.record.models import Chain, Entry, Organisation, Payload
from nakomen.record.tenancy import OwnedModel
from tests.conftest import OwnDatabase
from tests.databases import ON_POSTGRESQL
from tests.record.rows import GENESIS, MODELS, TABLES, TIP, Rows, raw

LEDGER: list[type[OwnedModel]] = [model for model in MODELS if guards.rule(model) is Rule.LEDGER]
UNCHANGED: list[type[OwnedModel]] = [*LEDGER, Payload]
KEPT: list[type[OwnedModel]] = [
    model for model in MODELS if guards.rule(model) in (Rule.LEDGER, Rule.PAYLOAD, Rule.CHAIN)
]
KEPT_PAYLOAD = "record_payload: a row is removed with a destroyed dossier only"
NEXT = b"\x02" * 32


def run(query: str, *arguments: Any) -> int:
    """Runs it as raw SQL, and undoes nothing; the number of rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(query, [raw(value, connection.vendor) for value in arguments])
        return int(cursor.rowcount)


def refusal(query: str, *arguments: Any) -> str:
    """With which words the database refuses this; empty when it does not."""
    try:
        run(query, *arguments)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return ""


def columns_of(model: type[models.Model]) -> list[str]:
    """The names of the columns, as SQL takes each."""
    return [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]


@pytest.fixture
def rows(organisation: Organisation, now: datetime) -> Rows:
    """Rows of the organisation."""
    return Rows(organisation, now)


@pytest.fixture
def chain(rows: Rows) -> Chain:
    """A chain with one entry, its payload, and a head that says so."""
    chain: Chain = rows.one(Chain)
    rows.one(Entry)
    rows.one(Payload)
    with tenancy.within(rows.organisation.id):
        Chain.objects.filter(pk=chain.pk).update(length=1, tip=TIP)
        chain.refresh_from_db()
    return chain


# --- every table that is kept ---------------------------------------------------------------------------------------


def refusals_of_changes(rows: Rows) -> dict[str, set[str]]:
    """With which words each table of the ledger refuses a change of each column, and a removal."""
    found: dict[str, set[str]] = {}
    for model in UNCHANGED:
        table = model._meta.db_table
        for column in columns_of(model):
            found.setdefault(model.__name__, set()).add(refusal(f"UPDATE {table} SET {column} = {column}"))
    for model in KEPT:
        found.setdefault(model.__name__, set()).add(refusal(f"DELETE FROM {model._meta.db_table}"))
    return found


def expected_refusals() -> dict[str, set[str]]:
    told = {
        model.__name__: {
            f"{model._meta.db_table}: a row is never changed",
            f"{model._meta.db_table}: a row is never removed",
        }
        for model in LEDGER
    }
    told["Payload"] = {
        "record_payload: a row is never changed",
        KEPT_PAYLOAD,
    }
    told["Chain"] = {"record_chain: a row is never removed"}
    return told


def test_no_row_of_the_ledger_is_changed_or_removed(own_database: OwnDatabase, rows: Rows) -> None:
    for model in KEPT:
        rows.one(model)
    with as_owner(), tenancy.within(rows.organisation.id):
        assert refusals_of_changes(rows) == expected_refusals()


@pytest.mark.postgresql
def test_the_running_program_has_no_right_to_try(rows: Rows) -> None:
    for model in KEPT:
        rows.one(model)
    with tenancy.within(rows.organisation.id):
        told = {word for words in refusals_of_changes(rows).values() for word in words}
    tables = {model._meta.db_table for model in KEPT}
    allowed = {KEPT_PAYLOAD}
    assert told == {f"permission denied for table {table}" for table in tables} | allowed


@pytest.mark.sqlite
@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_no_row_is_replaced_by_another(model: type[OwnedModel], rows: Rows) -> None:
    row = rows.one(model)
    table = model._meta.db_table
    before = run(f"SELECT 1 FROM {table}")
    columns = ", ".join(columns_of(model))
    told = refusal(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    assert told == f"{table}: a row is added once"
    assert row is not None
    assert run(f"SELECT 1 FROM {table}") == before


@pytest.mark.postgresql
def test_no_table_is_emptied(own_database: OwnDatabase, rows: Rows) -> None:
    with as_owner(), tenancy.within(rows.organisation.id):
        told = {table: refusal(f"TRUNCATE {table} CASCADE") for table in TABLES}
        assert {words.partition(": ")[2] for words in told.values()} == {"the table is never emptied"}
    assert {refusal(f"TRUNCATE {table}") for table in TABLES} == {
        f"permission denied for table {table}" for table in TABLES
    }


def test_an_organisation_is_never_removed(own_database: OwnDatabase, organisation: Organisation) -> None:
    with as_owner(), tenancy.within(organisation.id):
        assert refusal("DELETE FROM record_organisation") == "record_organisation: a row is never removed"


# --- entries --------------------------------------------------------------------------------------------------------


def add_entry(chain: Chain, seq: int, prev: bytes, tip: bytes = NEXT) -> str:
    """With which words this entry is refused."""
    return refusal(
        'INSERT INTO record_entry (organisation_id, chain_id, seq, prev, "commit", tip, algorithm)'
        " VALUES (%s, %s, %s, %s, %s, %s, 'act/1')",
        chain.organisation_id, chain.pk, seq, prev, b"", tip,
    )  # fmt: skip


def test_an_entry_that_follows_is_added(chain: Chain) -> None:
    with tenancy.within(chain.organisation_id):
        assert add_entry(chain, 2, TIP) == ""


@pytest.mark.parametrize(
    ("seq", "prev"),
    [(2, GENESIS), (2, NEXT), (3, TIP), (0, GENESIS), (0, TIP), (-1, GENESIS)],
    ids=["as the first", "after another", "with a gap", "before the first", "before", "below zero"],
)
def test_an_entry_that_does_not_follow_is_refused(seq: int, prev: bytes, chain: Chain) -> None:
    with tenancy.within(chain.organisation_id):
        assert add_entry(chain, seq, prev) == "record_entry: an entry follows the tip of the entry before it"


def test_a_chain_starts_from_nothing(rows: Rows) -> None:
    chain = rows.one(Chain)
    with tenancy.within(chain.organisation_id):
        assert add_entry(chain, 1, TIP) == "record_entry: an entry follows the tip of the entry before it"
        assert add_entry(chain, 1, GENESIS) == ""


def test_a_place_in_the_chain_is_taken_once(chain: Chain) -> None:
    with tenancy.within(chain.organisation_id):
        assert add_entry(chain, 1, GENESIS) != ""
        assert Entry.objects.count() == 1


def test_entries_added_together_follow_one_another(chain: Chain, rows: Rows) -> None:
    tips = [bytes([number]) * 32 for number in range(2, 102)]
    drafts = [
        rows.draft(Entry, seq=number, prev=prev, tip=tip)
        for number, (prev, tip) in enumerate(zip([TIP, *tips[:-1]], tips, strict=True), 2)
    ]
    with tenancy.within(chain.organisation_id):
        Entry.objects.bulk_create(drafts)
        assert Entry.objects.count() == 101


# --- heads of chains ------------------------------------------------------------------------------------------------


def test_the_head_moves_on_to_an_entry_that_is_there(chain: Chain) -> None:
    with tenancy.within(chain.organisation_id):
        add_entry(chain, 2, TIP)
        assert run("UPDATE record_chain SET length = 2, tip = %s", NEXT) == 1


@pytest.mark.parametrize(
    ("length", "tip"),
    [(2, NEXT), (2, TIP), (1, NEXT), (0, GENESIS), (0, TIP)],
    ids=["without its entry", "by the tip before", "to another tip", "back", "back with its tip"],
)
def test_the_head_moves_nowhere_else(length: int, tip: bytes, chain: Chain) -> None:
    with tenancy.within(chain.organisation_id):
        told = refusal("UPDATE record_chain SET length = %s, tip = %s", length, tip)
        assert told == "record_chain: the head only moves on to an entry that is there"


@pytest.mark.parametrize("change", ["created_at = '2020-01-01 00:00:00+00:00'", "id = organisation_id"])
def test_a_chain_stays_the_same_chain(change: str, rows: Rows) -> None:
    rows.one(Chain)
    with tenancy.within(rows.organisation.id):
        told = refusal(f"UPDATE record_chain SET {change}")
        assert told == "record_chain: id and created_at are never changed"


@pytest.mark.parametrize(("change", "is_refused"), [(0, False), (1, False), (2, True)])
def test_a_checkpoint_covers_what_is_there(change: int, is_refused: bool, chain: Chain) -> None:
    with tenancy.within(chain.organisation_id):
        assert bool(refusal("UPDATE record_chain SET covered = %s", change)) is is_refused


def test_what_a_checkpoint_covered_stays_covered(chain: Chain) -> None:
    with tenancy.within(chain.organisation_id):
        run("UPDATE record_chain SET covered = 1")
        assert refusal("UPDATE record_chain SET covered = 0") == (
            "record_chain: covered follows the head, forward only"
        )


# --- destruction ----------------------------------------------------------------------------------------------------


def test_a_destroyed_dossier_stays_destroyed(chain: Chain, now: datetime) -> None:
    with tenancy.within(chain.organisation_id):
        Chain.objects.update(destroyed_at=now)
        for value in (None, "2020-01-01 00:00:00+00:00"):
            told = refusal("UPDATE record_chain SET destroyed_at = %s", value)
            assert told == "record_chain: destroyed_at is set once"


def test_payloads_go_with_a_destroyed_dossier_and_what_tax_law_asks_stays(
    chain: Chain, rows: Rows, now: datetime
) -> None:
    with tenancy.within(chain.organisation_id):
        rows.make(Payload, seq=2, purpose="finance")
        assert refusal("DELETE FROM record_payload WHERE purpose = 'dossier'") == KEPT_PAYLOAD
        Chain.objects.update(destroyed_at=now)
        assert refusal("DELETE FROM record_payload WHERE purpose = 'finance'") == KEPT_PAYLOAD
        assert run("DELETE FROM record_payload WHERE purpose = 'dossier'") == 1
        assert [payload.seq for payload in Payload.objects.all()] == [2]


# --- installing -----------------------------------------------------------------------------------------------------


def test_guards_are_lifted_and_installed_again(own_database: OwnDatabase) -> None:
    every = {guard.trigger for guard in guards.guards(apps, connection.vendor)}
    with as_owner():
        assert guards.present(connection) == every
        with connection.schema_editor() as editor:
            guards.lift(apps, editor)
        assert guards.present(connection) == set()
        for _ in range(2):
            with connection.schema_editor() as editor:
                guards.install(apps, editor)
            assert guards.present(connection) == every


def test_every_rule_is_in_use_and_no_trigger_has_two_meanings() -> None:
    every = [guard.trigger for guard in guards.guards(apps, "postgresql" if ON_POSTGRESQL else "sqlite")]
    assert len(every) == len(set(every))
    assert max(len(name) for name in every) <= 63  # PostgreSQL cuts off what is longer
    assert {guards.rule(model) for model in guards.owned(apps)} == set(Rule)
