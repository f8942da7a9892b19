"""wonder-2020, articles 33 and 34: complaints under the care act's terms, and the disputes that follow."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

WONDER = "wonder-2020"


def complaint(on: str = "2026-03-02", **changes: Any) -> Json:
    fields = {"id": "k", "about": "zorg", "complete": True, "to": "provider", **changes}
    return act("complaint.received", on, **fields)


def decided(on: str, **changes: Any) -> Json:
    fields = {"id": "d", "act": "k", "in_writing": True, "reasoned": True, **changes}
    return act("complaint.decided", on, **fields)


def rejected(on: str) -> Json:
    return act("complaint.result_rejected", on, id="n", act="k")


def standing_of(*acts: Json, as_of: str, **more: Any) -> Json:
    return ask(WONDER, [*agreed(WONDER), *acts], as_of, **more)


# --- 33 -------------------------------------------------------------------------------------------------------------


def test_reading_09_six_weeks_outrank_the_two_months() -> None:
    """Six weeks from Monday 2 March is Monday 13 April, not 2 May."""
    days = [row(standing_of(complaint(), as_of=day), "33.3") for day in ("2026-04-13", "2026-04-14")]
    assert [(duty["due"], duty["state"], duty["statute"]) for duty in days] == [
        ("2026-04-13", "open", "statute/wkkgz-17"),
        ("2026-04-13", "overdue", "statute/wkkgz-17"),
    ]
    assert (days[0]["bearer"], days[0]["what"], days[0]["since"]) == ("provider", "complaint.decided", "2026-03-02")


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-03-21", "2026-05-04"),  # Saturday 2 May: Monday
        ("2026-03-24", "2026-05-06"),  # 5 May
        ("2026-02-23", "2026-04-07"),  # Easter Monday
        ("2026-11-13", "2026-12-28"),  # Christmas, Boxing Day, Sunday
    ],
)
def test_reading_06_the_statutory_term_is_extended(on: str, due: str) -> None:
    assert row(standing_of(complaint(on), as_of=on), "33.3")["due"] == due


@pytest.mark.parametrize(
    ("told", "until", "due"),
    [
        ("2026-04-13", "2026-05-11", "2026-05-11"),
        ("2026-04-13", "2026-06-01", "2026-05-11"),  # four weeks at most
        ("2026-04-01", "2026-05-02", "2026-05-04"),  # Saturday, extended once
        ("2026-04-14", "2026-05-11", "2026-04-13"),  # after the end
    ],
)
def test_reading_09_once_extended_by_at_most_four_weeks(told: str, until: str, due: str) -> None:
    longer = act("complaint.extended", told, act="k", until=until)
    again = act("complaint.extended", "2026-05-01", act="k", until="2026-06-30")
    assert row(standing_of(complaint(), longer, again, as_of="2026-05-02"), "33.3")["due"] == due


def test_reading_09_an_incomplete_complaint_has_the_same_term() -> None:
    found = standing_of(complaint(complete=False), as_of="2026-04-14")
    assert (row(found, "33.3")["due"], row(found, "33.3")["state"]) == ("2026-04-13", "overdue")
    asked = row(found, "33.2")
    assert (asked["bearer"], asked["what"], asked["state"]) == ("client", "complaint.completed", "open")
    completed = act("complaint.completed", "2026-03-10", act="k")
    done = row(standing_of(complaint(complete=False), completed, as_of="2026-03-11"), "33.2")
    assert (done["state"], done["done_on"]) == ("done", "2026-03-10")


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (decided("2026-04-13"), "done"),
        (decided("2026-04-14"), "done_late"),
        (decided("2026-04-01", in_writing=False), "overdue"),
        (decided("2026-04-01", reasoned=False), "overdue"),
        (act("complaint.withdrawn", "2026-04-01", act="k"), "lapsed"),
        (act("complaint.mediated", "2026-04-01", act="k", resolved=True), "lapsed"),
        (act("complaint.mediated", "2026-04-01", act="k", resolved=False), "overdue"),
    ],
)
def test_what_ends_the_handling(answer: Json, state: str) -> None:
    assert row(standing_of(complaint(), answer, as_of="2026-05-01"), "33.3")["state"] == state


def test_two_complaints_are_two_duties() -> None:
    found = standing_of(
        complaint(), complaint("2026-03-09", id="k2"), decided("2026-04-01", act="k2"), as_of="2026-04-10"
    )
    assert [(duty["because"][0], duty["state"]) for duty in rows(found, "33.3")] == [("k", "open"), ("k2", "done")]


def test_a_complaint_is_handled_after_the_end_and_death() -> None:
    found = standing_of(act("client.died", "2026-03-10"), complaint(), as_of="2026-04-14")
    assert row(found, "33.3")["state"] == "overdue"


def test_the_complainant_hears_every_two_weeks_until_it_is_decided() -> None:
    told = [act("complaint.progress_told", day, act="k") for day in ("2026-03-16", "2026-03-31")]
    found = standing_of(complaint(), *told, decided("2026-04-10"), as_of="2026-05-01")
    assert [(duty["due"], duty["state"]) for duty in rows(found, "33.3.a")] == [
        ("2026-03-16", "done"),
        ("2026-03-30", "done_late"),
        ("2026-04-14", "lapsed"),
    ]
    assert {duty["open_norm"] for duty in rows(found, "33.3.a")} == {True}


def test_how_often_is_a_setting() -> None:
    found = standing_of(complaint(), as_of="2026-03-03", settings={"progress_every": "P7D"})
    assert row(found, "33.3.a")["due"] == "2026-03-09"


# --- 34: the client -------------------------------------------------------------------------------------------------


def file(*acts: Json, as_of: str, by: str = "client", at: str = "dispute_body", **params: Any) -> Json:
    named = {"complaint": "k", **params}
    given = {name: value for name, value in named.items() if value is not None}
    return may(WONDER, [*agreed(WONDER), *acts], "file_dispute", as_of, by=by, at=at, **given)


def unmet(answer: Json) -> list[tuple[str, str]]:
    return [(item["clause"].removeprefix("wonder-2020/"), item["what"]) for item in answer["unmet"]]


@pytest.mark.parametrize(
    ("as_of", "allowed"),
    [("2026-04-13", False), ("2026-04-14", True), ("2027-05-02", True), ("2027-05-03", False)],
)
def test_reading_31_undecided_from_the_lapse_to_twelve_months_after_two_months(as_of: str, *, allowed: bool) -> None:
    """Six weeks lapse on 13 April; the two months on 2 May 2026, and twelve months later the window closes."""
    answer = file(complaint(), as_of=as_of)
    assert answer["allowed"] is allowed
    opened = as_of > "2026-04-13"
    assert (answer["from"], answer["until"]) == (("2026-04-14", "2027-05-02") if opened else (None, None))
    assert unmet(answer) == (
        [] if allowed else [("34.4", "dispute.filed")] if opened else [("33.4", "complaint.decided")]
    )


@pytest.mark.parametrize(
    ("on", "from_", "until"),
    [("2026-03-20", "2026-03-20", "2027-05-02"), ("2026-06-10", "2026-04-14", "2027-06-10")],
)
def test_reading_31_a_decision_that_does_not_satisfy(on: str, from_: str, until: str) -> None:
    answer = file(complaint(), decided(on), rejected("2026-06-20"), as_of="2026-07-01")
    assert (answer["allowed"], answer["from"], answer["until"]) == (True, from_, until)


def test_reading_31_a_decision_that_satisfies_is_no_dispute() -> None:
    answer = file(complaint(), decided("2026-03-20"), as_of="2026-07-01")
    assert (answer["allowed"], unmet(answer), answer["from"]) == (False, [("33.4", "complaint.decided")], None)


def test_reading_09_the_window_follows_the_extension() -> None:
    longer = act("complaint.extended", "2026-04-01", act="k", until="2026-05-11")
    answers = [file(complaint(), longer, as_of=day) for day in ("2026-05-11", "2026-05-12")]
    assert [answer["allowed"] for answer in answers] == [False, True]


def test_34_3_the_complaint_must_have_been_complete() -> None:
    half = complaint(complete=False)
    answer = file(half, as_of="2026-05-01")
    assert (answer["allowed"], unmet(answer)) == (False, [("34.3", "complaint.received")])
    assert file(half, act("complaint.completed", "2026-04-20", act="k"), as_of="2026-05-01")["allowed"] is True


@pytest.mark.parametrize(("amount", "allowed"), [("25000.00", True), ("25000.01", False)])
def test_34_2_liability_up_to_twenty_five_thousand(amount: str, *, allowed: bool) -> None:
    answer = file(complaint(), as_of="2026-05-01", amount=amount)
    assert (answer["allowed"], unmet(answer)) == (allowed, [] if allowed else [("34.2", "amount")])
    assert file(complaint(), as_of="2026-05-01", at="court", amount=amount)["allowed"] is True


def test_34_7_the_court_is_open_to_the_client_without_a_window() -> None:
    assert file(complaint(), as_of="2026-03-03", at="court")["allowed"] is True


def test_34_6_binding_advice_is_the_end_of_it() -> None:
    filed = act("dispute.filed", "2026-05-01", id="f", act="k", by="client", at="dispute_body")
    advice = act("dispute.decided", "2026-06-01", id="b", act="f", outcome="ongegrond")
    answer = file(complaint(), filed, advice, as_of="2026-06-02")
    assert (answer["allowed"], ("34.6", "dispute.decided") in unmet(answer)) == (False, True)


@pytest.mark.parametrize(("on", "count"), [("2026-04-13", 1), ("2026-04-14", 0), ("2027-05-03", 1)])
def test_a_dispute_outside_the_window_is_a_finding(on: str, count: int) -> None:
    filed = act("dispute.filed", on, id="f", act="k", by="client", at="dispute_body")
    found = standing_of(complaint(), filed, as_of="2027-06-01")
    assert len(findings(found, "33.4") + findings(found, "34.4")) == count


# --- 34: the provider -----------------------------------------------------------------------------------------------


def asked(*, announced: bool = True, on: str = "2026-05-04") -> Json:
    return act("dispute.choice_asked", on, id="q", act="k", announced=announced)


def chose(*, agrees: bool) -> Json:
    return act("dispute.choice_made", "2026-05-20", id="m", act="k", agrees=agrees)


@pytest.mark.parametrize(
    ("acts", "at", "as_of", "lacks"),
    [
        ([], "dispute_body", "2026-05-10", [("34.5", "dispute.choice_asked"), ("34.5", "dispute.choice_made")]),
        ([asked()], "dispute_body", "2026-05-10", [("34.5", "dispute.choice_made")]),
        ([asked()], "dispute_body", "2026-07-01", [("34.5", "dispute.choice_made")]),  # silence is no agreement
        ([asked(), chose(agrees=True)], "dispute_body", "2026-05-21", []),
        ([asked(), chose(agrees=False)], "dispute_body", "2026-05-21", [("34.5", "dispute.choice_made")]),
        ([], "court", "2026-05-10", []),
        ([asked()], "court", "2026-06-08", [("34.5", "dispute.choice_made")]),  # the last day of the five weeks
        ([asked()], "court", "2026-06-09", []),
        ([asked(announced=False)], "court", "2026-06-09", [("34.5.a", "dispute.choice_asked")]),
        ([asked(), chose(agrees=True)], "court", "2026-06-09", [("34.5", "dispute.choice_made")]),
    ],
)
def test_34_5_the_provider_asks_first(acts: list[Json], at: str, as_of: str, lacks: list[tuple[str, str]]) -> None:
    answer = file(complaint(), *acts, as_of=as_of, by="provider", at=at)
    assert (answer["allowed"], unmet(answer)) == (not lacks, lacks)


def test_34_5_the_choice_of_the_client_binds_the_provider() -> None:
    filed = act("dispute.filed", "2026-05-01", act="k", by="client", at="dispute_body")
    answer = file(complaint(), filed, as_of="2026-05-10", by="provider", at="court")
    assert (answer["allowed"], unmet(answer)) == (False, [("34.5", "dispute.filed")])


@pytest.mark.parametrize("named", ["k", None])
def test_reading_31_the_providers_own_claim_needs_no_complete_complaint(named: str | None) -> None:
    acts = [complaint(complete=False), asked(), chose(agrees=True)]
    answer = file(*acts, as_of="2026-05-21", by="provider", complaint=named)
    assert (answer["allowed"], unmet(answer)) == (True, [])


def test_34_5_a_the_question_announces_the_court() -> None:
    states = [
        row(standing_of(complaint(), asked(announced=a), as_of="2026-05-05"), "34.5.a")["state"] for a in (True, False)
    ]
    assert states == ["done", "open"]


def test_34_6_a_the_rules_are_sent_on_request() -> None:
    request = act("information.requested", "2026-05-04", topic="dispute_rules")
    given = act(
        "information.given",
        "2026-05-08",
        topics=["dispute_rules"],
        channel="paper",
        to="client",
        fits_level=True,
        understood=True,
    )
    duty = row(standing_of(request, as_of="2026-05-05"), "34.6.a")
    assert (duty["bearer"], duty["state"], duty["due"]) == ("dispute_body", "open", None)
    assert row(standing_of(request, given, as_of="2026-05-09"), "34.6.a")["state"] == "done"
