"""What is to be done, as one says it before it is done: `team.met` is called "Teamoverleg gevoerd" once it is."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from nakomen.acts.labels import kind_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.record.roles import Language

TODO: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "abuse.step_taken": ("Volgende stap van de meldcode zetten", "Take the next step of the reporting code"),
        "agreement.offered": ("Aanbod doen", "Make an offer"),
        "agreement.signed": ("Overeenkomst ondertekenen", "Sign the agreement"),
        "care.paused": ("Onderbreking van de zorg vastleggen", "Record that care pauses"),
        "carer.involved": ("Mantelzorger betrekken", "Involve the informal carer"),
        "change.told": ("Wijziging doorgeven", "Tell of the change"),
        "client.contact_person_named": ("Contactpersoon opgeven", "Name a contact person"),
        "client.identified": ("Identiteit vaststellen", "Establish the identity"),
        "client.other_provider_reported": ("Andere zorgaanbieder melden", "Report the other provider"),
        "compensation.offered": ("Vergoeding aanbieden", "Offer compensation"),
        "complaint.completed": ("Klacht aanvullen", "Complete the complaint"),
        "complaint.decided": ("Op de klacht beslissen", "Decide on the complaint"),
        "complaint.mediated": ("In de klacht bemiddelen", "Mediate in the complaint"),
        "complaint.progress_told": ("Voortgang van de klacht melden", "Tell of the complaint’s progress"),
        "coordination.held": ("Zorg afstemmen met anderen", "Coordinate the care with others"),
        "damage.answered": ("Schademelding beantwoorden", "Answer the damage report"),
        "damage.form_completed": ("Schadeformulier invullen", "Complete the damage form"),
        "damage.reported": ("Schade melden", "Report the damage"),
        "dispute.choice_asked": ("Keuze voor geschilleninstantie vragen", "Ask about the dispute body"),
        "dossier.copy_given": ("Kopie van het dossier geven", "Give a copy of the dossier"),
        "dossier.corrected": ("Dossier verbeteren", "Correct the dossier"),
        "dossier.destroyed": ("Dossier vernietigen", "Destroy the dossier"),
        "dossier.inspection_given": ("Inzage in het dossier geven", "Let the dossier be seen"),
        "exit.instructions_given": ("Nazorginstructies geven", "Give aftercare instructions"),
        "exit.talk_held": ("Exitgesprek voeren", "Hold the exit talk"),
        "home.checked": ("Woning controleren", "Check the dwelling"),
        "incident.care_given": ("Zorg na het incident geven", "Give care after the incident"),
        "incident.explained": ("Incident toelichten aan de cliënt", "Explain the incident to the client"),
        "incident.treatment_discussed": (
            "Behandeling na het incident bespreken",
            "Discuss treatment after the incident",
        ),
        "indication.application_copied": ("Kopie van de aanvraag geven", "Give a copy of the application"),
        "indication.applied": ("Vervolgindicatie aanvragen", "Apply for the follow-up indication"),
        "indication.client_reminded": ("Cliënt herinneren aan de aanvraag", "Remind the client to apply"),
        "indication.reflection_offered": ("Bedenktijd aanbieden", "Offer time to reflect"),
        "indication.talk_held": ("Gesprek over vervolgindicatie voeren", "Talk about the follow-up indication"),
        "indication.talk_reported": ("Gespreksverslag maken", "Report on the talk"),
        "information.given": ("Informatie geven", "Give information"),
        "information.received": ("Informatie van de cliënt krijgen", "Get information from the client"),
        "intake.application_declared": ("Aanvraag van de indicatie verklaren", "Declare the application"),
        "intake.choices_stated": ("Keuzes maken", "State choices"),
        "intake.held": ("Intakegesprek voeren", "Hold the intake talk"),
        "invoice.sent": ("Factuur sturen", "Send the invoice"),
        "noshow.municipality_contacted": (
            "Gemeente inlichten over niet verschijnen",
            "Tell the municipality of no-shows",
        ),
        "noshow.talk_held": ("Gesprek over niet verschijnen voeren", "Talk about no-shows"),
        "payment.received": ("Factuur betalen", "Pay the invoice"),
        "pet.solution_found": ("Oplossing voor het huisdier zoeken", "Find a solution for the pet"),
        "plan.copied": ("Kopie van het plan geven", "Give a copy of the plan"),
        "plan.evaluated": ("Plan evalueren", "Evaluate the plan"),
        "plan.presented": ("Plan voorleggen", "Present the plan"),
        "plan.signed": ("Plan ondertekenen", "Sign the plan"),
        "plan.support_offered": ("Hulp bij de planbespreking aanbieden", "Offer support for the plan talk"),
        "plan.supporter_told": ("Op de cliëntondersteuner wijzen", "Point out the client supporter"),
        "plan.wishes_discussed": ("Wensen bespreken", "Discuss the wishes"),
        "referral.made": ("Doorverwijzen", "Refer"),
        "reminder.sent": ("Herinnering sturen", "Send a reminder"),
        "remote.preconditions_checked": ("Voorwaarden zorg op afstand controleren", "Check the terms of remote care"),
        "research.explained": ("Onderzoek uitleggen", "Explain the research"),
        "risk.handled": ("Risico op onvrijwillige zorg afhandelen", "Handle the risk of involuntary care"),
        "standard.deviated": ("Afwijking van de standaard vastleggen", "Record the deviation from the standard"),
        "supervisor.notified": ("Toezichthouder inlichten", "Notify the supervisor"),
        "tasks.divided": ("Taken verdelen", "Divide the tasks"),
        "team.assigned": ("Zorgverlener toewijzen", "Assign a caregiver"),
        "team.handed_over": ("Zorg overdragen binnen het team", "Hand over within the team"),
        "team.met": ("Teamoverleg voeren", "Meet as a team"),
        "terms.provided": ("Voorwaarden geven", "Provide the conditions"),
        "urgent.procedure_explained": ("Spoedprocedure uitleggen", "Explain the urgent procedure"),
        "urgent.reported": ("Spoedmelding doen", "Report the urgent need"),
        "visit.cancelled": ("Bezoek afzeggen", "Cancel the visit"),
        "visit.delivered": ("Bezoek uitvoeren", "Make the visit"),
        "visit.reassigned": ("Vervanging regelen", "Arrange a replacement"),
    }
)
"""For each kind of act that a clause of a packaged set makes a duty: the Dutch and the English words."""


PUT_RIGHT: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "wonder-2020/18.2.b": (
            "Afwijking uitleggen en in het plan zetten",
            "Explain the deviation, note it in the plan",
        ),
        "wonder-2020/20.1.1.d": ("Overdracht in het team afmaken", "Finish the handover within the team"),
        "wonder-2020/25.2": ("Factuur specificeren", "Specify the invoice"),
        "wonder-2020/34.5.a": ("Gang naar de rechter aankondigen", "Announce going to court"),
        "zonl-thuisbegeleiding/9.3": ("Factuur specificeren", "Specify the invoice"),
    }
)
"""For clauses that ask something of the act that opens the duty itself: what is still to be put right there."""


def todo(kind: str, language: Language, clause: str = "") -> str:
    """What is to be done under a clause; of a kind that only an own set makes a duty, what it is called once done."""
    found = PUT_RIGHT.get(clause) or TODO.get(kind)
    if found is None:
        return kind_label(kind, language)
    return found[1] if language == "en" else found[0]
