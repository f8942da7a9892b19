"""The Dutch words in which a person reads an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from nakomen.case_files import OpenedCase
    from nakomen.norms.state import State

WHO = {
    "client": "cliënt",
    "provider": "zorgaanbieder",
    "representative": "vertegenwoordiger",
    "carer": "mantelzorger",
    "relative": "nabestaande",
    "municipality": "gemeente",
    "dispute_body": "geschilleninstantie",
    "supervisor": "toezichthouder",
    "both": "beide partijen",
}
STATES = {
    "overdue": "te laat",
    "undetermined": "niet te bepalen",
    "open": "open",
    "suspended": "opgeschort",
    "done_late": "te laat gedaan",
    "done": "gedaan",
    "excused": "niet verschuldigd",
    "waived": "kwijtgescholden",
    "lapsed": "vervallen",
}
PLAN = {"none": "geen", "presented": "voorgelegd", "in_force": "in werking"}
ROLES = {
    "curator": "curator",
    "mentor": "mentor",
    "administrator": "bewindvoerder",
    "proxy": "gemachtigde",
    "partner": "partner",
    "parent": "ouder",
    "child": "kind",
    "sibling": "broer of zus",
}
MATTERS = {"care": "zorg", "information": "informatie", "finance": "geldzaken"}
PAYERS = {
    "client": "cliënt",
    "pgb": "pgb",
    "wmo": "gemeente (Wmo)",
    "wlz": "zorgkantoor (Wlz)",
    "zvw": "verzekeraar (Zvw)",
}
CHARGES = {
    "visit": "bezoek",
    "cancellation": "niet of te laat afgezegd bezoek",
    "office_work": "werk op kantoor",
    "late_indication": "zorg zonder indicatie",
    "copy": "kopie van het dossier",
}
CARRIERS = {
    "duty": "plicht",
    "power": "bevoegdheid",
    "requirement": "vereiste",
    "citation": "vermelding",
    "finding": "toets",
    "end": "einde",
    "rule": "rekenregel",
    "topic": "onderwerp van informatie",
    "content": "inhoud van een document",
    "checklist": "checklist",
    "register": "register",
    "page": "pagina",
    "definition": "begrip",
    "scope": "reikwijdte",
    "statute": "voorrang van de wet",
}


def on(value: date | None) -> str:
    """A day, or a dash."""
    from nakomen.law.tables import dutch

    return "–" if value is None else dutch(value)


def at(value: datetime) -> str:
    """An instant in local time."""
    from nakomen.norms.showing import shown

    return shown(value)


def titled(clause: str | None, opened: OpenedCase, present: str) -> str:
    """A clause by its number and title, or a dash."""
    return "–" if clause is None else opened.texts.titled(clause, present)


def question(missing: str, s: State) -> str:
    """The question whose answer settles what is missing: a field of an act, a setting, a fact, a kind of act."""
    from nakomen.acts import KIND_AREAS
    from nakomen.norms.showing import act_label

    if missing in KIND_AREAS:
        return f"Is dit gebeurd: {act_label(missing).lower()}? Leg het dan vast ({missing})."
    owner, _, field = missing.rpartition(".")
    if owner in s.named:
        return _of_field(field, owner, s)
    if missing.startswith("provider."):
        fact = s.norms.facts.get(missing.removeprefix("provider."))
        return f"Wat geldt voor de zorgaanbieder: {fact.label.lower() if fact else missing}? Vul `{missing}` in."
    return f"{_asked(missing)} Geef `{missing}` op."


def _of_field(field: str, owner: str, s: State) -> str:
    from nakomen.norms.showing import asked_of_state

    about = asked_of_state(owner, s)
    if field == "on":
        return f"Hoe laat was dit: {about}?"
    if field == "act":
        return f"Waarop slaat dit: {about}? Vul `act` in."
    return f"{_asked(field, s.named[owner].kind)} Vul `{field}` in bij: {about}."


def _asked(field: str, kind: str = "") -> str:
    """The question after a field: whether something is so, or what it is."""
    from nakomen.norms.showing import field_label
    from nakomen.norms.words import FLAGS

    if field in FLAGS:
        return f"Is dit zo: {FLAGS[field][0]}?"
    return f"Wat geldt hier: {field_label(field, (kind,))}?"
