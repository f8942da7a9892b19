"""Staff and invitations: roles given by those who may, places that begin and end, links that go by e-mail."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse

from nakomen.record import tenancy
from nakomen.record.models import AccessEntry, Invitation, Organisation, OutgoingMail, StaffMember, Team
from tests.conftest import StaffMaker
from tests.web.desk.settings.entering import enter, problems, words

INVITED = {"name": "Nienke Nieuw", "email": "nienke@example.org", "code": "nnieuw", "function": "verpleegkundige"}


def test_roles_are_changed_and_that_person_must_sign_in_again(organisation: Organisation, staff: StaffMaker) -> None:
    member = staff("care_professional")
    theirs, client = enter(member), enter(staff("functional_administrator"))
    assert theirs.get(reverse("settings")).status_code == 200
    answer = client.post(
        reverse("settings_staff_roles", args=[member.pk]), {"roles": ["coordinator", "finance"]}, follow=True
    )
    assert "The roles were changed. This person must sign in again." in words(answer)
    assert theirs.get(reverse("settings")).status_code == 302
    with tenancy.within(organisation.id):
        assert StaffMember.objects.get(pk=member.pk).roles == ["coordinator", "finance"]


def test_a_role_that_one_may_not_give_is_refused_in_words(organisation: Organisation, staff: StaffMaker) -> None:
    member, client = staff("care_professional"), enter(staff("functional_administrator"))
    address = reverse("settings_staff_roles", args=[member.pk])
    told = problems(client.post(address, {"roles": ["care_professional", "board"]}))
    assert "You may not give or take this role: board." in told
    assert "Choose at least one role." in problems(client.post(address, {}))
    both = problems(enter(staff("board")).post(address, {"roles": ["care_professional", "supervisor"]}))
    assert "This role cannot be had together with another one: supervisor." in both
    with tenancy.within(organisation.id):
        assert StaffMember.objects.get(pk=member.pk).roles == ["care_professional"]


def test_nobody_changes_oneself(organisation: Organisation, staff: StaffMaker) -> None:
    keeper = staff("functional_administrator")
    client = enter(keeper)
    for name in ("settings_staff_roles", "settings_staff_teams", "settings_staff_leave"):
        answer = client.post(reverse(name, args=[keeper.pk]), {"roles": ["finance"], "until": "2026-03-31"})
        assert answer.status_code == 403, name
        assert "Nobody changes one's own roles." in words(answer)
    page = words(client.get(reverse("settings_staff_member", args=[keeper.pk])))
    assert "Change the roles" not in page
    with tenancy.within(organisation.id):
        found = StaffMember.objects.get(pk=keeper.pk)
    assert (found.roles, found.until) == (["functional_administrator"], None)


def test_how_somebody_signs_in_is_shown_to_who_manages_staff_only(
    organisation: Organisation, staff: StaffMaker
) -> None:
    member = staff("care_professional")
    address = reverse("settings_staff_member", args=[member.pk])
    assert member.user.email in words(enter(staff("board")).get(address))
    colleague = words(enter(staff("coordinator")).get(address))
    assert member.code in colleague
    assert member.user.email not in colleague
    assert "Second factor" not in colleague


def test_teams_and_a_last_day_are_kept(organisation: Organisation, staff: StaffMaker) -> None:
    member, client = staff("care_professional", since=date(2026, 1, 1)), enter(staff("board"))
    with tenancy.within(organisation.id):
        team = Team.objects.create(organisation=organisation, name="Team Noord")
    client.post(reverse("settings_staff_teams", args=[member.pk]), {"teams": [str(team.pk)]})
    leave = reverse("settings_staff_leave", args=[member.pk])
    assert "not before the first one" in problems(client.post(leave, {"until": "2025-12-31"}))
    client.post(leave, {"until": "2026-03-31"})
    with tenancy.within(organisation.id):
        found = StaffMember.objects.get(pk=member.pk)
        assert [each.name for each in found.teams.all()] == ["Team Noord"]
    assert found.until == date(2026, 3, 31)


def test_an_invitation_goes_by_e_mail_and_its_link_is_nowhere_on_the_page(
    organisation: Organisation, staff: StaffMaker
) -> None:
    client = enter(staff("functional_administrator"))
    answer = client.post(reverse("settings_invite"), {**INVITED, "roles": ["care_professional"]}, follow=True)
    assert "The invitation goes out by e-mail." in words(answer)
    with tenancy.within(organisation.id):
        letter = OutgoingMail.objects.get()
    assert (letter.to, letter.template) == ("nienke@example.org", "invitation")
    assert f"/invitation/{organisation.id}/" in letter.link
    assert letter.link.rsplit("/", 1)[-1] not in answer.content.decode()


def test_every_problem_of_an_invitation_is_told_at_once(organisation: Organisation, staff: StaffMaker) -> None:
    taken = staff("finance")
    given = {**INVITED, "email": "nobody", "code": taken.code, "roles": ["board"]}
    told = problems(enter(staff("functional_administrator")).post(reverse("settings_invite"), given))
    assert "E-mail address: Give an e-mail address." in told
    assert "Code: Somebody has this code, or had it." in told
    assert "Roles: You may not give or take this role: board." in told


def test_sent_again_there_is_a_new_link_and_the_old_one_is_useless(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    client = enter(staff("functional_administrator"))
    client.post(reverse("settings_invite"), {**INVITED, "roles": ["care_professional"]})
    with tenancy.within(organisation.id):
        first = Invitation.objects.get()
    client.post(reverse("settings_invitation_again", args=[first.pk]))
    with tenancy.within(organisation.id):
        first.refresh_from_db()
        second = Invitation.objects.get(withdrawn_at=None)
        assert OutgoingMail.objects.count() == 2
    assert first.withdrawn_at == now
    assert (second.email, second.code, second.roles) == (first.email, first.code, first.roles)
    client.post(reverse("settings_invitation_withdraw", args=[second.pk]))
    assert "No invitation waits for an answer." in words(client.get(reverse("settings_invitations")))


def test_who_may_not_give_its_roles_cannot_send_an_invitation_again(
    organisation: Organisation, staff: StaffMaker
) -> None:
    enter(staff("board")).post(reverse("settings_invite"), {**INVITED, "roles": ["quality"]})
    with tenancy.within(organisation.id):
        made = Invitation.objects.get()
    client = enter(staff("functional_administrator"))
    answer = client.post(reverse("settings_invitation_again", args=[made.pk]), follow=True)
    assert "You may not give or take this role: quality and privacy." in words(answer)
    with tenancy.within(organisation.id):
        made.refresh_from_db()
        assert Invitation.objects.count() == 1
    assert made.withdrawn_at is None  # the old link still works


def test_a_name_and_function_change_also_of_oneself(organisation: Organisation, staff: StaffMaker) -> None:
    board, carer = staff("board"), staff("care_professional", name="Eva Eigenaar")
    client = enter(board)
    for member in (board, carer):
        address = reverse("settings_staff_name", args=[member.pk])
        assert "Name: This field is required." in problems(client.post(address, {"name": " "}))
        answer = client.post(address, {"name": "Eva de Wit", "function": "wijkverpleegkundige"}, follow=True)
        assert "Eva de Wit" in words(answer)
        assert "wijkverpleegkundige" in words(answer)
        with tenancy.within(organisation.id):
            member.refresh_from_db()
        assert member.roles in (["board"], ["care_professional"])
    with tenancy.within(organisation.id):
        lines = AccessEntry.objects.filter(action="staff.manage", event="U")
        assert {line.subject for line in lines} == {"name of a staff member"}
