"""What the database itself refuses, whoever asks: rows of another organisation, and changes of what must stay.

The rule of every table stands here, once, for both databases. Triggers refuse changes of the ledger and rows that
refer to another organisation; on PostgreSQL row-level security shows the rows of one organisation only, and the role
of the running program gets just the rights that the rule of a table leaves it. All of this stands behind the
application, which does not run into it; it is there for the error that nobody saw.

A migration that alters a guarded table starts with `lift` and ends with `install`, both as RunPython: SQLite alters a
table by making it anew, without its triggers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from nakomen.record.tenancy import ORGANISATION_SETTING, USER_SETTING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.apps.registry import Apps
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.schema import BaseDatabaseSchemaEditor
    from django.db.migrations.state import StateApps
    from django.db.models import Model

type Vendor = Literal["sqlite", "postgresql"]
type Event = Literal["INSERT", "UPDATE", "DELETE", "TRUNCATE"]

PREFIX = "guard_"


class Rule(StrEnum):
    """What may happen to the rows of a table, within their own organisation."""

    FREE = "read, added, changed and removed"
    LEDGER = "read and added, never changed or removed"
    PAYLOAD = "read and added, never changed; removed with a destroyed dossier only"
    CHAIN = "read and added; the head moves on, destruction is noted once; never removed"
    PLACE = "as FREE, and read by the user whose place it is, whatever the organisation"
    ORGANISATION = "read by all, added and changed by the organisation itself, never removed"


RULES: Mapping[str, Rule] = {
    "AccessEntry": Rule.LEDGER,
    "ApiToken": Rule.FREE,
    "BalanceCopy": Rule.FREE,
    "CalendarFeed": Rule.FREE,
    "CareRelation": Rule.FREE,
    "Chain": Rule.CHAIN,
    "Checkpoint": Rule.LEDGER,
    "ClientCard": Rule.FREE,
    "ClientPerson": Rule.PLACE,
    "ClientProperty": Rule.FREE,
    "Competence": Rule.FREE,
    "ConditionsVersion": Rule.FREE,
    "DeadTask": Rule.FREE,
    "Delivery": Rule.FREE,
    "Document": Rule.FREE,
    "Draft": Rule.FREE,
    "DutyCopy": Rule.FREE,
    "EmergencyAccess": Rule.FREE,
    "Entry": Rule.LEDGER,
    "Equipment": Rule.FREE,
    "EquipmentCheck": Rule.FREE,
    "Figures": Rule.FREE,
    "Instruction": Rule.FREE,
    "Invitation": Rule.FREE,
    "KeyCopy": Rule.FREE,
    "Leaf": Rule.LEDGER,
    "Material": Rule.FREE,
    "Municipality": Rule.FREE,
    "Occasion": Rule.FREE,
    "Organisation": Rule.ORGANISATION,
    "OutgoingMail": Rule.FREE,
    "Payload": Rule.PAYLOAD,
    "Receipt": Rule.LEDGER,
    "SavedFilter": Rule.FREE,
    "SearchWord": Rule.FREE,
    "Service": Rule.FREE,
    "StaffMember": Rule.PLACE,
    "SupervisorGrant": Rule.FREE,
    "Sweep": Rule.FREE,
    "Team": Rule.FREE,
    "TeamMember": Rule.FREE,
    "Webhook": Rule.FREE,
}
"""The rule of each table of the record that belongs to an organisation, by the name of its model."""

_SIGN_IN = "a person has one way to sign in, for every organisation alike"
_PROGRAM = "made by the program when it prepares the database; holds nothing of anybody"

GLOBAL: Mapping[str, str] = {
    "account_emailaddress": _SIGN_IN,
    "account_emailconfirmation": _SIGN_IN,
    "allauth_idp_oidc_client": "a system that signs people in here serves the whole installation",
    "allauth_idp_oidc_token": "belongs to a user and such a system; what may be done, the organisation's rows say",
    "auth_group": _PROGRAM,
    "auth_group_permissions": _PROGRAM,
    "auth_permission": _PROGRAM,
    "django_content_type": _PROGRAM,
    "django_migrations": _PROGRAM,
    "django_session": "read before it is known who asks, and for which organisation",
    "django_tasks_database_dbtaskresult": "the worker takes up tasks of all; a task holds ids only",
    "mfa_authenticator": _SIGN_IN,
    "record_turn": "the clockwork of the workers runs once for the whole installation",
    "record_user": _SIGN_IN,
    "record_worker": "a worker serves the whole installation",
    "shared_cache": "counts of tries and the like, by keys that are hashes; asked before it is known for whom",
    "socialaccount_socialaccount": _SIGN_IN,
    "socialaccount_socialapp": "providers of sign-in serve the whole installation",
    "socialaccount_socialtoken": _SIGN_IN,
    "usersessions_usersession": _SIGN_IN,
}
"""The tables that belong to no organisation, each with the reason."""

RIGHTS: Mapping[Rule, str] = {
    Rule.FREE: "SELECT, INSERT, UPDATE, DELETE",
    Rule.LEDGER: "SELECT, INSERT",
    Rule.PAYLOAD: "SELECT, INSERT, DELETE",
    Rule.CHAIN: "SELECT, INSERT, UPDATE",
    Rule.PLACE: "SELECT, INSERT, UPDATE, DELETE",
    Rule.ORGANISATION: "SELECT, INSERT, UPDATE",
}
"""What the role of the running program may do on PostgreSQL, by the rule of a table."""

_GENESIS = {"sqlite": "zeroblob(32)", "postgresql": r"'\x" + "00" * 32 + "'::bytea"}
_OWN = f"nullif(current_setting('{ORGANISATION_SETTING}', true), '')::uuid"
_SELF = f"nullif(current_setting('{USER_SETTING}', true), '')::uuid"


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: before which event on which table it refuses, and with which words.

    It refuses when `when` holds, which asks the row only, and so does `found`, which may look elsewhere: a look costs
    more, on PostgreSQL a call of a function for every row.
    """

    table: str
    event: Event
    name: str
    words: str
    when: str = "true"
    found: str = ""
    columns: tuple[str, ...] = ()

    @property
    def trigger(self) -> str:
        """The name of the trigger, and on PostgreSQL of its function."""
        return f"{PREFIX}{self.table.removeprefix('record_')}_{self.name}"


def owned(apps: Apps | StateApps) -> list[type[Model]]:
    """The models of the record whose rows belong to an organisation, and the organisation itself."""
    models = apps.get_app_config("record").get_models(include_auto_created=True)
    return [
        model
        for model in models
        if model.__name__ == "Organisation" or any(field.name == "organisation" for field in model._meta.fields)
    ]


def rule(model: type[Model]) -> Rule:
    """The rule of a model of an organisation. A table that was forgotten here is of its organisation all the same."""
    return RULES.get(model.__name__, Rule.FREE)


# --- triggers -------------------------------------------------------------------------------------------------------


def guards(apps: Apps | StateApps, vendor: str) -> list[Guard]:
    """Every trigger that the tables of these apps need on this database."""
    return [guard for model in owned(apps) for guard in _guards_of(model, vendor)]


def _guards_of(model: type[Model], vendor: str) -> Iterator[Guard]:
    table = model._meta.db_table
    kind = rule(model)
    if kind in (Rule.LEDGER, Rule.PAYLOAD):
        yield Guard(table, "UPDATE", "update", "a row is never changed")
    if kind in (Rule.LEDGER, Rule.CHAIN, Rule.ORGANISATION):
        yield Guard(table, "DELETE", "delete", "a row is never removed")
    if kind is not Rule.ORGANISATION:
        yield from _guards_of_relations(model)
    if kind is Rule.PAYLOAD:
        yield _guard_of_destruction(table)
    if kind is Rule.CHAIN:
        yield from _guards_of_head(table)
    if model.__name__ == "Entry":
        yield _guard_of_order(table, vendor)
    if vendor == "sqlite" and kind in (Rule.LEDGER, Rule.PAYLOAD, Rule.CHAIN):
        yield _guard_against_replacing(model)
    if vendor == "postgresql":
        yield Guard(table, "TRUNCATE", "truncate", "the table is never emptied")


def _guards_of_relations(model: type[Model]) -> Iterator[Guard]:
    """A row stays with its organisation, and refers to rows of the same organisation only."""
    table = model._meta.db_table
    when = "OLD.organisation_id <> NEW.organisation_id"
    yield Guard(table, "UPDATE", "organisation", "organisation_id is never changed", when)
    for field in model._meta.concrete_fields:
        target: Any = field.related_model
        column = str(field.column)
        if target is None or column == "organisation_id" or not hasattr(target, "organisation_id"):
            continue
        other, key = target._meta.db_table, target._meta.pk.column
        found = (
            f"NOT EXISTS (SELECT 1 FROM {other} WHERE {other}.{key} = NEW.{column}"
            f" AND {other}.organisation_id = NEW.organisation_id)"
        )
        words = f"{column} names no row of the same organisation"
        # A later entry has the organisation of the entry before it, and that of the first is looked up.
        when = "NEW.seq = 1" if model.__name__ == "Entry" else f"NEW.{column} IS NOT NULL"
        yield Guard(table, "INSERT", f"{column}_added", words, when, found)
        if rule(model) not in (Rule.LEDGER, Rule.PAYLOAD):
            when = f"NEW.{column} IS NOT NULL AND (OLD.{column} IS NULL OR OLD.{column} <> NEW.{column})"
            yield Guard(table, "UPDATE", f"{column}_changed", words, when, found, (column,))


def _guard_of_destruction(table: str) -> Guard:
    destroyed = (
        "SELECT 1 FROM record_chain WHERE record_chain.id = OLD.chain_id AND record_chain.destroyed_at IS NOT NULL"
    )
    found = f"OLD.purpose <> 'dossier' OR NOT EXISTS ({destroyed})"
    return Guard(table, "DELETE", "delete", "a row is removed with a destroyed dossier only", found=found)


def _guards_of_head(table: str) -> Iterator[Guard]:
    """The head follows entries that are there, forward only; everything else of a chain stays as it was."""
    moved = "NEW.length <> OLD.length OR NEW.tip <> OLD.tip"
    entry = (
        "SELECT 1 FROM record_entry WHERE record_entry.chain_id = NEW.id AND record_entry.seq = NEW.length"
        " AND record_entry.tip = NEW.tip"
    )
    found = f"NEW.length <= OLD.length OR NOT EXISTS ({entry})"
    yield Guard(table, "UPDATE", "head", "the head only moves on to an entry that is there", moved, found)
    when = "NEW.covered < OLD.covered OR NEW.covered > NEW.length"
    yield Guard(table, "UPDATE", "covered", "covered follows the head, forward only", when)
    when = "NEW.id <> OLD.id OR NEW.created_at <> OLD.created_at"
    yield Guard(table, "UPDATE", "identity", "id and created_at are never changed", when)
    when = "OLD.destroyed_at IS NOT NULL AND (NEW.destroyed_at IS NULL OR NEW.destroyed_at <> OLD.destroyed_at)"
    yield Guard(table, "UPDATE", "destroyed", "destroyed_at is set once", when)


def _guard_of_order(table: str, vendor: str) -> Guard:
    """An entry follows the one before it, without a gap and by its tip."""
    before = (
        f"SELECT 1 FROM {table} AS b WHERE b.chain_id = NEW.chain_id AND b.seq = NEW.seq - 1 AND b.tip = NEW.prev"
        " AND b.organisation_id = NEW.organisation_id"
    )
    found = f"CASE WHEN NEW.seq = 1 THEN NEW.prev <> {_GENESIS[vendor]} ELSE NOT EXISTS ({before}) END"
    return Guard(table, "INSERT", "order", "an entry follows the tip of the entry before it", found=found)


def _guard_against_replacing(model: type[Model]) -> Guard:
    """SQLite's INSERT OR REPLACE removes the row that stands in its way, and asks no trigger of DELETE about it."""
    table = model._meta.db_table
    keys = [tuple(field.column for field in model._meta.pk_fields)]
    keys += [
        tuple(model._meta.get_field(name).column for name in constraint.fields)  # type: ignore[union-attr]
        for constraint in model._meta.total_unique_constraints
    ]
    same = [" AND ".join(f"there.{column} = NEW.{column}" for column in key) for key in keys]
    found = " OR ".join(f"EXISTS (SELECT 1 FROM {table} AS there WHERE {each})" for each in same)
    return Guard(table, "INSERT", "again", "a row is added once", found=found)


def install(apps: Apps | StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Set every trigger anew, and on PostgreSQL row-level security; it may have been done before."""
    lift(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    for guard in guards(apps, vendor):
        for statement in _postgresql(guard) if vendor == "postgresql" else _sqlite(guard):
            schema_editor.execute(statement, None)
    if vendor == "postgresql":
        for model in owned(apps):
            for statement in _row_security(model):
                schema_editor.execute(statement, None)


def lift(_apps: Apps | StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away, for a migration that alters their tables. Row-level security stays."""
    vendor = schema_editor.connection.vendor
    for name in sorted(present(schema_editor.connection)):
        drop = f"DROP FUNCTION {name}() CASCADE" if vendor == "postgresql" else f"DROP TRIGGER {name}"
        schema_editor.execute(drop, None)


def present(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that this database has and that do their work."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND tgname LIKE %s"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [f"{PREFIX}%"])
        return {name for (name,) in cursor.fetchall()}


def _sqlite(guard: Guard) -> Iterator[str]:
    when = f"({guard.when}) AND ({guard.found})" if guard.found else guard.when
    yield (
        f"CREATE TRIGGER {guard.trigger} BEFORE {_event(guard)} ON {guard.table} FOR EACH ROW WHEN {when}"
        f" BEGIN SELECT RAISE(ABORT, '{guard.table}: {guard.words}'); END"
    )


def _postgresql(guard: Guard) -> Iterator[str]:
    row = "OLD" if guard.event == "DELETE" else "NEW"
    yield (
        f"CREATE FUNCTION {guard.trigger}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN"
        f" IF ({guard.found or 'true'}) THEN RAISE EXCEPTION '{guard.table}: {guard.words}'"
        f" USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row}; END $guard$"
    )
    each = "STATEMENT" if guard.event == "TRUNCATE" else f"ROW WHEN ({guard.when})"
    yield (
        f"CREATE TRIGGER {guard.trigger} BEFORE {_event(guard)} ON {guard.table} FOR EACH {each}"
        f" EXECUTE FUNCTION {guard.trigger}()"
    )


def _event(guard: Guard) -> str:
    return f"{guard.event} OF {', '.join(guard.columns)}" if guard.columns else guard.event


# --- row-level security and rights, PostgreSQL only -----------------------------------------------------------------


def _row_security(model: type[Model]) -> Iterator[str]:
    """Rows of the organisation that is set for the transaction, also for the owner of the table (FORCE)."""
    table = model._meta.db_table
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    for name in ("own_organisation", "own_place", "known_to_all"):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
    key = "id" if rule(model) is Rule.ORGANISATION else "organisation_id"
    yield f"CREATE POLICY own_organisation ON {table} USING ({key} = {_OWN}) WITH CHECK ({key} = {_OWN})"
    if rule(model) is Rule.PLACE:
        yield f"CREATE POLICY own_place ON {table} FOR SELECT USING (user_id = {_SELF})"
    if rule(model) is Rule.ORGANISATION:
        yield f"CREATE POLICY known_to_all ON {table} FOR SELECT USING (true)"


def grant(apps: Apps, connection: BaseDatabaseWrapper, role: str) -> None:
    """Give the role of the running program exactly the rights that the tables' rules leave it.

    Changes what differs only. A table that has no rule and no reason gets no right at all.
    """
    wanted = {table: _rights_of_all(table) for table in GLOBAL}
    wanted |= {model._meta.db_table: _set(RIGHTS[rule(model)]) for model in owned(apps)}
    to = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        there = connection.introspection.table_names(cursor)
        given = _given(connection, role)
        wrong = [table for table in there if given.get(table, {role: set()}) != {role: wanted.get(table, set())}]
        for table in wrong:
            cursor.execute(f"REVOKE ALL ON {table} FROM PUBLIC, {to}")
            if rights := wanted.get(table):
                cursor.execute(f"GRANT {', '.join(sorted(rights))} ON {table} TO {to}")
        if wrong:
            cursor.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {to}")
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {to}")


def _rights_of_all(table: str) -> set[str]:
    return {"SELECT"} if GLOBAL[table] == _PROGRAM else _set(RIGHTS[Rule.FREE])


def _set(rights: str) -> set[str]:
    return set(rights.split(", "))


def _given(connection: BaseDatabaseWrapper, role: str) -> dict[str, dict[str, set[str]]]:
    """By table, what this role and everybody (PUBLIC) may do now."""
    found: dict[str, dict[str, set[str]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, grantee, privilege_type FROM information_schema.table_privileges"
            " WHERE table_schema = 'public' AND grantee IN (%s, 'PUBLIC')",
            [role],
        )
        for table, grantee, right in cursor.fetchall():
            found.setdefault(table, {}).setdefault(grantee, set()).add(right)
    return found
