"""`zonl` 1: change and end of the agreement, notice by either side (readings 18 to 20)."""

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row

TERMS = "zonl-thuisbegeleiding"
INDICATION = {"number": "1", "law": "wmo", "body": "gemeente", "care": ["begeleiding"]}


def issued(id_: str, on: str, start: str, end: str | None = None, **more: object) -> Json:
    until = {"valid_until": end} if end is not None else {}
    return act("indication.issued", on, id=id_, valid_from=start, **INDICATION, **until, **more)


def notice(on: str, by: str = "client", channel: str = "email", **more: object) -> Json:
    return act("notice.given", on, id="n", by=by, channel=channel, **more)


def status(acts: list[Json], as_of: str) -> tuple[str, str | None, str | None]:
    found = ask(TERMS, acts, as_of)["agreement"]
    return found["status"], found["ends_on"], found["clause"] and found["clause"].partition("/")[2]


def test_both_may_always_change_the_agreement() -> None:
    answer = may(TERMS, agreed(TERMS), "change_agreement", "2026-02-01", by="both")
    assert (answer["allowed"], answer["clauses"]) == (True, [f"{TERMS}/1.1"])


@pytest.mark.parametrize("cause", ["law", "municipal_policy", "purchase_conditions"])
def test_the_provider_changes_alone_only_for_a_named_cause(cause: str) -> None:
    answer = may(TERMS, agreed(TERMS), "change_agreement", "2026-02-01", by="provider", cause=cause)
    assert (answer["allowed"], answer["clauses"]) == (True, [f"{TERMS}/1.2"])


def test_a_change_by_the_provider_without_a_cause_is_a_finding() -> None:
    acts = [*agreed(TERMS), act("agreement.changed", "2026-02-01", id="x", by="provider")]
    assert [item["because"] for item in findings(ask(TERMS, acts, "2026-02-01"), "1.2")] == [["x"]]
    acts[-1]["cause"] = "law"
    assert findings(ask(TERMS, acts, "2026-02-01"), "1.2") == []


@pytest.mark.parametrize(
    ("ground", "clause"),
    [("mutual", "1.3.a"), ("goal_reached", "1.3.b"), ("court", "1.3.f"), ("provider_insolvent", "1.3.h")],
)
def test_an_end_that_is_declared_cites_its_own_row(ground: str, clause: str) -> None:
    acts = [*agreed(TERMS), act("agreement.ended", "2026-02-01", ground=ground, end_on="2026-02-28")]
    assert status(acts, "2026-02-28") == ("ending", "2026-02-28", clause)
    assert status(acts, "2026-03-01") == ("ended", "2026-02-28", clause)


def test_reaching_the_goal_of_the_plan_ends_it() -> None:
    acts = [
        *agreed(TERMS),
        act("plan.presented", "2026-01-06", id="p", sections=["goal", "arrangements", "own_part"]),
        act("plan.agreed", "2026-01-07", act="p", by="client"),
        act("plan.goal_reached", "2026-03-01"),
    ]
    assert status(acts, "2026-02-28")[0] == "in_force"
    assert status(acts, "2026-03-01") == ("ended", "2026-03-01", "1.3.b")


def test_death_ends_it_at_once() -> None:
    acts = [*agreed(TERMS), act("client.died", "2026-03-01")]
    assert status(acts, "2026-03-01") == ("ended", "2026-03-01", "1.3.g")


def test_moving_out_of_the_area_is_no_end_under_these_conditions() -> None:
    home = {"address": "A 1", "postcode": "1000AA", "city": "Amsterdam", "municipality": "Amsterdam"}
    acts = [*agreed(TERMS), act("client.moved", "2026-02-01", in_service_area=False, **home)]
    assert status(acts, "2026-03-01") == ("in_force", None, None)


def test_reading_19_a_fixed_term_is_not_ending_before_its_day_has_passed() -> None:
    acts = agreed(TERMS, fixed_until="2026-06-30")
    assert status(acts, "2026-06-30") == ("in_force", "2026-06-30", "1.3.d")
    assert status(acts, "2026-07-01") == ("ended", "2026-06-30", "1.3.d")


def test_reading_19_the_end_of_the_indication_ends_an_agreement_with_no_other_part() -> None:
    acts = [*agreed(TERMS), issued("i", "2026-01-02", "2026-01-01", "2026-06-30")]
    assert status(acts, "2026-06-30") == ("in_force", "2026-06-30", "1.3.c")
    assert status(acts, "2026-07-01") == ("ended", "2026-06-30", "1.3.c")


def test_reading_19_only_the_part_on_the_indication_ends_where_the_client_buys_more() -> None:
    services = [
        {"name": "begeleiding", "payer": "wmo", "tariff_hour": "60.00"},
        {"name": "extra", "payer": "client", "tariff_hour": "50.00"},
    ]
    acts = [*agreed(TERMS, services=services), issued("i", "2026-01-02", "2026-01-01", "2026-06-30")]
    assert status(acts, "2026-07-01") == ("in_force", None, None)


def test_reading_19_a_refused_follow_up_makes_it_certain_that_it_will_not_go_on() -> None:
    acts = [
        *agreed(TERMS),
        issued("i", "2026-01-02", "2026-01-01", "2026-06-30"),
        act("indication.refused", "2026-06-01", law="wmo"),
    ]
    assert status(acts, "2026-05-31")[0] == "in_force"
    assert status(acts, "2026-06-01") == ("ending", "2026-06-30", "1.3.c")


def test_an_adjoining_decision_carries_the_agreement_on() -> None:
    acts = [
        *agreed(TERMS),
        issued("i", "2026-01-02", "2026-01-01", "2026-06-30"),
        issued("j", "2026-07-10", "2026-07-01", "2026-12-31"),
    ]
    assert status(acts, "2026-07-09") == ("ended", "2026-06-30", "1.3.c")
    assert status(acts, "2026-07-10") == ("in_force", "2026-12-31", "1.3.c")


def test_a_decision_after_a_gap_does_not_bring_the_agreement_back() -> None:
    acts = [
        *agreed(TERMS),
        issued("i", "2026-01-02", "2026-01-01", "2026-06-30"),
        issued("j", "2026-07-10", "2026-08-01", "2026-12-31"),
    ]
    assert status(acts, "2026-08-15") == ("ended", "2026-06-30", "1.3.c")


def test_a_withdrawn_indication_ends_it_that_day() -> None:
    acts = [
        *agreed(TERMS),
        issued("i", "2026-01-02", "2026-01-01", "2026-06-30"),
        act("indication.withdrawn", "2026-03-01", act="i"),
    ]
    assert status(acts, "2026-02-28")[0] == "in_force"
    assert status(acts, "2026-03-01") == ("ended", "2026-03-01", "1.3.c")


@pytest.mark.parametrize("channel", ["email", "letter", "portal"])
def test_reading_18_the_client_gives_thirty_days_by_writing(channel: str) -> None:
    answer = may(TERMS, agreed(TERMS), "terminate", "2026-02-01", by="client", channel=channel)
    assert (answer["allowed"], answer["earliest_end"], answer["clauses"]) == (True, "2026-03-03", [f"{TERMS}/1.5"])


def test_reading_18_orally_is_not_allowed() -> None:
    answer = may(TERMS, agreed(TERMS), "terminate", "2026-02-01", by="client", channel="oral")
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": f"{TERMS}/1.5", "what": "notice.given"}])


@pytest.mark.parametrize(("by", "clause"), [("client", "1.5"), ("provider", "1.4")])
def test_reading_18_an_oral_notice_ends_nothing_and_waits_for_confirmation(by: str, clause: str) -> None:
    acts = [*agreed(TERMS), notice("2026-02-01", by=by, channel="oral")]
    found = ask(TERMS, acts, "2026-06-01")
    assert (found["agreement"]["status"], found["agreement"]["ends_on"]) == ("in_force", None)
    assert found["agreement"]["awaiting"] == "notice.given"
    assert [item["because"] for item in findings(found, clause)] == [["n"]]


def test_reading_18_the_term_runs_from_the_confirmation() -> None:
    acts = [*agreed(TERMS), notice("2026-02-01", channel="oral"), {**notice("2026-02-10"), "id": "m"}]
    assert status(acts, "2026-02-10") == ("ending", "2026-03-12", "1.3.e")


@pytest.mark.parametrize(
    ("on", "received", "end"),
    [
        ("2026-02-02", None, "2026-03-06"),  # Monday; the second delivery day is Wednesday
        (
            "2026-02-06",
            None,
            "2026-03-12",
        ),  # Friday; Saturday is the first, Sunday and Monday are none, Tuesday the second
        ("2026-02-02", "2026-02-10", "2026-03-12"),
    ],
)
def test_reading_18_a_letter_works_on_receipt(on: str, received: str | None, end: str) -> None:
    stated = {"received_on": received} if received else {}
    acts = [*agreed(TERMS), notice(on, channel="letter", **stated)]
    assert status(acts, "2026-02-15")[1] == end


def test_a_later_end_than_the_earliest_is_followed_an_earlier_one_is_not() -> None:
    assert status([*agreed(TERMS), notice("2026-02-01", end_on="2026-04-30")], "2026-02-02")[1] == "2026-04-30"
    assert status([*agreed(TERMS), notice("2026-02-01", end_on="2026-02-10")], "2026-02-02")[1] == "2026-03-03"


def test_the_provider_gives_at_least_a_week() -> None:
    answer = may(TERMS, agreed(TERMS), "terminate", "2026-02-01", by="provider")
    assert (answer["allowed"], answer["earliest_end"], answer["clauses"]) == (True, "2026-02-08", [f"{TERMS}/1.4"])
    acts = [*agreed(TERMS), notice("2026-02-01", by="provider", end_on="2026-02-07")]
    found = ask(TERMS, acts, "2026-02-02")
    assert (found["agreement"]["ends_on"], len(findings(found, "1.4"))) == ("2026-02-08", 1)
    acts[-1]["end_on"] = "2026-02-08"
    assert findings(ask(TERMS, acts, "2026-02-02"), "1.4") == []


def test_a_notice_taken_back_together_leaves_the_agreement_in_force() -> None:
    acts = [*agreed(TERMS), notice("2026-02-01"), act("notice.withdrawn", "2026-02-10", act="n", agreed=True)]
    assert status(acts, "2026-02-09")[0] == "ending"
    assert status(acts, "2026-04-01") == ("in_force", None, None)


def test_reading_19_plan_duties_lapse_at_the_end_and_debts_go_on() -> None:
    acts = [
        *agreed(TERMS),
        act("plan.presented", "2026-01-06", id="p", sections=["goal", "arrangements", "own_part"]),
        act("plan.agreed", "2026-01-07", act="p", by="client"),
        act("invoice.sent", "2026-01-31", id="f", number="1", amount="50.00", channel="electronic", lines=[]),
        act("dossier.copy_requested", "2026-01-31", by="client"),
        act("agreement.ended", "2026-02-01", ground="mutual"),
    ]
    found = ask(TERMS, acts, "2026-02-01")
    assert (row(found, "2.9")["state"], row(found, "2.9")["closed_on"]) == ("lapsed", "2026-02-01")
    assert (row(found, "9.1")["state"], row(found, "3.2.a")["state"]) == ("open", "open")


def test_reading_20_death_leaves_the_debts_to_the_estate() -> None:
    acts = [
        *agreed(TERMS),
        act("invoice.sent", "2026-01-31", id="f", number="1", amount="50.00", channel="electronic", lines=[]),
        act("client.died", "2026-02-01"),
    ]
    found = ask(TERMS, acts, "2026-03-03")
    assert (row(found, "9.1")["state"], found["balances"][0]["open"]) == ("overdue", "50.00")


def test_reading_18_an_oral_notice_waits_for_confirmation_also_beside_an_end_known_in_advance() -> None:
    acts = [
        *agreed(TERMS),
        act("indication.issued", "2026-01-02", id="i", number="1", law="wmo", body="gemeente", care=["support"],
            valid_from="2026-01-01", valid_until="2026-12-31"),
        act("notice.given", "2026-03-02", by="client", channel="oral"),
    ]  # fmt: skip
    waiting = ask(TERMS, acts, "2026-04-20")["agreement"]
    assert (waiting["status"], waiting["ends_on"], waiting["awaiting"]) == ("in_force", "2026-12-31", "notice.given")
    confirmed = ask(TERMS, [*acts, act("notice.given", "2026-04-21", by="client", channel="email")], "2026-04-22")
    assert confirmed["agreement"]["status"] == "ending"
    assert (confirmed["agreement"]["ends_on"], confirmed["agreement"]["awaiting"]) == ("2026-05-21", None)
    assert ask(TERMS, acts, "2027-01-01")["agreement"]["awaiting"] is None


def test_a_letter_that_was_not_received_yet_waits_for_nothing() -> None:
    sent = [*agreed(TERMS), notice("2026-03-02", channel="letter")]
    before = ask(TERMS, sent, "2026-03-03")["agreement"]
    assert (before["status"], before["awaiting"]) == ("in_force", None)
    assert ask(TERMS, sent, "2026-03-05")["agreement"]["status"] == "ending"
