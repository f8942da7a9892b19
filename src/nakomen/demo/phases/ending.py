"""The end of a relation: moved, notice by either side, death, the talk at the end, and long after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nakomen.demo import relation as step
from nakomen.demo.visits import visited

if TYPE_CHECKING:
    from nakomen.demo.life import Life


def _settled(life: Life, *, visits: bool = True) -> None:
    step.settled(life, -life.some(240, 500), decision=life.some(150, 500), visits=visits)


def _over(life: Life, end: int, months: int = 8) -> None:
    """A relation whose recurring acts stop with its end, with visits in its last weeks."""
    since = end - 30 * months
    step.settled(life, since, until=end - 40, decision=end + 500, visits=False)
    visited(life, end - 30, end - 6)


def _farewell(life: Life, end: int) -> None:
    """The talk at the end, with instructions on paper."""
    life.note(
        "exit.talk_held", end - 3, officer=life.coordinator.name, recipients=["huisarts"],
        aftercare="De huisarts volgt de wond.",
    )  # fmt: skip
    life.note("exit.instructions_given", end - 3)


def moved(life: Life) -> None:
    """Moved within the area; nothing changes."""
    _settled(life)
    postcode, city, municipality = life.organisation.towns[1]
    life.note(
        "client.moved", -40, moves_on=life.day(-30), address="Grutterserf 12", postcode=f"{postcode} ZB", city=city,
        municipality=municipality, in_service_area=True,
    )  # fmt: skip


def moved_away(life: Life) -> None:
    """Moved out of the area, which ends the care."""
    end = -30
    _over(life, end)
    life.note(
        "client.moved", end - 20, moves_on=life.day(end), address="Kweldergras 3", postcode="9999 ZZ",
        city="Verweg", municipality="Verweg", in_service_area=False,
    )  # fmt: skip
    if not life.care:
        life.note("agreement.ended", end, exact=True, end_on=life.day(end), ground="mutual")


def notice_by_client(life: Life) -> None:
    """The client gave notice; the talk at the end is due within days."""
    _settled(life)
    on = -life.some(25, 27)
    life.note("notice.given", on, exact=True, by="client", channel="email", received_on=life.day(on))


def notice_withdrawn(life: Life) -> None:
    """The client gave notice and took it back, which the provider agreed to."""
    _settled(life)
    notice = life.note("notice.given", -40, by="client", channel="email")
    life.note("notice.withdrawn", -35, act=notice, agreed=True)


def notice_by_provider(life: Life) -> None:
    """Notice for compelling reasons, with all that it takes."""
    _settled(life)
    life.note("conduct.recorded", -60, form="intimidation", toward="staff")
    life.note("notice.grounds_discussed", -45)
    life.note("notice.alternative_sought", -44)
    life.note("notice.alternative_offered", -38)
    life.note("notice.complaint_option_told", -38)
    life.note("notice.given", -12, by="provider", channel="letter", received_on=life.day(-10), ground="compelling")


def notice_lacking(life: Life) -> None:
    """Notice for compelling reasons without a suitable alternative (care), or by word of mouth (support)."""
    _settled(life)
    life.note("notice.grounds_discussed", -30)
    life.note("notice.complaint_option_told", -30)
    channel = "letter" if life.care else "oral"
    life.note("notice.given", -14, by="provider", channel=channel, received_on=life.day(-12), ground="compelling")


def notice_no_contract(life: Life) -> None:
    """Heavier care was indicated for which the contract has no room; the care goes on until another takes over."""
    _settled(life)
    former = life.ids["indication"]
    care = ["intensieve nachtzorg"] if life.care else ["begeleiding groep"]
    law = "wlz" if life.care else "wmo"
    newer = life.note(
        "indication.issued", -40, number=f"Z-{life.some(10_000, 99_999)}", law=law, body="CIZ" if life.care else "B",
        care=care, valid_from=life.day(-38), valid_until=life.day(700), received_on=life.day(-35), succeeds=former,
    )  # fmt: skip
    life.note("notice.care_office_asked", -30, answer="refused")
    life.note("notice.alternative_sought", -28)
    life.note(
        "notice.given", -20, by="provider", channel="letter", received_on=life.day(-18), ground="no_contract",
        act=newer,
    )  # fmt: skip
    if life.second:
        life.note("care.transferred", -3, provider="Thuiszorg De Overkant", expected_on=life.day(25))


def notice_not_needed(life: Life) -> None:
    """The care is no longer needed; the client was told of a second opinion."""
    _settled(life)
    life.note("notice.second_opinion_told", -20)
    life.note("notice.given", -10, by="provider", channel="letter", received_on=life.day(-8), ground="care_not_needed")


def died(life: Life) -> None:
    """The client died; relatives asked for inspection, with his consent."""
    end = -life.some(20, 40)
    step.settled(life, end - 300, until=end - 1, decision=end + 300, visits=False)
    visited(life, end - 20, end - 3)
    life.note("consent.given", end - 100, for_="relatives_inspection", in_writing=True, by="client")
    life.note("client.died", end)
    request = life.note("dossier.inspection_requested", end + 5, by="relative", ground="consent")
    if life.second:
        life.note("dossier.inspection_given", end + 15, act=request)


def ended(life: Life) -> None:
    """Ended after the client's notice, with the talk at the end and the key given back."""
    end = -life.some(15, 120)
    _over(life, end)
    key = life.note("key.handed_over", end - 100, to=life.team[0].name)
    day = life.day(end - 35)
    life.note("notice.given", end - 35, exact=True, by="client", channel="email", received_on=day)
    _farewell(life, end)
    life.note("key.returned", end - 3, act=key)


def ended_together(life: Life) -> None:
    """Ended by both, on a day that they agreed."""
    end = -life.some(20, 90)
    _over(life, end)
    _farewell(life, end)
    life.note("agreement.ended", end - 3, end_on=life.day(end), ground="mutual")


def goal_reached(life: Life) -> None:
    """The goal of the plan was reached; under support that ends the agreement."""
    end = -life.some(20, 90)
    _over(life, end)
    life.note("plan.goal_reached", end, act=life.ids["plan"])
    if life.care:
        _farewell(life, end)
        life.note("agreement.ended", end, end_on=life.day(end), ground="mutual")


def exit_talk_due(life: Life) -> None:
    """The agreement ends within days by mutual consent; the talk has to be held before."""
    _settled(life)
    life.note("agreement.ended", -10, end_on=life.day(life.some(2, 6)), ground="mutual")


def ended_long_ago(life: Life) -> None:
    """Ended years ago; the dossier is kept, or was destroyed at the client's request."""
    end = -life.some(900, 1500)
    _over(life, end)
    day = life.day(end - 35)
    life.note("notice.given", end - 35, exact=True, by="client", channel="email", received_on=day)
    _farewell(life, end)
    if life.one_in(3):
        request = life.note("dossier.destruction_requested", end + 100)
        life.note("dossier.destroyed", end + 100 + 14, act=request)


def returned(life: Life) -> None:
    """Ended a year ago and back again: a second agreement with a plan of its own."""
    end = -500
    _over(life, end)
    day = life.day(end - 35)
    life.note("notice.given", end - 35, exact=True, by="client", channel="email", received_on=day)
    _farewell(life, end)
    again = -200
    if not life.care:
        life.note("support.requested", again - 30)
        step.granted(life, again - 28, again, 300)
        step.told(life, again - 27, *step.BUDGET_TOPICS)
    step.prepared(life, again - 24)
    step.indicated(life, again - 24, again, 300)
    step.offered(life, again - 20)
    step.accepted(life, again - 14)
    step.presented(life, again - 10)
    step.agreed(life, again - 6)
    life.note("care.started", again)
    life.ids.pop("second", None)
    step.kept_up(life, again - 6)
    life.note("intake.held", again - 25, information_understood=True)
    life.note("client.contact_person_named", again - 25, name=life.who.relative, phone=life.who.relative_phone)
    life.note("intake.choices_stated", again - 24)
    visited(life, -20, 5)
