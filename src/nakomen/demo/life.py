"""Writes the acts of one life down as the people of the provider would have recorded them.

Days are counted from the day that the demonstration is about: -1 is the day before it. Everything was recorded before
that day began, so that a demonstration made early in the morning holds nothing from its own future.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from nakomen.demo.model import DemoOrganisation, DemoService, DemoStaff
from nakomen.demo.organisations import CARE
from nakomen.demo.people import Person
from nakomen.law.calendar import is_working_day
from nakomen.law.clock import AMSTERDAM

#: What happens on any day of the week; everything else is done on working days.
ANY_DAY = (
    "visit.", "care.", "client.died", "incident.occurred", "incident.care_given", "calamity.", "violence.",
    "damage.found", "conduct.", "medical_act.", "payment.", "urgent.", "observation.", "restraint.",
)  # fmt: skip
#: Who records what, by the beginning of the kind; the first that fits.
RECORDERS = (
    ("visit.", "care_professional"), ("medical_act.", "care_professional"), ("incident.", "care_professional"),
    ("plan.", "coordinator"), ("team.", "coordinator"), ("indication.", "coordinator"), ("home.", "coordinator"),
    ("intake.", "coordinator"), ("exit.", "coordinator"), ("care.", "coordinator"), ("urgent.", "coordinator"),
    ("invoice.", "finance"), ("payment.", "finance"), ("reminder.", "finance"), ("office_work.", "finance"),
    ("complaint.", "complaints_officer"), ("dispute.", "complaints_officer"), ("damage.", "complaints_officer"),
    ("calamity.", "quality"), ("supervisor.", "quality"), ("violence.", "quality"), ("research.", "quality"),
    ("act.", "functional_administrator"),
)  # fmt: skip


class Life:
    """One client on the way: who he is, who cares for him, and what has been noted so far."""

    def __init__(
        self,
        organisation: DemoOrganisation,
        who: Person,
        today: date,
        chance: Random,
        turn: int = 0,
        *,
        late: bool = True,
    ) -> None:
        self.organisation = organisation
        self.who = who
        self.today = today
        self.chance = chance
        self.care = organisation.terms == CARE
        # A phase that can go two ways goes each way in turn, and first the other way at the other provider.
        self.second = (turn + self.care) % 2 == 1
        team = chance.choice(organisation.teams)
        self.team = chance.sample(organisation.with_role("care_professional", team), 2)
        self.coordinator = organisation.with_role("coordinator", team)[0]
        # Times and numbers have a stream of their own: how many are drawn depends on weekends, and lives must not.
        self._clock = Random(chance.getrandbits(64))  # noqa: S311  made-up lives need no cryptographic chance
        self.late = late
        self.ids: dict[str, str] = {}
        self._noted: list[tuple[datetime, int, dict[str, object]]] = []
        self._when: dict[str, tuple[date, datetime]] = {}
        self._desk: dict[date, datetime] = {}

    # --- days and people ---------------------------------------------------------------------------------------------

    def day(self, offset: int) -> date:
        """The day so many days after the day that the demonstration is about."""
        return self.today + timedelta(days=offset)

    def moment(self, offset: int, hour: int, minute: int = 0) -> datetime:
        """A time of the clock on that day."""
        day = self.day(offset)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)

    def some(self, first: int, last: int) -> int:
        """A number between two, both included."""
        return self.chance.randint(first, last)

    def drawn(self, first: int, last: int) -> int:
        """The same for what changes nothing in the life itself: a time of the clock, the number of an invoice."""
        return self._clock.randint(first, last)

    def one_in(self, number: int) -> bool:
        """Whether something that happens to one client in so many happens to this one."""
        return self.chance.randrange(number) == 0

    def services(self, *, own: bool = False, remote: bool = False, additional: bool = False) -> list[DemoService]:
        """The services of the provider of the sorts asked; without any the first one, that an indication pays."""
        found = [self.organisation.services[0]]
        for each in self.organisation.services[1:]:
            mine = each.payer == "client" and not (each.additional and self.care)
            if (own and mine) or (remote and each.remote) or (additional and each.additional):
                found.append(each)
        return found

    # --- noting ------------------------------------------------------------------------------------------------------

    def note(self, kind: str, offset: int, *, exact: bool = False, **fields: object) -> str:
        """Note an act of a day; office work moves to the working day before, never before what it answers."""
        day = self.day(offset)
        if not exact and not kind.startswith(ANY_DAY):
            while not is_working_day(day):
                day -= timedelta(days=1)
        # Nothing comes before the registration, or before what it answers, because of a weekend.
        day = max([day, *(self._when[name][0] for name in ("a1", *pointed(fields)) if name in self._when)])
        at = self._at_desk(day)
        return self._put(kind, day, day, at, fields)

    def _at_desk(self, day: date) -> datetime:
        """When on a day something was written down: minutes after the last thing of that day."""
        last = self._desk.get(day)
        if last is None:
            self._desk[day] = datetime(
                day.year, day.month, day.day, self.drawn(8, 15), self.drawn(0, 59), tzinfo=AMSTERDAM
            )
        else:
            self._desk[day] = last + timedelta(minutes=self.drawn(1, 9))
        return self._desk[day]

    def note_at(self, kind: str, at: datetime, **fields: object) -> str:
        """Note an act of which the time is known; it is written down within the hour."""
        return self._put(kind, at, at.date(), at + timedelta(minutes=self.drawn(2, 50)), fields)

    def _put(self, kind: str, on: date, day: date, at: datetime, fields: Mapping[str, object]) -> str:
        if day >= self.today:
            raise ValueError(f"{kind}: a demonstration holds nothing from its own day or later")
        name = f"a{len(self._noted) + 1}"
        recorded = self._recorded(at, fields)
        act: dict[str, object] = {
            "id": name,
            "kind": kind,
            "on": on.isoformat(),
            "recorded": recorded.isoformat(),
            "recorder": self._recorder(kind).code,
        }
        act |= {field.removesuffix("_"): value(given) for field, given in fields.items() if given is not None}
        self._noted.append((recorded, len(self._noted), act))
        self._when[name] = (day, recorded)
        return name

    def _recorded(self, at: datetime, fields: Mapping[str, object]) -> datetime:
        """When it was written down: some acts a few days late, none before what it answers had been."""
        # The registration is never late: a client who is not known yet has no acts to record.
        if self.late and self._noted and self.drawn(1, 25) == 1:
            late = at + timedelta(days=self.drawn(1, 3))
            at = late if late.date() < self.today else at
        known = max((self._when[name][1] for name in pointed(fields)), default=at)
        return at if known <= at else known + timedelta(minutes=1)

    def _recorder(self, kind: str) -> DemoStaff:
        role = next((role for start, role in RECORDERS if kind.startswith(start)), "administration")
        if role == "care_professional":
            return self.team[0]
        return self.coordinator if role == "coordinator" else self.organisation.with_role(role)[0]

    def acts(self) -> tuple[Mapping[str, object], ...]:
        """The acts in the order in which they were recorded."""
        return tuple(act for _, _, act in sorted(self._noted, key=lambda each: each[:2]))


def pointed(fields: Mapping[str, object]) -> list[str]:
    """The ids of the earlier acts that the fields point at."""
    found = [fields.get("act"), fields.get("succeeds"), fields.get("visit")]
    for several in (fields.get("invoices"), fields.get("lines")):
        if isinstance(several, list):
            found += [each.get("act") if isinstance(each, dict) else each for each in several]
    return [each for each in found if isinstance(each, str)]


def value(given: object) -> object:
    """A value as the case file writes it."""
    if isinstance(given, Decimal):
        return f"{given:.2f}"
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, list | tuple):
        return [value(each) for each in given]
    if isinstance(given, dict):
        return {str(name): value(each) for name, each in given.items() if each is not None}
    return given
