"""The organisation: its conditions and their versions, open norms and settings, services, municipalities, teams."""

from __future__ import annotations

import uuid

from django.db import models

from nakomen.record.tenancy import OwnedModel


class Organisation(models.Model):
    """A care provider. Its name is public; everything else about it is in tables of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(unique=True, help_text="short name in web addresses and commands")
    name = models.CharField(max_length=200)
    kvk = models.CharField(max_length=8, blank=True, help_text="number in the trade register")
    agb = models.CharField(max_length=8, blank=True, help_text="AGB code of the provider")
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    provider = models.JSONField(default=dict, help_text="facts that clauses ask for, as `provider` of a case file")
    settings = models.JSONField(default=dict, help_text="open norms and choices, as `settings` of a case file")
    oidc_only = models.BooleanField(default=False, help_text="staff sign in through the organisation's own provider")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class ConditionsVersion(OwnedModel):
    """A version of the general conditions, with the day of its publication and the day on which it takes force."""

    name = models.CharField(max_length=100, help_text="name of the set")
    source = models.BinaryField(blank=True, default=b"", help_text="the set's own TOML; empty for a packaged set")
    published = models.DateField()
    in_force_from = models.DateField(null=True, blank=True, help_text="empty: as long as the organisation exists")

    class Meta:
        ordering = ("published", "id")
        constraints = (models.UniqueConstraint(fields=("organisation", "published"), name="one_version_a_day"),)

    def __str__(self) -> str:
        return f"{self.name} {self.published}"


class Municipality(OwnedModel):
    """A municipality that the organisation works for: it commissions support, and it supervises it."""

    code = models.CharField(max_length=4, help_text="CBS code, four digits")
    name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("organisation", "code"), name="one_municipality_a_code"),)

    def __str__(self) -> str:
        return self.name


class Service(OwnedModel):
    """What is offered, at which tariff, and who pays for it."""

    PAYERS = ("wmo", "wlz", "zvw", "pgb", "client")
    VAT = ("exempt", "included", "excluded")

    name = models.CharField(max_length=100)
    payer = models.CharField(max_length=6, choices=[(word, word) for word in PAYERS])
    tariff_hour = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    vat = models.CharField(max_length=8, choices=[(word, word) for word in VAT], default="exempt")
    additional = models.BooleanField(default=False, help_text="outside the indication, paid by the client")
    remote = models.BooleanField(default=False)
    valid_from = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name", "valid_from", "id")

    def __str__(self) -> str:
        return self.name


class Team(OwnedModel):
    """A team of staff members."""

    name = models.CharField(max_length=100)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="one_team_a_name"),)

    def __str__(self) -> str:
        return self.name
