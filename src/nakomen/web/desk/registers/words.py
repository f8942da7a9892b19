"""The words of the registers in the language of the page: duties, topics, documents, what was expected of a field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from nakomen.record.registers import OrganisationDuty


def duty_label(duty: OrganisationDuty) -> str:
    """What is to be done by a duty of the organisation; of whom or what, its `about` says."""
    if duty.what == "instruct_staff":
        return _("Instruct staff: %(topic)s") % {"topic": topic(duty.thing)}
    if duty.what == "publish_document":
        return _("Publish a document: %(document)s") % {"document": document(duty.thing)}
    if duty.what == "review_document":
        return _("Review a document: %(document)s") % {"document": document(duty.thing)}
    if duty.what in {"return_keys", "return_property"} and duty.count > 1:
        return _many(duty)
    return {
        "renew_competence": _("Renew a competence"),
        "check_equipment": _("Have a device checked"),
        "repair_equipment": _("Repair or replace a device that is not sound"),
        "return_keys": _("Get one key back to a client"),
        "return_property": _("Get one thing back to a client"),
        "stop_material": _("Stop working with a hazardous substance"),
    }.get(duty.what, duty.what)


def _many(duty: OrganisationDuty) -> str:
    if duty.what == "return_keys":
        return _("Get %(count)s keys back to clients") % {"count": duty.count}
    return _("Get %(count)s things back to clients") % {"count": duty.count}


def topic(word: str) -> str:
    """What a topic of instruction is called."""
    return {
        "plan_rights": _("the client's rights with the care plan"),
        "confidentiality": _("confidentiality"),
        "lifting": _("lifting and posture"),
        "hygiene": _("working hygienically"),
        "reporting_code": _("the reporting code for abuse"),
    }.get(word) or _own(word)


def document(word: str) -> str:
    """What a sort of document is called."""
    return {
        "choice_information": _("information to choose a provider"),
        "complaint_scheme": _("complaint scheme"),
        "privacy": _("privacy statement"),
        "reporting_code": _("reporting code for abuse"),
        "hygiene": _("hygiene guidelines"),
        "norms": _("norms and guidelines"),
        "confidentiality": _("policy on confidentiality"),
        "keys": _("how we handle keys"),
        "participation": _("participation of clients"),
        "accessibility": _("accessibility statement"),
    }.get(word) or _own(word)


def _own(word: str) -> str:
    """A topic or document that only the organisation's own conditions ask: by the number of the clause."""
    number = word.removeprefix("clause-").replace("-", ".")
    return _("what clause %(number)s asks") % {"number": number}


def register(word: str) -> str:
    """What a register is called."""
    return {
        "competence": _("Competence"),
        "instruction": _("Instruction"),
        "equipment": _("Equipment"),
        "materials": _("Materials"),
        "keys": _("Keys of clients' homes"),
        "property": _("Property of clients"),
        "documents": _("Documents"),
    }.get(word, word)


def state(word: str) -> str:
    """What the state of a row in a register is called."""
    return {
        "valid": _("valid"),
        "later": _("starts later"),
        "expires": _("expires soon"),
        "expired": _("expired"),
        "ended": _("ended"),
        "sound": _("sound"),
        "due": _("check soon"),
        "late": _("check is late"),
        "unsound": _("not sound"),
        "retired": _("out of use"),
        "out": _("handed over"),
        "back_late": _("should be back"),
        "returned": _("returned"),
        "in_use": _("in use"),
        "hazardous": _("hazardous"),
        "missing": _("missing"),
        "review": _("review soon"),
        "review_late": _("review is late"),
        "none": _("not published"),
    }.get(word, word)


TONES = {
    "valid": "done", "sound": "done", "in_use": "done", "expires": "today", "due": "today", "review": "today",
    "expired": "overdue", "late": "overdue", "unsound": "overdue", "back_late": "overdue", "hazardous": "overdue",
    "missing": "overdue", "review_late": "overdue", "out": "open", "later": "open",
}  # fmt: skip
"""How a state looks: the class of its tag; the others are quiet."""


def expected(word: str) -> str:
    """What was expected of a field."""
    return {
        "text": _("Fill this in, and do not make it too long."),
        "past": _("Choose a day that is not in the future."),
        "after": _("Choose a day that is not before the first day."),
        "between": _("Choose a day from the first day up to today."),
        "once": _("This was noted already."),
        "retired": _("This device was out of use on that day."),
        "months": _("Give a number of months from 1 to 120."),
        "staff": _("Choose somebody from the list."),
        "topic": _("Choose a topic from the list."),
        "everybody": _("Not everybody was instructed yet, or an earlier day stands in the settings."),
    }.get(word, _("This does not fit."))
