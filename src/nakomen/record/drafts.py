"""Drafts of forms: what somebody began and did not send yet, so that no typed word is lost.

A draft belongs to one member of staff, one client (or none, while a client is being registered) and one form. It is
kept under the client's key, goes with the dossier, and lapses thirty days after it was last saved.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from nakomen.record.models import Chain, Draft, StaffMember
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

type Values = Mapping[str, Sequence[str]]
"""What a form held, by the names of its fields, as a browser sends it."""

KEPT = timedelta(days=30)
"""So long after it was last saved a draft is thrown away."""
LARGEST = 200_000
"""Characters that a draft can hold; a form that sends more is no form of ours."""


class DraftTooLargeError(ValueError):
    """A draft holds more than any form of ours can send."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: which form, about which act, for which client, when it was last saved; `values` where it was opened."""

    form: str
    about: str
    client: UUID | None
    saved_at: datetime
    values: Values = field(default_factory=dict)


def save(staff: UUID, client: UUID | None, form: str, about: str, values: Values, now: datetime) -> datetime | None:
    """Keep what was typed, in the place of an earlier draft of the same form: the newest counts.

    Returns when the draft that it replaces was saved, None where there was none. Raises DraftTooLargeError.
    """
    text = json.dumps({name: list(each) for name, each in values.items()}, ensure_ascii=False)
    if len(text) > LARGEST:
        raise DraftTooLargeError
    form, about = _storable(form), _storable(about)
    # Locked, so that of two windows the second finds what the first kept.
    if client is not None:
        Chain.objects.select_for_update().filter(pk=client).first()
    else:
        StaffMember.objects.select_for_update(no_key=True).filter(pk=staff).first()
    found = _of(staff, client, form, about).select_for_update().first()
    before = found.saved_at if found is not None else None
    draft = found or Draft(organisation_id=current(), staff_id=staff, chain_id=client, form=form, about=about)
    draft.text, draft.saved_at = text, now
    draft.save()
    return before


def load(staff: UUID, client: UUID | None, form: str, about: str) -> Kept | None:
    """The draft of a form with what was typed; None where there is none, or none that can still be read."""
    found = _of(staff, client, form, about).first()
    text = found.text if found is not None else ""
    if found is None or not text:
        return None
    return Kept(found.form, found.about, found.chain_id, found.saved_at, json.loads(text))


def drop(staff: UUID, client: UUID | None, form: str, about: str) -> bool:
    """Throw a draft away; whether there was one."""
    count, _ = _of(staff, client, form, about).delete()
    return count > 0


def mine(staff: UUID, client: UUID | None) -> list[Kept]:
    """The drafts of one person for one client (or for none), the newest first, without what was typed."""
    rows = Draft.objects.filter(staff_id=staff, chain_id=client).defer("sealed_values")
    return [Kept(row.form, row.about, row.chain_id, row.saved_at) for row in rows]


def clean(now: datetime) -> int:
    """Throw away drafts that were last saved too long ago; how many there were."""
    count, _ = Draft.objects.filter(saved_at__lt=now - KEPT).delete()
    return count


def clear(client: UUID) -> None:
    """Throw away every draft about a client, as its dossier is destroyed."""
    Draft.objects.filter(chain_id=client).delete()


def _of(staff: UUID, client: UUID | None, form: str, about: str) -> QuerySet[Draft]:
    found: QuerySet[Draft] = Draft.objects.filter(
        staff_id=staff, chain_id=client, form=_storable(form), about=_storable(about)
    )
    return found


def _storable(text: str) -> str:
    """A name from an address without the one character that PostgreSQL cannot even compare with."""
    return text.replace("\0", "")
