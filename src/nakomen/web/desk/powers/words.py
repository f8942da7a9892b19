"""The words of powers in the language of the page: what they let somebody do, what they ask for, how they are grouped.

Dutch labels of powers are those of every explanation (`norms.words`); choices are called as on the forms of acts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nakomen.acts.labels import choice_label
from nakomen.norms import showing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nakomen.norms.model import NormSet
    from nakomen.record.roles import Language

ENGLISH: Mapping[str, str] = {
    "admit_trainee": "Admit a trainee",
    "bill_office_work": "Charge work at the office",
    "bill_sickness": "Charge a visit to the municipality because of sickness",
    "change_agreement": "Change the agreement",
    "change_plan": "Change the plan",
    "charge_cancellation": "Charge a visit that was not used",
    "charge_collection": "Charge interest and collection costs",
    "charge_copy": "Charge a copy of the dossier",
    "charge_late_indication": "Charge the costs of a late application",
    "complain": "Make a complaint",
    "decide_liability": "Decide on liability",
    "destroy_dossier": "Destroy the dossier",
    "deviate_from_plan": "Deviate from the plan",
    "disclose": "Give data to somebody else",
    "double_staffing": "Send two staff members at once",
    "file_dispute": "File a dispute",
    "give_remote_care": "Give care at a distance",
    "include_in_research": "Include the client in research",
    "inform_carer": "Inform the informal carer",
    "inspect_after_death": "Inspect the dossier after death",
    "instruct_aids": "Require aids",
    "observe_act": "Watch an act of care",
    "perform_medical_act": "Do a medical act",
    "publish_images": "Publish images",
    "refuse_care": "Refuse care",
    "refuse_destruction": "Refuse to destroy",
    "refuse_inspection": "Refuse inspection",
    "represent": "Act for the client",
    "request_evaluation": "Ask for an evaluation",
    "restrain": "Restrict freedom",
    "sign_agreement": "Sign the agreement",
    "terminate": "End the agreement by notice",
}
"""What each power lets somebody do, in English."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "agreement": ("sign_agreement", "change_agreement", "represent"),
    "ending": ("terminate", "refuse_care"),
    "care": (
        "change_plan", "deviate_from_plan", "request_evaluation", "perform_medical_act", "give_remote_care",
        "double_staffing", "instruct_aids", "admit_trainee", "observe_act", "restrain",
    ),
    "information": (
        "disclose", "inform_carer", "include_in_research", "publish_images", "inspect_after_death",
        "refuse_inspection", "destroy_dossier", "refuse_destruction",
    ),
    "money": (
        "charge_cancellation", "charge_collection", "charge_late_indication", "charge_copy", "bill_office_work",
        "bill_sickness",
    ),
    "complaints": ("complain", "file_dispute", "decide_liability"),
}  # fmt: skip
"""The groups of the list, in its order; a power that no group names stands in the last, which is called otherwise."""

USES: Mapping[str, str] = {
    "bill_office_work": "invoice.sent",
    "bill_sickness": "invoice.sent",
    "change_agreement": "agreement.changed",
    "change_plan": "plan.changed",
    "charge_cancellation": "invoice.sent",
    "charge_collection": "invoice.sent",
    "charge_late_indication": "invoice.sent",
    "complain": "complaint.received",
    "decide_liability": "damage.decided",
    "file_dispute": "dispute.filed",
    "inspect_after_death": "dossier.inspection_given",
    "refuse_inspection": "dossier.inspection_refused",
    "request_evaluation": "plan.evaluation_requested",
    "sign_agreement": "agreement.accepted",
    "terminate": "notice.given",
}
"""The act by which a power is used, where no finding of the set judges such an act."""


def power_label(power: str, lang: Language) -> str:
    """What a power lets somebody do."""
    return ENGLISH.get(power, power.replace("_", " ")) if lang == "en" else showing.power_label(power)


def group_label(group: str) -> str:
    """What a group of powers is called."""
    return {
        "agreement": _("The agreement"),
        "ending": _("Ending and refusing"),
        "care": _("Plan and care"),
        "information": _("Information and dossier"),
        "money": _("Money"),
        "complaints": _("Complaints and disputes"),
    }.get(group, _("Other"))


def used_by(norms: NormSet, power: str) -> str:
    """The kind of act by which a power is used; empty where there is none."""
    judged = [kind for kind, rows in norms.findings.items() if any(row.power == power for row in rows)]
    return judged[0] if judged else USES.get(power, "")


def parameter_label(power: str, name: str) -> str:
    """What a power asks, as a question; some parameters are asked otherwise for one power."""
    asked = _parameters()
    return asked.get(f"{power}.{name}") or asked.get(name, name.replace("_", " "))


def _parameters() -> dict[str, str]:
    return {
        "act": _("About which act?"),
        "amount": _("How much is the dispute about, in euros?"),
        "at": _("Where?"),
        "by": _("Who?"),
        "cause": _("What makes the change necessary?"),
        "channel": _("How is notice given?"),
        "complaint": _("About which complaint?"),
        "costs": _("What did the care cost, in euros?"),
        "ground": _("On which ground?"),
        "legal_basis": _("Which law asks for it?"),
        "lifting_aid": _("Can a lifting aid be used?"),
        "matter": _("In which matter?"),
        "name": _("Which medical act?"),
        "needed": _("Are the data needed for that purpose?"),
        "one_suffices": _("Is one staff member enough?"),
        "organised": _("Can two staff members be arranged?"),
        "protection": _("Is it needed to protect the client?"),
        "purpose": _("For what purpose?"),
        "reason": _("For which reason?"),
        "recipient": _("To whom?"),
        "reminder": _("About which reminder?"),
        "solution": _("Is a lasting solution in sight?"),
        "study": _("Which study?"),
        "to": _("To whom?"),
        "urgent": _("Is it urgent?"),
        "visit": _("About which visit?"),
        "change_agreement.by": _("Who wants the change?"),
        "charge_copy.act": _("About which request for a copy?"),
        "charge_late_indication.act": _("About which indication?"),
        "file_dispute.by": _("Who files the dispute?"),
        "terminate.act": _("About which indication?"),
        "terminate.by": _("Who gives notice?"),
    }


def parameter_choice(kind: str, name: str, value: str, lang: Language) -> str:
    """What a choice of a parameter is called: as on the form of the act by which the power is used, if it knows it."""
    own = _choices().get(f"{name}.{value}")
    if own is not None:
        return own
    try:
        return choice_label(kind, name, value, lang)
    except KeyError:
        return value.replace("_", " ")


def _choices() -> dict[str, str]:
    """Choices that no form of an act has."""
    return {
        "purpose.calamity": _("Reporting a calamity"),
        "purpose.coordination": _("Coordinating the care"),
        "purpose.inquiry_after_report": _("Inquiry after a report for support"),
        "purpose.legal_duty": _("A duty by law"),
        "purpose.no_show": _("The client was twice not at home"),
        "purpose.others_contribution": _("The contribution of parents or guardian"),
        "purpose.own_contribution": _("The client's own contribution"),
        "purpose.periodic_check": _("A periodic check"),
        "purpose.personal_budget": _("The personal budget"),
        "purpose.quality_measurement": _("Measuring quality"),
        "purpose.recovery": _("Recovering costs"),
        "purpose.reporting_code": _("Following the reporting code"),
        "purpose.revision": _("Revising a decision"),
        "purpose.statistics": _("Statistics"),
        "purpose.supervision": _("Supervision"),
        "reason.conditions": _("The home does not meet the conditions"),
        "reason.conduct": _("Conduct of the client or others"),
        "reason.exclusion": _("A ground of exclusion"),
        "reason.hygiene": _("Bad hygiene"),
    }


def part_label(part: str) -> str:
    """What a part of an amount is called."""
    return {"interest": _("of which interest"), "costs": _("of which collection costs")}.get(part, part)
