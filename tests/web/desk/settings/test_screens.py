"""Every screen of the settings: who may open it, who is refused and told why, and how few queries it takes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from nakomen.record import invitations, tenancy, tokens
from nakomen.record.models import (
    AccessEntry,
    ConditionsVersion,
    Delivery,
    Organisation,
    Service,
    StaffMember,
    Team,
    TeamMember,
    Webhook,
)
from tests.conftest import StaffMaker, actor
from tests.web.desk.settings.entering import enter, words

EVERYBODY = ("care_professional",)
SCREENS = [
    ("settings", EVERYBODY, ()),
    ("settings_organisation", EVERYBODY, ()),
    ("settings_organisation_change", ("functional_administrator", "board"), ("administration",)),
    ("settings_conditions", EVERYBODY, ()),
    ("settings_publish", ("functional_administrator",), ("coordinator",)),
    ("settings_norms", EVERYBODY, ()),
    ("settings_services", EVERYBODY, ()),
    ("settings_service_new", ("board",), ("finance",)),
    ("settings_municipality_new", ("board",), ("finance",)),
    ("settings_teams", EVERYBODY, ()),
    ("settings_team_new", ("functional_administrator",), ("coordinator",)),
    ("settings_staff", EVERYBODY, ()),
    ("settings_invitations", ("functional_administrator",), ("administration",)),
    ("settings_invite", ("board",), ("quality",)),
    ("settings_roles", EVERYBODY, ()),
    ("settings_decisions", EVERYBODY, ()),
    ("settings_emergencies", ("coordinator", "quality"), ("care_professional", "functional_administrator")),
    ("settings_supervision", ("board",), ("administration",)),
    ("settings_grant", ("board",), ("quality",)),
    ("settings_log", ("quality", "coordinator"), ("administration",)),
    ("settings_work", ("functional_administrator", "board"), ("quality",)),
    ("settings_systems", ("functional_administrator",), ("board",)),
    ("settings_system_new", ("functional_administrator",), ("board",)),
    ("settings_webhooks", ("functional_administrator",), ("board",)),
    ("settings_webhook_new", ("functional_administrator",), ("board",)),
]


@pytest.mark.parametrize(("name", "allowed", "refused"), SCREENS, ids=[row[0] for row in SCREENS])
def test_a_screen_opens_for_its_roles_and_tells_others_why_not(
    name: str, allowed: tuple[str, ...], refused: tuple[str, ...], organisation: Organisation, staff: StaffMaker
) -> None:
    for role in allowed:
        answer = enter(staff(role)).get(reverse(name))
        assert answer.status_code == 200, role
        assert len(answer.content) < 120_000
    for role in refused:
        answer = enter(staff(role)).get(reverse(name))
        assert answer.status_code == 403, role
        assert "Your role may not do this." in words(answer)
        with tenancy.within(organisation.id):
            assert AccessEntry.objects.filter(allowed=False, reason="no_role", roles=[role]).count() == 1


def test_the_first_page_shows_each_only_what_that_person_may_do(organisation: Organisation, staff: StaffMaker) -> None:
    told = words(enter(staff("care_professional")).get(reverse("settings")))
    assert "Open norms" in told
    for hidden in ("Emergency accesses", "Other systems", "Work in the background", "Invitations", "Access log"):
        assert hidden not in told
    told = words(enter(staff("functional_administrator")).get(reverse("settings")))
    for shown in ("Other systems", "Work in the background", "Invitations"):
        assert shown in told
    assert "Emergency accesses" not in told


def test_rows_of_another_organisation_are_not_there(
    organisation: Organisation, other_organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    stranger = staff("functional_administrator", organisation=other_organisation)
    with tenancy.within(other_organisation.id):
        team = Team.objects.create(organisation=other_organisation, name="Zon")
        service = Service.objects.create(organisation=other_organisation, name="Begeleiding", payer="wmo")
        version = ConditionsVersion.objects.get()
        made, _ = invitations.invite(
            email="n@example.nl", name="N", code="n1", roles=["finance"], actor=actor(stranger, fresh=True), now=now
        )
        token, _ = tokens.make(
            name="systeem",
            scopes=["organisation.read"],
            on_behalf_of=stranger.pk,
            expires_at=now + timedelta(days=9),
            actor=actor(stranger, fresh=True),
            now=now,
        )
    client = enter(staff("functional_administrator", "administration"))
    for address in (
        reverse("settings_conditions_read", args=[version.pk]),
        reverse("settings_service_change", args=[service.pk]),
        reverse("settings_service_end", args=[service.pk]),
        reverse("settings_team", args=[team.pk]),
        reverse("settings_staff_member", args=[stranger.pk]),
        reverse("settings_staff_roles", args=[stranger.pk]),
        reverse("settings_staff_teams", args=[stranger.pk]),
        reverse("settings_staff_leave", args=[stranger.pk]),
        reverse("settings_conditions_compare") + f"?old={version.pk}&new={version.pk}",
    ):
        assert client.get(address).status_code == 404, address
    for address in (
        reverse("settings_invitation_again", args=[made.pk]),
        reverse("settings_invitation_withdraw", args=[made.pk]),
        reverse("settings_token_revoke", args=[token.pk]),
        reverse("settings_webhook_stop", args=[uuid4()]),
        reverse("settings_system_end", args=["nobody"]),
        reverse("settings_work_retry", args=[uuid4()]),
        reverse("settings_team_members", args=[team.pk]),
    ):
        assert client.post(address, {"member": str(stranger.pk)}).status_code == 404, address
    with tenancy.within(other_organisation.id):
        made.refresh_from_db()
        token.refresh_from_db()
    assert (made.withdrawn_at, token.revoked_at) == (None, None)


def test_what_only_a_button_does_no_address_does(organisation: Organisation, staff: StaffMaker) -> None:
    client = enter(staff("functional_administrator"))
    for name in ("settings_invitation_again", "settings_token_revoke", "settings_webhook_stop", "settings_work_retry"):
        assert client.get(reverse(name, args=[uuid4()])).status_code == 404


def _more_staff(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    member = staff("care_professional")
    team = Team.objects.create(organisation=organisation, name=f"Team {member.code}")
    TeamMember.objects.create(organisation=organisation, team=team, staff=member)


def _more_services(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    Service.objects.create(organisation=organisation, name="Verpleging", payer="zvw")


def _more_invitations(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    member = staff("board")
    invitations.invite(
        email=f"{member.code}@example.org",
        name="Nieuw",
        code=f"n{member.code}",
        roles=["finance"],
        actor=actor(member, fresh=True),
        now=now,
    )


def _more_tokens(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    member = staff("functional_administrator")
    for make in (tokens.make, tokens.make_client):
        make(
            name="systeem",
            scopes=["organisation.read"],
            on_behalf_of=member.pk,
            expires_at=now + timedelta(days=300),
            actor=actor(member, fresh=True),
            now=now,
        )


def _more_hooks(staff: StaffMaker, organisation: Organisation, now: datetime) -> None:
    Webhook.objects.create(organisation=organisation, url="https://example.org/h", secret=b"", created_at=now)
    assert Delivery.objects.count() == 0


LISTS = [
    ("settings_staff", _more_staff, 11),
    ("settings_teams", _more_staff, 9),
    ("settings_services", _more_services, 9),
    ("settings_invitations", _more_invitations, 8),
    ("settings_systems", _more_tokens, 10),
    ("settings_webhooks", _more_hooks, 8),
]


@pytest.mark.parametrize(("name", "more", "queries"), LISTS, ids=[row[0] for row in LISTS])
def test_a_list_takes_as_many_queries_for_three_rows_as_for_one(
    name: str, more: object, queries: int, organisation: Organisation, staff: StaffMaker, now: datetime,
    django_assert_num_queries: object,
) -> None:  # fmt: skip
    client = enter(staff("functional_administrator"))
    for times in (1, 2):
        for _ in range(times):
            with tenancy.within(organisation.id):
                more(staff, organisation, now)  # type: ignore[operator]
        with django_assert_num_queries(queries):  # type: ignore[operator]
            assert client.get(reverse(name)).status_code == 200


def test_staff_are_chosen_by_role_team_and_whether_they_left(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    first, second = staff("finance", name="Fien Finance"), staff("coordinator", name="Cor Coördinator")
    with tenancy.within(organisation.id):
        StaffMember.objects.filter(pk=second.pk).update(until=datetime(2021, 1, 1).date())  # noqa: DTZ001 - a day
    client = enter(staff("board", name="Bo Bestuur"))
    here = words(client.get(reverse("settings_staff")))
    assert first.name in here
    assert second.name not in here
    gone = words(client.get(reverse("settings_staff") + "?state=gone"))
    assert second.name in gone
    assert first.name not in gone
    assert "Nobody fits this choice." in words(client.get(reverse("settings_staff") + "?state=gone&role=finance"))
