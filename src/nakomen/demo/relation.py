"""The ordinary course of a relation under either set: contact, intake, agreement, plan, care, and what recurs.

Each step does all that the conditions ask of it, so that a life made of these steps alone has nothing overdue.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from nakomen.demo.money import billed, month_billed
from nakomen.demo.visits import visited

if TYPE_CHECKING:
    from nakomen.demo.life import Life

TOPICS = (
    "care_forms_and_tariffs", "new_indication", "contact_and_representative", "advance_directive",
    "care_plan_procedure", "own_payments", "volunteers", "keys", "emergency_contact", "working_conditions", "wishes",
    "participation", "ethics", "restraint_policy", "complaint_scheme", "terms", "privacy_policy", "other_costs",
)  # fmt: skip
BUDGET_TOPICS = ("budget_amount", "buy_more", "budget_use", "budget_not_all", "own_contribution")
CARE_SECTIONS = (
    "quality_of_life", "health", "prognosis", "risks", "care", "medical_acts", "disciplines", "contact_point", "family",
    "evaluation",
)  # fmt: skip
SUPPORT_SECTIONS = ("goal", "arrangements", "own_part", "carers_part", "budgeted", "unbudgeted")
MEDICAL_ACTS = ("medicatie aanreiken", "steunkousen aantrekken")


# --- contact and intake -----------------------------------------------------------------------------------------------


def registered(life: Life, on: int, born: date | None = None, *, exact: bool = False) -> None:
    """The first contact: the client becomes known, and under support asks for it."""
    who = life.who
    life.note(
        "client.registered", on, exact=exact, name=who.name, birth_date=born or who.birth_date, bsn=who.bsn,
        address=who.address, postcode=who.postcode, city=who.city, municipality=who.municipality, email=who.email,
        phone=who.phone, electronic=who.electronic, plain_language=life.one_in(4),
    )  # fmt: skip
    if not life.care:
        life.note("support.requested", on, exact=exact)


def told(life: Life, on: int, *topics: str, channel: str = "paper", to: str = "client", exact: bool = False) -> str:
    """Information that fits the client's level and was understood."""
    return life.note(
        "information.given", on, exact=exact, topics=list(topics), channel=channel, to=to, fits_level=True,
        understood=True,
    )  # fmt: skip


def informed(life: Life, on: int, without: int = 0, to: str = "client") -> None:
    """All that must be told before the agreement, less the last so many topics; the conditions themselves too."""
    channel = "electronic" if life.who.electronic and to == "client" and life.one_in(3) else "paper"
    if life.care:
        told(life, on, *TOPICS[: len(TOPICS) - without], channel=channel, to=to)
    else:
        told(life, on, *BUDGET_TOPICS[: len(BUDGET_TOPICS) - without], channel=channel, to=to)
    if not without:
        life.note("terms.provided", on, version=str(life.organisation.published), channel="paper")


def identified(life: Life, on: int) -> None:
    """A valid identity document was seen."""
    number_end = f"{life.some(1000, 9999)}"
    valid_until = life.day(on) + timedelta(days=life.some(700, 3000))
    life.note(
        "client.identified", on, document=life.chance.choice(("passport", "identity_card", "driving_licence")),
        number_end=number_end, valid_until=valid_until,
    )  # fmt: skip


def met(life: Life, on: int) -> None:
    """The intake talk, with the choices, the contact person and the check of the dwelling."""
    life.note("intake.held", on, information_understood=True)
    life.note("client.contact_person_named", on, name=life.who.relative, phone=life.who.relative_phone)
    life.note("intake.choices_stated", on, choices="zoals besproken")
    life.note("home.checked", on, missing=[])


def indicated(life: Life, on: int, start: int, until: int | None, succeeds: str | None = None) -> str:
    """A decision of the indication body, received two days later; `until` None has no end."""
    law, body, care = ("wlz", "CIZ", ["personal_care", "nursing"])
    if not life.care:
        law, body, care = "wmo", f"Gemeente {life.who.municipality}", ["begeleiding individueel"]
    day = life.day(on)
    life.ids["indication"] = life.note(
        "indication.issued", on, number=f"{law.upper()}-{day:%y}-{life.some(10_000, 99_999)}", law=law, body=body,
        care=care, valid_from=life.day(start), valid_until=None if until is None else life.day(until),
        received_on=min(day + timedelta(days=2), life.day(-1)), succeeds=succeeds,
        minutes_per_week=life.some(6, 40) * 15,
    )  # fmt: skip
    return life.ids["indication"]


def granted(life: Life, on: int, start: int, until: int) -> None:
    """The budget of the municipality, with what the client must be told of it."""
    amount = f"{life.some(20, 90) * 100}.00"
    life.note("budget.granted", on, amount=amount, valid_from=life.day(start), valid_until=life.day(until))


# --- agreement and plan -----------------------------------------------------------------------------------------------


def offered(life: Life, on: int, *, own: bool = True, remote: bool = False, additional: bool = False) -> None:
    """The offer: what the indication pays and, with `own`, what the client pays himself."""
    services = life.services(own=own, remote=remote, additional=additional)
    contains = ["indication", "plan_clause", "services", "additional", "quality_data", "terms"]
    written = [
        {"name": each.name, "tariff_hour": each.tariff_hour, "vat": each.vat, "payer": each.payer,
         "additional": each.additional, "remote": each.remote}
        for each in services
    ]  # fmt: skip
    life.ids["offer"] = life.note("agreement.offered", on, services=written, contains=contains)


def accepted(life: Life, on: int, by: str = "client") -> None:
    """Acceptance, both signatures, the team, and what the client must be told once there is an agreement."""
    offer = life.ids["offer"]
    life.note("agreement.accepted", on, act=offer, by=by)
    life.note("agreement.signed", on, act=offer, party=by)
    life.note("agreement.signed", on + 1, act=offer, party="provider")
    life.ids["caregiver"] = life.note(
        "team.assigned", on + 1, caregiver=life.team[0].code, role=life.team[0].function,
        responsible_for="de dagelijkse zorg" if life.care else "de begeleiding", contact_point=True,
    )  # fmt: skip
    if life.care:
        topics = ("plan_rights_instructed", "confidentiality_instructed", "materials")
        told(life, on + 2, *topics, channel="oral", to=by)


def shared(life: Life, on: int) -> None:
    """A second caregiver comes into the team."""
    life.ids["second"] = life.note(
        "team.assigned", on, caregiver=life.team[1].code, role=life.team[1].function,
        responsible_for="vervanging en avonden", contact_point=False,
    )  # fmt: skip


def prepared(life: Life, on: int) -> None:
    """The talk about wishes that comes before the plan, with the help that is offered for it."""
    life.note("plan.supporter_told", on)
    life.note("plan.wishes_discussed", on)
    if life.care:
        life.note("plan.support_offered", on)


def presented(life: Life, on: int, *extra: str) -> str:
    """The plan put to the client."""
    sections = (*(CARE_SECTIONS if life.care else SUPPORT_SECTIONS), *extra)
    acts = list(MEDICAL_ACTS) if life.care else None
    life.ids["plan"] = life.note("plan.presented", on, sections=list(sections), medical_acts=acts)
    return life.ids["plan"]


def agreed(life: Life, on: int, by: str = "client", *, exact: bool = False) -> None:
    """Consent to the plan, signatures and the client's copy."""
    plan = life.ids["plan"]
    life.note("plan.agreed", on, exact=exact, act=plan, by=by)
    life.note("plan.signed", on, exact=exact, act=plan, party=by)
    life.note("plan.signed", on, exact=exact, act=plan, party="provider")
    life.note("plan.copied", on, exact=exact, act=plan)


# --- care -------------------------------------------------------------------------------------------------------------


def kept_up(life: Life, since: int, until: int = -1, last: int | None = None) -> None:
    """What recurs while the care goes on: evaluations, team meetings, what is left of the budget.

    `last` is the day of the last team meeting and the last word on the budget; without it some weeks before `until`.
    """
    first, later = (165, 345) if life.care else (165, 165)
    for on in range(since + first, until + 1, later):
        life.note("plan.evaluated", on, act=life.ids["plan"])
    exact = last is not None
    rounds = range(last if last is not None else until - life.some(1, 30), since + 5, -80)
    for on in reversed(rounds):
        if "second" in life.ids:
            life.note("team.met", on, exact=exact)
        if not life.care:
            channel = "electronic" if life.who.electronic else "paper"
            told(life, on, "budget_remaining", channel=channel, exact=exact)


def settled(
    life: Life,
    since: int,
    *,
    until: int = -1,
    decision: int | None = 400,
    own: bool = True,
    plan: bool = True,
    visits: bool = True,
    exact: bool = False,
) -> None:
    """A relation that runs as it should from its care's first day `since`; `decision` is the indication's last day.

    `until` is the last day of what recurs; `exact` holds the consent to the plan on its day, whatever the weekday.
    """
    if life.care:
        _settled_care(life, since, decision, own=own, plan=plan, exact=exact)
    else:
        _settled_support(life, since, decision, own=own, plan=plan, exact=exact)
    if plan:
        kept_up(life, since + 25 if life.care else since - 7, until, _slip(life, since, until))
    if visits:
        going_on(life, since, own=own)


def _slip(life: Life, since: int, until: int) -> int | None:
    """What slips or is about to, even where things go well: an unpaid invoice, a forgotten meeting, one due this week.

    Returns the day of the last meeting where it is other than usual.
    """
    if until != -1 or since > -150:
        return None
    fate = life.some(1, 20)
    if fate <= 4:
        month_billed(life, -life.some(38, 43))
    elif fate <= 6:
        month_billed(life, -life.some(26, 30))
    elif fate <= 10:
        return -life.some(95, 105)
    elif fate <= 13:
        return -life.some(86, 89)
    return None


def _settled_care(life: Life, since: int, decision: int | None, *, own: bool, plan: bool, exact: bool) -> None:
    registered(life, since - 27)
    informed(life, since - 24)
    identified(life, since - 20)
    met(life, since - 20)
    indicated(life, since - 16, since, decision)
    offered(life, since - 12, own=own)
    accepted(life, since - 8)
    if life.one_in(2):
        shared(life, since)
    life.note("care.started", since)
    if plan:
        prepared(life, since + 8)
        presented(life, since + 20)
        agreed(life, since + 25, exact=exact)


def _settled_support(life: Life, since: int, decision: int | None, *, own: bool, plan: bool, exact: bool) -> None:
    registered(life, since - 36)
    last = decision if decision is not None else 900
    granted(life, since - 29, since, last)
    indicated(life, since - 29, since, last)
    informed(life, since - 27)
    identified(life, since - 25)
    prepared(life, since - 22)
    if plan:
        presented(life, since - 13)
    offered(life, since - 13, own=own, additional=own)
    accepted(life, since - 10)
    if plan:
        agreed(life, since - 7, exact=exact)
    life.note("care.started", since)


def going_on(life: Life, since: int, *, own: bool) -> None:
    """Visits of the last weeks and of the coming days, and the invoices for what the client pays himself."""
    every = life.some(5, 9)
    visited(life, max(since + 1, -life.some(24, 34)), life.some(1, 6), every)
    if own and life.one_in(2):
        billed(life, max(since + 1, -75))
