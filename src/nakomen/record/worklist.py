"""The work list: duties that wait, over all clients whom somebody may see; the API and the screens both ask here.

A duty is in one group: late, due today, due this week (until Sunday), later, without a day, suspended, or one of which
cannot be told yet whether and when it is owed. What somebody may not see is left out before anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Q
from django.db.models.expressions import RawSQL

from nakomen.acts import KIND_AREAS
from nakomen.norms.duties import OPEN, OVERDUE, SUSPENDED, UNDETERMINED
from nakomen.record import access
from nakomen.record.grounds import covers
from nakomen.record.models import CareRelation, DutyCopy, StaffMember

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from nakomen.record.actors import Actor
    from nakomen.record.grounds import Reach
    from nakomen.record.roles import Areas

GROUPS = ("late", "today", "week", "later", "none", "suspended", "undetermined")
SCOPES = ("mine", "team", "all")
WHOSE = {
    "provider": ("provider",),
    "client": ("client", "representative", "carer", "relative"),
    "other": ("municipality", "dispute_body", "supervisor", "both"),
}
"""Whose duties can be asked for, each with the bearers that are meant."""
STATES = (OPEN, OVERDUE, SUSPENDED, UNDETERMINED)
MOST_COUNTED = 1000
"""Counting stops here: an exact number would help nobody who has so much waiting, and cost time on each page."""

MOST_LOOKED_UP = 500
"""Clients that are named one by one in a question; of more the database finds out itself."""

_TABLE = DutyCopy._meta.db_table
_NARROW = frozenset(("chain", "chain__among", "clause", "what", "state"))
"""What a filter can say for which there is an index of its own, or after which little is left."""
_WAITING = Q(state__in=(OPEN, OVERDUE))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which duties are wanted; what is empty leaves nothing out."""

    whose: str = "provider"
    clause: str = ""
    what: str = ""
    client: UUID | None = None
    state: str = ""

    def filter(self) -> Q:
        """The same as a filter of the work list."""
        found = Q(bearer__in=WHOSE[self.whose])
        if len(WHOSE[self.whose]) == 1:  # an index is walked in order for one bearer, not for several
            found = Q(bearer=WHOSE[self.whose][0])
        given = {"clause": self.clause, "what": self.what, "chain": self.client, "state": self.state}
        return found & Q(**{name: value for name, value in given.items() if value})


# --- who may see which ----------------------------------------------------------------------------------------------


def covered(actor: Actor, permission: str, now: datetime) -> Q:
    """The duties that lie within the areas which some ground opens to the actor, for the clients whom it opens."""
    grounds: dict[Areas, list[Reach]] = {}
    for each in access.reached(actor, permission, now):
        grounds.setdefault(each.areas, []).append(each)
    found: Q | None = None
    for areas, reaches in grounds.items():
        part = of_clients(reaches) & _of_kinds(areas)
        if not part:
            return part  # everything: joined with the others by "or", an empty filter would count for nothing
        found = part if found is None else found | part
    return Q(pk__in=[]) if found is None else found


def of_clients(reaches: Sequence[Reach]) -> Q:
    """The rows, with their client in `chain`, of the clients whom these grounds open; of every client no filter."""
    rows = [each.rows.values_list("chain_id") for each in reaches if each.rows is not None]
    if len(rows) < len(reaches):
        return Q()
    # One union, no "or" of subqueries: from a union of few clients a database can start.
    return _of_some(rows[0].union(*rows[1:]) if len(rows) > 1 else rows[0])


def _of_some(clients: QuerySet[Any, Any]) -> Q:
    """The duties of these clients. Of few they are looked up first, so that the database need not guess how many."""
    few = [client for (client,) in clients[: MOST_LOOKED_UP + 1]]
    return Q(chain__among=few) if len(few) <= MOST_LOOKED_UP else Q(chain__in=clients)


def _of_kinds(areas: Areas) -> Q:
    return Q() if areas is None else Q(kind__among=_kinds_within(areas))


@cache
def _kinds_within(areas: frozenset[str]) -> tuple[str, ...]:
    return tuple(kind for kind in KIND_AREAS if covers(areas, kind))


# --- whose clients --------------------------------------------------------------------------------------------------


def scope(name: str, staff: UUID, today: date) -> Q:
    """The duties of one's own clients (`mine`), of those of one's teams (`team`), or all. Raises KeyError."""
    if name == "all":
        return Q()
    chosen = {"mine": Q(pk=staff), "team": Q(teams__members=staff)}[name]
    codes = StaffMember.objects.filter(chosen).values("code")
    return _of_some(_holding(today).filter(code__in=codes).values_list("chain_id").distinct())


def usual_scope(staff: UUID, today: date) -> str:
    """Where somebody starts: with the own clients, or with all where there are none."""
    codes = StaffMember.objects.filter(pk=staff).values("code")
    return "mine" if _holding(today).filter(code__in=codes).exists() else "all"


def _holding(today: date) -> QuerySet[CareRelation]:
    """The care relations of a day."""
    return CareRelation.objects.filter(Q(until=None) | Q(until__gte=today), since__lte=today)


# --- groups ---------------------------------------------------------------------------------------------------------


def end_of_week(today: date) -> date:
    """The Sunday of the week that a day is in."""
    return today + timedelta(days=6 - today.weekday())


def group_of(state: str, due: date | None, today: date) -> str:
    """The group that a duty is in."""
    if state in (SUSPENDED, UNDETERMINED):
        return state
    if due is None:
        return "none"
    if state == OVERDUE or due < today:
        return "late"
    if due == today:
        return "today"
    return "week" if due <= end_of_week(today) else "later"


def group(name: str, today: date) -> Q:
    """The duties of a group, as a filter. Raises KeyError."""
    sunday = end_of_week(today)
    return {
        # The copies are of the last night: until they are made anew, a day that has passed is told by the day itself.
        "late": _WAITING & Q(due__lte=today) & ~Q(state=OPEN, due=today),
        "today": Q(state=OPEN, due=today),
        "week": Q(state=OPEN, due__gt=today, due__lte=sunday),
        "later": Q(state=OPEN, due__gt=sunday),
        "none": _WAITING & Q(due=None),
        "suspended": Q(state=SUSPENDED),
        "undetermined": Q(state=UNDETERMINED),
    }[name]


def counts(wanted: Q, today: date) -> dict[str, int]:
    """How many duties each group has, in one query; MOST_COUNTED stands for that many or more.

    What all groups have in common is put into SQL once: with many kinds of acts in it that takes longer than asking.
    """
    try:
        common, values = _where(DutyCopy.objects.filter(wanted))
        parts = [_group_where(name, today, connection.vendor) for name in GROUPS]
    except EmptyResultSet:
        return dict.fromkeys(GROUPS, 0)
    asked, given = (_counted_at_once if _of_few(wanted) else _counted_apart)(common, values, parts)
    with connection.cursor() as cursor:
        cursor.execute(asked, given)
        found = cursor.fetchone()
    return {name: min(number, MOST_COUNTED) for name, number in zip(GROUPS, found, strict=True)}


type _Where = tuple[str, tuple[Any, ...]]
"""A condition as SQL, with its values."""


def _counted_at_once(common: str, values: Sequence[Any], parts: Sequence[_Where]) -> tuple[str, list[Any]]:
    """One walk over the duties of a few clients, for all groups."""
    counted = ", ".join(f"COUNT(*) FILTER (WHERE {own})" for own, _ in parts)
    asked = f"SELECT {counted} FROM {_TABLE} WHERE {common}"  # noqa: S608 - Django's own words
    return asked, [*(value for _, own in parts for value in own), *values]


def _counted_apart(common: str, values: Sequence[Any], parts: Sequence[_Where]) -> tuple[str, list[Any]]:
    """Each group by itself, no further than is counted: of many clients nobody waits for the whole number."""
    counted = ", ".join(
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM {_TABLE} WHERE {common} AND {own} LIMIT {MOST_COUNTED}) AS part)"  # noqa: S608 - Django's own words
        for own, _ in parts
    )
    return f"SELECT {counted}", [value for _, own in parts for value in (*values, *own)]


def _of_few(wanted: Q) -> bool:
    """Whether a filter names the clients one by one, so that there are few duties that can fit."""
    return bool({"chain", "chain__among"} & _said(wanted).keys())


def _said(wanted: Q) -> dict[str, Any]:
    """The plain conditions of a filter that each row meets; what stands beside an "or" or a "not" is no such."""
    if wanted.connector != Q.AND or wanted.negated:
        return {}
    found: dict[str, Any] = {}
    for each in wanted.children:
        found |= _said(each) if isinstance(each, Q) else dict([each]) if isinstance(each, tuple) else {}
    return found


@lru_cache(maxsize=64)
def _group_where(name: str, today: date, _vendor: str) -> _Where:
    """The condition of a group, the same for every organisation: what it is joined with keeps to the own rows."""
    return _where(DutyCopy._base_manager.filter(group(name, today)))


def _where(rows: QuerySet[DutyCopy]) -> _Where:
    """The condition of a query as SQL with its values. Raises EmptyResultSet where nothing can fit."""
    query = rows.query
    sql, values = query.where.as_sql(query.get_compiler(connection=connection), connection)
    return sql, tuple(values)


# --- pages ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a list that is in one order: dated duties by day, then as they were made; others as they were made."""

    name: str
    where: Q
    dated: bool = False


BY_DUE = (Stretch("dated", Q(due__isnull=False), dated=True), Stretch("none", Q(due__isnull=True)))
"""Every duty: what has a last day first, then what has none."""
BY_GROUP = (
    Stretch("dated", _WAITING & Q(due__isnull=False), dated=True),
    Stretch("none", _WAITING & Q(due__isnull=True)),
    Stretch("suspended", Q(state=SUSPENDED)),
    Stretch("undetermined", Q(state=UNDETERMINED)),
)
"""Every duty, group after group."""


class CursorError(ValueError):
    """The text is no cursor of this list."""


def stretches(name: str) -> Sequence[Stretch]:
    """The part of BY_GROUP that a group lies in; without a group all of it."""
    return [each for each in BY_GROUP if not name or each.name == name or (each.dated and name in GROUPS[:4])]


def waiting(order: Sequence[Stretch], counted: Mapping[str, int]) -> Sequence[Stretch]:
    """The stretches of BY_GROUP in which there is something, by `counts`: the others need not be asked for."""
    return [each for each in order if any(counted[name] for name in (GROUPS[:4] if each.dated else (each.name,)))]


def page(wanted: Q, order: Sequence[Stretch], cursor: str | None, size: int, *, names: bool = False) -> list[DutyCopy]:
    """So many duties of a list from after the cursor. Raises CursorError.

    With `names` each has its client's name as `client_name`.
    """
    every: QuerySet[DutyCopy] = DutyCopy.objects.all()
    if names:
        every = every.annotate(client_name=F("chain__card__name"))
    start, after = _after(order, cursor) if cursor else (0, Q())
    rows: list[DutyCopy] = []
    for each in order[start:]:
        if len(rows) < size:
            # Of duties without a day the day changes no order, but with it an index is in that order already.
            by = ("due", "id") if each.dated or each.name == "none" else ("id",)
            rows += _first(every, wanted & each.where & after, by, size - len(rows))
        after = Q()
    return rows


def _first(every: QuerySet[DutyCopy], fitting: Q, by: tuple[str, ...], size: int) -> list[DutyCopy]:
    """The first duties that fit, in an order."""
    said = _said(fitting)
    if connection.vendor != "postgresql" or "kind__among" not in said or by != ("due", "id") or said.keys() & _NARROW:
        return list(every.filter(fitting).order_by(*by)[:size])
    # Who sees some kinds only may have to be led past a hundred thousand duties of the others, all due before. So the
    # first ones of each kind are looked up, on the index that has them in order, and of these the first ones taken.
    try:
        where, values = _where(DutyCopy.objects.filter(fitting))
    except EmptyResultSet:
        return []
    each = f"SELECT id, due FROM {_TABLE} WHERE {where} AND {_TABLE}.kind = one.kind ORDER BY due, id LIMIT {size:d}"  # noqa: S608 - Django's own words
    first = f"SELECT first.id FROM unnest(%s::text[]) AS one(kind) CROSS JOIN LATERAL ({each}) AS first"  # noqa: S608 - likewise
    ids = RawSQL(f"{first} ORDER BY first.due, first.id LIMIT {size:d}", [[*said["kind__among"]], *values])  # noqa: S611 - likewise
    return list(every.filter(pk__in=ids).order_by(*by))


def cursor_of(row: DutyCopy, order: Sequence[Stretch]) -> str:
    """The text from which a list goes on after this duty."""
    dated = row.due is not None and (order is BY_DUE or row.state in (OPEN, OVERDUE))
    if dated and row.due is not None:
        return f"{row.due.isoformat()}.{row.pk}"
    return f"{'none' if order is BY_DUE or row.state in (OPEN, OVERDUE) else row.state}.{row.pk}"


def batches(wanted: Q, cursor: str | None, size: int) -> tuple[list[DutyCopy], str | None]:
    """One batch of the whole list, group after group, and where the next one starts; None after the last."""
    rows = page(wanted, BY_GROUP, cursor, size, names=True)
    return rows, cursor_of(rows[-1], BY_GROUP) if len(rows) == size else None


def _after(order: Sequence[Stretch], cursor: str) -> tuple[int, Q]:
    """The stretch that a cursor is in, and the filter for what comes after it there."""
    place, _, number = cursor.partition(".")
    if not number.isascii() or not number.isdecimal() or len(number) > 18:
        raise CursorError
    for start, each in enumerate(order):
        if not each.dated and each.name == place:
            return start, Q(id__gt=int(number))
    for start, each in enumerate(order):
        if each.dated:
            try:
                day = date.fromisoformat(place)
            except ValueError:
                raise CursorError from None
            return start, Q(due__gte=day) & (Q(due__gt=day) | Q(id__gt=int(number)))
    raise CursorError


# --- by day ---------------------------------------------------------------------------------------------------------


def by_day(wanted: Q, until: date) -> Iterator[tuple[date, int]]:
    """How many duties that wait have their last day on each day until one, the late ones on theirs."""
    rows = DutyCopy.objects.filter(wanted & _WAITING & Q(due__lte=until)).values_list("due").annotate(count=Count("id"))
    yield from rows.order_by("due")
