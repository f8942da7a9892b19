"""Registers that clauses ask for: competence, instruction, equipment, clients' keys and property, documents."""

from __future__ import annotations

import uuid

from django.db import models

from nakomen.record.models.ledger import Chain
from nakomen.record.models.people import StaffMember
from nakomen.record.sealing import seal, unseal
from nakomen.record.tenancy import OwnedModel


class Competence(OwnedModel):
    """What a staff member is authorised and competent to do, and until when (wonder 18.2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="competences")
    what = models.CharField(max_length=100, help_text="a registration, an act or a skill")
    evidence = models.CharField(max_length=200, blank=True, help_text="number of the registration, name of the course")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="last day; empty where it does not expire")
    ended_on = models.DateField(null=True, blank=True, help_text="taken out of the register before it expired")

    class Meta:
        ordering = ("until", "what", "id")


class Instruction(OwnedModel):
    """A staff member was instructed on a topic (wonder 12.5, 16.3, 38.3.a, 39.2, 43; zonl 6.3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="instructions")
    topic = models.CharField(max_length=40)
    on = models.DateField()
    by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-on", "id")


class Equipment(OwnedModel):
    """A device or aid that must be sound (wonder 19), and how often it is checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    code = models.CharField(max_length=60, blank=True, help_text="serial or stock number")
    place = models.CharField(max_length=100, blank=True, help_text="where it is; no name of a client")
    since = models.DateField()
    every_months = models.PositiveSmallIntegerField(help_text="months between two checks")
    retired_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "code", "id")


class EquipmentCheck(OwnedModel):
    """A check of a device: it was sound, or it was not."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    equipment = models.ForeignKey(Equipment, on_delete=models.PROTECT, related_name="checks")
    on = models.DateField()
    sound = models.BooleanField()
    by = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-on", "id")


class KeyCopy(OwnedModel):
    """A key of a client's dwelling that was handed over (wonder 8.1.8). A copy, made from the client's acts."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="keys_of_home")
    act = models.CharField(max_length=120, help_text="the act by which it was handed over")
    to = models.CharField(max_length=200, help_text="who holds it")
    since = models.DateField()
    due = models.DateField(null=True, help_text="last day to give it back, once the agreement has an end")
    returned_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "returned_on", "since"), name="key_by_state"),)


class ClientProperty(OwnedModel):
    """A thing of a client that a staff member has in hand, such as a bank card or a coat to be mended (wonder 22).

    What it is, is under the client's key, so that it goes with the dossier.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="property")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+", help_text="who has it in hand")
    sealed_what = models.BinaryField()
    since = models.DateField()
    back_by = models.DateField(null=True, blank=True, help_text="as was agreed with the client")
    returned_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")

    @property
    def what(self) -> str:
        """What was handed over; empty once the dossier was destroyed."""
        return unseal(self.chain_id, self._about(), bytes(self.sealed_what))

    @what.setter
    def what(self, text: str) -> None:
        self.sealed_what = seal(self.chain_id, self._about(), text)

    def _about(self) -> bytes:
        return f"property/{self.id}".encode()


class Material(OwnedModel):
    """A cleaning agent or other substance that is worked with in dwellings; no hazardous one may be (wonder 40.2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    used_for = models.CharField(max_length=100, blank=True)
    hazardous = models.BooleanField()
    since = models.DateField()
    ended_on = models.DateField(null=True, blank=True, help_text="last day on which it was used")

    class Meta:
        ordering = ("name", "id")


class Document(OwnedModel):
    """A version of a policy or public document of the organisation (wonder 7, 18.1, 33.1, 39.2, 43; zonl 6.3, 10.4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sort = models.CharField(max_length=40, help_text="which document: a word of record/registers")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(help_text="Markdown")
    in_force_from = models.DateField()
    review_by = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("sort", "-version")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "sort", "version"), name="one_document_a_version"),
        )
