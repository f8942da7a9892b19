"""The work list as a page shows it: the rows of one page in their groups, how many there are, what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from nakomen.record import access, filters, registers, worklist
from nakomen.record.models import ClientCard
from nakomen.record.registers.keys_of_homes import keys_seen
from nakomen.record.standings import Conditions
from nakomen.record.worklist import BY_GROUP, GROUPS, SCOPES
from nakomen.web.desk import words
from nakomen.web.desk.today import told
from nakomen.web.desk.today.questions import Asking
from nakomen.web.desk.today.rows import Maker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from django.db.models import Q

    from nakomen.record.models import DutyCopy, SavedFilter
    from nakomen.record.registers import OrganisationDuty
    from nakomen.web.desk.asking import Desk
    from nakomen.web.desk.today.choices import Choice
    from nakomen.web.desk.today.rows import Row

PERMISSION = "standing.read"
SUBJECT = "work list"
SIZE = 50


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one group on a page, with what the group is called and how many it has in all."""

    name: str
    label: str
    count: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Link:
    """Something to choose: its words, the query that chooses it, and whether it is chosen now."""

    label: str
    query: str
    chosen: bool = False
    count: str = ""
    alert: bool = False
    dutch: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the work list."""

    choice: Choice
    groups: list[Group]
    tabs: list[Link]
    scopes: list[Link]
    chips: list[Link]
    saved: list[Link]
    next: str
    first: bool

    @property
    def saved_now(self) -> bool:
        """Whether this choice has a name already."""
        return any(each.chosen for each in self.saved)

    @property
    def nothing_at_all(self) -> bool:
        """Whether the list is empty though nothing was narrowed."""
        return not self.groups and not self.choice.narrowed


@dataclass
class WorkList:
    """The work list of who asks, by a choice; each part of it is asked for once."""

    asked: Desk
    choice: Choice
    conditions: Conditions

    @classmethod
    def of(cls, asked: Desk, choice: Choice) -> WorkList:
        """The list with its scope settled: the own clients first, all where there are none."""
        if not choice.scope or not asked.may(PERMISSION):
            usual = worklist.usual_scope(asked.member.pk, asked.today) if asked.may(PERMISSION) else "all"
            choice = choice.with_(scope="all" if choice.client else usual)
        return cls(asked, choice, Conditions())

    def duties(self, *, grouped: bool = True) -> Q:
        """The clients' duties that are chosen, as a filter; `grouped` keeps to the group that is chosen."""
        choice = self.choice
        wanted = self._seen & choice.wanted.filter()
        return wanted & worklist.group(choice.group, self.asked.today) if grouped and choice.group else wanted

    @cached_property
    def _seen(self) -> Q:
        """The duties that who asks may see, of the clients that are chosen."""
        asked = self.asked
        chosen = worklist.scope(self.choice.scope, asked.member.pk, asked.today)
        return worklist.covered(asked.actor, PERMISSION, asked.now) & chosen

    @cached_property
    def registered(self) -> list[OrganisationDuty]:
        """Every duty of the organisation itself, from its registers."""
        keys = keys_seen(self.asked.actor, self.asked.now)
        return registers.duties(self.asked.today, keys, organisation=self.asked.organisation)

    def of_clients(self) -> bool:
        """Whether duties of clients are shown to who asks."""
        return self.choice.of_clients and self.asked.may(PERMISSION)

    def of_organisation(self) -> list[OrganisationDuty]:
        """The organisation's own duties that are chosen; beside the own clients' only where they are asked for."""
        choice = self.choice
        if not choice.of_organisation or (choice.scope != "all" and choice.about != "organisation"):
            return []
        return [
            each
            for each in self.registered
            if choice.clause in {"", each.clause}
            and choice.what in {"", each.what}
            and choice.state in {"", each.state}
        ]

    def maker(self) -> Maker:
        """What makes the rows."""
        asked = self.asked
        append = access.decide(asked.actor, "act.append", None, asked.now)
        return Maker(asked.today, asked.language, self.conditions.texts(), append)

    def rows(self, duties: Sequence[DutyCopy], maker: Maker, event: str = "R") -> list[Row]:
        """The rows of these duties; each client that is shown is logged."""
        asked = self.asked
        clients: list[UUID] = [each.chain_id for each in duties]
        decisions = access.seen(asked.actor, PERMISSION, clients, asked.now, SUBJECT, event=event)
        shown = [each for each in duties if decisions[each.chain_id].covers(each.kind)]
        questions = Asking(self.conditions, decisions, maker.append).of(shown)
        return [maker.of_client(each, decisions[each.chain_id], questions.get(each.pk, ())) for each in shown]

    def page(self, cursor: str | None) -> Listing:
        """A page of the list from after the cursor. Raises worklist.CursorError."""
        asked, choice, maker = self.asked, self.choice, self.maker()
        order = worklist.stretches(choice.group)
        counts = worklist.counts(self.duties(grouped=False), asked.today) if self.of_clients() else {}
        if cursor is None and counts:
            order = worklist.waiting(order, counts)
        duties = worklist.page(self.duties(), order, cursor, SIZE + 1, names=True) if self.of_clients() else []
        own = [maker.of_organisation(each) for each in self.of_organisation()]
        totals = {name: counts.get(name, 0) + sum(row.group == name for row in own) for name in GROUPS}
        chosen = [row for row in own if choice.group in {"", row.group}] if cursor is None else []
        rows = [*self.rows(duties[:SIZE], maker), *chosen]
        further = worklist.cursor_of(duties[SIZE - 1], BY_GROUP) if len(duties) > SIZE else ""
        saved = filters.entries(asked.member.pk)
        return Listing(
            choice=choice,
            groups=_grouped(rows, totals),
            tabs=_tabs(choice, totals),
            scopes=_scopes(choice) if asked.may(PERMISSION) else [],
            chips=[*self._chips(maker)],
            saved=[Link(each.name, each.query, _same(each, choice)) for each in saved],
            next=further,
            first=cursor is None,
        )

    def _chips(self, maker: Maker) -> Iterator[Link]:
        """What is chosen, each with the query that takes it off."""
        choice = self.choice
        for name, value in choice.narrowed.items():
            if name == "group":  # the tabs show it
                continue
            label, dutch = self._chip(name, value, maker)
            yield Link(label, choice.with_(**{name: ""}).query, dutch=dutch)

    def _chip(self, name: str, value: str, maker: Maker) -> tuple[str, str]:
        if name == "clause":
            return words.article(value), maker.title(value)
        told_ = {
            "whose": lambda: _("duties %(whose)s") % {"whose": told.whose(value)},
            "about": lambda: told.about(value),
            "what": lambda: told.what(value, self.asked.language),
            "state": lambda: words.state(value),
            "client": lambda: self._client(value),
        }
        return told_[name](), ""

    def _client(self, client: str) -> str:
        """The name of the one client that is chosen, to who may see it."""
        decision = access.decide(self.asked.actor, PERMISSION, self.choice.wanted.client, self.asked.now)
        card = ClientCard.objects.filter(pk=client).first() if decision.covers("client.registered") else None
        return card.name if card is not None else _("one client")


def _grouped(rows: Sequence[Row], totals: dict[str, int]) -> list[Group]:
    """The rows in the order of the groups; within a group as they came."""
    ordered = sorted(rows, key=lambda row: GROUPS.index(row.group))
    return [
        Group(name, told.group(name), told.count(totals[name]), list(some))
        for name, some in groupby(ordered, key=lambda row: row.group)
    ]


def _tabs(choice: Choice, totals: dict[str, int]) -> list[Link]:
    every = [Link(told.group(""), choice.with_(group="").query, not choice.group)]
    return every + [
        Link(
            told.group(name),
            choice.with_(group=name).query,
            choice.group == name,
            told.count(totals[name]),
            alert=name == "late" and totals[name] > 0,
        )
        for name in GROUPS
        if totals[name] or choice.group == name or name in {"late", "today", "week", "later"}
    ]


def _scopes(choice: Choice) -> list[Link]:
    return [Link(told.scope(name), choice.with_(scope=name).query, choice.scope == name) for name in SCOPES]


def _same(saved: SavedFilter, choice: Choice) -> bool:
    return bool(saved.query == choice.query)
