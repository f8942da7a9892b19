"""What works in the background: the workers, whose turn it was, and the sweeps that were done."""

from __future__ import annotations

from django.db import models

from nakomen.record.tenancy import OwnedModel


class Worker(models.Model):
    """A process that does the work of all organisations, and when it last told that it lives."""

    id = models.CharField(max_length=64, primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("seen_at",), name="worker_by_sign"),)

    def __str__(self) -> str:
        return self.id


class Turn(models.Model):
    """Which moment of something that comes round (the night, the minute) was last taken by a worker; by one only."""

    what = models.CharField(max_length=20, primary_key=True)
    due = models.DateTimeField()

    def __str__(self) -> str:
        return self.what


class Sweep(OwnedModel):
    """A sweep that was done: the read copies of an organisation are right for this day."""

    as_of = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    looked_at = models.PositiveIntegerField(help_text="clients whose next change had come")
    changed = models.PositiveIntegerField(help_text="of those, clients whose standing changed")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("organisation", "as_of"), name="one_sweep_a_day"),)
