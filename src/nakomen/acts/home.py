"""What concerns the client's dwelling and property: damage, hygiene, pets, materials, keys."""

from typing import Literal

from nakomen.acts.base import Act, kind


@kind(
    "damage.found",
    nl="Schade ontdekt",
    en="Damage found",
    done_by=("client",),
    clauses=("wonder-2020/37.1", "wonder-2020/24.8"),
)
class DamageFound(Act):
    """The client found damage to property."""


@kind(
    "damage.reported",
    nl="Schade gemeld",
    en="Damage reported",
    done_by=("client",),
    answers=("damage.found",),
    clauses=("wonder-2020/37.1", "wonder-2020/24.8"),
)
class DamageReported(Act):
    """The damage was reported, in writing to the board or otherwise."""

    act: str
    in_writing: bool
    to: Literal["board", "other"]


@kind(
    "damage.decided",
    nl="Over aansprakelijkheid beslist",
    en="Liability decided",
    done_by=("board",),
    answers=("damage.found",),
    clauses=("wonder-2020/37.2", "wonder-2020/37.1.b"),
    personal=("by",),
)
class DamageDecided(Act):
    """The board decided whether the provider is liable."""

    act: str
    liable: bool
    ground: Literal["fault", "wear", "none"] | None = None
    by: str


@kind(
    "damage.answered",
    nl="Schademelding beantwoord",
    en="Damage answered",
    done_by=("provider",),
    answers=("damage.found",),
    clauses=("wonder-2020/37.3",),
)
class DamageAnswered(Act):
    """The client got the answer in writing."""

    act: str


@kind(
    "damage.form_completed",
    nl="Schadeformulier ingevuld",
    en="Damage form completed",
    done_by=("client",),
    answers=("damage.found",),
    clauses=("wonder-2020/37.1.a",),
)
class DamageFormCompleted(Act):
    """The damage form is filled in."""

    act: str


@kind(
    "hygiene.unsafe_found",
    nl="Onveilige hygiëne vastgesteld",
    en="Unsafe hygiene found",
    done_by=("provider",),
    clauses=("wonder-2020/39.3", "wonder-2020/39.3.a"),
    personal=("endangers",),
)
class HygieneUnsafeFound(Act):
    """The dwelling is so soiled that staff or the care is in danger."""

    endangers: tuple[Literal["staff", "care"], ...]


@kind(
    "hygiene.restored",
    nl="Hygiëne hersteld",
    en="Hygiene restored",
    done_by=("provider",),
    answers=("hygiene.unsafe_found",),
    clauses=("wonder-2020/39.3",),
)
class HygieneRestored(Act):
    """The danger is gone, and with it the ground to refuse."""

    act: str


@kind(
    "pet.threat_found",
    nl="Bedreigend huisdier",
    en="Pet threatens",
    done_by=("provider",),
    clauses=("wonder-2020/39.5",),
)
class PetThreatFound(Act):
    """A caregiver feels threatened by a pet."""


@kind(
    "pet.solution_found",
    nl="Oplossing voor huisdier gevonden",
    en="Solution for the pet found",
    done_by=("both",),
    answers=("pet.threat_found",),
    clauses=("wonder-2020/39.5",),
    personal=("solution",),
)
class PetSolutionFound(Act):
    """Both found a solution for the pet."""

    act: str
    solution: str


@kind(
    "materials.missing_found",
    nl="Veilige materialen ontbreken",
    en="Materials missing",
    done_by=("provider",),
    clauses=("wonder-2020/40.1", "wonder-2020/40.1.a"),
)
class MaterialsMissingFound(Act):
    """Staff told which safe materials are lacking."""

    what: str


@kind(
    "materials.supplied",
    nl="Materialen aanwezig",
    en="Materials supplied",
    done_by=("client", "provider"),
    answers=("materials.missing_found",),
    clauses=("wonder-2020/40.1",),
)
class MaterialsSupplied(Act):
    """The materials are there."""

    act: str


@kind(
    "key.handed_over",
    nl="Sleutel overgedragen",
    en="Key handed over",
    done_by=("client",),
    clauses=("wonder-2020/8.1.8",),
    personal=("to",),
)
class KeyHandedOver(Act):
    """A key of the dwelling was handed over."""

    to: str


@kind(
    "key.returned",
    nl="Sleutel teruggegeven",
    en="Key returned",
    done_by=("provider",),
    answers=("key.handed_over",),
    clauses=("wonder-2020/8.1.8",),
)
class KeyReturned(Act):
    """The key went back to the client."""

    act: str
