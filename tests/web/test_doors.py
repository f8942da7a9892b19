from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nakomen.record.models import User
from tests.conftest import StaffMaker
from tests.web.signing_in import PASSWORD, enter_password

OPEN = {
    "account_inactive", "account_login", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_signup", "health",
    "invitation", "invitation_link", "language", "mfa_authenticate", "mfa_login_webauthn", "openid_connect_callback",
    "openid_connect_login", "public", "public_accessibility", "public_accessibility_version", "public_choice",
    "public_choice_version", "public_complaints", "public_complaints_version", "public_conditions",
    "public_conditions_changes", "public_conditions_version", "public_privacy", "public_privacy_version", "robots",
    "socialaccount_login_cancelled", "socialaccount_login_error",
}  # fmt: skip
TOKEN = {"calendar"}  # without the secret in its address it is not there, for anybody
FIRST_FACTOR = {
    "account_logout", "account_reauthenticate", "fresh_oidc", "mfa_activate_totp", "mfa_add_webauthn", "mfa_index",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
}  # fmt: skip
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")


def routes(resolver: URLResolver, before: str = "/", space: str = "") -> Iterator[tuple[str, str]]:
    """Every address that the resolver knows, as name and an example."""
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield space + (entry.name or path), example(path)


def example(path: str) -> str:
    path = re.sub(r"<uuid:[^>]*>", str(uuid.UUID(int=4)), path)
    path = re.sub(r"<(int|\w*seq\w*):[^>]*>", "1", path)
    path = path.replace(r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "reset/1a-key/")
    return re.sub(r"<[^>]*>", "staff", path)


PAGES = [(name, path) for name, path in routes(get_resolver()) if not path.startswith(("/api/", "/identity/"))]


def test_every_page_is_found() -> None:
    assert {name for name, _ in PAGES} >= OPEN | FIRST_FACTOR | {"start", "organisations", "usersessions_list"}
    assert all("<" not in path and "(" not in path for _, path in PAGES)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("name", "path"), [page for page in PAGES if page[0] not in OPEN | TOKEN], ids=lambda value: value
)
def test_nobody_passes_who_has_not_signed_in(name: str, path: str) -> None:
    for method in METHODS:
        answer = getattr(Client(), method)(path)
        assert answer.status_code == 302, (name, method)
        assert answer.headers["Location"].startswith(reverse("account_login")), (name, method)


@pytest.mark.usefixtures("own_database", "database")
def test_with_a_password_alone_only_the_second_factor_can_be_set_up(client: Client) -> None:
    User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")
    enter_password(client, "eva@example.nl")
    for name, path in PAGES:
        if name not in OPEN | FIRST_FACTOR | TOKEN:
            assert client.get(path).headers.get("Location") == reverse("mfa_index"), name


@pytest.mark.usefixtures("own_database", "database")
def test_a_session_counts_for_nothing_at_the_api(client: Client, staff: StaffMaker) -> None:
    enter_password(client, staff("coordinator").user.email)
    assert client.get("/api/v1/clients").status_code == 401


@pytest.mark.usefixtures("database")
def test_what_allauth_has_besides_cannot_be_reached(client: Client) -> None:
    for path in ("/accounts/login/", "/account/email/", "/account/3rdparty/", "/account/signup/passkey/"):
        assert client.get(path).status_code == 404
    closed = client.post(reverse("account_signup"), {"email": "new@example.nl", "password1": PASSWORD})
    assert closed.templates[0].name == "account/signup_closed.html"
    assert not User.objects.exists()


@pytest.mark.usefixtures("database")
def test_the_way_back_after_signing_in_holds_no_query(client: Client) -> None:
    assert client.get("/?name=KANARIE").headers["Location"] == f"{reverse('account_login')}?next=%2F"


@pytest.mark.usefixtures("database")
def test_what_asks_for_a_secret_in_its_address_is_not_there_without_it(client: Client) -> None:
    for name, path in PAGES:
        if name in TOKEN:
            assert client.get(path).status_code == 404, name
