"""Wonder 2020, articles 29, 30 and 32: how the agreement ends, the client's notice, the talk at the end."""

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

W = "wonder-2020"


def ends(acts: list[Json], as_of: str, settings: Json | None = None) -> tuple[str, str | None, str | None, str | None]:
    shown = ask(W, acts, as_of, settings=settings)["agreement"]
    clause = shown["clause"].removeprefix(f"{W}/") if shown["clause"] else None
    return shown["status"], shown["ends_on"], shown["ground"], clause


def notice(on: str, **fields: object) -> Json:
    return act("notice.given", on, **{"id": "n", "by": "client", "channel": "email", **fields})


# --- 29 ---------------------------------------------------------------------------------------------------------------


def test_death_ends_the_agreement_on_its_day() -> None:
    acts = [*agreed(W), act("client.died", "2026-03-01")]
    assert ends(acts, "2026-02-28") == ("in_force", None, None, None)
    assert ends(acts, "2026-03-01") == ("ended", "2026-03-01", "death", "29.a")


@pytest.mark.parametrize(
    ("ground", "clause"), [("mutual", "29.b"), ("court", "29.e"), ("term_passed", "29.d"), ("notice", "29.c")]
)
def test_an_end_as_declared(ground: str, clause: str) -> None:
    acts = [*agreed(W), act("agreement.ended", "2026-03-01", ground=ground)]
    assert ends(acts, "2026-03-01") == ("ended", "2026-03-01", ground, clause)
    later = [*agreed(W), act("agreement.ended", "2026-03-01", ground=ground, end_on="2026-03-31")]
    assert ends(later, "2026-03-01") == ("ending", "2026-03-31", ground, clause)
    assert ends(later, "2026-03-31") == ("ending", "2026-03-31", ground, clause)
    assert ends(later, "2026-04-01") == ("ended", "2026-03-31", ground, clause)


def test_reading_19_a_fixed_term_that_is_known_in_advance_stays_in_force_until_its_day_has_passed() -> None:
    acts = agreed(W, fixed_until="2026-06-30")
    assert ends(acts, "2026-02-01") == ("in_force", "2026-06-30", "term_passed", "29.d")
    assert ends(acts, "2026-06-30") == ("in_force", "2026-06-30", "term_passed", "29.d")
    assert ends(acts, "2026-07-01") == ("ended", "2026-06-30", "term_passed", "29.d")


@pytest.mark.parametrize("until", ["2026-06-30", "2026-02-28", "2028-02-29"])
def test_a_wonder_agreement_does_not_end_with_an_indication_by_itself(until: str) -> None:
    issued = act(
        "indication.issued",
        "2026-01-02",
        number="1",
        law="wlz",
        body="x",
        care=["zorg"],
        valid_from="2026-01-01",
        valid_until=until,
    )
    assert ends([*agreed(W), issued], "2029-01-01") == ("in_force", None, None, None)


def test_a_move_out_of_the_area_ends_it_on_the_day_of_the_move() -> None:
    fields = {"address": "A 1", "postcode": "1011AB", "city": "Amsterdam", "municipality": "Amsterdam"}
    moved = act("client.moved", "2026-03-01", moves_on="2026-04-01", in_service_area=False, **fields)
    assert ends([*agreed(W), moved], "2026-03-31") == ("ending", "2026-04-01", "moved", "29.f")
    assert ends([*agreed(W), moved], "2026-04-01") == ("ended", "2026-04-01", "moved", "29.f")
    assert ends([*agreed(W), {**moved, "in_service_area": True}], "2026-05-01") == ("in_force", None, None, None)
    without_day = {name: value for name, value in moved.items() if name != "moves_on"}
    assert ends([*agreed(W), without_day], "2026-03-01") == ("ended", "2026-03-01", "moved", "29.f")


def test_the_earliest_of_two_ends_counts() -> None:
    acts = [
        *agreed(W),
        notice("2026-03-10"),
        act("agreement.ended", "2026-03-20", ground="mutual", end_on="2026-03-31"),
    ]
    assert ends(acts, "2026-03-25") == ("ending", "2026-03-31", "mutual", "29.b")
    assert ends(acts, "2026-04-20") == ("ended", "2026-03-31", "mutual", "29.b")


# --- 30: notice by the client -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", ["oral", "letter", "email", "portal"])
def test_reading_18_the_client_may_give_notice_in_any_form(channel: str) -> None:
    found = may(W, agreed(W), "terminate", "2026-11-01", by="client", channel=channel)
    assert (found["allowed"], found["earliest_end"], found["unmet"]) == (True, "2026-12-01", [])
    assert f"{W}/30.1" in found["clauses"]
    acts = [*agreed(W), notice("2026-10-30", channel=channel, received_on="2026-11-01")]
    assert ends(acts, "2026-11-01") == ("ending", "2026-12-01", "notice", "29.c")
    assert ends(acts, "2026-12-01") == ("ending", "2026-12-01", "notice", "29.c")
    assert ends(acts, "2026-12-02") == ("ended", "2026-12-01", "notice", "29.c")


@pytest.mark.parametrize(
    ("settings", "client_end", "provider_end"),
    [
        ({}, "2026-02-28", "2026-02-28"),
        ({"reasonable_notice": "P2W"}, "2026-02-14", "2026-02-14"),
        ({"reasonable_notice": "P2W", "reasonable_notice_provider": "P2M"}, "2026-02-14", "2026-03-31"),
        ({"reasonable_notice_client": "P7D"}, "2026-02-07", "2026-02-28"),
    ],
)
def test_reading_18_reasonable_is_a_setting_for_each_side(settings: Json, client_end: str, provider_end: str) -> None:
    ask_by_client = may(W, agreed(W), "terminate", "2026-01-31", by="client", settings=settings)
    ask_by_provider = may(
        W, agreed(W), "terminate", "2026-01-31", by="provider", ground="compelling", channel="letter", settings=settings
    )
    assert (ask_by_client["earliest_end"], ask_by_provider["earliest_end"]) == (client_end, provider_end)


@pytest.mark.parametrize(
    ("sent", "received"),
    [
        ("2026-03-04", "2026-03-06"),  # Wednesday to Friday
        ("2026-03-06", "2026-03-10"),  # Friday: Saturday is the first delivery day, Tuesday the second
        ("2026-03-07", "2026-03-11"),  # Saturday: Tuesday, Wednesday
        ("2026-04-02", "2026-04-07"),  # Good Friday and Easter Monday are none: Saturday, Tuesday
        ("2026-12-24", "2026-12-30"),  # Christmas Day and Boxing Day are none: Tuesday, Wednesday
    ],
)
def test_reading_05_a_letter_is_received_on_the_second_delivery_day(sent: str, received: str) -> None:
    acts = [*agreed(W), notice(sent, channel="letter")]
    talk = row(ask(W, acts, "2027-02-20"), "32")
    assert talk["since"] == received
    stated = [*agreed(W), notice(sent, channel="letter", received_on="2026-12-31")]
    assert row(ask(W, stated, "2027-02-20"), "32")["since"] == "2026-12-31"
    mailed = [*agreed(W), notice(sent)]
    assert row(ask(W, mailed, "2027-02-20"), "32")["since"] == sent


def test_reading_18_notice_works_on_receipt() -> None:
    acts = [*agreed(W), notice("2026-03-06", channel="letter")]
    assert ends(acts, "2026-03-09") == ("in_force", None, None, None)
    assert ends(acts, "2026-03-10") == ("ending", "2026-04-10", "notice", "29.c")
    assert rows(ask(W, acts, "2026-03-09"), "32") == []


def test_the_client_may_name_a_later_end_but_not_an_earlier_one() -> None:
    later = [*agreed(W), notice("2026-03-10", end_on="2026-06-30")]
    assert ends(later, "2026-04-11") == ("ending", "2026-06-30", "notice", "29.c")
    earlier = [*agreed(W), notice("2026-03-10", end_on="2026-03-15")]
    assert ends(earlier, "2026-03-20") == ("ending", "2026-04-10", "notice", "29.c")


def test_a_notice_taken_back_with_agreement_ends_nothing() -> None:
    back = act("notice.withdrawn", "2026-03-20", act="n", agreed=True)
    acts = [*agreed(W), notice("2026-03-10")]
    assert ends([*acts, back], "2026-05-01") == ("in_force", None, None, None)
    assert ends([*acts, {**back, "agreed": False}], "2026-05-01") == ("ended", "2026-04-10", "notice", "29.c")
    talk = row(ask(W, [*acts, back], "2026-05-01"), "32")
    assert (talk["state"], talk["closed_on"]) == ("lapsed", "2026-03-20")


# --- 32: the talk at the end ------------------------------------------------------------------------------------------


def talk(on: str, **fields: object) -> Json:
    return act("exit.talk_held", on, **{"id": "t", "officer": "C", "recipients": ["huisarts"], **fields})


@pytest.mark.parametrize(
    ("held", "as_of", "outcome"),
    [
        (None, "2026-04-10", "open"),
        (None, "2026-04-11", "overdue"),
        ("2026-03-10", "2026-05-01", "done"),
        ("2026-04-10", "2026-05-01", "done"),
        ("2026-04-11", "2026-05-01", "done_late"),
        ("2026-03-09", "2026-05-01", "overdue"),
    ],
)
def test_a_talk_is_held_before_a_notice_ends_the_agreement(held: str | None, as_of: str, outcome: str) -> None:
    acts = [*agreed(W), notice("2026-03-10"), *([talk(held)] if held else [])]
    found = row(ask(W, acts, as_of), "32")
    assert (found["state"], found["since"], found["due"], found["bearer"]) == (
        outcome,
        "2026-03-10",
        "2026-04-10",
        "provider",
    )


def test_a_talk_is_held_at_a_mutual_end_and_at_no_other() -> None:
    mutual = [*agreed(W), act("agreement.ended", "2026-03-01", id="e", ground="mutual", end_on="2026-03-31")]
    found = row(ask(W, mutual, "2026-03-31"), "32")
    assert (found["state"], found["since"], found["due"], found["because"]) == (
        "open",
        "2026-03-01",
        "2026-03-31",
        ["e"],
    )
    for ground in ("court", "term_passed"):
        assert rows(ask(W, [*agreed(W), act("agreement.ended", "2026-03-01", ground=ground)], "2026-03-02"), "32") == []
    assert rows(ask(W, agreed(W, fixed_until="2026-03-01"), "2026-03-02"), "32") == []


def test_a_mutual_end_before_the_notice_runs_out_brings_the_talk_forward() -> None:
    acts = [*agreed(W), notice("2026-03-10"), act("agreement.ended", "2026-03-20", ground="mutual")]
    assert row(ask(W, acts, "2026-03-21"), "32")["due"] == "2026-03-20"


def test_of_two_notices_the_first_that_works_ends_it() -> None:
    acts = [*agreed(W), notice("2026-03-01"), notice("2026-03-10", id="m")]
    assert ends(acts, "2026-04-02") == ("ended", "2026-04-01", "notice", "29.c")
    assert {duty["due"] for duty in rows(ask(W, acts, "2026-04-02"), "32")} == {"2026-04-01"}


def test_reading_20_no_talk_after_death() -> None:
    acts = [*agreed(W), notice("2026-03-10"), act("client.died", "2026-03-20")]
    found = row(ask(W, acts, "2026-05-01"), "32")
    assert (found["state"], found["closed_on"]) == ("lapsed", "2026-03-20")
    assert rows(ask(W, [*agreed(W), act("client.died", "2026-03-20")], "2026-05-01"), "32") == []


def test_aftercare_is_given_in_writing() -> None:
    acts = [*agreed(W), notice("2026-03-10"), talk("2026-03-20", aftercare="wondzorg")]
    given = act("exit.instructions_given", "2026-04-20")
    assert [duty["what"] for duty in rows(ask(W, acts, "2026-05-01"), "32") if duty["state"] == "open"] == [
        "exit.instructions_given"
    ]
    assert {duty["state"] for duty in rows(ask(W, [*acts, given], "2026-05-01"), "32")} == {"done"}
    without = [*agreed(W), notice("2026-03-10"), talk("2026-03-20")]
    assert [duty["what"] for duty in rows(ask(W, without, "2026-05-01"), "32")] == ["exit.talk_held"]


# --- reading 19: what lapses and what goes on -------------------------------------------------------------------------


def test_reading_19_duties_of_delivery_plan_evaluation_and_indication_lapse_at_the_end() -> None:
    visit = act(
        "visit.planned",
        "2026-02-01",
        id="v",
        start="2026-04-10T09:00:00+02:00",
        minutes=30,
        service="zorg",
        payer="wlz",
    )
    acts = [
        *agreed(W),
        act("care.started", "2026-02-20", id="s"),
        act("plan.presented", "2026-02-21", id="p", sections=["care"]),
        act("plan.agreed", "2026-02-22", act="p", by="client"),
        act(
            "indication.issued",
            "2026-01-02",
            id="i",
            number="1",
            law="wlz",
            body="x",
            care=["zorg"],
            valid_from="2026-01-01",
            valid_until="2026-12-31",
        ),
        visit,
        act("agreement.ended", "2026-03-31", id="e", ground="mutual"),
    ]
    found = ask(W, acts, "2026-12-31")
    for clause in ("12.1", "12.3.a", "26.1"):
        assert (row(found, clause)["state"], row(found, clause)["closed_on"]) == ("lapsed", "2026-03-31"), clause
        assert row(found, clause)["because"][-1] == "e"
    assert found["plan"] == {"status": "none", "since": None}
    assert findings(found, "12.3.a") == []


def test_reading_19_a_breach_that_the_end_leaves_behind_is_a_finding() -> None:
    acts = [
        *agreed(W),
        act("care.started", "2026-01-08", id="s"),
        act("agreement.ended", "2026-03-31", id="e", ground="mutual"),
    ]
    found = ask(W, acts, "2026-04-01")
    assert (row(found, "10.2")["state"], row(found, "10.2")["due"]) == ("lapsed", "2026-02-19")
    assert findings(found, "10.2") == [{"clause": f"{W}/10.2", "what": "plan.presented", "because": ["s", "e"]}]
    in_time = [*acts[:-1], act("agreement.ended", "2026-02-10", ground="mutual")]
    assert findings(ask(W, in_time, "2026-04-01"), "10.2") == []


def test_reading_19_dossier_damage_incident_complaint_and_the_talk_go_on() -> None:
    acts = [
        *agreed(W),
        act("damage.found", "2026-03-30T10:00:00+02:00", id="d"),
        act("incident.occurred", "2026-03-30", consequences=True, urgent=False),
        act("dossier.copy_requested", "2026-03-30", by="client"),
        act("complaint.received", "2026-03-30", about="x", complete=True, to="provider"),
        act("agreement.ended", "2026-03-31", ground="mutual"),
    ]
    found = ask(W, acts, "2026-09-01")
    states = {clause: row(found, clause)["state"] for clause in ("15.2.a", "21.1", "32", "33.3", "37.1")}
    assert states == dict.fromkeys(states, "overdue")
    assert {row(found, clause)["state"] for clause in ("21.2", "21.3", "24.8")} == {"open"}


def test_nothing_opens_under_an_agreement_that_has_ended() -> None:
    acts = [*agreed(W), act("agreement.ended", "2026-02-01", ground="mutual")]
    visit = act(
        "visit.planned",
        "2026-02-02",
        id="v",
        start="2026-02-10T09:00:00+01:00",
        minutes=30,
        service="zorg",
        payer="wlz",
    )
    assert rows(ask(W, [*acts, visit], "2026-03-01"), "12.1") == []
    last_day = {**visit, "on": "2026-02-01"}
    assert row(ask(W, [*acts, last_day], "2026-03-01"), "12.1")["state"] == "lapsed"
