"""The public pages of an organisation: open to anybody, honest where nothing is published, and nobody else's."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from html.parser import HTMLParser

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from nakomen.record import registers, tenancy
from nakomen.record.actors import system
from nakomen.record.models import ConditionsVersion, Organisation
from nakomen.record.registers import documents
from nakomen.terms.packaged import packaged_terms, source
from nakomen.web import markdown
from tests.conftest import StaffMaker
from tests.web.signing_in import session_of

TODAY = date(2026, 3, 2)
NAMES = (
    "public", "public_conditions", "public_choice", "public_complaints", "public_privacy", "public_accessibility",
)  # fmt: skip


@pytest.fixture(autouse=True)
def at(now: datetime) -> object:
    with time_machine.travel(now, tick=False):
        yield


def get(organisation: Organisation, name: str, query: str = "", **parts: object) -> HttpResponse:
    path = reverse(name, kwargs={"slug": organisation.slug, **parts})
    answer: HttpResponse = Client().get(path + query)  # type: ignore[assignment]  # the test client's own sort of answer
    return answer


def text(organisation: Organisation, name: str, query: str = "", **parts: object) -> str:
    answer = get(organisation, name, query, **parts)
    assert answer.status_code == 200
    return answer.content.decode()


def publish(organisation: Organisation, sort: str, words: str, since: date, now: datetime) -> None:
    with tenancy.within(organisation.id):
        documents.publish(
            sort, title="Titel", text=words, in_force_from=since, review_by=None, asks=registers.wanted(TODAY),
            actor=system("command"), now=now,
        )  # fmt: skip


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.ids += [value or "" for name, value in attrs if name == "id"]


def ids(page: str) -> list[str]:
    reader = _Ids()
    reader.feed(page)
    return reader.ids


@pytest.fixture
def both(organisation: Organisation) -> Organisation:
    """A provider with a set for care since 2020, and one for social support since this year that gets a new version."""
    with tenancy.within(organisation.id):
        for published, since in ((date(2026, 1, 1), date(2026, 1, 1)), (date(2026, 2, 20), date(2026, 4, 1))):
            ConditionsVersion.objects.create(
                organisation=organisation, name="zonl-thuisbegeleiding", published=published, in_force_from=since
            )
    return organisation


# --- two sets -------------------------------------------------------------------------------------------------------

CARE = "Algemene en aanvullende voorwaarden zorg zonder verblijf"
SUPPORT = "Voorwaarden thuisbegeleiding"


def test_all_versions_of_both_sets_are_there_and_told_apart_by_name(both: Organisation) -> None:
    for published, title, law in (
        ("2020-01-01", CARE, "Wlz"), ("2026-01-01", SUPPORT, "Wmo"), ("2026-02-20", SUPPORT, "Wmo"),
    ):  # fmt: skip
        page = text(both, "public_conditions_version", "?lang=en", published=published)
        assert f'<p class="lead" lang="nl">{title}</p>' in page
        assert page.count("holds now") == (2 if published == "2026-02-20" else 3)  # one of each set, and this one
        assert "an older version" not in page
        assert f'<h3 lang="nl">{CARE}</h3>' in page
        assert f'<h3 lang="nl">{SUPPORT}</h3>' in page
        for other in ("2020-01-01", "2026-01-01", "2026-02-20"):
            current = ' aria-current="true"' if other == published else ""
            assert f'href="{reverse("public_conditions_version", args=[both.slug, other])}?lang=en"{current}>' in page
        assert len(ids(page)) == len(set(ids(page)))
        assert len(page) < 120_000
        assert ("that your municipality arranges (Wmo)" in page) is (law == "Wmo")


def test_the_first_page_leads_to_each_set_by_its_law(both: Organisation) -> None:
    page = text(both, "public", "?lang=en")
    for day, words in (("2020-01-01", "care (Wlz and Zvw)"), ("2026-01-01", "social support (Wmo)")):
        address = reverse("public_conditions_version", args=[both.slug, day])
        assert f'<a href="{address}?lang=en">Our conditions for {words}</a>' in page


def test_what_changed_is_told_within_one_set_only(both: Organisation) -> None:
    assert get(both, "public_conditions_changes", published="2026-01-01").status_code == 404
    page = text(both, "public_conditions_changes", "?lang=en", published="2026-02-20")
    assert "The version of 20 Feb 2026 beside the one of 1 Jan 2026." in page


def test_complaints_tell_what_each_set_promises_under_its_name(both: Organisation) -> None:
    page = text(both, "public_complaints", "?lang=en")
    assert f"<strong>{CARE}</strong>" in page
    assert f"<strong>{SUPPORT}</strong>" in page
    assert page.count("<h2>What the law says</h2>") == 1


def test_what_one_set_fixes_is_shown_there_as_it_is_fixed(both: Organisation) -> None:
    both.settings = {"payment_term": "P21D", "at_once": "P3D"}
    with tenancy.within(both.id):
        both.save()
    care = text(both, "public_conditions_version", published="2020-01-01")
    support = text(both, "public_conditions_version", published="2026-01-01")
    assert "Eerste betalingstermijn van een factuur: <strong>21 dagen</strong>" in care
    assert "21 dagen" not in support
    assert "<strong>3 dagen</strong>" in care
    assert "<strong>3 dagen</strong>" in support


# --- every page -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_anybody_reads_it_without_a_cookie_and_search_engines_may(
    name: str, language: str, organisation: Organisation
) -> None:
    answer = get(organisation, name, f"?lang={language}")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in page
    assert page.count("<h1") == 1
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["X-Robots-Tag"] == "all"
    assert answer.headers["Content-Language"] == language
    assert {"Accept-Language", "Cookie"} <= set(answer.headers["Vary"].split(", "))
    assert "noindex" not in page
    assert len(page) < 120_000


def test_who_is_signed_in_gets_a_page_that_nobody_keeps(
    organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    answer = session_of(staff("board"), now).get(reverse("public", kwargs={"slug": organisation.slug}))
    assert answer.headers["Cache-Control"] == "no-store"


def test_robots_may_read_these_pages_and_nothing_else(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == ["User-agent: *", "Allow: /o/", "Allow: /static/", "Disallow: /"]


@pytest.mark.usefixtures("organisation")
@pytest.mark.parametrize("path", ["/o/nobody/", "/o/nobody/conditions/", "/o/nobody/complaints/"])
def test_an_organisation_that_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_sent_to_these_pages(name: str, organisation: Organisation) -> None:
    assert Client().post(reverse(name, kwargs={"slug": organisation.slug})).status_code == 405


def test_only_what_is_public_of_an_organisation_shows(
    organisation: Organisation, other_organisation: Organisation, staff: StaffMaker, now: datetime
) -> None:
    staff("board", name="KANARIE Bestuurder")
    publish(organisation, "hygiene", "KANARIE voor medewerkers", TODAY, now)
    publish(organisation, "privacy", "Onze privacy", TODAY, now)
    for name in NAMES:
        assert "KANARIE" not in text(organisation, name)
        assert "Onze privacy" not in text(other_organisation, name)
    assert "Onze privacy" in text(organisation, "public_privacy")


# --- conditions -----------------------------------------------------------------------------------------------------


def test_every_clause_stands_in_the_conditions_with_its_number_and_an_anchor(organisation: Organisation) -> None:
    page = text(organisation, "public_conditions")
    found = ids(page)
    clauses = packaged_terms("wonder-2020").clauses.values()
    assert [each for each in found if each.startswith("c") and each[1].isdigit()] == [f"c{each.id}" for each in clauses]
    assert len(found) == len(set(found))
    assert all(each.title in page.replace("&#x27;", "'") for each in clauses)


def test_open_norms_are_filled_in_with_what_the_organisation_chose(organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        Organisation.objects.filter(pk=organisation.pk).update(settings={"payment_term": "P21D"})
    page = text(organisation, "public_conditions")
    clause = page[page.index('id="c25.3"') : page.index('id="c25.4"')]
    assert "Eerste betalingstermijn van een factuur: <strong>21 dagen</strong>" in clause
    notice = page[page.index('id="c30.1"') : page.index('id="c30.2"')]
    assert "Redelijke opzegtermijn voor de cliënt: <strong>1 maand</strong>" in notice


def with_new_version(organisation: Organisation) -> None:
    given = source("wonder-2020").decode()
    changed = given.replace('name = "wonder-2020"', 'name = "linde-2026"', 1).replace(
        "Een wijziging geldt 1 maand nadat zij", "Een wijziging geldt 2 maanden nadat zij", 1
    )
    assert changed.count("2 maanden nadat zij") == given.count("2 maanden nadat zij") + 1
    with tenancy.within(organisation.id):
        ConditionsVersion.objects.create(
            organisation=organisation, name="linde-2026", source=changed.encode(), published=date(2026, 2, 20),
            in_force_from=date(2026, 3, 20),
        )  # fmt: skip


def test_a_version_that_is_to_come_can_be_read_with_what_it_changes(organisation: Organisation) -> None:
    with_new_version(organisation)
    now = text(organisation, "public_conditions")
    assert "1 maand nadat" in now
    assert "2 maanden nadat" not in now[now.index('id="c35.4"') :]
    assert reverse("public_conditions_version", args=[organisation.slug, "2026-02-20"]) in now
    later = text(organisation, "public_conditions_version", published="2026-02-20")
    assert "geldt nog niet" in later
    assert "2 maanden nadat" in later[later.index('id="c35.4"') :]
    changes = text(organisation, "public_conditions_changes", published="2026-02-20")
    assert "35.4" in changes
    with time_machine.travel(datetime(2026, 3, 20, 12)):  # noqa: DTZ001 - any hour of that day
        assert "2 maanden nadat" in text(organisation, "public_conditions")[now.index('id="c35.4"') :]
        assert "een oudere versie" in text(organisation, "public_conditions_version", published="2020-01-01")


@pytest.mark.parametrize("published", ["2021-01-01", "yesterday", "2020-1-1"])
def test_a_version_that_was_never_published_is_not_found(organisation: Organisation, published: str) -> None:
    assert get(organisation, "public_conditions_version", published=published).status_code == 404
    assert get(organisation, "public_conditions_changes", published="2020-01-01").status_code == 404


# --- documents ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("public_choice", "Wij hebben deze informatie hier nog niet gepubliceerd."),
        ("public_complaints", "Wij hebben onze klachtenregeling hier nog niet gepubliceerd."),
        ("public_privacy", "Wij hebben onze privacyverklaring hier nog niet gepubliceerd."),
        ("public_accessibility", "Wij hebben hier nog geen toegankelijkheidsverklaring gepubliceerd."),
    ],
)
def test_where_nothing_is_published_the_page_says_so(name: str, words: str, organisation: Organisation) -> None:
    assert words in text(organisation, name)


def test_the_complaint_page_always_tells_what_the_conditions_and_the_law_promise(
    organisation: Organisation, other_organisation: Organisation
) -> None:
    care, support = text(organisation, "public_complaints"), text(other_organisation, "public_complaints")
    assert "uiterlijk 2 maanden nadat zij binnenkwam" in care
    assert "binnen 12 maanden" in care
    assert "beslist binnen 6 weken na het indienen" in care
    assert "<strong>14 dagen</strong>" in care
    assert "volgens zijn klachtenregeling" in support
    assert "<strong>6 weken</strong>" in support


def test_a_document_shows_from_its_first_day_and_its_older_versions_stay(
    organisation: Organisation, now: datetime
) -> None:
    publish(organisation, "choice_information", "Eerste **tekst**", date(2026, 1, 1), now)
    publish(organisation, "choice_information", "Tweede tekst", TODAY, now)
    publish(organisation, "choice_information", "Derde tekst", TODAY + timedelta(days=1), now)
    page = text(organisation, "public_choice")
    assert "Tweede tekst" in page
    assert "Eerste" not in page
    assert "<strong>tekst</strong>" in text(organisation, "public_choice_version", version=1)
    assert get(organisation, "public_choice_version", version=3).status_code == 404
    assert "3" not in [word.strip() for word in page.split("Versie ")]


# --- what an organisation writes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&#58;alert(1))", "[x](data:text/html,x)", "[x](//elders.example)", "[x](vbscript:x)",
        "<javascript:alert(1)>",
    ],
)  # fmt: skip
def test_a_text_cannot_do_harm(words: str) -> None:
    made = markdown.rendered(words).lower()
    assert "<script" not in made
    assert "<img" not in made
    assert "href" not in made


def test_a_text_shows_no_picture_from_elsewhere() -> None:
    assert "<img" not in markdown.rendered("![x](https://elders.example/x.png)")


@pytest.mark.parametrize(
    "address", ["https://example.nl/a", "mailto:info@example.nl", "tel:0570123456", "/o/linde/", "#klagen"]
)
def test_links_of_a_text_lead_to_the_web_to_mail_or_to_own_pages(address: str) -> None:
    assert f'href="{address}"' in markdown.rendered(f"[x]({address})")


def test_headings_of_a_text_stand_below_that_of_the_page_and_skip_none() -> None:
    made = markdown.rendered("# A\n\n#### B\n\n## C", 2)
    assert made == "<h2>A</h2>\n<h3>B</h3>\n<h3>C</h3>\n"
