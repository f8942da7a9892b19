"""The access log can be read: by whom it is about, in words, and page by page."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from nakomen.record import access, access_log, tenancy
from nakomen.record.access import RefusedError
from nakomen.record.access_log import Filters
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, Organisation
from tests.conftest import People, actor
from tests.record.world import assign, register


@pytest.fixture
def client_id(organisation: Organisation, people: People, now: datetime) -> UUID:
    """A client of the owner, whom nobody has looked at since yesterday."""
    with tenancy.within(organisation.id):
        client = register(now - timedelta(days=1), "Aleida Voorbeeld")
        assign(client, now - timedelta(days=1), people.owner.code)
    return client


def test_lines_come_newest_first_and_page_by_page(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        for minute in range(5):
            access.require(actor(people.owner), "client.read", client_id, now + timedelta(minutes=minute))
        seen, before = [], None
        while True:
            page = access_log.entries(client_id, Filters(staff=people.owner.id), before, limit=2)
            seen += [line.at for line in page.lines]
            before = page.before
            if before is None:
                break
    assert seen == [now + timedelta(minutes=minute) for minute in (4, 3, 2, 1, 0)]


def test_lines_can_be_chosen(organisation: Organisation, people: People, client_id: UUID, now: datetime) -> None:
    with tenancy.within(organisation.id):
        access.require(actor(people.owner), "client.read", client_id, now)
        denied = access.decide(actor(people.colleague), "client.read", client_id, now)
        access_log.refused(organisation.id, actor(people.colleague), denied, client_id, now)
        refused = access_log.entries(client_id, Filters(allowed=False)).lines
        assert [line.staff_id for line in refused] == [people.colleague.id]
        assert [line.ground for line in access_log.entries(client_id, Filters(ground="relation")).lines] == ["relation"]
        assert access_log.entries(client_id, Filters(since=now + timedelta(seconds=1))).lines == ()
        assert len(access_log.entries(None, Filters(until=now + timedelta(days=1))).lines) >= 3


def test_nobody_reads_lines_of_another_organisation(
    organisation: Organisation,
    other_organisation: Organisation,
    people: People,
    client_id: UUID,
    now: datetime,
) -> None:
    with tenancy.within(organisation.id):
        access.require(actor(people.owner), "client.read", client_id, now)
    with tenancy.within(other_organisation.id):
        assert access_log.entries(client_id).lines == ()
        assert access_log.entries(None).lines == ()


def test_the_client_reads_who_looked_when_at_what_and_why(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        access.require(actor(people.owner), "standing.read", client_id, now)
        token = replace(actor(people.owner, part="api"), name="planning", scopes=frozenset({"client.read"}))
        access.require(token, "client.read", client_id, now)
        access.require(system("task", "sweep"), "client.read", client_id, now)
        denied = access.decide(actor(people.colleague), "client.read", client_id, now)
        access_log.refused(organisation.id, actor(people.colleague), denied, client_id, now)
        lines = [access_log.told(line, "nl") for line in access_log.entries(client_id).lines[:4]]
        english = access_log.told(access_log.entries(client_id).lines[3], "en")
    assert [(line.who, line.what, line.why) for line in lines] == [
        ("Coen Collega (zorgverlener)", "gegevens van de cliënt inzien (geweigerd)", "geen grond"),
        ("het systeem", "gegevens van de cliënt inzien (ingezien)", "werk van het systeem"),
        ("planning, Eva Eigenaar (zorgverlener)", "gegevens van de cliënt inzien (ingezien)", "zorgrelatie"),
        ("Eva Eigenaar (zorgverlener)", "zien hoe het met de afspraken staat (ingezien)", "zorgrelatie"),
    ]
    assert (english.who, english.when) == ("Eva Eigenaar (care professional)", now)
    assert (english.what, english.why) == ("see what stands (seen)", "care relation")


def test_an_answer_that_is_undone_leaves_no_line(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        before = AccessEntry.objects.count()
    with pytest.raises(RefusedError), tenancy.within(organisation.id):
        _look_at_both(people, client_id, now)
    with tenancy.within(organisation.id):
        assert AccessEntry.objects.count() == before


def _look_at_both(people: People, client: UUID, now: datetime) -> None:
    access.require(actor(people.owner), "client.read", client, now)
    access.require(actor(people.colleague), "client.read", client, now)


def test_a_line_holds_nothing_of_the_client_but_the_chain(
    organisation: Organisation, people: People, client_id: UUID, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        access.require(actor(people.owner), "client.read", client_id, now)
        for line in AccessEntry.objects.all().values():
            assert "Aleida" not in str(line)
