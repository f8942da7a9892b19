"""The ledger: a chain per client, of entries without personal data, and beside it what they commit to, encrypted."""

from __future__ import annotations

import uuid

from django.db import models

from nakomen.record.tenancy import OwnedModel


class Chain(OwnedModel):
    """A client's chain and its head. The id is random and says nothing about the client; it is the client's id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    length = models.PositiveIntegerField(default=0)
    tip = models.BinaryField(max_length=32)
    covered = models.PositiveIntegerField(default=0, help_text="the length that the last checkpoint covers")
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, help_text="the dossier was destroyed; the chain still verifies")

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "id"), name="chain_by_organisation"),
            models.Index(
                fields=("organisation", "id"),
                condition=models.Q(length__gt=models.F("covered")),
                name="chain_not_covered",
            ),
        )


class Entry(OwnedModel):
    """The chained header of an act. Nothing in it is personal; it is never changed and never removed."""

    pk = models.CompositePrimaryKey("chain_id", "seq")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries", db_index=False)
    seq = models.PositiveIntegerField()
    prev = models.BinaryField(max_length=32)
    commit = models.BinaryField(max_length=32)
    tip = models.BinaryField(max_length=32)
    algorithm = models.CharField(max_length=10, default="act/1")


class Payload(OwnedModel):
    """What an entry commits to, encrypted under the client's key. Never changed; removed when the dossier is destroyed.

    `purpose` says under which of the client's keys: `dossier`, or `finance` for what tax law makes the provider keep.
    """

    pk = models.CompositePrimaryKey("chain_id", "seq")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="payloads", db_index=False)
    seq = models.PositiveIntegerField()
    purpose = models.CharField(max_length=7, choices=[(word, word) for word in ("dossier", "finance")])
    ciphertext = models.BinaryField()


class Receipt(OwnedModel):
    """That a request was carried out: its idempotency key and its body, both only as keyed hashes, and what it made."""

    key_hash = models.BinaryField(max_length=32)
    body_mac = models.BinaryField(max_length=32)
    chain = models.ForeignKey(Chain, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    first_seq = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "key_hash"), name="one_receipt_a_key"),)


class Leaf(OwnedModel):
    """A leaf of the organisation's tree: how long a chain was, and its tip, when a checkpoint was made."""

    position = models.PositiveBigIntegerField()
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+", db_index=False)
    length = models.PositiveIntegerField()
    tip = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "position"), name="one_leaf_a_position"),)


class Checkpoint(OwnedModel):
    """The signed root of the tree over the first `size` leaves (RFC 6962)."""

    number = models.PositiveBigIntegerField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField(help_text="the right edge of the tree, from which the next checkpoint goes on")
    made_at = models.DateTimeField()
    signature = models.BinaryField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "number"), name="one_checkpoint_a_number"),)
