"""Settings and fixtures that hold for all tests.

A test that wants the database asks for `database` (or a fixture that does, as `organisation`): one transaction that is
rolled back. A test with real commits, threads or processes asks for `own_database` as well. Every test that touches the
database runs on SQLite, and once more on PostgreSQL with NAKOMEN_TEST_DATABASE=postgresql.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker, Settings

from nakomen.record import keys, tenancy
from nakomen.record.actors import Actor, Part
from nakomen.record.crypto import KeyStore
from nakomen.record.models import ConditionsVersion, Organisation, StaffMember, User
from tests import databases, servers

# A slow or busy machine is no reason to fail; in CI the same examples are tried on every run.
hypothesis.settings.register_profile("local", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "local")

collect_ignore = ["oidc_provider"]  # a program of its own, with settings of its own
_TOUCHING = {"db", "database", "own_database"}
_FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
_cluster = pytest.StashKey[servers.Cluster]()


def pytest_configure(config: pytest.Config) -> None:
    """Makes known the mark for tests that touch the database, and starts the server of a run on PostgreSQL."""
    config.addinivalue_line("markers", "database: touches the database; set by itself, runs on both databases")
    config.addinivalue_line("markers", "postgresql: is about what PostgreSQL alone has, and left out on SQLite")
    config.addinivalue_line("markers", "sqlite: is about what SQLite alone has, and left out on PostgreSQL")
    if databases.ON_POSTGRESQL and "PYTEST_XDIST_WORKER" not in os.environ and not config.option.collectonly:
        config.stash[_cluster] = servers.Cluster()
        os.environ[databases.CLUSTER] = str(config.stash[_cluster].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the server."""
    if _cluster in config.stash:
        config.stash[_cluster].stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what touches the database, and leaves out what is about the other of the two."""
    for item in items:
        if _touches_database(item):
            item.add_marker("database")
    other = "sqlite" if databases.ON_POSTGRESQL else "postgresql"
    left_out = [item for item in items if item.get_closest_marker(other)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _touches_database(item: pytest.Item) -> bool:
    """Raises UsageError for a test that would empty the tables, which they refuse."""
    marker = item.get_closest_marker("django_db")
    names = set(getattr(item, "fixturenames", ()))
    if names & _FLUSHING or (marker is not None and (marker.args or marker.kwargs)):
        raise pytest.UsageError(f"{item.nodeid}: a test with real commits asks for own_database")
    if "own_database" in names and (marker is not None or "db" in names):
        raise pytest.UsageError(f"{item.nodeid}: own_database and Django's db exclude each other; ask for database")
    return marker is not None or bool(names & _TOUCHING)


# --- the database and the installation around it --------------------------------------------------------------------


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> databases.Database:
    with django_db_blocker.unblock():
        return databases.template(databases.shared_folder(tmp_path_factory.getbasetemp()))


@pytest.fixture(scope="session")
def django_db_setup(
    _template: databases.Database, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """pytest-django's `db` works on a database of this process; what a test does there is rolled back."""
    with databases.copy(_template, tmp_path_factory.mktemp("database")) as common:
        in_use = common.used()
        with django_db_blocker.unblock():
            in_use.__enter__()
        yield
        with django_db_blocker.unblock():
            in_use.__exit__(None, None, None)


@dataclass(frozen=True)
class Installation:
    """The folder of an installation, with a key store that has no organisation yet."""

    home: Path
    keys: KeyStore


@pytest.fixture
def installation(tmp_path: Path, settings: Settings) -> Iterator[Installation]:
    """An installation of this test's own: NAKOMEN_HOME, the key store, the witness of checkpoints."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    settings.HOME = home
    settings.KEYS = home / "keys"
    settings.WITNESS = home / "checkpoints"
    KeyStore.create(home / "keys").close()
    store = keys.key_store()
    yield Installation(home, store)
    store.close()
    keys._opened.cache_clear()


@dataclass(frozen=True)
class OwnDatabase:
    """A database of one test, and the environment in which a process works on the same installation."""

    url: str
    owner_url: str
    home: Path
    environment: dict[str, str]


@pytest.fixture
def own_database(
    _template: databases.Database,
    installation: Installation,
    settings: Settings,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[OwnDatabase]:
    """A fresh database for real commits, threads and processes; each thread closes its own connection."""
    with django_db_blocker.unblock(), databases.copy(_template, installation.home) as own, own.used():
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NAKOMEN_")}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "nakomen.settings",
            "NAKOMEN_HOME": str(installation.home),
            "NAKOMEN_SECRET_KEY": settings.SECRET_KEY,
        }
        if own.owner_url:
            environment |= {"DATABASE_URL": own.url, "DATABASE_OWNER_URL": own.owner_url}
        yield OwnDatabase(own.url, own.owner_url, installation.home, environment)


@pytest.fixture
def database(request: pytest.FixtureRequest, installation: Installation) -> None:
    """The database of this test: its own where the test asks for one, else one transaction that is rolled back."""
    request.getfixturevalue("own_database" if "own_database" in request.fixturenames else "db")


# --- organisations and people ---------------------------------------------------------------------------------------


@pytest.fixture
def now() -> datetime:
    """The moment at which a test takes place: Monday 2 March 2026, ten in the morning."""
    return datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def new_organisation(installation: Installation, name: str, terms: str, now: datetime) -> Organisation:
    """An organisation with its keys, under these conditions since 2020."""
    organisation = Organisation(id=uuid.uuid4(), slug=name.lower().replace(" ", "-"), name=name, created_at=now)
    installation.keys.organisation_created(organisation.id, now)
    with tenancy.within(organisation.id):
        organisation.save(force_insert=True)
        ConditionsVersion.objects.create(organisation=organisation, name=terms, published=date(2020, 1, 1))
    return organisation


@pytest.fixture
def organisation(database: None, installation: Installation, now: datetime) -> Organisation:
    """A provider under the conditions wonder-2020."""
    return new_organisation(installation, "Thuiszorg De Linde", "wonder-2020", now)


@pytest.fixture
def other_organisation(database: None, installation: Installation, now: datetime) -> Organisation:
    """Another provider in the same database, under the conditions zonl-thuisbegeleiding."""
    return new_organisation(installation, "Begeleiding Zon", "zonl-thuisbegeleiding", now)


type StaffMaker = Callable[..., StaffMember]


@pytest.fixture
def staff(request: pytest.FixtureRequest) -> StaffMaker:
    """Makes staff members: `staff("coordinator")`, `staff("board", organisation=other_organisation, name="…")`."""
    made: list[StaffMember] = []

    def make(
        *roles: str, organisation: Organisation | None = None, name: str = "", since: date = date(2020, 1, 1)
    ) -> StaffMember:
        place = organisation or request.getfixturevalue("organisation")
        code = f"m{len(made) + 1:03}"
        user = User.objects.create_user(
            f"{code}.{place.slug}@example.nl", "a long and private sentence", name=name or code
        )
        with tenancy.within(place.id):
            member: StaffMember = StaffMember.objects.create(
                organisation=place, user=user, code=code, name=name or code, roles=list(roles), since=since
            )
        made.append(member)
        return member

    return make


@dataclass(frozen=True)
class People:
    """The people of a test: who may, a colleague who may not by relation, and a stranger of another organisation."""

    owner: StaffMember
    colleague: StaffMember
    stranger: StaffMember


@pytest.fixture
def people(staff: StaffMaker, other_organisation: Organisation) -> People:
    """Three care professionals; care relations are for the test to make."""
    return People(
        owner=staff("care_professional", name="Eva Eigenaar"),
        colleague=staff("care_professional", name="Coen Collega"),
        stranger=staff("care_professional", name="Vera Vreemd", organisation=other_organisation),
    )


def actor(member: StaffMember, part: Part = "desk", *, fresh: bool = False) -> Actor:
    """This staff member as the one who acts."""
    return Actor(
        member.code, part, user=member.user_id, staff=member.id, roles=tuple(member.roles), fresh=fresh, request="test"
    )
