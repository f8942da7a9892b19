"""The beginning of a relation: first contact, intake, the offer, the plan that is due, and the care that goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.demo import relation as step

if TYPE_CHECKING:
    from nakomen.demo.life import Life


def _intake(life: Life, on: int, *, exact: bool = False) -> None:
    """Everything up to the offer, from so many days before the day of the demonstration."""
    step.registered(life, on, exact=exact)
    if not life.care:
        step.granted(life, on + 2, on + 14, on + 14 + 365)
    step.informed(life, on + 3)
    step.identified(life, on + 5)
    if life.care:
        step.met(life, on + 5)
    else:
        step.prepared(life, on + 7)


def first_contact(life: Life) -> None:
    """Registered some days ago; a brochure was sent."""
    on = -life.some(3, 9)
    step.registered(life, on)
    if life.second:
        life.note("information.requested", on, topic="choice_information")
        step.told(life, on + 1, "choice_information", channel="paper")


def intake_with_gaps(life: Life) -> None:
    """The intake was held, but the client was not told everything yet and has not stated his choices."""
    on = -life.some(16, 20)
    step.registered(life, on)
    if life.care:
        step.informed(life, on + 4, without=life.some(2, 6))
        life.note("intake.held", on + 8, information_understood=life.second)
        life.note("client.contact_person_named", on + 8, name=life.who.relative, phone=life.who.relative_phone)
    else:
        step.granted(life, on + 4, on + 20, on + 385)
        step.told(life, on + 6, *step.BUDGET_TOPICS[: life.some(2, 4)])
        life.note("plan.supporter_told", on + 8)


def awaiting_identification(life: Life) -> None:
    """All is said; the identity document has yet to be seen."""
    on = -life.some(14, 20)
    step.registered(life, on)
    step.informed(life, on + 3)
    if life.care:
        step.met(life, on + 6)
    else:
        step.granted(life, on + 2, on + 14, on + 380)
        step.prepared(life, on + 7)
    life.note("client.identification_requested", on + 8)


def awaiting_indication(life: Life) -> None:
    """The client applied for an indication and waits for it; individually assessed and accepted."""
    on = -life.some(24, 32)
    step.registered(life, on)
    step.informed(life, on + 3)
    step.identified(life, on + 5)
    if life.care:
        step.met(life, on + 5)
    life.note("intake.application_declared", on + 5)
    criteria = ["intensive_guidance"] if life.second else []
    life.note(
        "exclusion.assessed", on + 7, criteria=criteria, outcome="accept", motivation="Begeleiding past bij het team."
    )
    if life.care and life.second:
        step.offered(life, on + 9)


def offer_outstanding(life: Life) -> None:
    """The offer lies with the client."""
    on = -life.some(20, 26)
    _intake(life, on)
    step.indicated(life, on + 2, on + 21, on + 21 + 365)
    step.offered(life, on + 12)


def offer_declined(life: Life) -> None:
    """The client chose another provider."""
    on = -life.some(60, 90)
    _intake(life, on)
    step.indicated(life, on + 2, on + 21, on + 21 + 365)
    step.offered(life, on + 12)
    life.note("agreement.offer_declined", on + 20, act=life.ids["offer"])


def not_accepted(life: Life) -> None:
    """No agreement: no indication was granted, and the individual assessment ended in a refusal."""
    on = -life.some(30, 33)
    step.registered(life, on)
    step.informed(life, on + 3)
    life.note("indication.refused", on + 18, law="wlz" if life.care else "wmo")
    life.note("exclusion.assessed", on + 20, criteria=["violent"], outcome="refuse", motivation="Zorg kan niet veilig.")


def _without_plan(life: Life, on: int) -> None:
    """No plan yet, so many days after the care began or, under support, after the client asked for it."""
    if life.care:
        step.settled(life, on, plan=False, own=False)
    else:
        _intake(life, on, exact=True)
        step.indicated(life, on + 8, on + 14, on + 370)


def plan_due(life: Life) -> None:
    """The plan has to be put to the client within days."""
    _without_plan(life, -life.some(36, 40))


def plan_due_today(life: Life) -> None:
    """The plan has to be put to the client today."""
    _without_plan(life, -42)


def plan_late(life: Life) -> None:
    """The plan should have been there by now."""
    _without_plan(life, -life.some(45, 52))


def plan_presented(life: Life) -> None:
    """The first plan did not please the client; the second lies with him."""
    since = -life.some(30, 38)
    step.settled(life, since, plan=False, own=False)
    if life.care:
        step.prepared(life, since + 8)
    first = step.presented(life, since + 14)
    life.note("plan.refused", since + 18, act=first, by="client", reasons="Te veel op vaste tijden.")
    step.presented(life, since + 24)


def signature_missing(life: Life) -> None:
    """The agreement stands; the client's signature under plan and agreement has yet to come."""
    since = -life.some(20, 30)
    step.registered(life, since - 27)
    if not life.care:
        step.granted(life, since - 20, since, since + 400)
    step.informed(life, since - 18)
    step.identified(life, since - 16)
    step.met(life, since - 16)
    step.indicated(life, since - 16, since, since + 400)
    step.prepared(life, since - 14)
    step.presented(life, since - 10)
    step.offered(life, since - 10)
    offer = life.ids["offer"]
    life.note("agreement.accepted", since - 6, act=offer, by="client")
    life.note("agreement.signed", since - 6, act=offer, party="provider")
    life.note(
        "team.assigned", since - 5, caregiver=life.team[0].code, role=life.team[0].function,
        responsible_for="de dagelijkse zorg", contact_point=True,
    )  # fmt: skip
    step.told(life, since - 5, "plan_rights_instructed", "confidentiality_instructed", "materials", channel="oral")
    life.note("plan.agreed", since - 2, act=life.ids["plan"], by="client")
    life.note("care.started", since)


def steady(life: Life) -> None:
    """Care that goes on as it should, for months or years."""
    decision = None if life.care and life.one_in(3) else life.some(110, 900)
    step.settled(life, -life.some(60, 1000), decision=decision)
    if life.one_in(3):
        asked = -life.some(10, 50)
        topic = life.chance.choice(("complaint_scheme", "privacy_policy", "participation"))
        life.note("information.requested", asked, topic=topic)
        step.told(life, asked + 3, topic, channel="oral" if life.second else "paper")
    if life.one_in(5):
        life.note("client.details_changed", -life.some(10, 300), phone=f"06-000{life.some(0, 99_999):05d}")


def evaluation_due(life: Life) -> None:
    """The plan must be evaluated within days."""
    since = -(life.some(178, 180) + (25 if life.care else -7))
    step.settled(life, since, until=-30, exact=True)


def evaluation_late(life: Life) -> None:
    """The evaluation of the plan should have been held."""
    since = -(life.some(190, 205) + (25 if life.care else -7))
    step.settled(life, since, until=-50, exact=True)


def evaluation_asked(life: Life) -> None:
    """The client asked for an evaluation in between: held and changed, or still to be held."""
    step.settled(life, -life.some(250, 330), until=-30)
    plan = life.ids["plan"]
    life.note("plan.evaluation_requested", -14, act=plan, reasons="Meer hulp nodig bij het opstaan.")
    if life.second:
        life.note("plan.evaluated", -6, act=plan)
        life.note("plan.changed", -5, act=plan)
