"""Who looked and why: the log, decisions explained, emergency accesses, supervisors."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import access, access_log, emergency, ledger, tenancy
from nakomen.record.actors import system
from nakomen.record.models import AccessEntry, EmergencyAccess, Organisation, StaffMember, SupervisorGrant
from tests.conftest import People, StaffMaker, actor
from tests.record.lives import REGISTERED
from tests.web.api.asking import assigned
from tests.web.desk.settings.entering import enter, problems, words

REASON = "De wijkverpleegkundige is ziek en er is nu zorg nodig."


@pytest.fixture
def known(people: People, organisation: Organisation, now: datetime) -> UUID:
    """A client with a number, in the care of the owner."""
    return numbered(organisation, people.owner, now, "C-17")


@pytest.fixture
def opened(people: People, organisation: Organisation, known: UUID, now: datetime) -> EmergencyAccess:
    """The colleague opened access to that client."""
    with tenancy.within(organisation.id):
        return emergency.open(actor(people.colleague, fresh=True), known, REASON, now)


def numbered(organisation: Organisation, carer: StaffMember, now: datetime, number: str) -> UUID:
    """A client with this number, in the care of this staff member."""
    with tenancy.within(organisation.id):
        acts = [REGISTERED, assigned(carer)]
        return ledger.register(acts, actor=system("command"), now=now, number=number).client


def lines(organisation: Organisation, **wanted: object) -> list[AccessEntry]:
    with tenancy.within(organisation.id):
        return list(AccessEntry.objects.filter(**wanted))


# --- the log ----------------------------------------------------------------------------------------------------------


def test_a_search_by_number_leads_to_an_address_without_it(
    opened: EmergencyAccess, known: UUID, organisation: Organisation, staff: StaffMaker
) -> None:
    client = enter(staff("quality"))
    answer = client.post(reverse("settings_log"), {"number": "C-17", "since": "2026-03-01", "allowed": "yes"})
    address = answer.headers["Location"]
    assert address == reverse("settings_log") + f"?since=2026-03-01&allowed=yes&client={known}"
    told = words(client.get(address))
    assert "open emergency access" in told
    assert "Coen Collega" in told
    assert "C-17" in told
    assert lines(organisation, action="log.read", chain_id=known, subject="access log")


def test_what_is_looked_for_narrows_the_lines(
    opened: EmergencyAccess, people: People, organisation: Organisation, staff: StaffMaker
) -> None:
    client = enter(staff("quality"))
    address = reverse("settings_log")
    found = "open emergency access (carried out)"
    assert found in words(client.get(address, {"staff": str(people.colleague.pk)}))
    assert found in words(client.get(address, {"ground": "emergency"}))
    assert found in words(client.get(address, {"about": "clients"}))
    assert found not in words(client.get(address, {"about": "others"}))
    for nothing in ({"staff": str(people.owner.pk)}, {"ground": "self"}, {"until": "2026-03-01"}, {"allowed": "no"}):
        assert "Nothing in the log fits this." in words(client.get(address, nothing)), nothing


def test_a_client_of_others_and_no_client_are_told_alike(
    known: UUID, people: People, organisation: Organisation, staff: StaffMaker
) -> None:
    client = enter(staff("coordinator"))  # who has no relation with this client
    answers = [client.post(reverse("settings_log"), {"number": number}) for number in ("C-17", "C-18")]
    for answer in answers:
        assert "There is no client with this number whose log you may see." in problems(answer)
    bodies = [answer.content.decode().split('<form method="post" action="/settings/log')[1] for answer in answers]
    assert bodies[0].split("csrfmiddlewaretoken")[0] == bodies[1].split("csrfmiddlewaretoken")[0]
    for asked in (known, uuid4()):
        for name in ("settings_log", "settings_log_export"):
            assert client.get(reverse(name), {"client": str(asked)}).status_code == 404
    assert client.get(reverse("settings_log_export")).status_code == 403  # not for all clients at once


def test_the_page_before_leads_to_older_lines(organisation: Organisation, staff: StaffMaker, now: datetime) -> None:
    member = staff("quality")
    with tenancy.within(organisation.id):
        decision = access.decide(actor(member), "organisation.read", None, now)
        for _ in range(60):
            access_log.write(actor(member), decision, now, client=None, event="R", subject="test")
    client = enter(member)
    first = client.get(reverse("settings_log"))
    assert len(first.content) < 120_000
    assert first.content.decode().count("<tr") == 51
    assert "Older lines" in words(first)
    second = client.get(reverse("settings_log"), {"before": lines(organisation)[50].pk})
    assert "Older lines" not in words(second)


def test_the_file_is_logged_and_holds_nothing_that_a_spreadsheet_carries_out(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    evil, member = staff("finance", name="=1+1"), staff("quality")
    enter(evil).get(reverse("settings"))
    answer = enter(member).get(reverse("settings_log_export"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode("utf-8-sig")
    assert text.startswith("When;Who;What;How;Client;Outcome;Ground;About")
    assert "'=1+1 (finance)" in text
    assert ";=1+1" not in text
    assert [each.event for each in lines(organisation, subject="access log as a file")] == ["E"]


def test_the_log_takes_as_many_queries_for_many_lines_as_for_few(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = enter(staff("quality"))
    for count in (1, 2):
        for number in range(count):
            made = numbered(organisation, people.owner, now, f"C-{count}{number}")
            with tenancy.within(organisation.id):
                emergency.open(actor(people.colleague, fresh=True), made, REASON, now)
        with django_assert_num_queries(10):
            client.get(reverse("settings_log"), {"ground": "emergency"})


# --- decisions --------------------------------------------------------------------------------------------------------


def test_a_decision_is_explained_rule_by_rule(
    known: UUID, people: People, organisation: Organisation, staff: StaffMaker
) -> None:
    client = enter(staff("administration"))
    given = {"permission": "client.read", "number": "C-17"}
    answer = client.post(reverse("settings_decisions"), {**given, "member": str(people.owner.pk)})
    assert "Eva Eigenaar: allowed" in words(answer)
    assert "You have a care relation with this client." in words(answer)
    told = words(client.post(reverse("settings_decisions"), {**given, "member": str(people.colleague.pk)}))
    assert "Coen Collega: refused" in told
    assert "You have no care relation with this client." in told
    assert "You have no emergency access to this client now." in told
    assert "Care professional : clients with whom the staff member has a care relation now." in told
    assert "Roles that may do this: client administration, care professional" in told
    assert "record in the client’s file who is in the team" in told
    assert len(lines(organisation, chain_id=known, subject="decision explained")) == 2


def test_without_a_client_it_is_said_to_depend_on_the_client(people: People, staff: StaffMaker) -> None:
    given = {"permission": "client.read", "number": "", "member": str(people.owner.pk)}
    told = words(enter(staff("administration")).post(reverse("settings_decisions"), given))
    assert "Eva Eigenaar: depends on the client" in told
    assert "for each client anew Care professional : clients with whom" in told
    assert "does not hold" not in told


def test_of_a_client_whom_one_may_not_see_nothing_is_explained(
    known: UUID, people: People, organisation: Organisation
) -> None:
    client = enter(people.colleague)
    for number in ("C-17", "C-18"):
        given = {"permission": "client.read", "member": str(people.owner.pk), "number": number}
        told = problems(client.post(reverse("settings_decisions"), given))
        assert "Client number: There is no client with this number whom you may see." in told
    assert not lines(organisation, chain_id=known, subject="decision explained")


def test_somebody_of_another_organisation_cannot_be_asked_about(
    people: People, organisation: Organisation, staff: StaffMaker
) -> None:
    given = {"permission": "client.read", "member": str(people.stranger.pk), "number": ""}
    assert "Who: " in problems(enter(staff("board")).post(reverse("settings_decisions"), given))


# --- emergencies ------------------------------------------------------------------------------------------------------


def test_an_emergency_shows_its_reason_and_what_was_seen_and_is_reviewed_once(
    opened: EmergencyAccess, people: People, organisation: Organisation, staff: StaffMaker, known: UUID
) -> None:
    enter(people.colleague).get(reverse("client", args=[known]))
    client = enter(staff("quality", name="Kim Kwaliteit"))
    assert "To be reviewed: 1." in words(client.get(reverse("settings")))
    waiting = words(client.get(reverse("settings_emergencies")))
    assert REASON in waiting
    address = reverse("settings_emergency", args=[opened.pk])
    told = words(client.get(address))
    assert "Emergency access by Coen Collega to client C-17" in told
    assert "open emergency access (carried out)" in told
    wrong = client.post(address, {"justified": "no", "note": ""})
    assert "Note: Write down why the access was not right." in problems(wrong)
    assert "Was this access right?: " in problems(client.post(address, {"note": "een begin"}))
    client.post(address, {"justified": "no", "note": "Er was een vervanger."})
    told = words(client.get(address))
    assert "not right" in told
    assert "Er was een vervanger." in told
    assert "Keep the review" not in told
    assert "No emergency access waits for a review." in words(client.get(reverse("settings_emergencies")))


def test_an_emergency_is_late_after_a_week(
    opened: EmergencyAccess, organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        EmergencyAccess.objects.filter(pk=opened.pk).update(opened_at=now - timedelta(days=8))
    client = enter(staff("board"))
    assert "To be reviewed: 1, of which 1 too late." in words(client.get(reverse("settings")))
    assert "late" in words(client.get(reverse("settings_emergencies")))


def test_nobody_reviews_the_own_emergency(
    organisation: Organisation, staff: StaffMaker, known: UUID, now: datetime
) -> None:
    member = staff("coordinator")
    with tenancy.within(organisation.id):
        own = emergency.open(actor(member, fresh=True), known, REASON, now)
    client = enter(member)
    address = reverse("settings_emergency", args=[own.pk])
    assert "This is your own access: somebody else reviews it." in words(client.get(address))
    assert client.post(address, {"justified": "yes"}).status_code in {403, 404}
    with tenancy.within(organisation.id):
        own.refresh_from_db()
    assert own.reviewed_at is None


def test_an_emergency_elsewhere_is_not_there(
    opened: EmergencyAccess, other_organisation: Organisation, staff: StaffMaker
) -> None:
    stranger = enter(staff("quality", organisation=other_organisation))
    assert stranger.get(reverse("settings_emergency", args=[opened.pk])).status_code == 404
    assert "No emergency access waits for a review." in words(stranger.get(reverse("settings_emergencies")))


def test_the_list_of_emergencies_takes_as_many_queries_for_three_as_for_one(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client = enter(staff("quality"))
    for count in (1, 2):
        for number in range(count):
            made = numbered(organisation, people.owner, now, f"C-{count}{number}")
            with tenancy.within(organisation.id):
                emergency.open(actor(people.colleague, fresh=True), made, REASON, now)
        with django_assert_num_queries(13):
            client.get(reverse("settings_emergencies"))


# --- supervisors ------------------------------------------------------------------------------------------------------


def given(supervisor: StaffMember, **changes: str) -> dict[str, str]:
    return {
        "staff": str(supervisor.pk),
        "whom": "one",
        "number": "C-17",
        "ground": "Onderzoek van de inspectie, artikel 24 Wkkgz",
        "since": "2026-03-02",
        "until": "2026-03-20",
        **changes,
    }


def test_a_supervisor_is_let_in_to_one_client_and_out_again(
    known: UUID, organisation: Organisation, staff: StaffMaker
) -> None:
    supervisor, client = staff("supervisor", name="Ine Inspectie"), enter(staff("board"))
    answer = client.post(reverse("settings_grant"), given(supervisor), follow=True)
    told = words(answer)
    assert "Ine Inspectie C-17 Onderzoek van de inspectie" in told
    with tenancy.within(organisation.id):
        made = SupervisorGrant.objects.get()
    assert made.chain_id == known
    client.post(reverse("settings_grant_withdraw", args=[made.pk]))
    assert "No supervisor may read along now." in words(client.get(reverse("settings_supervision")))


def test_all_clients_only_by_the_board(
    known: UUID, people: People, organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    supervisor, leader = staff("supervisor"), staff("coordinator")
    client = enter(leader)
    assert "With whose data: " in problems(client.post(reverse("settings_grant"), given(supervisor, whom="all")))
    told = problems(client.post(reverse("settings_grant"), given(supervisor)))
    assert "There is no client with this number whom you may decide about." in told
    board = enter(staff("board"))
    board.post(reverse("settings_grant"), given(supervisor, whom="all", number=""))
    assert "all clients" in words(board.get(reverse("settings_supervision")))
    assert "all clients" not in words(client.get(reverse("settings_supervision")))  # it is not the coordinator's
    with tenancy.within(organisation.id):
        made = SupervisorGrant.objects.get()
    assert client.post(reverse("settings_grant_withdraw", args=[made.pk])).status_code == 403


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ground": "kort"}, "On which ground: Write at least 10 characters."),
        ({"until": "2026-05-01"}, "Choose a moment after the beginning, at most 30 days later."),
        ({"until": "2026-03-01"}, "Choose a moment that is still to come."),
        ({"number": ""}, "Client number: There is no client with this number"),
        ({"since": "soon"}, "First day: "),
    ],
)
def test_a_grant_that_cannot_be_is_told(
    changes: dict[str, str], told: str, known: UUID, organisation: Organisation, staff: StaffMaker
) -> None:
    supervisor, client = staff("supervisor"), enter(staff("board"))
    assert told in problems(client.post(reverse("settings_grant"), given(supervisor, **changes)))
    with tenancy.within(organisation.id):
        assert not SupervisorGrant.objects.exists()
