"""People and their rights: representatives, carers, a child, consents, disclosures, the dossier; how care is given."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nakomen.demo import relation as step
from nakomen.demo.visits import delivered, visited

if TYPE_CHECKING:
    from nakomen.demo.life import Life


def _settled(life: Life) -> None:
    step.settled(life, -life.some(240, 600), decision=life.some(150, 500))


# --- who speaks for the client ----------------------------------------------------------------------------------------


def representative(life: Life) -> None:
    """The client can no longer decide on care; the nearest relative does, and is told what matters."""
    _settled(life)
    life.note("client.diagnosis_group_recorded", -100, group="psychogeriatric")
    life.note("client.capacity_assessed", -95, capable=False, about=["care", "information"], assessor="specialist")
    life.note(
        "client.representative_appointed", -94, name=life.who.relative, basis="statutory", role=life.who.kinship,
        scope=["care", "information"],
    )  # fmt: skip
    life.note("information.representative_needed", -60, topic="care_plan_procedure", why="Het plan verandert.")
    step.told(life, -58, "care_plan_procedure", to="representative")
    if life.care:
        life.note("disclosure.made", -57, recipient="representative", purpose="care", needed=True, data=["zorgplan"])


def representation_ended(life: Life) -> None:
    """After a delirium the client can decide again; the proxy's authority ended."""
    _settled(life)
    life.note("client.capacity_assessed", -140, capable=False, assessor="huisarts")
    named = life.note(
        "client.representative_appointed", -139, name=life.who.relative, basis="written", role="proxy", scope=["all"]
    )
    life.note("client.capacity_assessed", -60, capable=True, assessor="huisarts")
    life.note("client.representative_ended", -59, act=named)


def directive(life: Life) -> None:
    """The provider asked for an advance directive, and the client has one; something else was not answered yet."""
    _settled(life)
    life.note("information.asked_of_client", -70, topic="advance_directive")
    life.note("client.directive_recorded", -66, document="Wilsverklaring bij de huisarts")
    life.note("information.asked_of_client", -9, topic="medication")
    if life.second:
        life.note("information.received", -4, topic="medication")


def carer(life: Life) -> None:
    """An informal carer who takes part, informed with the client's consent."""
    _settled(life)
    named = life.note("client.carer_named", -120, name=life.who.relative, relation=life.who.relation, involve=True)
    life.note("carer.involved", -110, act=named, in_=["plan", "work"])
    life.note("coordination.held", -105, with_=[life.who.relative], client_experience=True)
    step.told(life, -105, "carer_support", channel="oral", to="carer")
    life.note("consent.given", -118, for_="carer_information", in_writing=True, by="client")
    step.told(life, -100, "care_plan_procedure", channel="oral", to="carer")
    life.note("disclosure.made", -99, recipient="carer", purpose="care", needed=True, data=["afspraken"])


def carer_not_involved(life: Life) -> None:
    """A carer whom the client does not want to be involved."""
    _settled(life)
    life.note("client.carer_named", -80, name=life.who.relative, relation=life.who.relation, involve=False)
    step.told(life, -78, "carer_support", to="carer")


def minor(life: Life) -> None:
    """A child: a parent accepts, consents and signs."""
    since = -life.some(200, 400)
    born = life.today - timedelta(days=life.some(7 * 365, 9 * 365))
    step.registered(life, since - 36, born)
    life.note(
        "client.representative_appointed", since - 35, name=life.who.relative, basis="statutory", role="parent",
        scope=["all"],
    )  # fmt: skip
    last = life.some(150, 400)
    if not life.care:
        step.granted(life, since - 30, since, last)
    step.informed(life, since - 28, to="representative")
    step.identified(life, since - 25)
    step.met(life, since - 25)
    step.prepared(life, since - 24)
    step.presented(life, since - 20)
    step.indicated(life, since - 20, since, last)
    step.offered(life, since - 20, own=False)
    step.accepted(life, since - 14, by="representative")
    step.agreed(life, since - 10, by="representative")
    life.note("care.started", since)
    step.kept_up(life, since - 10)
    visited(life, -21, 6)


# --- consents and disclosures -----------------------------------------------------------------------------------------


def consents(life: Life) -> None:
    """Consents given, used, refused and taken back: a trainee, photographs, research, the exchange of data."""
    _settled(life)
    for on, for_ in ((-150, "trainee"), (-148, "publication"), (-140, "observed_act"), (-139, "quality_measurement")):
        life.note("consent.given", on, for_=for_, in_writing=True, by="client")
    life.note("trainee.present", -130, at="talk")
    picture = life.note("consent.given", -120, for_="publication", scope="jaarverslag", in_writing=True, by="client")
    life.note("image.made", -118, for_publication=True)
    life.note("observation.occurred", -115, intrusive=True, observer="other")
    life.note("research.explained", -111, study="Valpreventie thuis")
    life.note("consent.given", -110, for_="research", study="Valpreventie thuis", in_writing=True, by="client")
    life.note("research.included", -108, study="Valpreventie thuis")
    life.note("consent.refused", -90, for_="exchange", scope="apotheek")
    life.note("consent.withdrawn", -40, act=picture)


def disclosures(life: Life) -> None:
    """Data given to others, each on a ground."""
    _settled(life)
    life.note("disclosure.made", -80, recipient="caregiver", purpose="care", needed=True, data=["zorgplan"])
    life.note(
        "consent.given", -70, for_="disclosure", recipient="insurer", purpose="care", in_writing=True, by="client"
    )
    life.note("disclosure.made", -68, recipient="insurer", purpose="care", needed=True, data=["uren"])
    if not life.care:
        life.note(
            "disclosure.made", -50, recipient="municipality", purpose="periodic_check", needed=True, data=["voortgang"]
        )
        life.note("disclosure.made", -45, recipient="cak", purpose="own_contribution", needed=True, data=["periode"])


def disclosed_without_ground(life: Life) -> None:
    """Data went to a relative without consent."""
    _settled(life)
    life.note("disclosure.made", -10, recipient="relative", purpose="other", needed=False, data=["afspraken"])


def other_provider(life: Life) -> None:
    """Another provider too: told at once, tasks divided, coordinated with consent; or the consent was not asked yet."""
    _settled(life)
    known = life.note(
        "client.other_provider_reported", -60, exact=True, provider="Fysiotherapie Oost", care="fysiotherapie",
        since=life.day(-62),
    )  # fmt: skip
    life.note("tasks.divided", -50, providers=["Fysiotherapie Oost"])
    if life.second:
        life.note("consent.given", -55, for_="exchange", recipient="other_provider", in_writing=True, by="client")
        life.note("coordination.held", -45, with_=["Fysiotherapie Oost"], client_experience=True)
        life.note("client.other_provider_ended", -10, act=known)


# --- the dossier ------------------------------------------------------------------------------------------------------


def dossier_asked(life: Life) -> None:
    """Requests about the dossier that have to be answered within days."""
    _settled(life)
    on = -life.some(24, 26)
    kind = life.chance.choice(("dossier.inspection_requested", "dossier.copy_requested"))
    life.note(kind, on, exact=True, by="client")
    life.note("dossier.correction_requested", on + 2, exact=True, what="Het telefoonnummer van de huisarts klopt niet.")


def dossier_late(life: Life) -> None:
    """A request about the dossier that should have been answered."""
    _settled(life)
    life.note("dossier.inspection_requested", -life.some(40, 45), by="client")


def dossier_answered(life: Life) -> None:
    """Inspection, copy and correction given in time; one with more time, told within the month."""
    _settled(life)
    inspection = life.note("dossier.inspection_requested", -100, by="client")
    life.note("dossier.inspection_given", -90, act=inspection)
    copy = life.note("dossier.copy_requested", -85, by="client")
    life.note("dossier.copy_given", -75, act=copy)
    correction = life.note("dossier.correction_requested", -70, what="Geboorteplaats")
    life.note("dossier.corrected", -60, act=correction)
    other = life.note("dossier.correction_requested", -40, what="Oordeel van de verpleegkundige")
    reasons = "Oude gegevens staan op papier."
    life.note("dossier.term_extended", -30, act=other, until=life.day(25), reasons=reasons)


def dossier_refused(life: Life) -> None:
    """Requests refused in part or whole, each with a ground."""
    _settled(life)
    inspection = life.note("dossier.inspection_requested", -100, by="client")
    life.note("dossier.inspection_refused", -90, act=inspection, reason="privacy_of_other")
    copy = life.note("dossier.copy_requested", -85, by="client")
    life.note("dossier.copy_refused", -75, act=copy, reason="privacy_of_other")
    correction = life.note("dossier.correction_requested", -70, what="Diagnose")
    life.note("dossier.correction_refused", -60, act=correction, reason="De arts blijft bij de diagnose.")
    destruction = life.note("dossier.destruction_requested", -50)
    life.note("dossier.destruction_refused", -40, act=destruction, reason="interest_of_other")


def destruction_asked(life: Life) -> None:
    """The client asked to destroy the dossier; under support there are three months for it."""
    _settled(life)
    life.note("dossier.destruction_requested", -life.some(12, 20))


# --- how care is given ------------------------------------------------------------------------------------------------


def remote(life: Life) -> None:
    """Care at a distance, with consent in the plan and the preconditions checked."""
    since = -life.some(200, 300)
    last = life.some(150, 400)
    place = next(place for place, each in enumerate(life.organisation.services) if each.remote)
    step.registered(life, since - 36)
    if not life.care:
        step.granted(life, since - 30, since, last)
    step.informed(life, since - 28)
    step.told(life, since - 28, "remote_care")
    step.identified(life, since - 25)
    step.met(life, since - 25)
    step.prepared(life, since - 24)
    step.indicated(life, since - 22, since, last)
    step.presented(life, since - 20, "remote_exchange", "remote_consent")
    step.offered(life, since - 20, own=False, remote=True)
    step.accepted(life, since - 14)
    life.note("consent.given", since - 12, for_="remote_care", in_writing=True, by="client")
    step.agreed(life, since - 10)
    life.note("remote.preconditions_checked", since - 8, met=True)
    step.told(life, since - 8, "remote_responsibility", channel="oral")
    life.note("care.started", since)
    step.kept_up(life, since - 10)
    for on in (-21, -14, -7):
        delivered(life, on, place, 30)


def medical(life: Life) -> None:
    """Medical acts of the plan and one with consent, a deviation with consent, a reasoned one from the standard."""
    _settled(life)
    life.note("medical_act.performed", -60, name=step.MEDICAL_ACTS[0], urgent=False, caregiver=life.team[0].code)
    life.note("consent.given", -50, for_="medical_act", scope="wondzorg", in_writing=True, by="client")
    life.note("medical_act.performed", -48, name="wondzorg", urgent=False, caregiver=life.team[0].code)
    life.note("consent.given", -40, for_="plan_deviation", in_writing=False, by="client")
    life.note("plan.deviated", -38, urgent=False, note="Zorg in de avond", act=life.ids["plan"])
    name = delivered(life, -37)
    life.note("change.told", -38, act=name, by="provider")
    life.note("standard.deviated", -30, motivation="Wens van de cliënt", explained=True, noted_in_plan=True)


def team_changed(life: Life) -> None:
    """A caregiver left: handed over, another point of contact; a referral on request."""
    step.settled(life, -300, decision=life.some(150, 400), visits=False)
    life.note("team.left", -60, act=life.ids["caregiver"])
    life.note(
        "team.assigned", -60, caregiver=life.coordinator.code, role=life.coordinator.function,
        responsible_for="de dagelijkse zorg", contact_point=True,
    )  # fmt: skip
    life.note("team.handed_over", -61, to=life.coordinator.name, data_passed=True, client_told=True)
    life.note("team.met", -40)
    request = life.note("referral.requested", -30)
    if life.second:
        life.note("referral.made", -26, act=request, to=life.team[1].name, reason="client_request")
