"""A long list of values finds what it would find one by one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from nakomen.record import tenancy
from nakomen.record.models import DutyCopy, Organisation
from tests.conftest import People
from tests.web.api.asking import client_of


@pytest.fixture
def clients(people: People, organisation: Organisation, now: datetime) -> list[UUID]:
    """Two clients, of whom duties wait."""
    return [client_of(organisation.id, now, people.owner) for _ in range(2)]


def test_among_finds_texts_and_clients(clients: list[UUID], organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        kinds = set(DutyCopy.objects.values_list("kind", flat=True))
        assert kinds
        for field, some in (("kind", sorted(kinds)[:1]), ("kind", sorted(kinds)), ("chain", clients[:1])):
            by_list = set(DutyCopy.objects.filter(**{f"{field}__in": some}))
            assert by_list
            assert set(DutyCopy.objects.filter(**{f"{field}__among": some})) == by_list


def test_among_nothing_there_is_nothing(clients: list[UUID], organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        assert not DutyCopy.objects.filter(kind__among=[]).exists()
        assert not DutyCopy.objects.filter(chain__among=[]).exists()
        assert DutyCopy.objects.exclude(kind__among=[]).count() == DutyCopy.objects.count()
