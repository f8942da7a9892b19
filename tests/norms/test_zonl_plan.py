"""`zonl` 2, 4 and 8: the support plan, carers and other providers, and what is told of the budget."""

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, may, row, rows

TERMS = "zonl-thuisbegeleiding"
FULL = ["goal", "arrangements", "own_part"]


def presented(on: str, id_: str = "p", sections: list[str] | None = None) -> Json:
    return act("plan.presented", on, id=id_, sections=sections or FULL)


def consented(on: str, plan: str = "p") -> Json:
    return act("plan.agreed", on, act=plan, by="client")


def told(on: str, *topics: str, to: str = "client", channel: str = "paper") -> Json:
    return act("information.given", on, topics=list(topics), channel=channel, to=to, fits_level=True, understood=True)


def carer(on: str, id_: str = "m", name: str = "Anna", involve: bool = True) -> Json:
    return act("client.carer_named", on, id=id_, name=name, involve=involve)


# --- 2.1 and 2.2 ----------------------------------------------------------------------------------

ASKED = [client(), act("support.requested", "2026-01-19", id="s")]


@pytest.mark.parametrize(
    ("as_of", "state"), [("2026-03-01", "open"), ("2026-03-02", "open"), ("2026-03-03", "overdue")]
)
def test_the_plan_comes_within_the_setting_after_the_request(as_of: str, state: str) -> None:
    found = row(ask(TERMS, ASKED, as_of), "2.1")
    assert (found["state"], found["due"], found["open_norm"]) == (state, "2026-03-02", True)


def test_another_setting_moves_the_term() -> None:
    assert row(ask(TERMS, ASKED, "2026-02-01", settings={"plan_soon": "P14D"}), "2.1")["due"] == "2026-02-02"


@pytest.mark.parametrize(("on", "state"), [("2026-03-02", "done"), ("2026-03-03", "done_late")])
def test_a_plan_in_time_and_late(on: str, state: str) -> None:
    found = row(ask(TERMS, [*ASKED, presented(on)], "2026-04-01"), "2.1")
    assert (found["state"], found["done_on"]) == (state, on)


def test_a_plan_from_before_the_request_does_not_count() -> None:
    assert row(ask(TERMS, [*ASKED, presented("2026-01-18")], "2026-02-01"), "2.1")["state"] == "open"


def test_nothing_is_owed_once_the_client_declined() -> None:
    acts = [*ASKED, act("agreement.offered", "2026-01-20", id="o", services=[], contains=[])]
    acts.append(act("agreement.offer_declined", "2026-02-01", act="o"))
    found = ask(TERMS, acts, "2026-05-01")
    for clause in ("2.1", "2.2", "2.2.a"):
        assert (row(found, clause)["state"], row(found, clause)["closed_on"]) == ("lapsed", "2026-02-01")


@pytest.mark.parametrize(("clause", "kind"), [("2.2", "plan.wishes_discussed"), ("2.2.a", "plan.supporter_told")])
def test_wishes_and_the_supporter_come_before_the_plan(clause: str, kind: str) -> None:
    assert row(ask(TERMS, ASKED, "2026-12-31"), clause)["state"] == "open"
    assert row(ask(TERMS, ASKED, "2026-12-31"), clause)["due"] is None
    with_plan = [*ASKED, presented("2026-02-10")]
    assert row(ask(TERMS, with_plan, "2026-02-10"), clause)["state"] == "open"
    assert row(ask(TERMS, with_plan, "2026-02-11"), clause)["state"] == "overdue"
    for on, state in (("2026-02-09", "done"), ("2026-02-10", "done"), ("2026-02-11", "done_late")):
        assert row(ask(TERMS, [*with_plan, act(kind, on)], "2026-03-01"), clause)["state"] == state


# --- 2.3, 4: carers -------------------------------------------------------------------------------


def test_a_carer_is_involved_informed_and_coordinated_with() -> None:
    acts = [*agreed(TERMS), carer("2026-01-10")]
    found = ask(TERMS, acts, "2026-02-01")
    assert [row(found, clause)["state"] for clause in ("2.3", "4.2", "4.3")] == ["open", "open", "open"]
    assert [row(found, clause)["toward"] for clause in ("4.2", "4.3")] == ["carer", "carer"]
    acts += [
        act("carer.involved", "2026-01-20", act="m", in_=["plan"]),
        act("coordination.held", "2026-01-21", with_=["Anna"], client_experience=False),
        told("2026-01-22", "carer_support", to="carer"),
    ]
    found = ask(TERMS, acts, "2026-02-01")
    assert [row(found, clause)["done_on"] for clause in ("2.3", "4.2", "4.3")] == [
        "2026-01-20",
        "2026-01-21",
        "2026-01-22",
    ]


def test_what_is_told_to_the_client_is_not_told_to_the_carer() -> None:
    acts = [*agreed(TERMS), carer("2026-01-10"), told("2026-01-22", "carer_support")]
    assert row(ask(TERMS, acts, "2026-02-01"), "4.3")["state"] == "open"


def test_a_veto_leaves_no_duty_to_involve_and_makes_involving_a_finding() -> None:
    acts = [*agreed(TERMS), carer("2026-01-10", involve=False)]
    found = ask(TERMS, acts, "2026-02-01")
    assert (rows(found, "2.3"), rows(found, "4.2"), len(rows(found, "4.3"))) == ([], [], 1)
    acts.append(act("carer.involved", "2026-01-20", id="v", act="m", in_=["plan"]))
    assert [item["because"] for item in findings(ask(TERMS, acts, "2026-02-01"), "2.3.a")] == [["v"]]


def test_a_later_veto_on_the_same_carer_is_respected() -> None:
    acts = [*agreed(TERMS), carer("2026-01-10"), carer("2026-01-15", "m2", involve=False)]
    found = ask(TERMS, acts, "2026-02-01")
    assert [(duty["state"], duty["closed_on"]) for duty in rows(found, "2.3")] == [("lapsed", "2026-01-15")]
    assert [duty["state"] for duty in rows(found, "4.2")] == ["lapsed"]
    acts.append(act("carer.involved", "2026-01-20", id="v", act="m", in_=["plan"]))
    assert len(findings(ask(TERMS, acts, "2026-02-01"), "2.3.a")) == 1


def test_coordination_with_one_carer_does_not_do_it_with_another() -> None:
    acts = [
        *agreed(TERMS),
        carer("2026-01-10"),
        carer("2026-01-10", "m2", "Bas"),
        act("coordination.held", "2026-01-21", with_=["Bas"], client_experience=False),
    ]
    found = {duty["because"][0]: duty["state"] for duty in rows(ask(TERMS, acts, "2026-02-01"), "4.2")}
    assert found == {"m": "open", "m2": "done"}


def test_a_carer_is_informed_with_the_consent_of_the_client_only() -> None:
    acts = [*agreed(TERMS), carer("2026-01-10")]
    answer = may(TERMS, acts, "inform_carer", "2026-02-01")
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": f"{TERMS}/4.1", "what": "consent.given"}])
    given = act("consent.given", "2026-01-11", id="k", for_="carer_information", in_writing=False, by="client")
    acts.append(given)
    assert may(TERMS, acts, "inform_carer", "2026-02-01")["allowed"] is True
    assert row(ask(TERMS, acts, "2026-02-01"), "4.1")["state"] == "open"
    assert row(ask(TERMS, [*acts, told("2026-01-20", "terms", to="carer")], "2026-02-01"), "4.1")["state"] == "done"
    withdrawn = [*acts, act("consent.withdrawn", "2026-01-15", act="k")]
    assert row(ask(TERMS, withdrawn, "2026-02-01"), "4.1")["state"] == "lapsed"
    assert may(TERMS, withdrawn, "inform_carer", "2026-02-01")["allowed"] is False
    vetoed = [*acts, carer("2026-01-16", "m2", involve=False)]
    assert may(TERMS, vetoed, "inform_carer", "2026-02-01")["unmet"] == [
        {"clause": f"{TERMS}/2.3.a", "what": "client.carer_named"}
    ]
    assert row(ask(TERMS, vetoed, "2026-02-01"), "4.1")["state"] == "excused"


# --- 2.4 to 2.9 -----------------------------------------------------------------------------------


@pytest.mark.parametrize("lacking", FULL)
def test_a_plan_that_lacks_a_part_is_a_finding(lacking: str) -> None:
    acts = [*agreed(TERMS), presented("2026-01-10", sections=[part for part in FULL if part != lacking] or ["health"])]
    assert len(findings(ask(TERMS, acts, "2026-02-01"), "2.4")) == 1
    assert findings(ask(TERMS, [*agreed(TERMS), presented("2026-01-10")], "2026-02-01"), "2.4") == []


def test_the_part_of_the_carers_belongs_in_the_plan_where_there_are_any() -> None:
    acts = [*agreed(TERMS), carer("2026-01-06"), presented("2026-01-10")]
    assert len(findings(ask(TERMS, acts, "2026-02-01"), "2.4")) == 1


OTHER = act("client.other_provider_reported", "2026-01-10", id="z", provider="Zorg BV")
MET = act("coordination.held", "2026-01-25", id="h", with_=["Zorg BV"], client_experience=False)


def exchange(on: str, **more: object) -> Json:
    return act("consent.given", on, id="k", for_="exchange", in_writing=False, by="client", **more)


def test_coordination_with_another_provider_waits_for_the_word_of_the_client() -> None:
    found = row(ask(TERMS, [*agreed(TERMS), OTHER], "2026-02-01"), "2.6")
    assert (found["state"], found["missing"]) == ("undetermined", ["consent.given"])
    assert row(ask(TERMS, [*agreed(TERMS), OTHER, exchange("2026-01-20")], "2026-02-01"), "2.6")["state"] == "open"
    refused = act("consent.refused", "2026-01-20", for_="exchange")
    assert row(ask(TERMS, [*agreed(TERMS), OTHER, refused], "2026-02-01"), "2.6")["state"] == "excused"


def test_coordination_counts_by_the_consent_of_its_own_day() -> None:
    acts = [*agreed(TERMS), OTHER, exchange("2026-01-20"), MET, act("consent.withdrawn", "2026-01-30", act="k")]
    found = ask(TERMS, acts, "2026-02-01")
    assert (row(found, "2.6")["state"], findings(found, "2.6")) == ("done", [])
    late = [*agreed(TERMS), OTHER, MET, exchange("2026-01-26")]
    found = ask(TERMS, late, "2026-02-01")
    assert row(found, "2.6")["state"] == "open"
    assert [item["because"] for item in findings(found, "2.6")] == [["h"]]


def test_coordination_with_a_carer_is_no_exchange_with_the_other_provider() -> None:
    acts = [*agreed(TERMS), OTHER, carer("2026-01-10"), {**MET, "with": ["Anna"]}]
    found = ask(TERMS, acts, "2026-02-01")
    assert (row(found, "2.6")["state"], row(found, "4.2")["state"], findings(found, "2.6")) == (
        "undetermined",
        "done",
        [],
    )


def test_the_other_care_ended() -> None:
    acts = [*agreed(TERMS), OTHER, exchange("2026-01-20"), act("client.other_provider_ended", "2026-02-01", act="z")]
    assert row(ask(TERMS, acts, "2026-02-02"), "2.6")["state"] == "lapsed"


def test_the_client_gets_a_copy_of_each_plan() -> None:
    acts = [*agreed(TERMS), presented("2026-01-10"), consented("2026-01-12")]
    assert row(ask(TERMS, acts, "2026-02-01"), "2.7")["state"] == "open"
    for on in ("2026-01-10", "2026-01-12", "2026-01-20"):
        assert row(ask(TERMS, [*acts, act("plan.copied", on, act="p")], "2026-02-01"), "2.7")["state"] == "done"


def test_the_plan_may_be_adapted_once_it_is_in_effect() -> None:
    assert may(TERMS, agreed(TERMS), "change_plan", "2026-02-01")["allowed"] is False
    acts = [*agreed(TERMS), presented("2026-01-10"), consented("2026-01-12")]
    assert may(TERMS, acts, "change_plan", "2026-02-01")["allowed"] is True


@pytest.mark.parametrize(
    ("consent", "due"),
    [
        ("2026-01-12", "2026-07-12"),
        ("2026-08-31", "2027-02-28"),
        ("2027-08-29", "2028-02-29"),
        ("2027-08-31", "2028-02-29"),
    ],
)
def test_reading_16_the_plan_is_evaluated_half_a_year_from_consent(consent: str, due: str) -> None:
    acts = [*agreed(TERMS), presented(consent), consented(consent)]
    found = row(ask(TERMS, acts, due), "2.9")
    assert (found["due"], found["state"], found["since"]) == (due, "open", consent)


def test_reading_16_each_next_half_year_runs_from_the_evaluation_that_was_held() -> None:
    acts = [*agreed(TERMS), presented("2026-01-10"), consented("2026-01-12"), act("plan.evaluated", "2026-07-20")]
    found = rows(ask(TERMS, acts, "2026-08-01"), "2.9")
    assert [(duty["due"], duty["state"]) for duty in found] == [("2026-07-12", "done_late"), ("2027-01-20", "open")]


def test_reading_16_an_adapted_plan_resets_nothing_and_a_new_one_starts_anew() -> None:
    acts = [*agreed(TERMS), presented("2026-01-10"), consented("2026-01-12"), act("plan.changed", "2026-03-01")]
    assert row(ask(TERMS, acts, "2026-03-02"), "2.9")["due"] == "2026-07-12"
    acts += [presented("2026-04-01", "q"), consented("2026-04-05", "q")]
    found = rows(ask(TERMS, acts, "2026-04-06"), "2.9")
    assert [(duty["due"], duty["state"], duty["closed_on"]) for duty in found] == [
        ("2026-07-12", "lapsed", "2026-04-05"),
        ("2026-10-05", "open", None),
    ]


def test_an_evaluation_from_before_the_consent_opens_no_turn() -> None:
    acts = [*agreed(TERMS), presented("2026-01-10"), act("plan.evaluated", "2026-01-11"), consented("2026-02-12")]
    assert row(ask(TERMS, acts, "2026-03-01"), "2.9")["due"] == "2026-08-12"


# --- 8: the budget --------------------------------------------------------------------------------


def granted(on: str, id_: str = "b", start: str = "2026-01-01", end: str = "2026-12-31") -> Json:
    return act("budget.granted", on, id=id_, amount="5000.00", valid_from=start, valid_until=end)


def test_the_budget_is_told_before_the_first_talk_on_the_plan() -> None:
    acts = [client(), granted("2026-01-05"), act("plan.wishes_discussed", "2026-01-20"), presented("2026-02-01")]
    assert row(ask(TERMS, acts, "2026-01-20"), "8.1")["state"] == "open"
    assert row(ask(TERMS, acts, "2026-01-21"), "8.1")["state"] == "overdue"
    for on, state in (("2026-01-20", "done"), ("2026-01-21", "done_late")):
        found = row(ask(TERMS, [*acts, told(on, "budget_amount")], "2026-03-01"), "8.1")
        assert (found["state"], found["due"]) == (state, "2026-01-20")


def test_reading_07_a_budget_granted_after_the_first_talk_is_told_at_once() -> None:
    acts = [client(), act("plan.wishes_discussed", "2026-01-05"), granted("2026-01-09")]
    assert row(ask(TERMS, acts, "2026-01-09"), "8.1")["due"] == "2026-01-16"


@pytest.mark.parametrize(
    ("clause", "topic"),
    [("8.2", "buy_more"), ("8.3", "budget_use"), ("8.5", "budget_not_all"), ("8.6", "own_contribution")],
)
def test_each_topic_of_the_budget_is_told(clause: str, topic: str) -> None:
    acts = [client(), granted("2026-01-05")]
    assert (row(ask(TERMS, acts, "2026-06-01"), clause)["state"]) == "open"
    assert row(ask(TERMS, [*acts, told("2026-01-06", topic)], "2026-06-01"), clause)["state"] == "done"
    assert row(ask(TERMS, [*acts, told("2026-01-06", topic, to="carer")], "2026-06-01"), clause)["state"] == "open"


def test_two_budgets_are_two_duties() -> None:
    acts = [
        client(),
        granted("2026-01-05"),
        told("2026-01-06", "budget_amount"),
        granted("2026-12-01", "b2", "2027-01-01", "2027-12-31"),
    ]
    found = {duty["because"][0]: duty["state"] for duty in rows(ask(TERMS, acts, "2026-12-02"), "8.1")}
    assert found == {"b": "done", "b2": "open"}


def test_what_is_left_is_told_every_three_months() -> None:
    acts = [*agreed(TERMS), granted("2026-01-10")]
    found = row(ask(TERMS, acts, "2026-04-10"), "8.4")
    assert (found["state"], found["due"], found["open_norm"]) == ("open", "2026-04-10", True)
    assert row(ask(TERMS, acts, "2026-04-11"), "8.4")["state"] == "overdue"
    acts.append(told("2026-04-15", "budget_remaining"))
    found_rows = rows(ask(TERMS, acts, "2026-05-01"), "8.4")
    assert [(duty["due"], duty["state"]) for duty in found_rows] == [
        ("2026-04-10", "done_late"),
        ("2026-07-15", "open"),
    ]


def test_a_turn_runs_from_the_start_of_the_budget_and_stops_with_it() -> None:
    acts = [*agreed(TERMS), granted("2026-01-10", start="2026-03-01", end="2026-05-15")]
    assert row(ask(TERMS, acts, "2026-03-01"), "8.4")["due"] == "2026-06-01"
    assert row(ask(TERMS, acts, "2026-05-15"), "8.4")["state"] == "open"
    found = row(ask(TERMS, acts, "2026-05-16"), "8.4")
    assert (found["state"], found["closed_on"]) == ("lapsed", "2026-05-16")


def test_telling_a_carer_or_one_who_cannot_receive_it_starts_no_turn() -> None:
    unable = [{**one, "electronic": False} if one["kind"] == "client.registered" else one for one in agreed(TERMS)]
    acts = [*unable, granted("2026-01-10"), told("2026-02-01", "budget_remaining", to="carer")]
    acts.append(told("2026-02-01", "budget_remaining", channel="electronic"))
    assert len(rows(ask(TERMS, acts, "2026-03-01"), "8.4")) == 1
