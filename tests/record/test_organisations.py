"""An organisation is made whole or not at all, and changes its conditions and settings only to what can be read."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from nakomen.norms.answers import standing as written
from nakomen.record import organisations, standings, tenancy
from nakomen.record.access import NotFreshError, RefusedError
from nakomen.record.actors import Actor, system
from nakomen.record.keys import key_store
from nakomen.record.models import AccessEntry, ConditionsVersion, Organisation, Service
from nakomen.record.organisations import OrganisationError
from nakomen.terms.packaged import source
from tests.conftest import Installation, People, StaffMaker, actor
from tests.record.world import register

SYSTEM = system("command")
WANTED: dict[str, Any] = {"slug": "de-linde", "name": "Thuiszorg De Linde", "terms": "wonder-2020"}


def fields(error: pytest.ExceptionInfo[OrganisationError]) -> list[str]:
    return [place for place, _ in error.value.problems]


@pytest.fixture
def manager(organisation: Organisation, staff: StaffMaker) -> Actor:
    """Who may change the organisation, signed in moments ago."""
    return actor(staff("functional_administrator"), fresh=True)


def changed(organisation: Organisation, who: Actor, now: datetime, **changes: object) -> dict[str, Any]:
    with tenancy.within(organisation.id):
        return organisations.change_settings(changes, actor=who, now=now)


# --- making one -----------------------------------------------------------------------------------------------------


def test_a_new_organisation_has_its_keys_and_the_first_version_of_its_conditions(
    database: None, installation: Installation, now: datetime
) -> None:
    made = organisations.create(
        **WANTED,
        kvk="00000256",
        agb="00980019",
        email="info@delinde.example",
        phone="010 000 00 00",
        provider={"service_area": ["1000-1099"], "instructed": {"reporting_code": "2020-01-01"}},
        settings={"payment_term": "P21D"},
        now=now,
    )
    assert len(key_store().index_key(made.id)) == 32
    with tenancy.within(made.id):
        found = Organisation.objects.get(pk=made.id)
        version = ConditionsVersion.objects.get()
        client = register(now, "Aleida Voorbeeld")
        assert written(standings.stand(client, now.date()))["terms"] == "wonder-2020"
    assert (found.settings, found.provider["service_area"]) == ({"payment_term": "P21D"}, ["1000-1099"])
    assert (version.name, bytes(version.source), version.in_force_from) == ("wonder-2020", b"", None)


def test_a_set_of_one_s_own_is_checked_and_kept(database: None, installation: Installation, now: datetime) -> None:
    own = source("wonder-2020").replace(b'"wonder-2020"', b'"linde-2026"', 1)
    made = organisations.create(**{**WANTED, "terms": own}, now=now)
    with tenancy.within(made.id):
        version = ConditionsVersion.objects.get()
        assert (version.name, bytes(version.source)) == ("linde-2026", own)
        client = register(now, "Aleida Voorbeeld")
        assert written(standings.stand(client, now.date()))["terms"] == "linde-2026"


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_made(
    database: None, installation: Installation, now: datetime
) -> None:
    with pytest.raises(OrganisationError) as error:
        organisations.create(
            slug="De Linde!",
            name=" ",
            terms="wonder-2021",
            kvk="1234567",
            agb="A2345678",
            email="info",
            phone="bel ons",
            provider={"service_area": ["8326-8300"], "colour": "blue"},
            settings={"payment_term": ["P30D"]},
            now=now,
        )
    assert fields(error) == [
        "slug",
        "name",
        "kvk",
        "agb",
        "email",
        "phone",
        "terms",
        "provider.colour",
        "provider.service_area#1",
        "settings.payment_term",
    ]
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"payment_term": "a month"}, "settings.payment_term"),
        ({"colour": "P30D"}, "settings.colour"),
        ({"costs_over_damages": "yes"}, "settings.costs_over_damages"),
    ],
)
def test_a_setting_that_the_set_cannot_read_is_told(
    chosen: dict[str, Any], told: str, database: None, installation: Installation, now: datetime
) -> None:
    with pytest.raises(OrganisationError) as error:
        organisations.create(**WANTED, settings=chosen, now=now)
    assert fields(error) == [told]


@pytest.mark.parametrize("own", [b"", b"name = 1", b"\xff", source("wonder-2020")])
def test_a_broken_set_or_one_under_a_packaged_name_is_refused(
    own: bytes, database: None, installation: Installation, now: datetime
) -> None:
    with pytest.raises(OrganisationError) as error:
        organisations.create(**{**WANTED, "terms": own}, now=now)
    assert set(fields(error)) == {"terms"}


def test_a_short_name_belongs_to_one_organisation(database: None, installation: Installation, now: datetime) -> None:
    organisations.create(**WANTED, now=now)
    with pytest.raises(OrganisationError) as error:
        organisations.create(**WANTED, now=now)
    assert fields(error) == ["slug"]


# --- versions -------------------------------------------------------------------------------------------------------


def test_a_new_version_takes_force_a_month_after_publication(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    own = source("wonder-2020").replace(b'"wonder-2020"', b'"linde-2026"', 1)
    with tenancy.within(organisation.id):
        made = organisations.publish_version(own, published=date(2026, 1, 31), actor=manager, now=now)
        assert made.in_force_from == date(2026, 2, 28)
        assert [row.name for row in organisations.in_force(date(2026, 2, 27))] == ["wonder-2020"]
        assert [row.name for row in organisations.in_force(date(2026, 2, 28))] == ["linde-2026"]
        assert [(v.norms.name, v.since) for v in standings.versions()] == [
            ("wonder-2020", None),
            ("linde-2026", date(2026, 2, 28)),
        ]


def test_a_version_takes_force_later_but_not_sooner(organisation: Organisation, manager: Actor, now: datetime) -> None:
    wanted: dict[str, Any] = {"published": date(2026, 3, 1), "actor": manager, "now": now}
    with tenancy.within(organisation.id):
        with pytest.raises(OrganisationError) as error:
            organisations.publish_version("wonder-2020", in_force_from=date(2026, 3, 31), **wanted)
        assert fields(error) == ["in_force_from"]
        made = organisations.publish_version("wonder-2020", in_force_from=date(2026, 7, 1), **wanted)
        assert made.in_force_from == date(2026, 7, 1)


def test_a_version_comes_after_those_that_are_there(organisation: Organisation, manager: Actor, now: datetime) -> None:
    with tenancy.within(organisation.id), pytest.raises(OrganisationError) as error:
        organisations.publish_version("wonder-2020", published=date(2020, 1, 1), actor=manager, now=now)
    assert error.value.problems == (("published", "a date after 2020-01-01"),)


def test_a_version_that_drops_a_choice_leaves_it_to_the_older_one(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    changed(organisation, manager, now, other_data_retention="P5Y")
    dropped = rb'\[\[setting\]\]\nname = "other_data_retention".*?(?=\[\[)'
    fewer = re.sub(dropped, b"", source("wonder-2020"), flags=re.DOTALL)
    own = fewer.replace(b'"wonder-2020"', b'"linde-2026"', 1)
    with tenancy.within(organisation.id):
        organisations.publish_version(own, published=date(2026, 3, 1), actor=manager, now=now)
    assert changed(organisation, manager, now, soon="P10D") == {"other_data_retention": "P5Y", "soon": "P10D"}


# --- settings -------------------------------------------------------------------------------------------------------


def test_settings_are_shown_with_their_clause_and_default(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    changed(organisation, manager, now, payment_term="P21D")
    with tenancy.within(organisation.id):
        organisation.refresh_from_db()
        shown = {each.name: each for each in organisations.settings_shown(organisation, now.date())}
    term, notice = shown["payment_term"], shown["reasonable_notice_client"]
    assert (term.value, term.default, term.clauses) == ("P21D", "P30D", ("wonder-2020/25.3",))
    assert (term.judgement, term.nl, term.en) == (True, "Eerste betalingstermijn van een factuur", "payment term")
    assert notice.value == notice.default == "reasonable_notice"


def test_a_change_is_logged_without_its_values_and_can_be_taken_back(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    assert changed(organisation, manager, now, payment_term="P21D", soon="P10D") == {
        "payment_term": "P21D",
        "soon": "P10D",
    }
    assert changed(organisation, manager, now, soon=None) == {"payment_term": "P21D"}
    with tenancy.within(organisation.id):
        lines = AccessEntry.objects.filter(action="organisation.manage").order_by("id")
        assert [(line.event, line.subject) for line in lines] == [
            ("U", "settings payment_term,soon"),
            ("U", "settings soon"),
        ]


def test_a_change_that_cannot_be_read_changes_nothing(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    with pytest.raises(OrganisationError) as error:
        changed(organisation, manager, now, payment_term="a month", colour="P1D", soon="P10D")
    assert sorted(fields(error)) == ["settings.colour", "settings.payment_term"]
    organisation.refresh_from_db()
    assert organisation.settings == {}


def test_facts_of_the_provider_are_changed_and_checked(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    with tenancy.within(organisation.id):
        organisations.change_provider({"not_admitted": ["specialist_nursing"]}, actor=manager, now=now)
        with pytest.raises(OrganisationError) as error:
            organisations.change_provider({"service_area": ["nowhere"], "colour": "blue"}, actor=manager, now=now)
        assert fields(error) == ["provider.colour", "provider.service_area#1"]
        assert Organisation.objects.get(pk=organisation.id).provider == {"not_admitted": ["specialist_nursing"]}


def test_others_may_not_and_a_stale_sign_in_may_not(
    organisation: Organisation, people: People, staff: StaffMaker, now: datetime
) -> None:
    with pytest.raises(RefusedError):
        changed(organisation, actor(people.owner, fresh=True), now, payment_term="P21D")
    with pytest.raises(NotFreshError):
        changed(organisation, actor(staff("board")), now, payment_term="P21D")


# --- what it offers -------------------------------------------------------------------------------------------------


def test_services_municipalities_and_teams_are_added_and_checked(
    organisation: Organisation, manager: Actor, now: datetime
) -> None:
    by: dict[str, Any] = {"actor": manager, "now": now}
    with tenancy.within(organisation.id):
        service = organisations.add_service(name="Verzorging", payer="wlz", tariff_hour=Decimal("64.20"), **by)
        organisations.end_service(service.pk, date(2026, 12, 31), **by)
        assert Service.objects.get().valid_until == date(2026, 12, 31)
        assert organisations.add_municipality(code="0599", name="Rotterdam", **by).code == "0599"
        assert organisations.add_team("Noord", **by).name == "Noord"
        with pytest.raises(OrganisationError) as error:
            organisations.add_service(name="", payer="gift", vat="maybe", tariff_hour=Decimal("1.001"), **by)
        assert fields(error) == ["name", "payer", "vat", "tariff_hour"]
        with pytest.raises(OrganisationError):
            organisations.add_municipality(code="0599", name="Rotterdam", **by)
        with pytest.raises(OrganisationError):
            organisations.add_team("Noord", **by)


def test_details_are_checked_before_they_change(organisation: Organisation, manager: Actor, now: datetime) -> None:
    with tenancy.within(organisation.id):
        changed_ = organisations.change_details(actor=manager, now=now, name="De Linde Thuiszorg", kvk="00000256")
        assert (changed_.name, changed_.kvk) == ("De Linde Thuiszorg", "00000256")
        with pytest.raises(OrganisationError) as error:
            organisations.change_details(actor=manager, now=now, kvk="12", name="")
        assert fields(error) == ["name", "kvk"]
        with pytest.raises(OrganisationError):
            organisations.change_details(actor=manager, now=now, slug="other")
