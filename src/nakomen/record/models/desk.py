"""What the desk keeps besides the record: saved filters, calendar feeds, drafts of forms, and the day's figures."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from nakomen.record.models.ledger import Chain
from nakomen.record.models.people import StaffMember
from nakomen.record.sealing import seal, unseal
from nakomen.record.tenancy import OwnedModel


class SavedFilter(OwnedModel):
    """A staff member's own choice from the work list, by a name."""

    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, help_text="the filter as in the address; ids and words, nothing personal")

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("staff", "name"), name="one_filter_a_name"),)


class CalendarFeed(OwnedModel):
    """An address at which a staff member's calendar reads how much is due when; it holds nothing of any client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField(max_length=32, help_text="SHA-256 of the secret in the address")
    created_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Draft(OwnedModel):
    """A form that somebody began and did not send yet. What was typed is under the client's key.

    Without a client, as while a new one is registered, it is under the organisation's.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")
    chain = models.ForeignKey(Chain, null=True, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=60, help_text="kind of act, or name of a guided form")
    about = models.CharField(max_length=120, blank=True, help_text="the act that it answers or corrects")
    sealed_values = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at",)
        constraints = (
            models.UniqueConstraint(fields=("staff", "chain", "form", "about"), name="one_draft_a_form"),
            models.UniqueConstraint(
                fields=("staff", "form", "about"), name="one_draft_without_client", condition=models.Q(chain=None)
            ),
        )

    @property
    def text(self) -> str:
        """What was typed, as JSON; empty once the dossier was destroyed."""
        return unseal(self.chain_id, self._about(), bytes(self.sealed_values))

    @text.setter
    def text(self, text: str) -> None:
        self.sealed_values = seal(self.chain_id, self._about(), text)

    def _about(self) -> bytes:
        return f"draft/{self.id}".encode()


class Figures(OwnedModel):
    """How many duties stood how on a day, per clause and team: counts only, nobody can be found in them."""

    day = models.DateField()
    made_at = models.DateTimeField()
    data: models.JSONField[Any] = models.JSONField(default=dict)

    class Meta:
        ordering = ("-day",)
        constraints = (models.UniqueConstraint(fields=("organisation", "day"), name="figures_of_a_day"),)
