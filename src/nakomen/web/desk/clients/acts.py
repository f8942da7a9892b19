"""The acts of one client: all of them, and one with what it says, what it answers, and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.utils.http import urlencode
from django.utils.text import Truncator

from nakomen.acts import kind_class
from nakomen.acts.labels import area_label, kind_label
from nakomen.acts.moments import happened_at, recorded_at
from nakomen.law.clock import local_day
from nakomen.norms.facts import CORRECTED, RETRACTED, effective
from nakomen.norms.standing import standing
from nakomen.record.ledger import UnknownClientError
from nakomen.record.models import Entry
from nakomen.record.seeing import Seen
from nakomen.web.desk.acts.about import pointed
from nakomen.web.desk.addresses import of_act
from nakomen.web.desk.asking import Desk, desk, language
from nakomen.web.desk.clients import people
from nakomen.web.desk.clients.heading import heading
from nakomen.web.desk.clients.rows import Rows, groups, places
from nakomen.web.desk.clients.values import Known, Value, codes, corrected, each_value, values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpResponse

    from nakomen.acts.base import Act
    from nakomen.record.access import Decision

PAGE = 50
GIST = 2
"""So many fields of an act tell in a list which one it is."""
LONGEST = 200
"""Letters of a field that a line shows: the page of the act has all of it."""
LATE = 1
"""An act that was recorded more days than this after it happened is marked: its terms may have run meanwhile."""


@dataclass(frozen=True, slots=True)
class Line:
    """An act in a list: its place, what and when, who recorded it when, and what became of it."""

    seq: int
    url: str
    name: str
    label: str
    gist: tuple[tuple[str, str], ...]
    area: str
    on: date | datetime
    timed: bool
    recorder: str
    recorded: datetime
    days_late: int
    about: str
    about_seq: int | None
    corrected: bool
    retracted: bool


class History:
    """The acts of a client as a page tells them; the acts that corrected or retracted others are acts as well."""

    def __init__(self, seen: Seen, client: UUID) -> None:
        self.seen = seen
        self.client = client
        self.seqs = places(seen)
        self.by_name = {act.id or "": act for act in seen.acts}
        every = effective(seen.case.named, date.max, None)
        self.holding = {fact.name: fact for fact in every.facts}
        self.retracted = {fact.name for fact in every.retracted}
        taken_back = {act.act for act in seen.acts if act.kind == RETRACTED and act.id not in self.retracted}
        self.corrections = [act for act in seen.acts if act.kind == CORRECTED and act.id not in taken_back]
        self.corrected = {act.act for act in self.corrections}

    @cached_property
    def shown(self) -> list[Act]:
        """The acts that may be seen, the newest first: by when they happened, then by when they were recorded."""
        acts = [act for act in self.seen.acts if self.seen.sees(act.id)]
        return sorted(acts, key=lambda act: (happened_at(act), recorded_at(act), self.seqs[act.id or ""]), reverse=True)

    @cached_property
    def staff(self) -> dict[str, str]:
        """The names of those who recorded acts and of those whom acts name, by their codes; in one query."""
        recorders = {act.recorder for act in self.seen.acts if act.recorder}
        held = (fact.act for fact in self.holding.values())
        return people.names(recorders.union(*map(codes, self.seen.acts), *map(codes, held)))

    @cached_property
    def known(self) -> Known:
        """Names of staff, and the acts that may be seen, in words: what acts name by code."""
        facts = (fact for fact in self.holding.values() if self.seen.sees(fact.name))
        return Known(self.staff, {fact.name: pointed(fact.name, fact.act, language()).label for fact in facts})

    def values(self, act: Act) -> Sequence[Value]:
        """What an act says, with what it said before it was corrected."""
        fact = self.holding.get(act.id or "")
        return values(act, fact.act if fact is not None else None, self.known)

    def _first(self, act: Act) -> Iterable[Value]:
        fact = self.holding.get(act.id or "")
        return islice(each_value(act, fact.act if fact is not None else None, self.known), GIST)

    def lines(self, acts: Iterable[Act]) -> list[Line]:
        """These acts as lines."""
        return [self._line(act) for act in acts]

    def _line(self, act: Act) -> Line:
        name, about = act.id or "", act.act or ""
        shown = self.seen.sees(about) and about in self.by_name
        happened = local_day(act.on) if isinstance(act.on, datetime) else act.on
        days = (local_day(recorded_at(act)) - happened).days
        return Line(
            seq=self.seqs[name],
            url=of_act("client_act", self.client, self.seqs[name]),
            name=name,
            label=kind_label(act.kind, language()),
            gist=tuple((each.label, Truncator(each.text).chars(LONGEST)) for each in self._first(act) if each.text),
            area=area_label(act.area, language()),
            on=act.on,
            timed=isinstance(act.on, datetime),
            recorder=self.staff.get(act.recorder or "", act.recorder or ""),
            recorded=recorded_at(act),
            days_late=days if days > LATE else 0,
            about=kind_label(self.by_name[about].kind, language()) if shown else "",
            about_seq=self.seqs[about] if shown else None,
            corrected=name in self.corrected,
            retracted=name in self.retracted,
        )


# --- all acts -------------------------------------------------------------------------------------------------------


@desk("client.read")
def client_acts(asked: Desk, /, client: UUID) -> HttpResponse:
    """All acts, the newest first; `area` leaves out those of other areas."""
    seen = Seen(asked.require(client), client)
    history = History(seen, client)
    areas = sorted({act.area for act in history.shown}, key=lambda each: area_label(each, language()))
    area = next((each for each in areas if each == asked.request.GET.get("area")), "")
    wanted = [act for act in history.shown if area in ("", act.area)]
    page = Paginator(wanted, PAGE).get_page(asked.request.GET.get("page"))
    context = {
        "part": "clients",
        "tab": "acts",
        "client": client,
        "who": heading(asked, seen),
        "lines": history.lines(page.object_list),
        "page": page,
        "area": area,
        "query": urlencode({"area": area}) if area else "",
        "areas": [(each, area_label(each, language())) for each in areas],
    }
    return asked.render("desk/clients/acts.html", context)


# --- one act --------------------------------------------------------------------------------------------------------


@desk("client.read")
def client_act(asked: Desk, /, client: UUID, seq: int) -> HttpResponse:
    """One act with all its fields; one outside the areas is not there."""
    seen = Seen(asked.require(client), client)
    history = History(seen, client)
    act = seen.acts[seq - 1] if 0 < seq <= len(seen.acts) else None
    if act is None or not seen.sees(act.id):
        raise UnknownClientError("no such act")  # the frame answers it as any page that is not there
    recording = asked.decide("act.append", client)
    context = {
        "part": "clients",
        "tab": "acts",
        "client": client,
        "who": heading(asked, seen),
        "act": act,
        "line": history.lines([act])[0],
        "values": history.values(act),
        "changes": _changes(act, history),
        "may_change": recording.covers(act.kind) and act.kind not in (CORRECTED, RETRACTED),
        "clauses": [(clause, seen.conditions.texts().of(clause)) for clause in _clauses(act, seen)],
        "receipt": _receipt(client, seq, seen),
        "seqs": history.seqs,
        **_around(asked, client, act, history, recording),
    }
    return asked.render("desk/clients/act.html", context)


def _changes(act: Act, history: History) -> Sequence[Any]:
    """What a correction changes, in the words of the act that it corrects."""
    about = history.by_name.get(act.act or "")
    fields: Any = getattr(act, "fields", None)
    return (
        corrected(kind_class(about.kind), fields, history.known) if act.kind == CORRECTED and about is not None else ()
    )


def _clauses(act: Act, seen: Seen) -> list[str]:
    """The clauses that speak of this kind of act, of the sets that hold for this organisation's clients."""
    sets = {terms.name for terms in seen.conditions.texts().sets} | {"statute"}
    return [clause for clause in kind_class(act.kind).clauses if clause.partition("/")[0] in sets]


def _around(asked: Desk, client: UUID, act: Act, history: History, recording: Decision) -> dict[str, Any]:
    """What the act answers, what answers it, and the duties that rest on it, as they stand today."""
    seen = history.seen
    found = standing(seen.case, asked.today)
    name = act.id or ""
    fact = found.s.named.get(name)
    about = history.by_name.get((fact.ref if fact is not None else act.act) or "")
    following = {other.id: other for other in seen.acts if other.act == name}
    following |= {other.name: history.by_name[other.name] for other in found.s.answers.get(name, ())}
    answering = [other for other in following.values() if seen.sees(other.id)]
    duties = [row for row in seen.duties(found) if name in row.because()]
    rows = Rows(client, found, seen, recording)
    return {
        "answers": history.lines([about])[0] if about is not None and seen.sees(about.id) else None,
        "answered_by": history.lines(answering),
        "sides": [pair for pair in groups(rows.sides(duties)) if pair[1].waiting or pair[1].gone],
        "today": asked.today,
    }


def _receipt(client: UUID, seq: int, seen: Seen) -> Entry | None:
    """The place in the chain with its tip; the tip rests on every act before it, so only whole files tell it."""
    if seen.decision.areas is not None:
        return None
    return Entry.objects.filter(chain_id=client, seq=seq).first()
