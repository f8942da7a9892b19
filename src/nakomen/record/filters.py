"""Saved filters: somebody's own choices from the work list, each by a name. Nobody sees those of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.record.models import SavedFilter, StaffMember
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from uuid import UUID

LONGEST = 60
"""Characters of a name."""
LONGEST_QUERY = 500
MOST = 30
"""How many somebody can keep: more would be no help in finding one."""


class FilterError(ValueError):
    """A filter that cannot be kept; `reason` is `name`, `taken` (by another of one's filters), `many` or `query`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def entries(staff: UUID) -> list[SavedFilter]:
    """The filters of a staff member, by name."""
    return list(SavedFilter.objects.filter(staff_id=staff).order_by("name"))


def keep(staff: UUID, name: str, query: str) -> bool:
    """Keep a filter by a name, in place of an own one of that name; whether there was one. Raises FilterError."""
    clean = _named(name)
    if len(query) > LONGEST_QUERY:
        raise FilterError("query")
    StaffMember.objects.select_for_update(no_key=True).filter(pk=staff).first()  # of two at once the second replaces
    own = SavedFilter.objects.filter(staff_id=staff)
    if own.filter(name=clean).update(query=query):
        return True
    if own.count() >= MOST:
        raise FilterError("many")
    SavedFilter.objects.create(organisation_id=current(), staff_id=staff, name=clean, query=query)
    return False


def rename(staff: UUID, filter_id: int, name: str) -> None:
    """Give an own filter another name. Raises FilterError, and SavedFilter.DoesNotExist where it is not one's own."""
    clean = _named(name)
    StaffMember.objects.select_for_update(no_key=True).filter(pk=staff).first()
    found = SavedFilter.objects.get(pk=filter_id, staff_id=staff)
    if SavedFilter.objects.filter(staff_id=staff, name=clean).exclude(pk=found.pk).exists():
        raise FilterError("taken")
    found.name = clean
    found.save(update_fields=["name"])


def remove(staff: UUID, filter_id: int) -> None:
    """Remove an own filter; one that is gone already is no error."""
    SavedFilter.objects.filter(pk=filter_id, staff_id=staff).delete()


def _named(name: str) -> str:
    clean = " ".join(name.split())
    if not clean or len(clean) > LONGEST or not clean.isprintable():
        raise FilterError("name")
    return clean
