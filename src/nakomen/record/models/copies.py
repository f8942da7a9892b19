"""Read copies: what lists and search need of the standings. They can be thrown away and rebuilt from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from nakomen.record import lookups  # noqa: F401 - the work list asks by `__among`
from nakomen.record.models.ledger import Chain
from nakomen.record.tenancy import OwnedModel

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


class LettersField(models.CharField[str, str]):
    """Text that PostgreSQL orders by its letters' numbers, as SQLite does: only then finds an index words by prefix."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        """As any text, with the collation that each database has for it."""
        given: dict[str, Any] = {**super().db_parameters(connection)}
        if connection.vendor == "postgresql":
            given["collation"] = "C"
        return given


class ClientCard(OwnedModel):
    """What a list shows of a client, and when the standing changes next by the passing of time."""

    chain = models.OneToOneField(Chain, primary_key=True, on_delete=models.PROTECT, related_name="card")
    number = models.CharField(max_length=40, blank=True, help_text="the client's number at the provider")
    name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True)
    postcode = models.CharField(max_length=7, blank=True)
    city = models.CharField(max_length=100, blank=True)
    municipality = models.CharField(max_length=100, blank=True)
    bsn_hash = models.BinaryField(max_length=32, null=True, help_text="keyed hash, never the number itself")
    conditions = models.CharField(max_length=100)
    status = models.CharField(max_length=10, help_text="agreement.status of the standing")
    deceased = models.BooleanField(default=False)
    open_count = models.PositiveIntegerField(default=0)
    overdue_count = models.PositiveIntegerField(default=0)
    undetermined_count = models.PositiveIntegerField(default=0)
    finding_count = models.PositiveIntegerField(default=0)
    first_due = models.DateField(null=True)
    as_of = models.DateField(help_text="the day for which this copy was made")
    seq = models.PositiveIntegerField(help_text="the length of the chain from which it was made")
    next_change = models.DateField(null=True, help_text="the first later day on which the standing changes by itself")
    digest = models.BinaryField(max_length=32, help_text="of the standing, to see whether it changed")
    outcomes: models.JSONField[Any] = models.JSONField(
        default=list, help_text="what became of duties: clause, bearer, month, state and how many, for the figures"
    )

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "next_change"), name="card_by_next_change"),
            models.Index(fields=("organisation", "birth_date"), name="card_by_birth_date"),
            models.Index(fields=("organisation", "postcode"), name="card_by_postcode"),
            models.Index(fields=("organisation", "bsn_hash"), name="card_by_bsn"),
            models.Index(fields=("organisation", "name"), name="card_by_name"),
            models.Index(fields=("organisation", "number"), name="card_by_number"),
        )


class DutyCopy(OwnedModel):
    """A duty that waits to be done: the work list. Done and lapsed duties are in the standing only."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="duties")
    clause = models.CharField(max_length=60)
    bearer = models.CharField(max_length=20)
    toward = models.CharField(max_length=20)
    what = models.CharField(max_length=60)
    state = models.CharField(max_length=12, help_text="open, overdue, suspended or undetermined")
    since = models.DateField()
    due = models.DateField(null=True)
    due_at = models.DateTimeField(null=True)
    open_norm = models.BooleanField(default=False)
    statute = models.CharField(max_length=60, blank=True)
    missing = models.JSONField(default=list)
    act = models.CharField(max_length=120, help_text="the act that opened it")
    kind = models.CharField(max_length=60, help_text="the kind of that act: who may see it sees the duty")

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "bearer", "due", "id"), name="duty_by_due"),
            models.Index(fields=("organisation", "bearer", "state", "due", "id"), name="duty_by_state"),
            models.Index(fields=("organisation", "bearer", "kind", "due", "id"), name="duty_by_kind"),
            models.Index(fields=("organisation", "clause", "due", "id"), name="duty_by_clause"),
            models.Index(fields=("organisation", "what", "due", "id"), name="duty_by_what"),
        )


class BalanceCopy(OwnedModel):
    """What is open on an invoice."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="balances")
    act = models.CharField(max_length=120)
    number = models.CharField(max_length=60, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    open = models.DecimalField(max_digits=12, decimal_places=2)
    due = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=("organisation", "due"), name="balance_by_due"),)


class SearchWord(OwnedModel):
    """A word of a client's name, folded (no capitals or accents), so that a search can start by its first letters."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="words")
    word = LettersField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=("organisation", "word", "chain"), name="word_by_letters"),)
