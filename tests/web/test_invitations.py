from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from nakomen.record import staff as record_staff
from nakomen.record import tenancy
from nakomen.record.models import Invitation, Organisation, StaffMember, User
from tests.conftest import StaffMaker, actor
from tests.web import oidc
from tests.web.signing_in import PASSWORD, enter_password, set_up_app, sign_in

pytestmark = pytest.mark.usefixtures("own_database", "database")

CHOSEN = "four words that rhyme badly"


@pytest.fixture
def link(staff: StaffMaker, organisation: Organisation) -> str:
    """The link in a letter to nina@example.nl."""
    return invite(staff("functional_administrator"), organisation, "nina@example.nl")


def invite(admin: StaffMember, organisation: Organisation, email: str, code: str = "n001") -> str:
    with tenancy.within(organisation.id):
        _, token = record_staff.invite(
            email=email,
            name="Nina Nieuw",
            code=code,
            roles=["care_professional"],
            actor=actor(admin, fresh=True),
            now=timezone.now(),
        )
    return reverse("invitation_link", args=[organisation.id, token])


def useless(client: Client, link: str) -> bool:
    answer = client.get(link, follow=True)
    return (answer.status_code, answer.templates[0].name) == (404, "accounts/invitation_useless.html")


def accepted(client: Client) -> bool:
    return client.post(reverse("invitation")).headers["Location"] == reverse("start")


def test_from_the_link_to_a_place(client: Client, link: str, organisation: Organisation) -> None:
    shown = client.get(link, follow=True)
    assert shown.redirect_chain == [(reverse("invitation"), 302)]
    text = shown.content.decode()
    assert organisation.name in text
    assert "Nina Nieuw" in text
    chosen = client.post(reverse("invitation"), {"password": CHOSEN})
    assert chosen.headers["Location"] == reverse("invitation")
    assert client.get(reverse("invitation")).headers["Location"] == reverse("mfa_index")
    assert client.post(reverse("invitation")).headers["Location"] == reverse("mfa_index")
    set_up_app(client)
    assert client.get(reverse("start")).headers["Location"] == reverse("invitation")
    with tenancy.within(organisation.id):
        assert not StaffMember.objects.filter(code="n001").exists()
    assert accepted(client)
    place = client.get(reverse("own_account"))
    assert (place.context["actor"].name, place.context["actor"].roles) == ("n001", ("care_professional",))


def test_a_password_that_is_easy_to_guess_is_refused(client: Client, link: str) -> None:
    client.get(link)
    for weak in ("short", "123456789012", "nina@example.nl", "Nina Nieuw 12"):
        answer = client.post(reverse("invitation"), {"password": weak})
        assert answer.status_code == 200, weak
    assert not User.objects.filter(email="nina@example.nl").exists()


def test_somebody_with_an_account_signs_in_first(client: Client, link: str, organisation: Organisation) -> None:
    user = User.objects.create_user("nina@example.nl", PASSWORD, name="Nina")
    page = client.get(link, follow=True)
    assert page.context["known"]
    client.post(reverse("invitation"), {"password": CHOSEN})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert enter_password(client, user.email, next_=reverse("invitation")).headers["Location"] == reverse("invitation")
    set_up_app(client)
    assert accepted(client)


def used(link: str, organisation: Organisation) -> None:
    client = Client()
    client.get(link)
    client.post(reverse("invitation"), {"password": CHOSEN})
    set_up_app(client)
    assert accepted(client)


def withdrawn(link: str, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        Invitation.objects.update(withdrawn_at=timezone.now())


def expired(link: str, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.parametrize("what", [used, withdrawn, expired])
def test_a_link_that_no_longer_counts_gives_the_same_plain_page(
    link: str, organisation: Organisation, what: Callable[[str, Organisation], None]
) -> None:
    what(link, organisation)
    assert useless(Client(), link)


def test_a_made_up_link_gives_that_page_too(link: str, other_organisation: Organisation) -> None:
    token = link.rsplit("/", 1)[1]
    assert useless(Client(), link[:-1] + ("A" if link[-1] != "A" else "B"))
    assert useless(Client(), reverse("invitation_link", args=[other_organisation.id, token]))
    assert useless(Client(), reverse("invitation_link", args=["00000000-0000-4000-8000-000000000000", token]))
    assert useless(Client(), reverse("invitation"))


def test_a_link_for_somebody_else_gives_that_page_too(link: str, organisation: Organisation) -> None:
    User.objects.create_user("vera@example.nl", PASSWORD, name="Vera Vreemd")
    client = Client()
    sign_in(client, "vera@example.nl")
    assert useless(client, link)
    assert client.post(reverse("invitation")).status_code == 404
    with tenancy.within(organisation.id):
        assert not StaffMember.objects.filter(code="n001").exists()


def test_an_invitation_that_is_withdrawn_meanwhile_gives_no_place(link: str, organisation: Organisation) -> None:
    client = Client()
    client.get(link)
    client.post(reverse("invitation"), {"password": CHOSEN})
    set_up_app(client)
    withdrawn(link, organisation)
    assert client.post(reverse("invitation")).status_code == 404
    assert client.get(reverse("start")).headers["Location"] == reverse("organisations")


def test_the_token_leaves_the_address_at_once(client: Client, link: str) -> None:
    answer = client.get(link)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert link.rsplit("/", 1)[1] not in client.get(reverse("invitation")).content.decode()


def test_a_link_that_cannot_be_one_keeps_no_session(client: Client, link: str, settings: Settings) -> None:
    for made_up in ("guess", "A" * 42, "A" * 44, "A" * 42 + "=", "é" * 43):
        answer = client.get(link.rsplit("/", 1)[0] + "/" + made_up)
        assert answer.status_code == 404
        assert settings.SESSION_COOKIE_NAME not in answer.cookies
    assert Session.objects.count() == 0
    assert client.get(link).status_code == 302
    assert Session.objects.count() == 1


def test_guessing_links_is_stopped(client: Client, organisation: Organisation) -> None:
    guess = reverse("invitation_link", args=[organisation.id, "guess"])
    with time_machine.travel(timezone.now(), tick=False):
        assert [client.get(guess).status_code for _ in range(21)] == [404] * 20 + [429]


@pytest.fixture
def provider(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> Iterator[oidc.Provider]:
    with oidc.running(tmp_path_factory.mktemp("provider")) as started:
        settings.OIDC_ISSUER, settings.SOCIALACCOUNT_PROVIDERS = started.issuer, started.settings()
        yield started


def test_somebody_new_can_come_in_through_the_provider(
    link: str, organisation: Organisation, provider: oidc.Provider
) -> None:
    browser = provider.browser("nina", email="Nina@example.nl", email_verified=True, amr=["mfa"])
    assert oidc.enter(Client(), browser).status_code == 403
    stranger = Client()
    stranger.get(link)
    other = provider.browser("vera", email="vera@example.nl", email_verified=True, amr=["mfa"])
    assert oidc.enter(stranger, other).status_code == 403
    client = Client()
    client.get(link)
    assert oidc.enter(client, browser, next=reverse("invitation")).headers["Location"] == reverse("invitation")
    assert accepted(client)
    assert client.get(reverse("own_account")).context["actor"].name == "n001"
    assert not User.objects.get(email="nina@example.nl").has_usable_password()
