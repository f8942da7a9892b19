"""What goes out: webhooks and their deliveries, e-mail that says only that something waits, and tasks that failed."""

from __future__ import annotations

import uuid

from django.db import models

from nakomen.record.models.ledger import Chain
from nakomen.record.models.people import User
from nakomen.record.tenancy import OwnedModel


class Webhook(OwnedModel):
    """An address of another system that wants to hear which standings changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    url = models.URLField(max_length=500)
    secret = models.BinaryField(help_text="wrapped by the organisation's key; signs what is sent")
    token = models.ForeignKey("record.ApiToken", null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)


class Delivery(OwnedModel):
    """One message to one webhook; its id stays the same in every try, so that the receiver can tell."""

    STATES = ("waiting", "delivered", "dead")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="+")
    event = models.CharField(max_length=40)
    length = models.PositiveIntegerField(help_text="how many acts the client had: which of two messages is the later")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=9, default="waiting", choices=[(word, word) for word in STATES])
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("organisation", "state", "next_at"), name="delivery_by_time"),
            models.Index(fields=("webhook", "-made_at", "id"), name="delivery_by_webhook"),
        )


class OutgoingMail(OwnedModel):
    """An e-mail that must go out once: to whom and which fixed text, nothing personal beyond the address.

    `link` can open a place for whoever holds it, so it is wiped as soon as the mail has gone. `next_at` is the moment
    of the next try, or, while a worker sends it, the moment from which it counts as left lying.
    """

    STATES = ("waiting", "sent", "dead")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    to = models.EmailField()
    language = models.CharField(max_length=2, default="nl")
    template = models.CharField(max_length=40, help_text="name of the text, see record/mail.toml")
    link = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=7, default="waiting", choices=[(word, word) for word in STATES])
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=200, blank=True, help_text="class of the error")

    class Meta:
        indexes = (models.Index(fields=("organisation", "state", "next_at"), name="mail_by_next_try"),)


class DeadTask(OwnedModel):
    """A task that failed as often as it was allowed to, to be looked at and tried again by a person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    error = models.CharField(max_length=200, help_text="class of the error; its text could hold personal data")
    attempts = models.PositiveSmallIntegerField()
    failed_at = models.DateTimeField()
    retried_at = models.DateTimeField(null=True)
