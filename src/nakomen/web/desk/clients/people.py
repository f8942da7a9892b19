"""The people around a client, as far as a decision opens what tells of them: who decides, cares, helps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from nakomen.acts.labels import choice_label
from nakomen.norms import persons
from nakomen.record.models import StaffMember
from nakomen.web.desk.asking import language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nakomen.norms.facts import Fact
    from nakomen.norms.state import State
    from nakomen.record.access import Decision


@dataclass(frozen=True, slots=True)
class Representative:
    """Who may act for the client: the words of the role, the matters covered, and those in which it decides now."""

    act: str
    name: str
    role: str
    scope: tuple[str, ...]
    decides: tuple[str, ...]
    since: date


@dataclass(frozen=True, slots=True)
class Member:
    """Who cares for the client: the staff member's name, or the code where there is no such staff member."""

    act: str
    code: str
    name: str
    role: str
    responsible_for: str
    contact_point: bool
    since: date


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody else around the client; `sort` is contact, carer or provider, `note` what matters of this person."""

    act: str
    sort: str
    name: str
    note: str
    phone: str
    email: str
    since: date
    veto: bool = False


def role(code: str | None, basis: str) -> str:
    """What a representative is called."""
    if code:
        return choice_label("client.representative_appointed", "role", code, language()).lower()
    return _("authorised person") if basis == "written" else _("representative by law")


def matter(code: str) -> str:
    """What a matter is called in which somebody can decide for the client."""
    return choice_label("client.representative_appointed", "scope", code, language()).lower()


def representatives(s: State, decision: Decision) -> tuple[Representative, ...]:
    """Whoever may act for the client, each with the matters."""
    if not decision.covers("client.representative_appointed"):
        return ()
    # Whether somebody decides now follows from an assessment of capacity: who may not see that is not told either.
    open_ = decision.covers("client.capacity_assessed")
    shown = persons.view(s)
    return tuple(
        Representative(
            act=each["act"],
            name=s.named[each["act"]].act.name,
            role=role(each["role"], each["basis"]),
            scope=tuple(matter(code) for code in each["scope"]),
            decides=tuple(matter(code) for code in _decides(each, shown)) if open_ else (),
            since=s.named[each["act"]].day,
        )
        for each in shown
    )


def _decides(one: dict[str, Any], every: list[dict[str, Any]]) -> list[str]:
    """The matters in which a representative decides now; what one parent decides, the other decides as well."""
    if one["role"] != "parent":
        return list(one["may_act_in"])
    parents = [each for each in every if each["role"] == "parent" and each["basis"] == one["basis"]]
    return [code for code in one["scope"] if any(code in each["may_act_in"] for each in parents)]


def phone(s: State, decision: Decision) -> str:
    """The client's own number now; empty where there is none, or it is not to be seen."""
    if not decision.covers("client.registered"):
        return ""
    changes = s.of("client.details_changed") if decision.covers("client.details_changed") else []
    told: list[Any] = [fact.act for fact in s.of("client.registered")[-1:] + changes]
    return next((act.phone for act in reversed(told) if act.phone is not None), "")


def team(s: State, decision: Decision) -> tuple[Member, ...]:
    """Who is in the team now, the fixed points of contact first; in one query."""
    if not decision.covers("team.assigned"):
        return ()
    present: list[Any] = [fact for fact in s.of("team.assigned") + s.of("team.handed_over") if not _gone(s, fact)]
    known = names(_code(fact) for fact in present)
    made = {
        _code(fact): Member(
            act=fact.name,
            code=_code(fact),
            name=known.get(_code(fact), _code(fact)),
            role=getattr(fact.act, "role", ""),
            responsible_for=getattr(fact.act, "responsible_for", None) or "",
            contact_point=getattr(fact.act, "contact_point", False),
            since=fact.day,
        )
        for fact in present
    }
    return tuple(sorted(made.values(), key=lambda each: (not each.contact_point, each.name)))


def _gone(s: State, fact: Fact) -> bool:
    return bool(s.answering(fact, "team.left") or s.answering(fact, "team.handed_over"))


def _code(fact: Any) -> str:
    code: str = fact.act.caregiver if fact.kind == "team.assigned" else fact.act.to
    return code


def names(codes: Iterable[str]) -> dict[str, str]:
    """The names of staff members by their codes, in one query; none where there is no code."""
    wanted = set(codes)
    if not wanted:
        return {}
    return dict(StaffMember.objects.filter(code__in=wanted).values_list("code", "name"))


def contacts(s: State, decision: Decision) -> list[Contact]:
    """Contact persons, informal carers and other providers as they are now."""
    made = []
    if decision.covers("client.contact_person_named") and (fact := s.last("client.contact_person_named")):
        act: Any = fact.act
        made.append(Contact(fact.name, "contact", act.name, "", act.phone or "", act.email or "", fact.day))
    if decision.covers("client.carer_named"):
        made += _carers(s)
    if decision.covers("client.other_provider_reported"):
        made += [
            Contact(fact.name, "provider", fact.act.provider, fact.act.care or "", "", "", fact.day)
            for fact in s.of("client.other_provider_reported")
            if not s.answering(fact, "client.other_provider_ended")
        ]
    return made


def _carers(s: State) -> list[Contact]:
    """Each carer as last named: the client may have let a carer take part, and no longer."""
    last: dict[str, Fact] = {fact.act.name: fact for fact in s.of("client.carer_named")}
    return [
        Contact(fact.name, "carer", name, fact.act.relation or "", "", "", fact.day, veto=not fact.act.involve)
        for name, fact in last.items()
    ]
