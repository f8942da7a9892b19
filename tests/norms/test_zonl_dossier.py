"""`zonl` 3: inspection, copy, correction, keeping and destroying, and the statute above it (readings 4, 6, 9, 20)."""

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, may, row, rows

TERMS = "zonl-thuisbegeleiding"
GDPR = "statute/gdpr-12"

REQUESTS = [
    ("3.2", "dossier.inspection_requested", "dossier.inspection_given", {"by": "client"}),
    ("3.2.a", "dossier.copy_requested", "dossier.copy_given", {"by": "client"}),
    ("3.4", "dossier.correction_requested", "dossier.corrected", {"what": "adres"}),
]


@pytest.mark.parametrize(("clause", "asked", "given", "fields"), REQUESTS)
@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-01-15", "2026-02-16"),  # 15 February is a Sunday
        ("2026-01-31", "2026-03-02"),  # cut to 28 February, a Saturday
        ("2028-01-31", "2028-02-29"),
        ("2026-03-06", "2026-04-07"),  # 6 April is Easter Monday
        ("2026-02-10", "2026-03-10"),
    ],
)
def test_reading_09_a_request_is_answered_within_a_month_that_statute_extends(
    clause: str, asked: str, given: str, fields: Json, on: str, due: str
) -> None:
    acts = [client(on="2025-01-01"), act(asked, on, id="r", **fields)]
    found = row(ask(TERMS, acts, due), clause)
    assert (found["state"], found["due"], found["since"], found["statute"]) == ("open", due, on, GDPR)
    late = row(ask(TERMS, acts, "2028-12-31"), clause)
    assert late["state"] == "overdue"
    done = row(ask(TERMS, [*acts, act(given, due, act="r")], "2028-12-31"), clause)
    assert (done["state"], done["done_on"]) == ("done", due)


@pytest.mark.parametrize(
    ("told", "until", "due"),
    [
        ("2026-03-10", "2026-04-30", "2026-04-30"),
        ("2026-03-10", "2026-12-31", "2026-05-11"),  # at most two months more; 10 May is a Sunday
        ("2026-03-11", "2026-04-30", "2026-03-10"),  # told too late
    ],
)
def test_reading_09_notice_extends_by_at_most_two_months(told: str, until: str, due: str) -> None:
    acts = [client(), act("dossier.copy_requested", "2026-02-10", id="r", by="client")]
    acts.append(act("dossier.term_extended", told, act="r", until=until, reasons="veel"))
    assert row(ask(TERMS, acts, "2026-06-01"), "3.2.a")["due"] == due


def test_a_request_that_was_written_down_late_is_seen_from_then() -> None:
    request = act("dossier.copy_requested", "2026-02-10", id="r", by="client", recorded="2026-03-20T09:00:00+01:00")
    assert rows(ask(TERMS, [client(), request], "2026-04-01", known_on="2026-03-20T08:59:00+01:00"), "3.2.a") == []
    found = row(ask(TERMS, [client(), request], "2026-04-01", known_on="2026-03-20T09:00:00+01:00"), "3.2.a")
    assert (found["state"], found["due"]) == ("overdue", "2026-03-10")


def test_two_requests_are_two_duties_each_with_its_own_answer() -> None:
    acts = [client(), act("dossier.copy_requested", "2026-02-10", id="r", by="client")]
    acts += [
        act("dossier.copy_requested", "2026-02-12", id="q", by="client"),
        act("dossier.copy_given", "2026-02-13", act="q"),
    ]
    found = {duty["because"][0]: duty["state"] for duty in rows(ask(TERMS, acts, "2026-03-01"), "3.2.a")}
    assert found == {"r": "open", "q": "done"}


def test_the_client_can_waive_it() -> None:
    acts = [client(), act("dossier.copy_requested", "2026-02-10", id="r", by="client")]
    acts.append(act("duty.waived", "2026-02-20", id="w", clause=f"{TERMS}/3.2.a", act="r"))
    found = row(ask(TERMS, acts, "2026-04-01"), "3.2.a")
    assert (found["state"], found["closed_on"], found["because"]) == ("waived", "2026-02-20", ["r", "w"])


@pytest.mark.parametrize(
    ("reason", "state"),
    [("privacy_of_other", "excused"), ("domestic_violence", "excused"), ("child_abuse", "excused"), ("other", "open")],
)
def test_inspection_is_refused_on_the_grounds_of_the_clause_only(reason: str, state: str) -> None:
    acts = [client(), act("dossier.inspection_requested", "2026-02-10", id="r", by="client")]
    answer = may(TERMS, acts, "refuse_inspection", "2026-02-11", reason=reason)
    assert answer["allowed"] is (state == "excused")
    assert answer["unmet"] == ([] if state == "excused" else [{"clause": f"{TERMS}/3.3", "what": "reason"}])
    acts.append(act("dossier.inspection_refused", "2026-02-11", id="x", act="r", reason=reason))
    found = ask(TERMS, acts, "2026-02-20")
    assert row(found, "3.2")["state"] == state
    assert len(findings(found, "3.3")) == (0 if state == "excused" else 1)


def test_refusing_a_part_leaves_the_rest_owed() -> None:
    acts = [client(), act("dossier.inspection_requested", "2026-02-10", id="r", by="client")]
    acts.append(act("dossier.inspection_refused", "2026-02-11", act="r", reason="privacy_of_other", part="brief"))
    assert row(ask(TERMS, acts, "2026-02-20"), "3.2")["state"] == "open"
    acts.append(act("dossier.inspection_given", "2026-02-15", act="r"))
    assert row(ask(TERMS, acts, "2026-02-20"), "3.2")["state"] == "done"


def test_the_supervisor_looks_in_by_its_own_power() -> None:
    acts = [client(), act("dossier.inspection_requested", "2026-02-10", id="r", by="supervisor")]
    assert rows(ask(TERMS, acts, "2026-02-20"), "3.2") == []


def test_reading_09_the_first_copy_is_free_whatever_the_conditions_say() -> None:
    acts = [client(), act("dossier.copy_requested", "2026-02-10", id="r", by="client")]
    answer = may(TERMS, acts, "charge_copy", "2026-02-11", act="r")
    assert (answer["allowed"], answer["clauses"]) == (False, [f"{TERMS}/3.2.a", "statute/gdpr-15"])
    assert answer["unmet"] == [{"clause": "statute/gdpr-15", "what": "dossier.copy_given"}]
    acts.append(act("dossier.copy_given", "2026-02-12", id="g", act="r", fee="5.00"))
    found = findings(ask(TERMS, acts, "2026-02-12"), "statute/gdpr-15")
    assert [item["because"] for item in found] == [["g"]]


def test_a_further_copy_may_cost_what_it_costs_once() -> None:
    acts = [client(), act("dossier.copy_requested", "2026-02-10", id="r", by="client")]
    acts += [
        act("dossier.copy_given", "2026-02-12", act="r"),
        act("dossier.copy_requested", "2026-05-10", id="q", by="client"),
    ]
    acts.append(act("dossier.copy_given", "2026-05-12", id="g", act="q", fee="5.00"))
    answer = may(TERMS, acts, "charge_copy", "2026-05-12", act="q")
    assert (answer["allowed"], answer["amount"]) == (True, "5.00")
    assert findings(ask(TERMS, acts, "2026-05-12"), "statute/gdpr-15") == []
    line = {"for": "copy", "act": "g", "amount": "5.00"}
    acts.append(act("invoice.sent", "2026-05-31", number="1", amount="5.00", channel="electronic", lines=[line]))
    answer = may(TERMS, acts, "charge_copy", "2026-06-01", act="q")
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": f"{TERMS}/3.2.a", "what": "nothing_due"}])


def test_a_correction_refused_with_reasons_is_answered() -> None:
    acts = [client(), act("dossier.correction_requested", "2026-02-10", id="r", what="adres")]
    acts.append(act("dossier.correction_refused", "2026-02-20", act="r", reason="klopt"))
    assert row(ask(TERMS, acts, "2026-04-01"), "3.4")["state"] == "excused"


def test_reading_09_the_dossier_is_kept_fifteen_years() -> None:
    acts = [*agreed(TERMS, on="2028-02-29"), act("payment.received", "2028-06-01", act="f", amount="5.00")]
    acts.insert(3, act("invoice.sent", "2028-05-01", id="f", number="1", amount="5.00", channel="electronic", lines=[]))
    kept = ask(TERMS, acts, "2028-06-01")["retention"]
    assert (kept["until"], kept["clause"]) == ("2043-02-28", f"{TERMS}/3.5")


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-02-14", "2026-05-14"),
        ("2026-11-30", "2027-02-28"),
        ("2027-11-30", "2028-02-29"),
        ("2026-01-16", "2026-04-16"),
    ],
)
def test_reading_09_destruction_has_three_months_that_are_not_extended(on: str, due: str) -> None:
    acts = [client(), act("dossier.destruction_requested", on, id="r")]
    found = row(ask(TERMS, acts, due), "3.6")
    assert (found["due"], found["statute"], found["state"]) == (due, None, "open")
    assert row(ask(TERMS, [*acts, act("dossier.destroyed", due, act="r")], due), "3.6")["state"] == "done"


def test_reading_04_a_sunday_does_not_extend_the_three_months() -> None:
    """28 February 2027 is a Sunday; the day after, destroying is late."""
    acts = [client(), act("dossier.destruction_requested", "2026-11-28", id="r")]
    assert row(ask(TERMS, acts, "2027-02-28"), "3.6")["state"] == "open"
    assert row(ask(TERMS, acts, "2027-03-01"), "3.6")["state"] == "overdue"
    late = row(ask(TERMS, [*acts, act("dossier.destroyed", "2027-03-01", act="r")], "2027-03-01"), "3.6")
    assert late["state"] == "done_late"


@pytest.mark.parametrize(("reason", "allowed"), [("interest_of_other", True), ("statute", True), ("other", False)])
def test_destruction_is_refused_on_two_grounds(reason: str, allowed: bool) -> None:
    acts = [client(), act("dossier.destruction_requested", "2026-02-10", id="r")]
    assert may(TERMS, acts, "refuse_destruction", "2026-02-11", reason=reason)["allowed"] is allowed
    assert may(TERMS, acts, "destroy_dossier", "2026-02-11")["allowed"] is True
    acts.append(act("dossier.destruction_refused", "2026-02-11", act="r", reason=reason))
    found = ask(TERMS, acts, "2026-02-20")
    assert row(found, "3.6")["state"] == ("excused" if allowed else "open")
    assert len(findings(found, "3.6")) == (0 if allowed else 1)
    assert may(TERMS, acts, "destroy_dossier", "2026-02-20")["allowed"] is not allowed


def test_nothing_is_destroyed_without_a_request() -> None:
    answer = may(TERMS, [client()], "destroy_dossier", "2026-02-10")
    assert answer["unmet"] == [{"clause": f"{TERMS}/3.6", "what": "dossier.destruction_requested"}]


def test_reading_20_after_death_requests_to_destroy_are_refused() -> None:
    acts = [client(), act("dossier.destruction_requested", "2026-02-10", id="r"), act("client.died", "2026-02-15")]
    found = row(ask(TERMS, acts, "2026-06-01"), "3.6")
    assert (found["state"], found["closed_on"]) == ("lapsed", "2026-02-15")
    assert may(TERMS, acts, "destroy_dossier", "2026-02-20")["allowed"] is False
    assert may(TERMS, acts, "refuse_destruction", "2026-02-20")["allowed"] is True
    acts.append(act("dossier.destroyed", "2026-02-20", id="x", act="r"))
    assert [item["because"] for item in findings(ask(TERMS, acts, "2026-02-20"), "3.5")] == [["x"]]


@pytest.mark.parametrize(("clause", "asked", "given", "fields"), REQUESTS)
def test_reading_20_what_the_client_asked_is_moot_after_death(
    clause: str, asked: str, given: str, fields: Json
) -> None:
    acts = [client(), act(asked, "2026-02-10", id="r", **fields), act("client.died", "2026-02-15")]
    assert (row(ask(TERMS, acts, "2026-06-01"), clause)["state"]) == "lapsed"
    assert row(ask(TERMS, [*acts, act(given, "2026-02-12", act="r")], "2026-06-01"), clause)["state"] == "done"
