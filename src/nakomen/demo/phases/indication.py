"""The indication through time: the talk on the next one, who applies, short and outgrown decisions, sudden need."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nakomen.demo import relation as step
from nakomen.demo.visits import visit, visited

if TYPE_CHECKING:
    from nakomen.demo.life import Life


def _talk(life: Life, on: int, applicant: str) -> None:
    """The talk on the follow-up indication, with its report."""
    talk = life.note(
        "indication.talk_held", on, act=life.ids["indication"], applicant=applicant, why=True, choice=True,
        continuity=True,
    )  # fmt: skip
    life.note("indication.talk_reported", on + 2, act=talk, copied_to_client=True)


def _application(life: Life, on: int, by: str) -> None:
    """A complete application, with the copy for the other side."""
    signed = True if by == "provider" else None
    applied = life.note(
        "indication.applied", on, act=life.ids["indication"], by=by, complete=True, signed_by_client=signed
    )
    other = "client" if by == "provider" else "provider"
    life.note("indication.application_copied", on, act=applied, to=other)


def talk_due(life: Life) -> None:
    """The talk on the follow-up indication has to be held within days."""
    step.settled(life, -life.some(290, 320), decision=70 + life.some(1, 6))


def talk_late(life: Life) -> None:
    """The talk should have been held some days ago."""
    step.settled(life, -life.some(290, 320), decision=70 - life.some(3, 8))


def reminder_due(life: Life) -> None:
    """The client applies himself; he has to be reminded of the terms within days."""
    step.settled(life, -life.some(290, 310), decision=63 + life.some(1, 5))
    _talk(life, -14, "client")


def client_applies(life: Life) -> None:
    """The client was reminded and has to apply within days."""
    step.settled(life, -life.some(290, 310), decision=56 + life.some(1, 5))
    _talk(life, -20, "client")
    life.note("indication.client_reminded", -8, act=life.ids["indication"])


def client_late(life: Life) -> None:
    """The client, reminded in time, has not applied."""
    step.settled(life, -life.some(300, 310), decision=56 - life.some(3, 8))
    _talk(life, -30, "client")
    life.note("indication.client_reminded", -20, act=life.ids["indication"])


def provider_applies(life: Life) -> None:
    """The provider applies; it has to be done within days."""
    step.settled(life, -life.some(290, 310), decision=56 + life.some(1, 5))
    _talk(life, -20, "provider")


def applied(life: Life) -> None:
    """The application lies with the indication body."""
    step.settled(life, -life.some(310, 320), decision=life.some(35, 48))
    _talk(life, -50, "provider")
    _application(life, -35, "provider")


def followed_up(life: Life) -> None:
    """A new indication came in time and runs on."""
    step.settled(life, -life.some(420, 460), decision=-life.some(20, 60))
    end = -20
    _talk(life, end - 110, "provider")
    _application(life, end - 104, "provider")
    former = life.ids["indication"]
    step.indicated(life, -70, -19, 345, succeeds=former)
    if not life.care:
        step.granted(life, -70, -19, 345)
        step.told(life, -69, *step.BUDGET_TOPICS)


def short_indication(life: Life) -> None:
    """An indication of four months, for which shorter terms hold; the talk has to be held within days."""
    step.settled(life, -64, decision=49 + life.some(1, 5))


def late_application(life: Life) -> None:
    """The client applied late, and for some weeks no indication covered the care."""
    step.settled(life, -330, decision=-25)
    end = -25
    _talk(life, end - 75, "client")
    life.note("indication.client_reminded", end - 67, act=life.ids["indication"])
    _application(life, end - 20, "client")
    former = life.ids["indication"]
    step.indicated(life, -9, -7, 358, succeeds=former)


def outgrown(life: Life) -> None:
    """The indication no longer fits the need; the client has time to think it over, or did without."""
    step.settled(life, -life.some(200, 260), decision=life.some(150, 400))
    decision = life.ids["indication"]
    life.note("indication.outgrown", -30, act=decision)
    life.note("indication.reflection_offered", -28, act=decision)
    _talk(life, -28, "provider")
    if life.second:
        life.note("indication.reflection_waived", -26, act=decision)
        _application(life, -20, "provider")
    else:
        _application(life, -9, "provider")


def indication_withdrawn(life: Life) -> None:
    """The indication was withdrawn after a new one had been issued."""
    step.settled(life, -life.some(240, 280), decision=life.some(160, 300))
    former = life.ids["indication"]
    step.indicated(life, -40, -33, 500, succeeds=former)
    if not life.care:
        step.granted(life, -40, -33, 500)
        step.told(life, -39, *step.BUDGET_TOPICS)
    life.note("indication.withdrawn", -33, act=former)


def urgent_need(life: Life) -> None:
    """Suddenly heavier care was needed: reported at once, with an application as it will last."""
    step.settled(life, -life.some(200, 400), decision=life.some(150, 500))
    can_deliver = life.second
    need = life.note("urgent.need_arose", -12, within_hours=36, can_deliver=can_deliver, expected_days=28)
    life.note("urgent.reported", -12, act=need, to="indication_body", with_application=True)
    if can_deliver:
        life.note("urgent.procedure_explained", -11, act=need)
    else:
        life.note("urgent.reported", -12, act=need, to="care_office", placement_requested=True)


def paused(life: Life) -> None:
    """No care for some weeks: in hospital, or away."""
    step.settled(life, -life.some(200, 400), decision=life.some(150, 500), visits=False)
    reason = life.chance.choice(("hospital", "holiday"))
    life.note("care.paused", -20, from_=life.day(-15), until=life.day(12), by="client", reason=reason)


def resumed(life: Life) -> None:
    """Care went on again after a stay in hospital without an end known in advance."""
    step.settled(life, -life.some(200, 400), decision=life.some(150, 500), visits=False)
    pause = life.note("care.paused", -60, from_=life.day(-57), by="client", reason="hospital")
    life.note("care.resumed", -25, act=pause)
    visited(life, -24, 5)


def sickness(life: Life) -> None:
    """Visits fell away because the client was ill; each was cancelled in time (or told by a pause)."""
    step.settled(life, -life.some(200, 400), decision=life.some(150, 500), visits=False)
    life.note("care.paused", -24, from_=life.day(-20), until=life.day(-8), by="client", reason="sickness")
    for on in (-17, -10):
        name = visit(life, on, 10)
        at = life.moment(on - 4, 9) + timedelta(minutes=life.some(0, 50))
        life.note_at("visit.cancelled", at, act=name, by="client", reason="sickness")
    visited(life, -5, 5, 5)
