"""Information that the parties ask of and give to each other, and the conditions themselves."""

from typing import Literal

from nakomen.acts.base import Act, Topic, WrittenChannel, kind


@kind(
    "information.requested",
    nl="Informatie gevraagd",
    en="Information requested",
    done_by=("client",),
    clauses=("wonder-2020/3.2", "wonder-2020/34.6.a", "wonder-2020/39.2.a"),
)
class InformationRequested(Act):
    """The client asks for information on a topic."""

    topic: Topic


@kind(
    "information.given",
    nl="Informatie gegeven",
    en="Information given",
    done_by=("provider",),
    answers=("information.requested",),
    clauses=(
        "wonder-2020/5.1",
        "wonder-2020/5.2",
        "wonder-2020/8.1",
        "zonl-thuisbegeleiding/8.1",
        "zonl-thuisbegeleiding/4.3",
    ),
)
class InformationGiven(Act):
    """Information on one or more topics, with the check that the level fitted and that it was understood."""

    topics: tuple[Topic, ...]
    channel: Literal["paper", "electronic", "oral"]
    to: Literal["client", "representative", "carer", "relative"]
    fits_level: bool
    understood: bool


@kind(
    "information.asked_of_client",
    nl="Informatie gevraagd aan cliënt",
    en="Information asked of the client",
    done_by=("provider",),
    clauses=("wonder-2020/24.3", "zonl-thuisbegeleiding/6.5"),
)
class InformationAskedOfClient(Act):
    """The provider asks the client for information or cooperation."""

    topic: Topic


@kind(
    "information.received",
    nl="Informatie ontvangen van cliënt",
    en="Information received from the client",
    done_by=("client",),
    answers=("information.asked_of_client",),
    clauses=("wonder-2020/24.3", "wonder-2020/39.1", "zonl-thuisbegeleiding/6.5"),
)
class InformationReceived(Act):
    """The client gives the information or the cooperation."""

    topic: Topic


@kind(
    "information.representative_needed",
    nl="Informatie aan vertegenwoordiger nodig",
    en="Representative must be informed",
    done_by=("provider",),
    clauses=("wonder-2020/5.3",),
    personal=("why",),
)
class InformationRepresentativeNeeded(Act):
    """The client's interest needs that the representative is informed on the topic."""

    topic: Topic
    why: str


@kind(
    "terms.provided",
    nl="Voorwaarden verstrekt",
    en="Terms provided",
    done_by=("provider",),
    clauses=("wonder-2020/3.1", "wonder-2020/3.1.a"),
)
class TermsProvided(Act):
    """The client got the conditions; `version` names which."""

    version: str
    channel: WrittenChannel
