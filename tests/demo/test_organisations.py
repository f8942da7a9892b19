"""The two fictitious providers have all roles and services, and nothing of theirs is anybody's."""

import re
from datetime import date

import pytest

from nakomen.acts.reading import read_case
from nakomen.demo import organisations
from nakomen.norms.settings import resolve
from nakomen.terms.compiled import packaged_norms
from nakomen.terms.packaged import SETS, packaged_terms
from tests.demo.support import KEYS, TODAY, organisation

ROLES = {
    "administration",
    "care_professional",
    "coordinator",
    "complaints_officer",
    "board",
    "quality",
    "finance",
    "functional_administrator",
    "supervisor",
}


def test_there_is_one_provider_for_each_set() -> None:
    assert sorted(each.terms for each in organisations(TODAY)) == sorted(SETS)


@pytest.mark.parametrize("key", KEYS)
def test_staff_covers_every_role_with_codes_and_addresses_of_its_own(key: str) -> None:
    staff = organisation(key).staff
    assert {role for each in staff for role in each.roles} == ROLES
    assert 10 <= len(staff) <= 14
    assert len({each.code for each in staff}) == len(staff)
    assert len({each.email for each in staff}) == len(staff)
    assert {each.email.partition("@")[2] for each in staff} == {"example.nl"}
    assert {each.team for each in staff} - {None} == set(organisation(key).teams)


@pytest.mark.parametrize("key", KEYS)
def test_each_team_has_two_caregivers_and_a_coordinator(key: str) -> None:
    for team in organisation(key).teams:
        assert len(organisation(key).with_role("care_professional", team)) >= 2
        assert len(organisation(key).with_role("coordinator", team)) == 1


@pytest.mark.parametrize("key", KEYS)
def test_no_name_is_that_of_the_conditions_own_provider(key: str) -> None:
    own = packaged_terms(organisation(key).terms).provider.lower()
    assert set(re.findall(r"\w{5,}", organisation(key).name.lower())) & set(re.findall(r"\w{5,}", own)) == set()


@pytest.mark.parametrize("key", KEYS)
def test_settings_and_facts_are_those_of_the_set(key: str) -> None:
    norms = packaged_norms(organisation(key).terms)
    assert resolve(norms, organisation(key).settings).keys() == norms.settings.keys()
    assert set(organisation(key).provider) <= norms.facts.keys()


@pytest.mark.parametrize("key", KEYS)
def test_every_town_lies_in_the_service_area_and_in_a_municipality_of_the_provider(key: str) -> None:
    of = organisation(key)
    ranges = [area.split("-") for area in of.service_area]
    for digits, _, municipality in of.towns:
        assert any(first <= digits <= last for first, last in ranges)
        assert municipality in {name for _, name in of.municipalities}


def test_another_day_moves_the_instruction_of_staff_along() -> None:
    first, later = (organisation("linde", day).provider["instructed"] for day in (TODAY, date(2027, 11, 22)))
    assert first != later


def test_the_service_area_reads_as_that_of_a_case_file() -> None:
    area = '", "'.join(organisation("linde").service_area)
    text = f'{{"terms": "wonder-2020", "provider": {{"service_area": ["{area}"]}}, "acts": []}}'
    assert read_case(text.encode())[1] == ()
