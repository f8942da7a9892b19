"""The client: who it is, who acts for the client, and where the client lives."""

from datetime import date
from typing import Literal

from nakomen.acts.base import Act, Bsn, Matter, NumberEnd, Postcode, kind


@kind(
    "client.registered",
    nl="Cliënt ingeschreven",
    en="Client registered",
    done_by=("provider",),
    clauses=("wonder-2020/24.1", "wonder-2020/5.2"),
    personal=(
        "name",
        "birth_date",
        "bsn",
        "address",
        "postcode",
        "city",
        "municipality",
        "email",
        "phone",
    ),
)
class ClientRegistered(Act):
    """The client becomes known to the provider.

    `electronic` tells whether electronic information can be received (5.2).
    """

    name: str
    birth_date: date
    bsn: Bsn | None = None
    address: str
    postcode: Postcode
    city: str
    municipality: str
    email: str | None = None
    phone: str | None = None
    electronic: bool
    plain_language: bool | None = None


@kind(
    "client.identification_requested",
    nl="Identiteitsbewijs gevraagd",
    en="Identity document asked for",
    done_by=("provider",),
    clauses=("wonder-2020/24.1",),
)
class ClientIdentificationRequested(Act):
    """The provider asks the client to show a valid identity document (24.1, on request)."""


@kind(
    "client.identified",
    nl="Identiteit vastgesteld",
    en="Identity established",
    done_by=("provider",),
    clauses=("wonder-2020/24.1",),
    personal=("number_end", "valid_until"),
)
class ClientIdentified(Act):
    """A valid identity document was seen. Of its number only the last four characters are kept."""

    document: Literal["passport", "identity_card", "driving_licence", "residence_permit"]
    number_end: NumberEnd
    valid_until: date


@kind(
    "client.contact_person_named",
    nl="Contactpersoon opgegeven",
    en="Contact person named",
    done_by=("client",),
    clauses=("wonder-2020/24.2", "wonder-2020/8.1.3"),
    personal=("name", "phone", "email"),
)
class ClientContactPersonNamed(Act):
    """The client names whom the provider may contact."""

    name: str
    phone: str | None = None
    email: str | None = None


@kind(
    "client.representative_appointed",
    nl="Vertegenwoordiger aangewezen",
    en="Representative appointed",
    done_by=("client", "court"),
    clauses=("wonder-2020/6", "wonder-2020/24.2"),
    personal=("name", "role"),
)
class ClientRepresentativeAppointed(Act):
    """Somebody may act for the client within `scope`, by law (statutory) or by written authority."""

    name: str
    basis: Literal["statutory", "written"]
    role: Literal["curator", "mentor", "administrator", "proxy", "partner", "parent", "child", "sibling"] | None = None
    scope: tuple[Literal["all", "care", "information", "finance"], ...]


@kind(
    "client.representative_ended",
    nl="Vertegenwoordiging beëindigd",
    en="Representation ended",
    done_by=("provider",),
    answers=("client.representative_appointed",),
    clauses=("wonder-2020/6",),
)
class ClientRepresentativeEnded(Act):
    """The authority of that representative has ended."""

    act: str


@kind(
    "client.capacity_assessed",
    nl="Wilsbekwaamheid beoordeeld",
    en="Capacity assessed",
    done_by=("provider",),
    clauses=("wonder-2020/6",),
    personal=("capable", "about", "assessor"),
)
class ClientCapacityAssessed(Act):
    """Finding on whether the client can decide; without `about` it covers every matter."""

    capable: bool
    about: tuple[Matter, ...] | None = None
    assessor: str


@kind(
    "client.carer_named",
    nl="Mantelzorger opgegeven",
    en="Informal carer named",
    done_by=("client",),
    clauses=("zonl-thuisbegeleiding/2.3", "zonl-thuisbegeleiding/2.3.a"),
    personal=("name", "relation", "involve"),
)
class ClientCarerNamed(Act):
    """The client names an informal carer. `involve` false is the client's refusal to let the carer take part."""

    name: str
    relation: str | None = None
    involve: bool


@kind(
    "client.other_provider_reported",
    nl="Andere zorgaanbieder gemeld",
    en="Other provider reported",
    done_by=("client",),
    clauses=("wonder-2020/8.4", "wonder-2020/24.7"),
    personal=("provider", "care"),
)
class ClientOtherProviderReported(Act):
    """The client tells that another provider gives care, and since when."""

    provider: str
    care: str | None = None
    since: date | None = None


@kind(
    "client.directive_recorded",
    nl="Wilsverklaring vastgelegd",
    en="Advance directive recorded",
    done_by=("client",),
    clauses=("wonder-2020/8.1.4", "wonder-2020/24.3"),
    personal=("document",),
)
class ClientDirectiveRecorded(Act):
    """An advance directive of the client is on record."""

    document: str | None = None


@kind(
    "client.diagnosis_group_recorded",
    nl="Diagnosegroep vastgelegd",
    en="Diagnosis group recorded",
    done_by=("provider",),
    clauses=("wonder-2020/44",),
    personal=("group",),
)
class ClientDiagnosisGroupRecorded(Act):
    """The group of the diagnosis, which decides whether the involuntary-care statute covers the client."""

    group: Literal["psychogeriatric", "intellectual_disability", "other"]


@kind(
    "client.moved",
    nl="Cliënt verhuisd",
    en="Client moved",
    done_by=("client",),
    clauses=("wonder-2020/29.f",),
    personal=("address", "postcode", "city", "municipality"),
)
class ClientMoved(Act):
    """The client has or gets a new address; on the day itself when `moves_on` is absent."""

    moves_on: date | None = None
    address: str
    postcode: Postcode
    city: str
    municipality: str
    in_service_area: bool


@kind(
    "client.died",
    nl="Cliënt overleden",
    en="Client died",
    done_by=("provider",),
    clauses=("wonder-2020/29.a", "zonl-thuisbegeleiding/1.3.g"),
    personal=("on",),
)
class ClientDied(Act):
    """The client died: the agreement, representation and most consents end."""


@kind(
    "client.details_changed",
    nl="Contactgegevens gewijzigd",
    en="Contact data changed",
    done_by=("client",),
    clauses=("wonder-2020/5.2",),
    personal=("email", "phone"),
)
class ClientDetailsChanged(Act):
    """Other ways to reach the client; a field that is absent stays as it was."""

    email: str | None = None
    phone: str | None = None
    electronic: bool | None = None


@kind(
    "client.other_provider_ended",
    nl="Zorg van andere aanbieder beëindigd",
    en="Other provider's care ended",
    done_by=("client",),
    answers=("client.other_provider_reported",),
    clauses=("wonder-2020/8.4", "wonder-2020/24.7"),
)
class ClientOtherProviderEnded(Act):
    """The reported care by another provider has ended."""

    act: str
