"""Saved filters are one's own, each by one name."""

from __future__ import annotations

import pytest

from nakomen.record import filters, tenancy
from nakomen.record.models import Organisation, SavedFilter
from tests.conftest import People


def names(people: People) -> list[str]:
    return [each.name for each in filters.entries(people.owner.pk)]


def test_the_same_name_again_replaces_the_choice(people: People, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        assert filters.keep(people.owner.pk, "  Te   laat ", "group=late") is False
        assert filters.keep(people.owner.pk, "Te laat", "group=late&scope=mine") is True
        (kept,) = filters.entries(people.owner.pk)
    assert (kept.name, kept.query) == ("Te laat", "group=late&scope=mine")


def test_nobody_sees_or_changes_those_of_another(people: People, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        filters.keep(people.owner.pk, "Te laat", "group=late")
        (kept,) = filters.entries(people.owner.pk)
        assert filters.entries(people.colleague.pk) == []
        with pytest.raises(SavedFilter.DoesNotExist):
            filters.rename(people.colleague.pk, kept.pk, "Weg")
        filters.remove(people.colleague.pk, kept.pk)
        assert names(people) == ["Te laat"]
        filters.remove(people.owner.pk, kept.pk)
        assert names(people) == []


def test_a_name_is_needed_and_stands_once(people: People, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        for name in ("", "  ", "a" * 61, "a\x00b"):
            with pytest.raises(filters.FilterError, match="name"):
                filters.keep(people.owner.pk, name, "")
        filters.keep(people.owner.pk, "Een", "group=late")
        filters.keep(people.owner.pk, "Twee", "group=today")
        one, two = filters.entries(people.owner.pk)
        with pytest.raises(filters.FilterError, match="taken"):
            filters.rename(people.owner.pk, two.pk, "Een")
        filters.rename(people.owner.pk, two.pk, "Twee")
        filters.rename(people.owner.pk, one.pk, "Drie")
        assert names(people) == ["Drie", "Twee"]


def test_how_many_and_how_long_is_bounded(people: People, organisation: Organisation) -> None:
    with tenancy.within(organisation.id):
        with pytest.raises(filters.FilterError, match="query"):
            filters.keep(people.owner.pk, "Lang", "x" * 501)
        for number in range(filters.MOST):
            filters.keep(people.owner.pk, f"{number:02}", "")
        with pytest.raises(filters.FilterError, match="many"):
            filters.keep(people.owner.pk, "Nog een", "")
        assert filters.keep(people.owner.pk, "00", "group=late") is True
