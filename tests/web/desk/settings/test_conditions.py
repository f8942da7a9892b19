"""Conditions, open norms and facts: read beside their clauses, changed with a look at the effect, published whole."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import tenancy
from nakomen.record.models import ConditionsVersion, Organisation
from nakomen.terms.packaged import packaged_terms, source
from tests.conftest import StaffMaker
from tests.web.desk.settings.entering import enter, problems, words

PUBLISHED = "2026-03-02"


@pytest.fixture
def keeper(organisation: Organisation, staff: StaffMaker) -> Client:
    return enter(staff("functional_administrator"))


def own_set() -> str:
    """The packaged set under a name of its own, with one clause worded otherwise and to the client's detriment."""
    text = source("wonder-2020").decode().replace('name = "wonder-2020"', 'name = "linde-2026"', 1)
    title = packaged_terms("wonder-2020").clauses["26.1"].title
    changed = text.replace(
        f'title = "{title}"', 'title = "Eerder praten over een nieuwe indicatie"\ndetrimental = true', 1
    )
    assert changed != text
    return changed.replace('name = "payment_term"\ndefault = "P30D"', 'name = "payment_term"\ndefault = "P14D"', 1)


def values(organisation: Organisation) -> dict[str, object]:
    organisation.refresh_from_db()
    return dict(organisation.settings)


def test_each_article_is_read_on_a_page_of_its_own(keeper: Client, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        version = ConditionsVersion.objects.get()
    address = reverse("settings_conditions_read", args=[version.pk])
    for article in packaged_terms("wonder-2020").articles:
        answer = keeper.get(address, {"article": article})
        assert answer.status_code == 200, article
        assert len(answer.content) < 120_000
        for clause in packaged_terms("wonder-2020").clauses.values():
            assert (clause.summary in answer.content.decode().replace("&#x27;", "'")) or clause.article != article
    assert keeper.get(address, {"article": "none"}).status_code == 404


def test_the_file_of_a_version_can_be_changed_and_published_as_own_conditions(
    keeper: Client, organisation: Organisation
) -> None:
    with tenancy.within(organisation.id):
        version = ConditionsVersion.objects.get()
    answer = keeper.get(reverse("settings_conditions_file", args=[version.pk]))
    assert answer.headers["Content-Disposition"] == f'attachment; filename="wonder-2020-{version.published}.toml"'
    assert answer.content == source("wonder-2020")
    own = answer.content.decode().replace('name = "wonder-2020"', 'name = "linde-2026"', 1)
    given = {"source": "own", "own": own, "published": PUBLISHED, "action": "check"}
    assert "What this version changes" in words(keeper.post(reverse("settings_publish"), given))
    assert keeper.get(reverse("settings_conditions_file", args=[version.pk + 1])).status_code == 404


def test_the_version_in_force_and_the_one_that_comes_are_told_apart(keeper: Client, organisation: Organisation) -> None:
    keeper.post(reverse("settings_publish"), {"source": "wonder-2020", "published": PUBLISHED, "action": "publish"})
    told = words(keeper.get(reverse("settings_conditions")))
    assert "2 Apr 2026 coming" in told
    assert "the beginning in force" in told
    assert "A new version takes force on 2 Apr 2026." in words(keeper.get(reverse("settings")))


def test_a_look_before_publishing_shows_the_effect_and_publishes_nothing(
    keeper: Client, organisation: Organisation
) -> None:
    given = {"source": "own", "own": own_set(), "published": PUBLISHED, "action": "check"}
    answer = keeper.post(reverse("settings_publish"), given)
    assert answer.status_code == 200, words(answer)[:3000]
    told = words(answer)
    assert "In force from 2 Apr 2026" in told
    assert "Clauses to the client's detriment 1" in told
    assert "Eerder praten over een nieuwe indicatie" in told
    assert "30 days" in told
    assert "14 days" in told
    with tenancy.within(organisation.id):
        assert ConditionsVersion.objects.count() == 1


def test_a_published_set_of_ones_own_is_laid_beside_the_older_one(keeper: Client, organisation: Organisation) -> None:
    file = SimpleUploadedFile("linde.toml", own_set().encode())
    given = {"source": "own", "published": PUBLISHED, "in_force_from": "2026-06-01", "action": "publish"}
    answer = keeper.post(reverse("settings_publish"), {**given, "file": file}, follow=True)
    assert "It takes force on 1 Jun 2026." in words(answer)
    with tenancy.within(organisation.id):
        old, new = ConditionsVersion.objects.order_by("published")
    assert (new.name, new.in_force_from) == ("linde-2026", date(2026, 6, 1))
    answer = keeper.get(reverse("settings_conditions_compare"), {"old": old.pk, "new": new.pk})
    assert len(answer.content) < 120_000
    assert "Clauses to the client's detriment: 1." in words(answer)
    assert "These two do not differ." in words(
        keeper.get(reverse("settings_conditions_compare"), {"old": new.pk, "new": new.pk})
    )


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"published": "2020-01-01"}, "Choose a day after 1 Jan 2020, when the last version was published."),
        ({"in_force_from": "2026-04-01"}, "Choose 2 Apr 2026 or later: a version takes force a month after"),
        ({"source": "own", "own": ""}, "Paste the text of the set, or choose its file."),
        ({"source": "own", "own": "name = "}, "The set's own file: "),
        ({"source": "own", "own": 'name = "x"\n[clause.1]\nkind = "nonsense"\n'}, "1: kind: expected one of"),
        ({"source": "nothing"}, "Which conditions: "),
    ],
)
def test_what_stands_in_the_way_is_told_before_publishing(
    changes: dict[str, str], told: str, keeper: Client, organisation: Organisation
) -> None:
    given = {"source": "wonder-2020", "published": PUBLISHED, "action": "publish", **changes}
    assert told in problems(keeper.post(reverse("settings_publish"), given))
    with tenancy.within(organisation.id):
        assert ConditionsVersion.objects.count() == 1


def test_an_own_choice_that_a_version_cannot_read_stands_in_its_way(keeper: Client, organisation: Organisation) -> None:
    keeper.post(reverse("settings_norm", args=["costs_over_damages"]), {"use": "own", "flag": "yes"})
    flag = 'name = "costs_over_damages"\ndefault = false\nclause = ["12.7", "25.4"]\nkind = "flag"'
    word = 'name = "costs_over_damages"\ndefault = "never"\nclause = ["12.7", "25.4"]\nkind = "choice"'
    given = {"source": "own", "own": own_set().replace(flag, word, 1), "published": PUBLISHED, "action": "check"}
    told = problems(keeper.post(reverse("settings_publish"), given))
    assert "‘Incassokosten ook over kosten van een niet afgezegd bezoek’, as you have set it, does not fit" in told


# --- two sets beside each other -------------------------------------------------------------------------------------


@pytest.fixture
def both(keeper: Client, organisation: Organisation) -> Organisation:
    """A set for social support beside the one for care, from the day of its publication."""
    given = {"source": "zonl-thuisbegeleiding", "published": "2026-02-02", "in_force_from": "2026-02-02"}
    told = words(keeper.post(reverse("settings_publish"), {**given, "action": "check"}))
    assert "This is your first set for social support (Wmo). It stands beside your other conditions" in told
    assert "Clause by clause" not in told
    assert keeper.post(reverse("settings_publish"), {**given, "action": "publish"}).status_code == 302
    return organisation


def test_of_two_sets_both_are_in_force_and_told_apart(keeper: Client, both: Organisation) -> None:
    told = words(keeper.get(reverse("settings_conditions")))
    assert "wonder-2020; for care (Wlz and Zvw)" in told
    assert "zonl-thuisbegeleiding; for social support (Wmo)" in told
    assert told.count(" in force ") >= 2
    assert "A client is under the set that was handed over." in told


def test_the_norms_of_both_sets_are_filled_in_each_where_it_is_open(keeper: Client, both: Organisation) -> None:
    for name, count in (("payment_term", "21"), ("invoice_within", "20"), ("at_once", "3")):
        address = reverse("settings_norm", args=[name])
        assert keeper.post(address, {"use": "own", "count": count, "unit": "days"}).status_code == 302, name
    assert values(both) == {"payment_term": "P21D", "invoice_within": "P20D", "at_once": "P3D"}
    told = words(keeper.get(reverse("settings_norms")))
    titles = [packaged_terms(name).title for name in ("wonder-2020", "zonl-thuisbegeleiding")]
    assert all(title in told for title in titles)
    assert "Fixed in your other set:" in told
    form = words(keeper.get(reverse("settings_norm", args=["payment_term"])))
    assert "Your other set fixes it, so your own choice does not count there: 9.3" in form
    assert keeper.get(reverse("settings_fact", args=["instructed"])).status_code == 200


def test_a_next_version_is_laid_beside_the_one_for_the_same_law(keeper: Client, both: Organisation) -> None:
    given = {"source": "own", "own": own_set(), "published": PUBLISHED, "action": "check"}
    told = words(keeper.post(reverse("settings_publish"), given))
    assert "Eerder praten over een nieuwe indicatie" in told
    assert "It stands beside" not in told
    assert "Choose another day: this one has a version already." in problems(
        keeper.post(reverse("settings_publish"), {**given, "published": "2026-02-02"})
    )
    soon = {**given, "source": "zonl-thuisbegeleiding", "in_force_from": PUBLISHED}
    assert "Choose 2 Apr 2026 or later" in problems(keeper.post(reverse("settings_publish"), soon))


def test_no_version_takes_force_before_it_was_published(keeper: Client, organisation: Organisation) -> None:
    given = {"source": "zonl-thuisbegeleiding", "published": PUBLISHED, "in_force_from": "2026-03-01"}
    told = problems(keeper.post(reverse("settings_publish"), {**given, "action": "check"}))
    assert "Choose 2 Mar 2026 or later: no version takes force before its publication." in told


def test_an_open_norm_is_looked_at_kept_and_put_back(keeper: Client, organisation: Organisation) -> None:
    address = reverse("settings_norm", args=["reasonable_notice"])
    given = {"use": "own", "count": "6", "unit": "weeks"}
    looked = keeper.post(address, {**given, "action": "look"})
    assert "It then runs from today until 13 Apr 2026, which is 42 days." in words(looked)
    assert values(organisation) == {}
    kept = keeper.post(address, given, follow=True)
    assert "All standings are made anew meanwhile." in words(kept)
    assert values(organisation) == {"reasonable_notice": "P6W"}
    assert "6 weeks own choice" in words(kept)
    keeper.post(address, {"use": "default"})
    assert values(organisation) == {}


@pytest.mark.parametrize(("unit", "count", "kept"), [("working_days", "5", "5 WD"), ("months", "1", "P1M"),
                                                     ("days", "0", "P0D")])  # fmt: skip
def test_a_period_is_kept_in_its_own_unit(
    unit: str, count: str, kept: str, keeper: Client, organisation: Organisation
) -> None:
    keeper.post(reverse("settings_norm", args=["soon"]), {"use": "own", "count": count, "unit": unit})
    assert values(organisation) == {"soon": kept}


@pytest.mark.parametrize("count", ["", "-3", "many", "100000"])
def test_a_number_that_is_none_is_told(count: str, keeper: Client, organisation: Organisation) -> None:
    answer = keeper.post(reverse("settings_norm", args=["soon"]), {"use": "own", "count": count, "unit": "days"})
    assert "How many: " in problems(answer)
    assert values(organisation) == {}


def test_a_choice_of_yes_or_no_is_kept(keeper: Client, organisation: Organisation) -> None:
    address = reverse("settings_norm", args=["costs_over_damages"])
    assert "Choose yes or no." in problems(keeper.post(address, {"use": "own"}))
    keeper.post(address, {"use": "own", "flag": "yes"})
    assert values(organisation) == {"costs_over_damages": True}
    assert keeper.get(reverse("settings_norm", args=["no_such_norm"])).status_code == 404


def test_facts_are_kept_line_by_line_and_day_by_day(keeper: Client, organisation: Organisation) -> None:
    area = reverse("settings_fact", args=["service_area"])
    assert "Write four figures of a postcode" in problems(keeper.post(area, {"lines": "7411\nDeventer"}))
    keeper.post(area, {"lines": "7411\n\n 7412-7419 "})
    topics = reverse("settings_fact", args=["instructed"])
    wrong = keeper.post(topics, {"topic_1": "confidentiality", "day_1": ""})
    assert "Give a day for each topic." in problems(wrong)
    keeper.post(topics, {"topic_1": "confidentiality", "day_1": "2026-02-01"})
    organisation.refresh_from_db()
    assert organisation.provider == {
        "service_area": ["7411", "7412-7419"],
        "instructed": {"confidentiality": "2026-02-01"},
    }
    told = words(keeper.get(reverse("settings_norms")))
    assert "7412-7419" in told
    assert "confidentiality: 1 Feb 2026" in told
    keeper.post(area, {"lines": ""})
    organisation.refresh_from_db()
    assert "service_area" not in organisation.provider


def test_versions_take_as_many_queries_for_three_as_for_one(
    keeper: Client, organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in (0, 1):
        if days:
            with tenancy.within(organisation.id):
                for more in (1, 2):
                    ConditionsVersion.objects.create(
                        organisation=organisation,
                        name="wonder-2020",
                        published=date(2021, 1, 1) + timedelta(days=more),
                        in_force_from=date(2021, 3, 1),
                    )
        with django_assert_num_queries(9):
            keeper.get(reverse("settings_conditions"))
