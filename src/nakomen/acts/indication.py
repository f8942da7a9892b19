"""Indication decisions, what follows on them, and urgent needs."""

from datetime import date
from typing import Literal

from nakomen.acts.base import Act, Days, Hours, IndicationId, Law, Side, WeekMinutes, kind


@kind(
    "indication.issued",
    nl="Indicatie afgegeven",
    en="Indication issued",
    done_by=("indication body",),
    clauses=(
        "wonder-2020/26.1",
        "wonder-2020/8.1.2",
        "wonder-2020/1",
        "zonl-thuisbegeleiding/1.3.c",
    ),
    personal=("number", "care", "minutes_per_week"),
)
class IndicationIssued(Act):
    """A decision that grants care from `valid_from` up to and including `valid_until` (absent: indefinite).

    `succeeds` is the decision that it follows.
    """

    number: str
    law: Law
    body: str
    care: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None
    received_on: date | None = None
    succeeds: IndicationId | None = None
    minutes_per_week: WeekMinutes | None = None


@kind(
    "indication.refused",
    nl="Indicatie geweigerd",
    en="Indication refused",
    done_by=("indication body",),
    clauses=("wonder-2020/31.1.d",),
)
class IndicationRefused(Act):
    """No indication was granted."""

    law: str


@kind(
    "indication.withdrawn",
    nl="Indicatie ingetrokken",
    en="Indication withdrawn",
    done_by=("indication body",),
    answers=("indication.issued",),
    clauses=("wonder-2020/31.1.d", "zonl-thuisbegeleiding/1.3.c"),
)
class IndicationWithdrawn(Act):
    """The decision no longer holds."""

    act: str


@kind(
    "indication.talk_held",
    nl="Gesprek over vervolgindicatie gevoerd",
    en="Talk on the follow-up indication held",
    done_by=("provider",),
    answers=("indication.issued",),
    clauses=("wonder-2020/26.1", "wonder-2020/26.2", "wonder-2020/27.1"),
)
class IndicationTalkHeld(Act):
    """The talk on what follows that decision: why in time, who applies, how far care can go on."""

    act: str
    applicant: Side
    why: bool
    choice: bool
    continuity: bool


@kind(
    "indication.talk_reported",
    nl="Gespreksverslag gemaakt",
    en="Talk reported",
    done_by=("provider",),
    answers=("indication.talk_held",),
    clauses=("wonder-2020/26.2.a",),
)
class IndicationTalkReported(Act):
    """The written report of the talk."""

    act: str
    copied_to_client: bool


@kind(
    "indication.client_reminded",
    nl="Cliënt herinnerd aan aanvraag",
    en="Client reminded to apply",
    done_by=("provider",),
    answers=("indication.issued",),
    clauses=("wonder-2020/26.3",),
)
class IndicationClientReminded(Act):
    """The client is reminded of the times by which to apply."""

    act: str


@kind(
    "indication.applied",
    nl="Vervolgindicatie aangevraagd",
    en="Follow-up indication applied for",
    done_by=("client", "provider"),
    answers=("indication.issued",),
    clauses=("wonder-2020/26.3.a", "wonder-2020/26.5"),
)
class IndicationApplied(Act):
    """Somebody applied for the indication that is to follow the decision."""

    act: str
    by: Side
    complete: bool
    signed_by_client: bool | None = None


@kind(
    "indication.application_copied",
    nl="Kopie van aanvraag verstrekt",
    en="Copy of the application given",
    done_by=("client", "provider"),
    answers=("indication.applied",),
    clauses=("wonder-2020/26.3.b", "wonder-2020/26.5.a"),
)
class IndicationApplicationCopied(Act):
    """A copy of the application went to the other party."""

    act: str
    to: Side


@kind(
    "indication.outgrown",
    nl="Indicatie past niet meer",
    en="Indication outgrown",
    done_by=("provider",),
    answers=("indication.issued",),
    clauses=("wonder-2020/27.1",),
)
class IndicationOutgrown(Act):
    """The decision no longer fits what the client needs."""

    act: str


@kind(
    "indication.reflection_offered",
    nl="Bedenktijd aangeboden",
    en="Reflection offered",
    done_by=("provider",),
    answers=("indication.issued",),
    clauses=("wonder-2020/27.2",),
)
class IndicationReflectionOffered(Act):
    """The client is offered two weeks to think before an application goes out."""

    act: str


@kind(
    "indication.reflection_waived",
    nl="Bedenktijd niet nodig",
    en="Reflection waived",
    done_by=("client",),
    answers=("indication.issued",),
    clauses=("wonder-2020/27.2",),
)
class IndicationReflectionWaived(Act):
    """The client does not need the two weeks."""

    act: str


@kind(
    "urgent.need_arose",
    nl="Spoedeisende zorgvraag ontstaan",
    en="Urgent need arose",
    done_by=("provider",),
    clauses=("wonder-2020/28.I", "wonder-2020/28.II"),
    personal=("on",),
)
class UrgentNeedArose(Act):
    """Suddenly more or other care is needed, within so many hours and for so many days."""

    within_hours: Hours
    can_deliver: bool
    expected_days: Days


@kind(
    "urgent.reported",
    nl="Spoedmelding gedaan",
    en="Urgent need reported",
    done_by=("provider",),
    answers=("urgent.need_arose",),
    clauses=("wonder-2020/28.I", "wonder-2020/28.II", "wonder-2020/28.II.2"),
)
class UrgentReported(Act):
    """The urgent need was reported to the body that decides or to the care office."""

    act: str
    to: Literal["indication_body", "care_office"]
    with_application: bool | None = None
    placement_requested: bool | None = None


@kind(
    "urgent.procedure_explained",
    nl="Spoedprocedure uitgelegd",
    en="Urgent procedure explained",
    done_by=("provider",),
    answers=("urgent.need_arose",),
    clauses=("wonder-2020/28.I.a",),
)
class UrgentProcedureExplained(Act):
    """The client was told in a talk how the urgent procedure goes."""

    act: str
