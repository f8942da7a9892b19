"""A query that is written once answers as one that is written each time."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db.models import CharField, UUIDField
from pytest_django import DjangoAssertNumQueries

from nakomen.record import tenancy
from nakomen.record.models import Organisation, StaffMember
from nakomen.record.written import Written
from tests.conftest import People


def by_code() -> Written[StaffMember]:
    """The staff with a code."""
    return Written(StaffMember, lambda rows, given: rows.filter(code=given(CharField(), "code")))


def test_it_answers_anew_for_other_values(people: People, organisation: Organisation) -> None:
    asked = by_code()
    with tenancy.within(organisation.id):
        for member in (people.owner, people.colleague, people.owner):
            [found] = asked(code=member.code)
            assert found == StaffMember.objects.get(code=member.code)
            for field in StaffMember._meta.concrete_fields:  # ids, days and lists come back as what they are
                assert getattr(found, field.attname) == getattr(member, field.attname), field.name
        assert asked(code="nobody") == []


def test_a_row_can_be_changed_and_kept(people: People, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        [found] = by_code()(code=people.owner.code)
        found.function = "Wijkverpleegkundige"
        found.save()
        assert StaffMember.objects.get(pk=people.owner.pk).function == "Wijkverpleegkundige"


def test_it_keeps_to_the_organisation_of_the_moment(
    people: People, organisation: Organisation, other_organisation: Organisation
) -> None:
    asked = by_code()
    with tenancy.within(organisation.id):
        assert asked(code=people.owner.code)
        assert asked(code=people.stranger.code) == []
    with tenancy.within(other_organisation.id):
        assert asked(code=people.owner.code) == []
        assert asked(code=people.stranger.code)


def test_without_an_organisation_it_refuses(people: People) -> None:
    with pytest.raises(tenancy.NoOrganisationError):
        by_code()(code=people.owner.code)


def test_it_asks_once_and_only_when_it_is_asked(
    organisation: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        asked = Written(Organisation, lambda rows, given: rows.filter(pk=given(UUIDField(), "id")))
    with django_assert_num_queries(1):
        assert asked(id=organisation.pk) == [organisation]
    with django_assert_num_queries(1):
        assert asked(id=UUID(int=1)) == []
