"""Which duties follow from the registers on a day: pure sums, the day an argument.

Each says under which clause, what to do and by when. A duty that lies far ahead is left out until its time comes near,
so that the work list holds what can be done now.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

from nakomen.law.periods import add_months

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

EXPIRY_SHOWN = timedelta(days=60)
"""How long before a competence expires, or a document is to be reviewed, somebody must start on it."""
CHECK_SHOWN = timedelta(days=30)
"""How long before a check of a device is due it can be planned."""
INSTRUCTED_WITHIN = 1
"""Months within which a new staff member is instructed: no set says it, so it is the product's own term."""
RETURN_KEYS_WITHIN = timedelta(days=14)
"""How long after the end of an agreement a key may still be out: no set says it, so it is the product's own term."""
NAMED = 3
"""How many staff members a duty names; of more it tells how many."""


@dataclass(frozen=True, slots=True)
class OrganisationDuty:
    """A duty of the organisation itself, under a clause (its full id), with the screen on which it is done.

    `what` is a word (WHATS); `about` a name of a staff member, a device or the like, `thing` the word of a topic or a
    document, `count` how many things it is about. `route` and `route_args` make the address. Nothing in it is about a
    client, except how many keys are out.
    """

    clause: str
    what: str
    about: str
    due: date | None
    state: Literal["open", "overdue"]
    route: str
    route_args: Mapping[str, str] = field(default_factory=dict)
    thing: str = ""
    count: int = 1


WHATS = (
    "renew_competence",
    "instruct_staff",
    "check_equipment",
    "repair_equipment",
    "return_keys",
    "return_property",
    "stop_material",
    "publish_document",
    "review_document",
)


def _state(due: date | None, as_of: date) -> Literal["open", "overdue"]:
    """A last day that has gone by without it makes it late; on the day itself there is still time."""
    return "overdue" if due is not None and due < as_of else "open"


# --- staff ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """Something that a staff member in service is competent in, until a last day (None: it does not expire)."""

    staff: UUID
    name: str
    what: str
    until: date | None


def renewals(held: Iterable[Held], as_of: date, clause: str) -> Iterator[OrganisationDuty]:
    """A duty for each competence that expires soon or has expired; the last of several with one name counts."""
    latest: dict[tuple[UUID, str], Held] = {}
    for each in held:
        before = latest.get((each.staff, each.what.casefold()))
        if before is None or (before.until is not None and (each.until is None or each.until > before.until)):
            latest[each.staff, each.what.casefold()] = each
    for each in latest.values():
        if each.until is not None and each.until - EXPIRY_SHOWN <= as_of:
            about = f"{each.name}: {each.what}"
            yield OrganisationDuty(
                clause, "renew_competence", about, each.until, _state(each.until, as_of), "register_competence"
            )


@dataclass(frozen=True, slots=True)
class Member:
    """A staff member in service: since when, and whether caring for clients is the work."""

    id: UUID
    name: str
    since: date
    cares: bool


@dataclass(frozen=True, slots=True)
class Told:
    """That a staff member was instructed on a topic, on a day."""

    staff: UUID
    topic: str
    on: date


def instructed_on(
    topic: str, members: Iterable[Member], told: Iterable[Told], stated: date | None
) -> dict[UUID, date | None]:
    """The day on which each of the staff was first instructed on a topic; None for who was not.

    `stated` is the day on which everybody then in service was instructed, as the organisation states in its settings.
    """
    first: dict[UUID, date] = {}
    for each in told:
        if each.topic == topic and (each.staff not in first or each.on < first[each.staff]):
            first[each.staff] = each.on
    found: dict[UUID, date | None] = {}
    for member in members:
        days = [day for day in (first.get(member.id), stated) if day is not None]
        if stated is not None and member.since > stated:
            days.remove(stated)
        found[member.id] = min(days, default=None)
    return found


def instructions(
    topic: str, clause: str, members: Sequence[Member], days: Mapping[UUID, date | None], as_of: date
) -> Iterator[OrganisationDuty]:
    """One duty for those who are late with a topic and one for those who are not yet, by the first last day."""
    lacking = [(add_months(each.since, INSTRUCTED_WITHIN), each.name) for each in members if days[each.id] is None]
    for state in ("overdue", "open"):
        rows = sorted(row for row in lacking if _state(row[0], as_of) == state)
        if rows:
            yield OrganisationDuty(
                clause=clause,
                what="instruct_staff",
                about=_names([name for _, name in rows]),
                due=rows[0][0],
                state=_state(rows[0][0], as_of),
                route="register_instruction",
                thing=topic,
                count=len(rows),
            )


def _names(names: Sequence[str]) -> str:
    """The first names; how many more there are.

    >>> _names(["Eva", "Bob", "Cor", "Dian", "Els"])
    'Eva, Bob, Cor +2'
    """
    shown = ", ".join(names[:NAMED])
    return f"{shown} +{len(names) - NAMED}" if len(names) > NAMED else shown


# --- things ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Device:
    """A device in use: since when, how often it is checked, and its last check."""

    id: UUID
    name: str
    since: date
    every_months: int
    checked_on: date | None
    sound: bool


def next_check(device: Device) -> date:
    """The last day for the next check: so many months after the last one, or after it came into use."""
    return add_months(device.checked_on or device.since, device.every_months)


def checks(devices: Iterable[Device], as_of: date, clause: str) -> Iterator[OrganisationDuty]:
    """A duty for each device that was found unsound, or is to be checked soon."""
    for device in devices:
        args = {"equipment_id": str(device.id)}
        if device.checked_on is not None and not device.sound:
            yield OrganisationDuty(
                clause, "repair_equipment", device.name, device.checked_on, _state(device.checked_on, as_of),
                "register_device", args,
            )  # fmt: skip
            continue
        due = next_check(device)
        if due - CHECK_SHOWN <= as_of:
            yield OrganisationDuty(
                clause, "check_equipment", device.name, due, _state(due, as_of), "register_device", args
            )


def returns(dues: Iterable[date], what: str, route: str, as_of: date, clause: str) -> Iterator[OrganisationDuty]:
    """One duty for the things of clients that must go back by a day: how many, and the first of these days."""
    days = sorted(dues)
    if days:
        yield OrganisationDuty(clause, what, "", days[0], _state(days[0], as_of), route, count=len(days))


def materials(hazardous: Iterable[tuple[str, date]], as_of: date, clause: str) -> Iterator[OrganisationDuty]:
    """A duty for each hazardous substance that is in use, from the day on which it came into use."""
    for name, since in hazardous:
        yield OrganisationDuty(clause, "stop_material", name, since, _state(since, as_of), "register_materials")


# --- documents ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Published:
    """The version of a document that is in force, and by when it is to be reviewed."""

    sort: str
    in_force_from: date
    review_by: date | None


def documents(asked: Mapping[str, str], there: Iterable[Published], as_of: date) -> Iterator[OrganisationDuty]:
    """A duty for each document that is asked (by its clause) and lacking, and for each that is to be reviewed soon.

    What is lacking has no last day: it is owed from the first day on, and so it counts as late.
    """
    found = {each.sort: each for each in there}
    for sort, clause in asked.items():
        if sort not in found:
            yield OrganisationDuty(
                clause, "publish_document", "", None, "overdue", "register_document", {"sort": sort}, sort
            )
    for sort, each in found.items():
        review = each.review_by
        if review is not None and review - EXPIRY_SHOWN <= as_of:
            yield OrganisationDuty(
                asked.get(sort, ""), "review_document", "", review, _state(review, as_of), "register_document",
                {"sort": sort}, sort,
            )  # fmt: skip
