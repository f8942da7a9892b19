"""An answer about a power as a page shows it: the verdict, each condition with what would meet it, and what follows."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from nakomen.acts import KIND_AREAS, kind_class
from nakomen.acts.labels import field_label, kind_label
from nakomen.norms import readings, reasons
from nakomen.norms.showing import capital
from nakomen.web.desk.addresses import of_act, of_client
from nakomen.web.desk.asking import language
from nakomen.web.desk.powers import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from django.utils.safestring import SafeString

    from nakomen.norms.powers import Answer, Judged
    from nakomen.norms.state import State
    from nakomen.record.seeing import Seen
    from nakomen.terms.clause_texts import ClauseTexts
    from nakomen.web.desk.asking import Desk
    from nakomen.web.desk.powers.linking import ActLink, Links

STATES: Mapping[bool | None, str] = {True: "met", False: "unmet", None: "unknown"}


@dataclass(frozen=True, slots=True)
class Next:
    """Something that settles what is lacking: in words, and where to do it (empty: on this page, or nowhere here)."""

    text: str
    button: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a power: met, unmet or unknown; its words, its clause, and what would settle it."""

    state: str
    text: str
    clause: str
    title: str
    explain: str
    nexts: list[Next]


@dataclass(slots=True)
class Verdict:
    """The answer with everything that a page tells of it. What rests on acts outside the areas is left out of it."""

    answer: Answer
    state: str
    conditions: list[Condition]
    asks: list[Next]
    refusals: list[SafeString]
    steps: list[SafeString]
    parts: list[tuple[str, Decimal]]
    because: list[ActLink]
    readings: list[str]
    explain: str
    record: Next | None
    whole: bool = True
    """Whether it rests on nothing that is not to be seen."""
    becomes: date | None = None
    """The first later day on which it becomes permitted by itself."""

    @property
    def count(self) -> Mapping[str, int]:
        """How many conditions are met, unmet and unknown."""
        states = [each.state for each in self.conditions]
        return {state: states.count(state) for state in STATES.values()}


class Teller:
    """Puts answers about one client on one day into the words of a page."""

    def __init__(self, asked: Desk, seen: Seen, s: State, links: Links, day: date | None) -> None:
        self.client = links.client
        self._seen, self._s, self._links, self._day = seen, s, links, day
        self._texts: ClauseTexts = seen.conditions.texts()
        self._recording = asked.decide("act.append", links.client)
        self._manages = asked.may("organisation.read")

    def verdict(self, answer: Answer) -> Verdict:
        """The answer in full."""
        whole = self._seen.sees_all(answer.because)
        about = next((name for name in answer.params.values() if isinstance(name, str) and name in self._s.named), "")
        return Verdict(
            answer=answer,
            state=STATES[answer.allowed],
            conditions=list(self._conditions(answer)),
            asks=self._asks(answer),
            refusals=self._links.texts(answer.refusals) if whole else [],
            steps=self._links.texts(answer.steps) if whole else [],
            parts=[(words.part_label(name), value) for name, value in answer.parts.items()],
            because=self._links.acts(answer.because),
            readings=readings.of_answer(answer),
            explain=self._links.explain(answer.clauses[0], self._day, about) if answer.clauses else "",
            record=self._record(answer) if answer.allowed else None,
            whole=whole,
        )

    def lacking(self, answer: Answer) -> str:
        """What is lacking first, in a few words, where an act would meet it; empty where nothing would."""
        unmet = (item.requirement for item in answer.judged if item.met is False)
        for requirement in unmet:
            if requirement.what in KIND_AREAS and _can_be_met(requirement.test.tree):
                return kind_label(requirement.what, language())
        return ""

    # --- conditions -------------------------------------------------------------------------------------------------

    def _conditions(self, answer: Answer) -> Iterator[Condition]:
        told: set[tuple[str, str]] = set()
        lines: set[tuple[str, str]] = set()
        for item in answer.judged:
            clause, what = item.requirement.clause, item.requirement.what
            told.add((clause, what))
            text = capital(reasons.requirement(item, answer, self._s))
            if (text, STATES[item.met]) not in lines:
                lines.add((text, STATES[item.met]))
                yield self._condition(STATES[item.met], text, clause, self._nexts(item, answer))
        for unmet in answer.unmet:
            if (unmet["clause"], unmet["what"]) not in told and unmet["what"] != answer.power:
                yield self._condition("unmet", capital(reasons.unmet(unmet["what"])), unmet["clause"], [])

    def _condition(self, state: str, text: str, clause: str, nexts: list[Next]) -> Condition:
        title, _summary = self._texts.of(clause) or ("", "")
        return Condition(state, text, clause, title, self._links.explain(clause, self._day), nexts)

    def _nexts(self, item: Judged, answer: Answer) -> list[Next]:
        if item.met is None:
            return [self._settles(name) for name in item.missing]
        what = item.requirement.what
        if item.met or what not in KIND_AREAS or not _can_be_met(item.requirement.test.tree):
            return []
        return [self._to_record(what, answer, item.requirement.clause)]

    def _asks(self, answer: Answer) -> list[Next]:
        """What is not known and no condition tells of."""
        told = {name for item in answer.judged for name in item.missing}
        return [self._settles(name) for name in answer.missing if name not in told]

    def _to_record(self, kind: str, answer: Answer, clause: str) -> Next:
        """The act that would meet a condition, with its form where this person may record it."""
        label = kind_label(kind, language())
        if not self._recording.covers(kind):
            return Next(label)
        answers = kind_class(kind).answers
        about = [name for name in answer.params.values() if isinstance(name, str) and name in self._s.named]
        fits = [name for name in about if self._s.named[name].kind in answers]
        query = urlencode({"clause": clause} | ({"act": fits[0]} if fits else {}))
        return Next(label, _("Record this"), f"{of_client('act_new', self._links.client, kind)}?{query}")

    def _record(self, answer: Answer) -> Next | None:
        """The act by which a power that is there is used."""
        kind = words.used_by(self._s.norms, answer.power)
        return self._to_record(kind, answer, answer.clauses[0]) if kind and answer.clauses else None

    # --- what is not known ------------------------------------------------------------------------------------------

    def _settles(self, missing: str) -> Next:
        """What would settle that something is not known: an act, a field of one, a fact of the provider, an answer."""
        if missing in KIND_AREAS:
            return self._happened(missing)
        owner, _dot, name = missing.rpartition(".")
        if owner in self._s.named:
            return self._of_act(owner, name.removesuffix("_"))
        if owner == "provider":
            fact = self._s.norms.facts.get(name)
            text = _("Your organisation has not said: %(fact)s.") % {"fact": fact.label if fact else name}
            return Next(text, _("To the settings"), reverse("settings")) if self._manages else Next(text)
        own = name or missing
        return Next(_("Not answered: %(question)s") % {"question": words.parameter_label("", own)})

    def _happened(self, kind: str) -> Next:
        text = _("Did this happen: %(act)s? If so, record it.") % {"act": kind_label(kind, language())}
        if not self._recording.covers(kind):
            return Next(text)
        return Next(text, _("Record this"), of_client("act_new", self._links.client, kind))

    def _of_act(self, owner: str, name: str) -> Next:
        link = self._links.act(owner)
        if link is None:
            return Next(_("Something is not known that lies outside what you may see."))
        kind = self._s.named[owner].kind
        told = {"field": _field(kind, name), "act": link.text}
        text = _("Not known: %(field)s, at %(act)s.") % told
        if not self._recording.covers(kind):
            return Next(text)
        url = of_act("act_correct", self._links.client, link.place)
        return Next(text, _("Fill in"), f"{url}?{urlencode({'field': name})}")


def _field(kind: str, name: str) -> str:
    try:
        return field_label(kind, name, language())
    except KeyError:
        return name.replace("_", " ")


def _can_be_met(tree: Any) -> bool:
    """Whether an act can meet a test: not where it asks that something is not so, or where it never holds."""
    return not isinstance(tree, ast.Constant) and not (isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not))
