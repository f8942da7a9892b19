from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, path, reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import tenancy
from nakomen.record.models import Organisation, User
from nakomen.web import errors, urls
from nakomen.web.fresh import fresh_required
from tests import databases
from tests.conftest import StaffMaker
from tests.web.signing_in import PASSWORD, enter_password, sign_in
from tests.web.test_doors import PAGES

pytestmark = pytest.mark.usefixtures("own_database", "database")

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)


@pytest.fixture
def inside(client: Client, staff: StaffMaker) -> Client:
    sign_in(client, staff("coordinator", name="Coen Coördinator").user.email)
    client.get(reverse("start"), follow=True)  # which chooses the one organisation that there is
    return client


def shown(client: Client) -> Iterator[tuple[str, str]]:
    """Every page that answers a plain visit with a page."""
    for name, address in PAGES:
        answer = client.get(address)
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            yield name, answer.content.decode()


def test_every_answer_has_the_same_strict_headers(inside: Client) -> None:
    for name, address in [*PAGES, ("none", "/nothing/here/")]:
        answer = inside.get(address)
        assert answer.headers["Content-Security-Policy"] == POLICY, name
        assert answer.headers["Cache-Control"].startswith(("no-store", "max-age=0, no-cache, no-store")), name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        assert answer.headers["X-Frame-Options"] == "DENY", name
        assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}, name
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow", name
        assert "camera=()" in answer.headers["Permissions-Policy"], name
        assert len(answer.headers["X-Request-ID"]) == 32, name


def test_no_page_needs_what_the_policy_forbids(inside: Client) -> None:
    pages = [*shown(inside), *shown(Client())]
    assert {name for name, _ in pages} >= {
        "account_login",
        "own_account",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
    }
    for name, page in pages:
        scripts = re.findall(r"<script\b([^>]*)>", page)
        assert all('src="/static/' in script or 'type="application/json"' in script for script in scripts), name
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page), name
        assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page), name


def test_each_page_tells_its_language_its_title_and_its_way_past_the_top(inside: Client) -> None:
    for name, page in [*shown(inside), *shown(Client())]:
        assert '<html lang="nl">' in page, name
        assert re.search(r"<title>\s*\S[^<]* – Nakomen</title>", page), name
        assert page.count("<h1") == 1, name
        assert '<a class="skip" href="#content">' in page, name
        assert '<main id="content"' in page, name
        for field in re.findall(r'<(?:input|textarea|select)\b[^>]*\bid="([^"]+)"[^>]*>', page):
            hidden = re.search(rf'type="hidden"[^>]*id="{field}"|id="{field}"[^>]*type="hidden"', page)
            assert hidden or f'for="{field}"' in page, (name, field)


def test_every_file_that_a_page_names_is_there(inside: Client) -> None:
    named = {file for _, page in shown(inside) for file in re.findall(r'"/static/([^"]+)"', page)}
    assert {"nakomen/nakomen.css", "nakomen/nakomen.svg", "mfa/js/webauthn.js"} <= named
    for file in named:
        assert finders.find(file), file
        answer = inside.get(f"/static/{file}")
        assert answer.status_code == 200, file
        assert answer.getvalue(), file
        answer.close()


def test_the_start_page_says_who_one_is_and_where(inside: Client, organisation: Organisation) -> None:
    page = inside.get(reverse("start"), follow=True).content.decode()
    assert "Coen Coördinator" in page
    assert organisation.name in page


def test_of_several_organisations_one_is_chosen_and_only_an_own_one_can_be(
    client: Client, staff: StaffMaker, organisation: Organisation, other_organisation: Organisation
) -> None:
    own = staff("coordinator").user
    sign_in(client, own.email)
    client.post(reverse("organisations"), {"organisation": str(other_organisation.id)})
    assert client.get(reverse("start")).headers["Location"] == reverse("organisations")
    client.post(reverse("organisations"), {"organisation": str(organisation.id)})
    assert organisation.name in client.get(reverse("own_account")).content.decode()


def test_an_organisation_may_ask_for_its_own_provider(
    client: Client, staff: StaffMaker, organisation: Organisation
) -> None:
    member = staff("coordinator")
    sign_in(client, member.user.email)
    assert client.get(reverse("start"), follow=True).status_code == 200
    with tenancy.within(organisation.id):
        Organisation.objects.filter(pk=organisation.id).update(oidc_only=True)
    refused = client.get(reverse("start"), follow=True)
    assert refused.redirect_chain == [(reverse("organisations"), 302)]
    assert "eigen inlogdienst" in refused.content.decode()


def test_somebody_without_a_place_is_told_what_to_do(client: Client) -> None:
    User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")
    sign_in(client, "eva@example.nl")
    assert "Vraag uw organisatie om een uitnodiging" in client.get(reverse("start"), follow=True).content.decode()


def test_the_other_language_stays_chosen_also_at_the_next_sign_in(client: Client) -> None:
    user = User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")
    enter_password(client, user.email)
    client.post(reverse("language"), {"language": "en", "next": "/"})
    assert '<html lang="en">' in client.get(reverse("mfa_index")).content.decode()
    elsewhere = Client()
    enter_password(elsewhere, user.email)
    assert '<html lang="en">' in elsewhere.get(reverse("mfa_index")).content.decode()
    client.post(reverse("language"), {"language": "xx"})
    user.refresh_from_db()
    assert user.language == "en"


def test_the_language_switch_leads_to_no_other_site(client: Client) -> None:
    answer = client.post(reverse("language"), {"language": "en", "next": "https://example.com/"})
    assert answer.headers["Location"] == "/"


def test_signing_in_leads_to_no_other_site(client: Client) -> None:
    User.objects.create_user("eva@example.nl", PASSWORD, name="Eva Eigenaar")
    assert enter_password(client, "eva@example.nl", next_="https://example.com/").headers["Location"] == "/"


# --- what goes wrong ------------------------------------------------------------------------------------------------


def broken(_: HttpRequest, /) -> HttpResponse:
    raise ValueError("KANARIE")


def refused(_: HttpRequest, /) -> HttpResponse:
    raise PermissionDenied("KANARIE")


class Broken:
    """The addresses of the installation, and two that fail."""

    urlpatterns: ClassVar[list[URLPattern | URLResolver]] = [
        *urls.urlpatterns,
        path("broken/", broken),
        path("refused/", fresh_required(refused)),
    ]
    handler400, handler403, handler404 = errors.bad_request, errors.refused, errors.not_found
    handler429, handler500 = errors.too_many, errors.failed


@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/refused/", 403), ("/nothing/", 404)])
def test_an_error_page_is_friendly_and_tells_nothing(inside: Client, address: str, status: int) -> None:
    inside.raise_request_exception = False
    with override_settings(ROOT_URLCONF=Broken):
        answer = inside.get(f"{address}?name=KANARIE")
    assert answer.status_code == status
    page = answer.content.decode()
    assert "KANARIE" not in page
    assert "Naar de startpagina" in page


def test_a_form_from_elsewhere_is_refused_with_a_page_of_ours() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("account_login"), {"login": "eva@example.nl", "password": PASSWORD})
    assert (answer.status_code, answer.templates[0].name) == (403, "403_form.html")


def test_the_error_page_of_a_fault_asks_nothing_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        assert errors.failed(RequestFactory().get("/")).status_code == 500


def test_health_says_yes_and_without_a_database_no(client: Client) -> None:
    assert (client.get("/healthz").status_code, client.get("/healthz").json()) == (200, {"status": "ok"})
    gone = "postgresql://nobody@127.0.0.1:1/none" if databases.ON_POSTGRESQL else "sqlite:////nowhere/at/all.sqlite3"
    with databases.Database(gone, "").used():
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


def test_search_engines_are_asked_to_stay_away(client: Client) -> None:
    assert client.get("/robots.txt").content.decode() == "User-agent: *\nAllow: /o/\nAllow: /static/\nDisallow: /\n"


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_text_stands_out_from_its_ground_in_light_and_in_dark() -> None:
    css = Path(str(finders.find("nakomen/nakomen.css"))).read_text()
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+)", block)) for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    )
    for name, colours in (("light", light), ("dark", light | dark)):
        for text in ("text", "quiet", "accent", "accent-strong", "danger", "good"):
            for ground in ("ground", "raised"):
                assert contrast(colours[text], colours[ground]) >= 4.5, (name, text, ground)
        assert contrast(colours["accent-text"], colours["accent"]) >= 4.5, name
        assert contrast(colours["text"], colours["warn-ground"]) >= 4.5, name
        assert contrast(colours["line"], colours["ground"]) >= 3, name


def test_the_look_names_no_colour_outside_its_own_list() -> None:
    css = Path(str(finders.find("nakomen/nakomen.css"))).read_text()
    rules = re.sub(r":root \{.*?\}", "", css, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-f]{3,6}\b", rules) == ["#fff"]  # the ground of the code that a telephone scans
