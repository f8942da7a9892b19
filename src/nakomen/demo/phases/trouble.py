"""What goes wrong: incidents, calamities, suspicion, complaints, disputes, damage, the dwelling, conduct, mistakes."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from nakomen.demo import relation as step
from nakomen.demo.visits import visit

if TYPE_CHECKING:
    from nakomen.demo.life import Life


def _settled(life: Life) -> None:
    step.settled(life, -life.some(240, 600), decision=life.some(150, 500))


# --- incidents --------------------------------------------------------------------------------------------------------


def incident_open(life: Life) -> None:
    """A fall some days ago: the effects were limited, the explanation has yet to come."""
    _settled(life)
    incident = life.note("incident.occurred", -9, consequences=True, urgent=False)
    life.note("incident.care_given", -9, act=incident)
    life.note("incident.treatment_discussed", -6, act=incident, second_opinion_told=True)


def incident_closed(life: Life) -> None:
    """An incident with all that follows from it."""
    _settled(life)
    on = -life.some(20, 120)
    incident = life.note("incident.occurred", on, consequences=True, urgent=life.one_in(3))
    life.note("incident.care_given", on, act=incident)
    life.note("incident.explained", on + 3, act=incident, nature=True, cause=True, measures=True)
    life.note("incident.treatment_discussed", on + 4, act=incident, second_opinion_told=True)


def calamity(life: Life) -> None:
    """A calamity, reported to the supervisor at once, with the data that the report needs."""
    _settled(life)
    happened = life.note("calamity.occurred", -25)
    life.note("supervisor.notified", -24, act=happened)
    life.note("disclosure.made", -24, recipient="supervisor", purpose="calamity", needed=True, data=["verloop"])


def violence(life: Life) -> None:
    """Violence during the care, some days ago: the report to the supervisor was made, or is due."""
    _settled(life)
    happened = life.note("violence.occurred", -3, by="other", against="client")
    if life.second:
        life.note("supervisor.notified", -2, act=happened)


def abuse(life: Life) -> None:
    """A suspicion of abuse: all steps of the reporting code were taken, or the first two."""
    _settled(life)
    suspected = life.note("abuse.suspected", -30, form="elder" if life.care else "domestic")
    last = 5 if life.second else 2
    for number in range(1, last + 1):
        life.note("abuse.step_taken", -30 + 3 * number, act=suspected, step=number)


# --- complaints -------------------------------------------------------------------------------------------------------


def _complaint(life: Life, on: int, *, complete: bool = True, to: str = "provider") -> str:
    about = life.chance.choice(("Wisselende tijden", "Bejegening", "Afspraken niet nagekomen"))
    return life.note("complaint.received", on, exact=True, about=about, complete=complete, to=to)


def _progress(life: Life, complaint: str, first: int, last: int) -> None:
    for on in range(first + 9, last, 9):
        life.note("complaint.progress_told", on, act=complaint)


def complaint_new(life: Life) -> None:
    """A complaint of last week; it still lacks something."""
    _settled(life)
    _complaint(life, -life.some(4, 7), complete=life.second)


def complaint_running(life: Life) -> None:
    """A complaint that has to be decided within days; the client was told of the progress."""
    _settled(life)
    on = -life.some(39, 40)
    complaint = _complaint(life, on, complete=False)
    life.note("complaint.completed", on + 4, act=complaint)
    _progress(life, complaint, on, -1)


def complaint_extended(life: Life) -> None:
    """A complaint for which more time was taken, in writing."""
    _settled(life)
    on = -life.some(45, 50)
    complaint = _complaint(life, on)
    life.note("complaint.extended", on + 35, act=complaint, until=life.day(on + 70))
    _progress(life, complaint, on, -1)


def complaint_decided(life: Life) -> None:
    """A complaint decided in time, in writing and with reasons."""
    _settled(life)
    on = -life.some(60, 150)
    complaint = _complaint(life, on)
    _progress(life, complaint, on, on + 25)
    life.note("complaint.decided", on + 30, act=complaint, in_writing=True, reasoned=True)


def complaint_withdrawn(life: Life) -> None:
    """A complaint that the client took back."""
    _settled(life)
    complaint = _complaint(life, -40)
    life.note("complaint.withdrawn", -33, act=complaint)


def complaint_mediated(life: Life) -> None:
    """A complaint that the mediator solved."""
    _settled(life)
    complaint = _complaint(life, -50, to="mediator")
    life.note("complaint.mediated", -41, act=complaint, resolved=True)


def complaint_late(life: Life) -> None:
    """A complaint on which no decision came in time: it may be brought as a dispute."""
    _settled(life)
    on = -life.some(52, 58)
    complaint = _complaint(life, on)
    _progress(life, complaint, on, -1)


def dispute(life: Life) -> None:
    """The decision did not satisfy; the client went to the dispute body, which has yet to decide."""
    _settled(life)
    _dispute(life)


def dispute_decided(life: Life) -> None:
    """A dispute in which the dispute body gave its binding advice."""
    _settled(life)
    filed = _dispute(life)
    life.note("dispute.decided", -8, act=filed, outcome="Klacht deels gegrond.")


def _dispute(life: Life) -> str:
    on = -life.some(120, 160)
    complaint = _complaint(life, on)
    _progress(life, complaint, on, on + 33)
    life.note("complaint.decided", on + 35, act=complaint, in_writing=True, reasoned=True)
    life.note("complaint.result_rejected", on + 42, act=complaint)
    filed = life.note("dispute.filed", on + 60, act=complaint, by="client", at="dispute_body")
    life.note("information.requested", on + 50, topic="dispute_rules")
    step.told(life, on + 52, "dispute_rules")
    return filed


def dispute_by_provider(life: Life) -> None:
    """The provider asked whether the client agrees to the dispute body; he does, or went to court without it."""
    _settled(life)
    on = -life.some(120, 140)
    complaint = _complaint(life, on)
    _progress(life, complaint, on, on + 33)
    life.note("complaint.decided", on + 35, act=complaint, in_writing=True, reasoned=True)
    life.note("complaint.result_rejected", on + 42, act=complaint)
    life.note("dispute.choice_asked", on + 56, act=complaint, announced=True)
    agrees = life.second
    life.note("dispute.choice_made", on + 70, act=complaint, agrees=agrees)
    life.note("dispute.filed", on + 80, act=complaint, by="provider", at="dispute_body" if agrees else "court")


# --- damage -----------------------------------------------------------------------------------------------------------


def _damage(life: Life, on: int) -> str:
    found = life.note_at("damage.found", life.moment(on, 17, 30))
    life.note("damage.reported", on + 1, exact=True, act=found, in_writing=True, to="board")
    life.note("damage.form_completed", on + 4, act=found)
    return found


def damage_open(life: Life) -> None:
    """Damage reported in time; the answer is due within days."""
    _settled(life)
    _damage(life, -life.some(9, 13))


def damage_settled(life: Life) -> None:
    """Damage that the board decided on, and answered."""
    _settled(life)
    found = _damage(life, -60)
    liable = life.second
    life.note("damage.decided", -52, act=found, liable=liable, ground="fault" if liable else "none", by="directie")
    life.note("damage.answered", -51, act=found)


# --- dwelling, materials, conduct -------------------------------------------------------------------------------------


def home_unsafe(life: Life) -> None:
    """The dwelling lacked something, which was put right or not yet."""
    _settled(life)
    life.note("home.checked", -40, missing=["bath_mat", "loose_rugs"], measures="Mat en vaste kleden")
    if life.second:
        life.note("home.checked", -20, missing=[])


def soiled(life: Life) -> None:
    """Soiling that endangered staff; a visit was refused, and then the dwelling was clean again."""
    _settled(life)
    found = life.note("hygiene.unsafe_found", -33, endangers=["staff"])
    if life.care:
        name = visit(life, -32, 18)
        life.note("visit.not_given", -32, act=name, reason="refusal")
        life.note("change.told", -32, exact=True, act=name, by="provider")
    life.note("hygiene.restored", -25, act=found)
    life.note("information.asked_of_client", -24, topic="hygiene_safety")
    life.note("information.received", -20, topic="hygiene_safety")
    life.note("information.requested", -24, topic="hygiene_guidelines")
    step.told(life, -22, "hygiene_guidelines")


def pets_and_materials(life: Life) -> None:
    """A threatening dog and missing gloves: the first solved, the second not always."""
    _settled(life)
    threat = life.note("pet.threat_found", -45)
    life.note("pet.solution_found", -43, act=threat, solution="De hond is tijdens de zorg in de tuin.")
    missing = life.note("materials.missing_found", -12, what="handschoenen")
    if life.second:
        life.note("materials.supplied", -5, act=missing)


def keys(life: Life) -> None:
    """A key handed over, and one given back."""
    _settled(life)
    first = life.note("key.handed_over", -200, to=life.team[0].name)
    life.note("key.returned", -90, act=first)
    life.note("key.handed_over", -88, to=life.team[1].name)


def conduct(life: Life) -> None:
    """Aggression toward a caregiver, recorded."""
    _settled(life)
    life.note("conduct.recorded", -15, form="aggression", toward="staff")


def restraint(life: Life) -> None:
    """A door was locked at night, which is not done at home; the risk was signalled, and handled or not."""
    _settled(life)
    life.note("client.diagnosis_group_recorded", -180, group="psychogeriatric")
    risk = life.note("risk.signalled", -28, what="Dwalen in de nacht")
    life.note("restraint.applied", -27, form="deur op slot")
    if life.second:
        life.note("risk.handled", -20, act=risk)


def recorded_in_error(life: Life) -> None:
    """A miss that was another client's, retracted; an address put right; a birthday noted wrongly at first."""
    _settled(life)
    name = visit(life, -14, 19)
    at = life.moment(-14, 19, 10)
    wrong = life.note_at("visit.missed", at, act=name)
    life.note("act.retracted", -13, act=wrong)
    life.note_at("visit.delivered", at + timedelta(minutes=50), act=name, minutes=55)
    life.note("act.corrected", -10, act="a1", fields={"address": f"{life.who.address} A"})


def deviation(life: Life) -> None:
    """A deviation from the conditions that favours the client, a change in consultation, a duty waived."""
    _settled(life)
    clause = f"{life.organisation.terms}/{'12.7' if life.care else '7.1'}"
    life.note(
        "agreement.deviation_agreed", -100, clause=clause, express=True, in_writing=True, recorded_in="agreement",
        detrimental=False, note="Afzeggen mag tot twaalf uur vooraf.",
    )  # fmt: skip
    if life.care:
        life.note("agreement.changed", -80, by="both")
    else:
        life.note("agreement.changed", -80, by="provider", cause="municipal_policy")
    request = life.note("dossier.inspection_requested", -60, by="client")
    right = "15.2" if life.care else "3.2"
    life.note("duty.waived", -50, clause=f"{life.organisation.terms}/{right}", act=request)


def cost_of_copies(life: Life) -> None:
    """A second copy, for which a fee was asked; the first was free."""
    _settled(life)
    for on, fee in ((-150, None), (-60, Decimal("7.50"))):
        request = life.note("dossier.copy_requested", on, by="client")
        life.note("dossier.copy_given", on + 12, act=request, fee=fee)
