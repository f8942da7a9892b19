"""The register of competence: who may and can do what, until when (wonder 18.2, zonl 6.2). Nothing is ever removed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from nakomen.law.clock import local_day
from nakomen.record.models import Competence, StaffMember
from nakomen.record.registers.checked import check, may, text_fits
from nakomen.record.registers.sums import Held
from nakomen.record.tenancy import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from nakomen.acts.base import Act
    from nakomen.record.actors import Actor


def serving(day: date, prefix: str = "") -> Q:
    """Staff members in service on a day, as a filter; supervisors from outside are none of the organisation's staff."""
    return Q(**{f"{prefix}since__lte": day}) & (Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gte": day}))


def held(day: date) -> Iterator[Held]:
    """What everybody in service on a day is in the register with, expired or not, unless it was ended."""
    rows = Competence.objects.filter(serving(day, "staff__"), since__lte=day, ended_on=None)
    for row in rows.order_by("until", "id").values_list("staff_id", "staff__name", "what", "until"):
        yield Held(*row)


def competent(staff: str, what: str, day: date) -> bool:
    """Whether a staff member, by code, is in service and in the register as competent in this on a day (wonder 18.2).

    Capitals say nothing. A name that nobody is in the register with answers False for everybody: `asked_for` tells.
    """
    return what.strip().casefold() in competences(staff, day)


def competences(staff: str, day: date) -> set[str]:
    """What a staff member, by code, is competent in on a day, in small letters."""
    rows = Competence.objects.filter(serving(day, "staff__"), valid(day), staff__code=staff)
    return {what.strip().casefold() for what in rows.values_list("what", flat=True)}


def who_can(what: str, day: date) -> list[str]:
    """The codes of those in service who are competent in this on a day; where there is nobody it cannot be planned."""
    rows = Competence.objects.filter(serving(day, "staff__"), valid(day), what__iexact=what.strip())
    return sorted(set(rows.values_list("staff__code", flat=True)))


def asked_for(what: str) -> bool:
    """Whether the register knows this at all, so that it says something of who is not in it."""
    return bool(Competence.objects.filter(what__iexact=what.strip()).exists())


def valid(day: date) -> Q:
    """Rows that hold on a day: begun, not expired, not ended before it."""
    return Q(since__lte=day) & (Q(until=None) | Q(until__gte=day)) & (Q(ended_on=None) | Q(ended_on__gte=day))


def latest() -> Q:
    """Rows that no later one of the same staff member and name goes on from, as a filter."""
    later = Competence.objects.filter(
        Q(until=None) | Q(until__gt=OuterRef("until")),
        staff=OuterRef("staff"), what__iexact=OuterRef("what"), ended_on=None,
    )  # fmt: skip
    return Q(until=None) | ~Q(Exists(later))


def add(
    staff: UUID, what: str, *, evidence: str, since: date, until: date | None, actor: Actor, now: datetime
) -> Competence:
    """Put something in the register that a staff member is competent in. Raises RegisterError, access.RefusedError."""
    member = StaffMember.objects.filter(pk=staff).first()
    may(actor, now, "C", f"competence of {member.code}" if member else "competence")
    check(
        ("staff", member is not None, "staff"),
        ("what", text_fits(what, 100), "text"),
        ("evidence", text_fits(evidence, 200, empty=True), "text"),
        ("since", since <= local_day(now), "past"),
        ("until", until is None or until >= since, "after"),
    )
    made: Competence = Competence.objects.create(
        organisation_id=current(), staff=member, what=what.strip(), evidence=evidence.strip(), since=since, until=until
    )
    return made


def end(competence: UUID, on: date, *, actor: Actor, now: datetime) -> Competence:
    """Take something out of the register as of a last day.

    Raises Competence.DoesNotExist, RegisterError, access.RefusedError.
    """
    found: Competence = Competence.objects.select_related("staff").select_for_update(of=("self",)).get(pk=competence)
    may(actor, now, "U", f"competence of {found.staff.code}")
    check(
        ("on", found.since <= on <= local_day(now), "between"),
        ("on", found.ended_on is None, "once"),
    )
    found.ended_on = on
    found.save(update_fields=["ended_on"])
    return found


def known() -> list[str]:
    """Everything that somebody was ever competent in, so that one thing gets one name."""
    return sorted(set(Competence.objects.values_list("what", flat=True)), key=str.casefold)


def nobody_can(day: date, of: Sequence[str] | None = None) -> list[str]:
    """What somebody was once competent in and nobody in service is on a day: it cannot be planned (wonder 18.2).

    `of` is what is known, for who asked for that already.
    """
    rows = Competence.objects.filter(serving(day, "staff__"), valid(day)).values_list("what", flat=True)
    now = {what.strip().casefold() for what in rows}
    return [what for what in (known() if of is None else of) if what.strip().casefold() not in now]


# --- what is planned or done ----------------------------------------------------------------------------------------


def lacking(acts: Iterable[Act]) -> list[tuple[str, str]]:
    """What acts plan or do that those named are not competent in: what, and the staff member's code (none: nobody is).

    Of what the register does not know it says nothing. A day counts as the act's own: who was competent then.
    """
    found = []
    for act in acts:
        for what, codes, day in _asked(act):
            if not asked_for(what):
                continue
            able = who_can(what, day)
            found += [(what, code) for code in codes if code not in able]
            found += [(what, "")] if not able and not codes else []
    return list(dict.fromkeys(found))


def cannot_be_planned(acts: Iterable[Any], now: datetime) -> list[str]:
    """What these acts plan from now on and nobody in service is competent in on that day (wonder 18.2).

    A visit that should not have been planned and is over was planned all the same: that is recorded.
    """
    asked = [(act.service, local_day(act.start)) for act in acts if act.kind == "visit.planned" and act.start >= now]
    return [what for what, day in dict.fromkeys(asked) if asked_for(what) and not who_can(what, day)]


def _asked(act: Any) -> Iterator[tuple[str, Sequence[str], date]]:
    """What an act asks somebody to be competent in, who would do it (where it says so), and when."""
    day = local_day(act.on) if isinstance(act.on, datetime) else act.on
    if act.kind == "plan.presented":
        for what in act.medical_acts or ():
            yield what, (), day
    elif act.kind == "medical_act.performed":
        yield act.name, (act.caregiver,) if act.caregiver else (), day
    elif act.kind == "visit.planned":
        yield act.service, act.caregivers or (), local_day(act.start)
