"""People: who can sign in, as whom for which organisation, and the tokens of other systems."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from nakomen.record.tenancy import OwnedModel


class UserManager(BaseUserManager["User"]):
    """Makes users; an e-mail address is compared without regard to capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user who can sign in with this e-mail address; without a password only by another way."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """The user with this e-mail address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who can sign in. What one may do, one's places in organisations say; nobody is a superuser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="nl")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    rights_changed_at = models.DateTimeField(null=True, help_text="sessions from before this moment have ended")

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name as it is shown."""
        return self.name

    def get_short_name(self) -> str:
        """The name as it is shown."""
        return self.name


class StaffMember(OwnedModel):
    """A person's place in an organisation: code, function, roles, teams, and from when until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="places")
    code = models.CharField(max_length=40, help_text="what acts call this person, as `caregiver` and `recorder`")
    name = models.CharField(max_length=200)
    function = models.CharField(max_length=100, blank=True)
    roles = models.JSONField(default=list, help_text="names of roles, see record/roles.toml")
    teams = models.ManyToManyField("record.Team", related_name="members", through="record.TeamMember")
    since = models.DateField()
    until = models.DateField(null=True, blank=True, help_text="last day")

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "code"), name="one_staff_member_a_code"),
            models.UniqueConstraint(fields=("organisation", "user"), name="one_place_a_user"),
        )

    def __str__(self) -> str:
        return self.name


class TeamMember(OwnedModel):
    """A staff member is in a team."""

    team = models.ForeignKey("record.Team", on_delete=models.CASCADE)
    staff = models.ForeignKey(StaffMember, on_delete=models.CASCADE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("team", "staff"), name="once_in_a_team"),)


class ClientPerson(OwnedModel):
    """A user is this client, or the client's representative or informal carer."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="client_places")
    chain = models.ForeignKey("record.Chain", on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, choices=[(w, w) for w in ("client", "representative", "carer")])
    act = models.CharField(max_length=120, blank=True, help_text="the act that appointed or named this person")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "chain", "capacity"), name="one_capacity_a_client"),)


class Invitation(OwnedModel):
    """An invitation for one person to one place; the link works once, for that e-mail address, until it expires."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField()
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True)
    function = models.CharField(max_length=100, blank=True)
    roles = models.JSONField(default=list)
    chain = models.ForeignKey("record.Chain", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=20, blank=True)
    act = models.CharField(max_length=120, blank=True, help_text="the act that appointed or named this person")
    token_hash = models.BinaryField(max_length=32)
    invited_by = models.ForeignKey(StaffMember, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class ApiToken(OwnedModel):
    """A token of another system: what it may do, for how long, and until when it was used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    token_hash = models.BinaryField(max_length=32, help_text="SHA-256 of the secret; the secret itself is not kept")
    scopes = models.JSONField(default=list)
    staff = models.ForeignKey(
        StaffMember, on_delete=models.PROTECT, related_name="+", help_text="on whose behalf: it may never do more"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
