"""Who may see a client and why, and who did: care relations, emergencies, the supervisor, the access log."""

from __future__ import annotations

import uuid

from django.db import models

from nakomen.record.models.ledger import Chain
from nakomen.record.models.people import StaffMember, User
from nakomen.record.sealing import seal, unseal
from nakomen.record.tenancy import OwnedModel


class CareRelation(OwnedModel):
    """A staff member cares for a client from a day until a day. Read from the client's acts, so it can be rebuilt."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="relations")
    code = models.CharField(max_length=40, help_text="the staff member's code, as the acts name it")
    role = models.CharField(max_length=100, blank=True)
    contact_point = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="last day")
    act = models.CharField(max_length=120, help_text="the act that made the relation")

    class Meta:
        indexes = (models.Index(fields=("organisation", "code", "chain"), name="relation_by_staff"),)


class Occasion(OwnedModel):
    """A complaint or an incident in hand: a ground for those who handle it. Read from the client's acts."""

    SORTS = ("complaint", "incident")

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="occasions")
    sort = models.CharField(max_length=9, choices=[(word, word) for word in SORTS])
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="last day on which it is a ground")
    act = models.CharField(max_length=120, help_text="the act that opened it")

    class Meta:
        indexes = (models.Index(fields=("organisation", "sort", "chain"), name="occasion_by_sort"),)


class EmergencyAccess(OwnedModel):
    """Access outside a care relation, in an emergency: with a reason, for a short time, reviewed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+")
    sealed_reason = models.BinaryField(help_text="under the client's key: it tells of the client")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    sealed_note = models.BinaryField(default=b"", help_text="under the client's key")

    @property
    def reason(self) -> str:
        """Why access was needed; empty once the dossier was destroyed."""
        return unseal(self.chain_id, self._about("reason"), bytes(self.sealed_reason))

    @reason.setter
    def reason(self, text: str) -> None:
        self.sealed_reason = seal(self.chain_id, self._about("reason"), text)

    @property
    def note(self) -> str:
        """What the reviewer noted; empty once the dossier was destroyed."""
        return unseal(self.chain_id, self._about("note"), bytes(self.sealed_note))

    @note.setter
    def note(self, text: str) -> None:
        self.sealed_note = seal(self.chain_id, self._about("note"), text)

    def _about(self, name: str) -> bytes:
        return f"emergency/{name}/{self.id}".encode()


class SupervisorGrant(OwnedModel):
    """The supervisor may read, for a limited time: one client, or (without `chain`) every client."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    chain = models.ForeignKey(Chain, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sealed_ground = models.BinaryField(help_text="under the client's key, or the organisation's where it is for all")
    granted_by = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    @property
    def ground(self) -> str:
        """On which ground the supervisor asked; empty once the dossier was destroyed."""
        return unseal(self.chain_id, self._about(), bytes(self.sealed_ground))

    @ground.setter
    def ground(self, text: str) -> None:
        self.sealed_ground = seal(self.chain_id, self._about(), text)

    def _about(self) -> bytes:
        return f"supervision/ground/{self.id}".encode()


class AccessEntry(OwnedModel):
    """One line of the access log (NEN 7513): who did what with whose data, when, from where, on what ground.

    One line per client, also where a list showed several. Never changed, never removed before its retention ends.
    """

    at = models.DateTimeField()
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    actor = models.CharField(max_length=200, help_text="the staff member's code, `system`, or the name of a token")
    roles = models.JSONField(default=list)
    action = models.CharField(max_length=40, help_text="the permission that was asked, as in record/roles.toml")
    event = models.CharField(max_length=1, help_text="C create, R read, U update, D delete, E execute (NEN 7513)")
    chain = models.ForeignKey(Chain, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=120, blank=True, help_text="what, where it is no client; nothing personal")
    ground = models.CharField(max_length=40, help_text="relation, task, emergency, supervisor, self, system, none")
    ground_ref = models.CharField(max_length=120, blank=True)
    allowed = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True, help_text="code of the reason of the decision")
    address = models.GenericIPAddressField(null=True)
    system = models.CharField(max_length=100, blank=True, help_text="desk, api, command or task, and its part")
    request = models.CharField(max_length=40, blank=True, help_text="id of the request, the same in the program's log")

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("organisation", "chain", "-id"), name="access_by_client"),
            models.Index(fields=("organisation", "-id"), name="access_by_time"),
        )
