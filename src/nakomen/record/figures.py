"""How many duties stand how, per clause, team and month: counted once a day, for board and quality.

Figures hold counts only. What waits is counted from the work list, what was settled from the outcomes on each client's
card. A client belongs to the teams of those who care for the client; one whom two teams care for counts for both, and
once in the whole. Of a settled duty that is asked of the month in which it was settled, of all else of the day itself.

The newest figures are complete, and hold the trend of each clause. Of older days only the sums stay, for the trend of
all clauses together; of days long past only month ends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import batched, groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from nakomen.law.clock import local_day
from nakomen.law.periods import add_months
from nakomen.norms.duties import (
    DONE,
    DONE_LATE,
    EXCUSED,
    LAPSED,
    OPEN,
    OVERDUE,
    PENDING,
    SUSPENDED,
    UNDETERMINED,
    WAIVED,
)
from nakomen.norms.standing import standing
from nakomen.record import clause_figures, relations
from nakomen.record.models import CareRelation, Chain, ClientCard, DutyCopy, Figures, Team, TeamMember
from nakomen.record.tenancy import current, snapshot, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from nakomen.norms.duties import Duty
    from nakomen.norms.standing import Standing

    type Relation = tuple[str, date, date | None]
    type Waiting = tuple[str, str, str, date | None]

NOW = (OPEN, OVERDUE, UNDETERMINED, SUSPENDED)
SETTLED = (DONE, DONE_LATE, LAPSED, EXCUSED, WAIVED)
"""The states in the order in which figures count them."""
MONTHS = 36
"""For so many months back settled duties are counted, the running month included."""
WEEKS = 12
"""So many weeks ahead is counted what will come due, the running week included."""
RECENT = 3
"""Months over which a rate is told, the running month included; as many before it to compare it with."""
SMALL = 5_000
"""Up to so many clients counting is a matter of moments, done when somebody asks."""
KEPT_DAILY = timedelta(days=92)
"""For so long a day's sums are kept; of what is older, the last of each month."""
ALL, NONE = "all", "none"
"""The whole organisation, and the clients for whom nobody of a team cares."""
BATCH = 500


# --- what a card keeps for the figures ------------------------------------------------------------------------------


def outcomes_of(found: Standing) -> list[list[Any]]:
    """What became of the duties of a standing in the last months: clause, bearer, month of settling, state, count."""
    as_of = found.as_of
    first = add_months(as_of.replace(day=1), 1 - MONTHS)
    counts: Counter[tuple[str, str, int, int, str]] = Counter()
    for row in found.duties:
        if row.state not in PENDING:
            day = min(_settled_on(row), as_of)
            if day >= first:
                counts[row.norm.clause, row.norm.bearer, day.year, day.month, row.state] += 1
    return [
        [clause, bearer, f"{year}-{month:02}", state, number]
        for (clause, bearer, year, month, state), number in sorted(counts.items())
    ]


def _settled_on(row: Duty) -> date:
    return row.done_on or row.closed_on or row.since


def month_of(day: date) -> str:
    """The month of a day, as YYYY-MM."""
    return f"{day:%Y-%m}"


# --- counting -------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class ClientFacts:
    """What of one client is counted: status, outcomes, the duties that wait, and who cares from when until when."""

    status: str
    outcomes: Sequence[Sequence[Any]]
    waiting: list[Waiting]
    relations: list[Relation]


@dataclass(slots=True)
class _Tally:
    """The counts of one team, or of the whole."""

    now: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * len(NOW)))
    weeks: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * WEEKS))
    settled: defaultdict[tuple[str, str], dict[str, list[int]]] = field(default_factory=lambda: defaultdict(dict))
    clients: Counter[str] = field(default_factory=Counter)

    def part(self) -> dict[str, Any]:
        """All of it, as it is kept."""
        return {
            "clients": dict(sorted(self.clients.items())),
            "now": [[*key, counts] for key, counts in sorted(self.now.items())],
            "weeks": [[*key, counts] for key, counts in sorted(self.weeks.items())],
            "settled": [[*key, months] for key, months in sorted(self.settled.items())],
        }

    def sums(self, day: date) -> dict[str, Any]:
        """What a comparison of teams and of days needs, per bearer."""
        waiting: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(NOW))
        for (_, bearer), counts in self.now.items():
            waiting[bearer] = [a + b for a, b in zip(waiting[bearer], counts, strict=True)]
        return {
            "clients": self.clients["in_force"] + self.clients["ending"],
            "now": dict(waiting),
            "recent": self._done_in(last_months(day, RECENT)),
            "before": self._done_in(last_months(day, RECENT, RECENT)),
        }

    def _done_in(self, months: Sequence[str]) -> dict[str, list[int]]:
        done: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
        for (_, bearer), by_month in self.settled.items():
            for month in months:
                for place, count in enumerate(by_month.get(month, ())[:2]):
                    done[bearer][place] += count
        return dict(done)


def last_months(day: date, count: int, back: int = 0) -> list[str]:
    """So many months up to that of a day, the oldest first; `back` as many months earlier."""
    newest = add_months(day.replace(day=1), -back)
    return [month_of(add_months(newest, 1 - count + place)) for place in range(count)]


def monday(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def count(clients: Iterable[ClientFacts], day: date) -> dict[str, Any]:
    """The figures of a day, of all these clients of the current organisation."""
    counting = Counting(day)
    for client in clients:
        counting.add(client)
    return counting.data()


class Counting:
    """The figures of a day in the making."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.teams = list(Team.objects.order_by("name", "id").values_list("id", "name"))
        self.members = _members()
        self.tallies = {ALL: _Tally(), **{_key(team): _Tally() for team, _ in self.teams}, NONE: _Tally()}
        self.first = month_of(add_months(day.replace(day=1), 1 - MONTHS))

    def add(self, client: ClientFacts) -> None:
        """Count a client."""
        teams = _Teams(self.tallies, client.relations, self.members)
        present = teams.on(self.day.isoformat(), self.day.isoformat())
        for tally in present:
            tally.clients[client.status] += 1
        for clause, bearer, state, due in client.waiting:
            week = self._week(state, due)
            for tally in present:
                tally.now[clause, bearer][NOW.index(state)] += 1
                if week is not None:
                    tally.weeks[clause, bearer][week] += 1
        for clause, bearer, month, state, number in client.outcomes:
            if month >= self.first:
                for tally in teams.on(f"{month}-01", f"{month}-31"):
                    tally.settled[clause, bearer].setdefault(month, [0] * len(SETTLED))[SETTLED.index(state)] += number

    def _week(self, state: str, due: date | None) -> int | None:
        """In which week from now on a duty comes due that is not late yet; None beyond the last one."""
        if due is None or due < self.day or state not in (OPEN, UNDETERMINED):
            return None
        week = (due - monday(self.day)).days // 7
        return week if week < WEEKS else None

    def data(self) -> dict[str, Any]:
        """All that was counted, as it is kept."""
        of = {key: tally.part() for key, tally in self.tallies.items()}
        recent, before = last_months(self.day, RECENT), last_months(self.day, RECENT, RECENT)
        return {
            "first_week": monday(self.day).isoformat(),
            "teams": [[_key(team), name] for team, name in self.teams],
            "sums": {key: tally.sums(self.day) for key, tally in self.tallies.items()},
            "of": of,
            **clause_figures.of_day(self.day, of, recent, before),
        }


class _Teams:
    """The tallies in which a client counts: of the whole, and of the teams of those who care for the client."""

    def __init__(self, tallies: dict[str, _Tally], relations: list[Relation], members: dict[str, list[str]]) -> None:
        self.tallies = tallies
        self.spans = [
            (since.isoformat(), until.isoformat() if until else "9999", key)
            for code, since, until in relations
            for key in members.get(code, ())
        ]
        self.known: dict[tuple[str, str], list[_Tally]] = {}

    def on(self, first: str, last: str) -> list[_Tally]:
        """Those of a stretch of days, written as ISO dates."""
        found = self.known.get((first, last))
        if found is None:
            keys = dict.fromkeys(key for since, until, key in self.spans if since <= last and until >= first)
            found = self.known[first, last] = [self.tallies[key] for key in (ALL, *(keys or (NONE,)))]
        return found


def _key(team: int) -> str:
    """A team as the figures call it; no bare number, which a query into JSON would take for a place in a list."""
    return f"t{team}"


def _members() -> dict[str, list[str]]:
    members: defaultdict[str, list[str]] = defaultdict(list)
    for code, team in TeamMember.objects.order_by("staff_id", "team_id").values_list("staff__code", "team_id"):
        members[code].append(_key(team))
    return members


def from_copies() -> Iterator[ClientFacts]:
    """Each client of the current organisation, as the read copies have it."""
    last: UUID | None = None
    while True:
        cards = ClientCard.objects.order_by("chain_id")
        if last is not None:
            cards = cards.filter(chain_id__gt=last)
        rows = list(cards.values_list("chain_id", "status", "outcomes")[:BATCH])
        if not rows:
            return
        ids = [row[0] for row in rows]
        last = ids[-1]
        waiting = _by_client(DutyCopy, ids, "clause", "bearer", "state", "due")
        people = _by_client(CareRelation, ids, "code", "since", "until")
        for client, status, outcomes in rows:
            yield ClientFacts(status, outcomes, waiting.get(client, []), people.get(client, []))


def _by_client(model: Any, ids: Sequence[UUID], *names: str) -> dict[UUID, list[Any]]:
    """Rows of a range of clients, which is shorter to ask for than each by its id."""
    rows = model.objects.filter(chain_id__gte=ids[0], chain_id__lte=ids[-1]).order_by("chain_id", "pk")
    rows = rows.values_list("chain_id", *names)
    return {client: [row[1:] for row in own] for client, own in groupby(rows.iterator(5000), itemgetter(0))}


def _past(days: Sequence[date], now: datetime) -> list[Counting]:
    """Past days, counted from the ledger by what has been recorded by now: each client is read once."""
    from nakomen.record import ledger, standings

    countings = [Counting(day) for day in days]
    conditions = standings.Conditions()
    clients = Chain.objects.filter(destroyed_at=None, length__gt=0).order_by("id").values_list("id", flat=True)
    for batch in batched(clients, BATCH):
        for stored in ledger.entries_of(batch).values():
            case = conditions.case([each.act for each in stored])
            for counting in countings:
                found = standing(case, counting.day, now)
                if found.s.facts:
                    counting.add(facts_of(found))
    return countings


def facts_of(found: Standing) -> ClientFacts:
    """What is counted of one client, from the standing itself."""
    agreement = found.agreement
    ended = agreement["ends_on"] if agreement["status"] == "ended" else None
    waiting = [row for row in found.duties if row.state in PENDING]
    return ClientFacts(
        agreement["status"],
        outcomes_of(found),
        [(row.norm.clause, row.norm.bearer, row.state, row.due) for row in waiting],
        [(row.code, row.since, row.until) for row in relations.relations_of([a for _, a in found.case.named], ended)],
    )


# --- keeping --------------------------------------------------------------------------------------------------------


def make(now: datetime) -> Figures:
    """Count the current organisation in the running transaction, and keep the figures as those of today."""
    return keep(local_day(now), count(from_copies(), local_day(now)), now)


def make_for(organisation: UUID, now: datetime) -> Figures:
    """As `make`, without holding up who writes meanwhile. Opens its own transactions, so it runs outside `within`."""
    with snapshot(organisation):
        data = count(from_copies(), local_day(now))
    with within(organisation):
        return keep(local_day(now), data, now)


def keep(day: date, data: dict[str, Any], now: datetime) -> Figures:
    """Keep figures as those of a day; of earlier days the sums stay, and how each clause stood."""
    newest = Figures.objects.filter(data__has_key="of").order_by("-day").first()
    if newest is not None and newest.day > day:
        newest.data |= clause_figures.joined(newest.data, data)
        newest.save(update_fields=["data"])
        return _kept(day, {"sums": data["sums"]}, now, again=False)
    if newest is not None:
        data = data | clause_figures.joined(data, newest.data)
    for older in Figures.objects.filter(day__lt=day, data__has_key="of"):
        older.data = {"sums": older.data["sums"]}
        older.save(update_fields=["data"])
    return _kept(day, data, now, again=True)


def _kept(day: date, data: dict[str, Any], now: datetime, *, again: bool) -> Figures:
    """The figures of a day; what was counted on a past day itself is not counted again."""
    keeping = Figures.objects.update_or_create if again else Figures.objects.get_or_create
    kept: Figures = keeping(organisation_id=current(), day=day, defaults={"made_at": now, "data": data})[0]
    return kept


def look_back(organisation: UUID, now: datetime, months: int = 12) -> int:
    """Count the ends of past months of which nothing was told, so that a provider that just came sees a trend too.

    How many; none where there are too many clients to do so. Opens its own transactions, as `make_for` does.
    """
    with snapshot(organisation):
        ends = [add_months(local_day(now).replace(day=1), -back) - timedelta(days=1) for back in range(months)]
        told = _told()
        made = _past([day for day in ends if day not in told], now) if small() else []
    with within(organisation):
        for counting in made:
            keep(counting.day, counting.data(), now)
    return len(made)


def _told() -> set[date]:
    """The days of which the newest figures tell how each clause stood."""
    rows = Figures.objects.filter(data__has_key="days").order_by("-day")
    return {date.fromisoformat(day) for day in rows.values_list("data__days", flat=True).first() or ()}


def thin(now: datetime) -> int:
    """Remove the figures of days long past, except the last of each month; how many."""
    days = list(
        Figures.objects.filter(day__lt=local_day(now) - KEPT_DAILY).order_by("day").values_list("day", flat=True)
    )
    ends = {month_of(day): day for day in days}
    removed, _ = Figures.objects.filter(day__in=[day for day in days if ends[month_of(day)] != day]).delete()
    return int(removed)


def small() -> bool:
    """Whether the current organisation is counted in a moment."""
    return not ClientCard.objects.order_by("chain_id").values("chain_id")[SMALL : SMALL + 1].exists()


def ensure(now: datetime) -> None:
    """Count today where that was not done yet and takes a moment only."""
    if not Figures.objects.filter(day=local_day(now)).exists() and small():
        make(now)
