"""What stands, in sentences: the agreement, the plan, who decides, how long the dossier is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS
from nakomen.acts.labels import kind_label
from nakomen.norms import persons
from nakomen.web.desk import words
from nakomen.web.desk.addresses import of_client
from nakomen.web.desk.asking import language
from nakomen.web.desk.clients import people

if TYPE_CHECKING:
    from uuid import UUID

    from nakomen.norms.standing import Standing
    from nakomen.record.seeing import Seen


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence about the standing, with the clause on which it rests and where that is explained."""

    text: str
    clause: str = ""
    explain: str = ""


def sentences(client: UUID, found: Standing, seen: Seen) -> list[Sentence]:
    """What stands on the day, as far as it may be seen."""
    made: list[Sentence] = []
    if seen.part("agreement"):
        made += _agreement(client, found.agreement)
    if seen.part("plan"):
        made.append(Sentence(_plan(found.plan)))
    if seen.part("representation") and seen.decision.covers("client.capacity_assessed"):
        made += map(Sentence, _representation(found, seen))
    if seen.part("retention"):
        made += _retention(client, found.retention)
    return made


def _agreement(client: UUID, view: dict[str, Any]) -> list[Sentence]:
    days = {"since": _day(view["since"]), "until": _day(view["ends_on"])}
    clause = view["clause"] or ""
    texts = {
        "none": _("There is no agreement."),
        "offered": _("An agreement was offered on %(since)s; it was not accepted yet.") % days,
        "in_force": _("The agreement has been in force since %(since)s.") % days,
        "ending": _("The agreement has been in force since %(since)s and is ending.") % days,
        "ended": _("The agreement was in force from %(since)s up to and including %(until)s.") % days,
    }
    made = [Sentence(texts[view["status"]])]
    if view["status"] in ("in_force", "ending") and view["ends_on"]:
        ending = view["status"] == "ending"
        text = _("Its last day is %(until)s.") if ending else _("Without anything new it ends on %(until)s.")
        made.append(Sentence(text % days))
    if clause:
        made[-1] = Sentence(made[-1].text, clause, _explain(client, clause))
    if view["awaiting"] and view["status"] != "offered":
        kind = view["awaiting"]
        label = kind_label(kind, language()) if kind in KIND_AREAS else kind
        made.append(Sentence(_("It waits for: %(act)s.") % {"act": label.lower()}))
    return made


def _plan(view: dict[str, Any]) -> str:
    texts = {
        "none": _("There is no plan in force."),
        "presented": _("A plan was presented on %(since)s; the client has not agreed to it yet."),
        "in_force": _("The plan has been in force since %(since)s."),
    }
    return texts[view["status"]] % {"since": _day(view["since"])}


def _representation(found: Standing, seen: Seen) -> list[str]:
    """Who decides: everybody who does so on some matter, or the client; nobody for who died."""
    if persons.died(found.s):
        return []
    deciding = [each for each in people.representatives(found.s, seen.decision) if each.decides]
    if not deciding:
        return [_("The client decides on everything.")]
    text = _("%(name)s (%(role)s) decides for the client on: %(matters)s.")
    return [text % {"name": each.name, "role": each.role, "matters": ", ".join(each.decides)} for each in deciding]


def _retention(client: UUID, view: dict[str, Any]) -> list[Sentence]:
    if view["until"] is None:
        return []
    text = _("The dossier is kept at least up to and including %(until)s.") % {"until": _day(view["until"])}
    return [Sentence(text, view["clause"], _explain(client, view["clause"]))]


def _explain(client: UUID, clause: str) -> str:
    return f"{of_client('explain', client)}?{urlencode({'clause': clause})}"


def _day(value: Any) -> str:
    return words.day(value) if value is not None else ""
