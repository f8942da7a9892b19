"""wonder-2020, articles 15 and 16: requests about the dossier under statute, and disclosure to others."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

WONDER = "wonder-2020"
#: What is asked, its clause, what does it, and what refuses it lawfully.
REQUESTS = {
    "inspection": ("15.2", "dossier.inspection_given", "dossier.inspection_refused", {"reason": "privacy_of_other"}),
    "copy": ("15.2.a", "dossier.copy_given", "dossier.copy_refused", {"reason": "privacy_of_other"}),
    "correction": ("15.2", "dossier.corrected", "dossier.correction_refused", {"reason": "onderbouwd"}),
    "destruction": ("15.2", "dossier.destroyed", "dossier.destruction_refused", {"reason": "interest_of_other"}),
}


def request(what: str, on: str = "2026-02-03", **changes: Any) -> Json:
    fields: Json = {"id": "q"}
    if what in ("inspection", "copy"):
        fields["by"] = "client"
    if what == "correction":
        fields["what"] = "adres"
    return act(f"dossier.{what}_requested", on, **{**fields, **changes})


def standing_of(*acts: Json, as_of: str, **known: Any) -> Json:
    return ask(WONDER, [*agreed(WONDER), *acts], as_of, **known)


def judged(power: str, *acts: Json, as_of: str = "2026-06-01", **params: Any) -> Json:
    return may(WONDER, [*agreed(WONDER), *acts], power, as_of, **params)


@pytest.mark.parametrize("what", REQUESTS)
def test_reading_09_a_month_and_the_statute_is_named(what: str) -> None:
    clause, done, _, _ = REQUESTS[what]
    duty = row(standing_of(request(what), as_of="2026-03-03"), clause)
    assert (duty["what"], duty["since"], duty["due"], duty["state"]) == (done, "2026-02-03", "2026-03-03", "open")
    assert (duty["bearer"], duty["toward"], duty["statute"]) == ("provider", "client", "statute/gdpr-12")
    assert row(standing_of(request(what), as_of="2026-03-04"), clause)["state"] == "overdue"


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2026-01-31", "2026-03-02"),  # 28 February is a Saturday: Monday
        ("2026-03-31", "2026-04-30"),
        ("2026-03-06", "2026-04-07"),  # Easter Monday
        ("2026-04-05", "2026-05-06"),  # 5 May is a holiday
        ("2026-11-25", "2026-12-28"),  # Christmas on a Friday, Boxing Day on Saturday, Sunday
        ("2028-01-31", "2028-02-29"),
    ],
)
def test_reading_06_the_month_is_cut_and_extended(on: str, due: str) -> None:
    assert row(standing_of(request("copy", on), as_of=on, known_on=f"{on}T23:00:00+01:00"), "15.2.a")["due"] == due


@pytest.mark.parametrize("what", REQUESTS)
def test_done_in_time_late_or_refused_lawfully(what: str) -> None:
    clause, done, refused, ground = REQUESTS[what]
    answers = [
        act(done, "2026-03-03", id="r", act="q"),
        act(done, "2026-03-04", id="r", act="q"),
        act(refused, "2026-03-01", id="r", act="q", **ground),
    ]
    duties = [row(standing_of(request(what), answer, as_of="2026-04-01"), clause) for answer in answers]
    assert [(duty["state"], duty["done_on"], duty["closed_on"]) for duty in duties] == [
        ("done", "2026-03-03", None),
        ("done_late", "2026-03-04", None),
        ("excused", None, "2026-03-01"),
    ]


@pytest.mark.parametrize("what", ["inspection", "copy", "destruction"])
def test_another_reason_is_no_excuse(what: str) -> None:
    clause, _, refused, _ = REQUESTS[what]
    no = act(refused, "2026-03-01", act="q", reason="other")
    assert row(standing_of(request(what), no, as_of="2026-04-01"), clause)["state"] == "overdue"


@pytest.mark.parametrize(
    ("told", "until", "due"),
    [
        ("2026-03-03", "2026-05-01", "2026-05-01"),
        ("2026-03-03", "2026-05-03", "2026-05-04"),  # two months more end on a Sunday
        ("2026-03-03", "2026-07-01", "2026-05-04"),  # more than two months is cut
        ("2026-03-04", "2026-05-01", "2026-03-03"),  # told too late
    ],
)
def test_reading_09_extended_by_at_most_two_months_with_notice(told: str, until: str, due: str) -> None:
    longer = act("dossier.term_extended", told, act="q", until=until, reasons="omvangrijk")
    assert row(standing_of(request("copy"), longer, as_of="2026-04-01"), "15.2.a")["due"] == due


@pytest.mark.parametrize("what", ["copy", "correction"])
def test_a_request_of_before_the_clients_death_still_stands(what: str) -> None:
    died = act("client.died", "2026-02-20")
    assert row(standing_of(request(what), died, as_of="2026-03-04"), REQUESTS[what][0])["state"] == "overdue"


def test_two_requests_are_two_duties() -> None:
    acts = [request("copy"), request("copy", "2026-02-10", id="q2"), act("dossier.copy_given", "2026-02-20", act="q2")]
    assert [(duty["because"][0], duty["state"]) for duty in rows(standing_of(*acts, as_of="2026-02-21"), "15.2.a")] == [
        ("q", "open"),
        ("q2", "done"),
    ]


def test_the_rights_stay_open_after_the_end() -> None:
    ended = act("agreement.ended", "2026-02-01", ground="mutual")
    asked = [ended, request("copy", "2026-05-01"), request("correction", "2026-05-01", id="q2")]
    found = standing_of(*asked, as_of="2026-05-02")
    assert [row(found, clause)["state"] for clause in ("15.2.a", "15.2")] == ["open", "open"]


@pytest.mark.parametrize(("reason", "count"), [("privacy_of_other", 0), ("other", 1), ("child_abuse", 1)])
def test_only_anothers_privacy_stands_against_inspection(reason: str, count: int) -> None:
    no = act("dossier.inspection_refused", "2026-03-01", id="r", act="q", reason=reason)
    assert len(findings(standing_of(request("inspection"), no, as_of="2026-03-02"), "15.1")) == count
    answer = judged("refuse_inspection", reason=reason)
    assert (answer["allowed"], "statute/bw-7-456" in answer["clauses"]) == (count == 0, True)
    assert [item["clause"] for item in answer["unmet"]] == ["wonder-2020/15.1"] * count


# --- destruction ----------------------------------------------------------------------------------------------------

DIED = act("client.died", "2026-02-20", id="dead")


def test_destruction_needs_an_open_request_of_a_living_client() -> None:
    refused = act("dossier.destruction_refused", "2026-02-10", act="q", reason="interest_of_other")
    gone = act("dossier.destroyed", "2026-02-10", act="q")
    cases: list[tuple[list[Json], list[str]]] = [
        ([], ["dossier.destruction_requested"]),
        ([request("destruction")], []),
        ([request("destruction"), gone], ["dossier.destruction_requested"]),
        ([request("destruction"), refused], ["dossier.destruction_refused"]),
        ([request("destruction"), DIED], ["client.died"]),
    ]
    answers = [judged("destroy_dossier", *acts) for acts, _ in cases]
    assert [[item["what"] for item in answer["unmet"]] for answer in answers] == [unmet for _, unmet in cases]
    assert [answer["allowed"] for answer in answers] == [False, True, False, False, False]


def test_reading_20_after_death_destruction_is_refused() -> None:
    asked = request("destruction", "2026-02-25")
    found = standing_of(DIED, asked, as_of="2026-06-01")
    assert [duty["state"] for duty in rows(found, "15.2")] in ([], ["lapsed"])
    assert judged("refuse_destruction", DIED, asked, reason="other")["allowed"] is True


@pytest.mark.parametrize(("reason", "allowed"), [("interest_of_other", True), ("statute", True), ("other", False)])
def test_reading_09_destruction_is_refused_for_anothers_interest_or_by_statute(reason: str, *, allowed: bool) -> None:
    answer = judged("refuse_destruction", request("destruction"), reason=reason)
    assert answer["allowed"] is allowed
    no = act("dossier.destruction_refused", "2026-03-01", id="r", act="q", reason=reason)
    found = findings(standing_of(request("destruction"), no, as_of="2026-03-02"), "15.2")
    assert len(found) == (0 if allowed else 1)


@pytest.mark.parametrize(
    ("acts", "count"),
    [
        ([], 0),
        ([act("dossier.destruction_refused", "2026-02-10", act="q", reason="interest_of_other")], 1),
        ([DIED], 1),
    ],
)
def test_destroying_what_had_to_be_kept_is_a_finding(acts: list[Json], count: int) -> None:
    gone = act("dossier.destroyed", "2026-03-01", id="x", act="q")
    found = standing_of(request("destruction"), *acts, gone, as_of="2026-03-02")
    assert [item["because"] for item in findings(found, "15.2")] == [["x"]] * count


def test_reading_09_twenty_years_from_the_last_change() -> None:
    found = standing_of(act("plan.wishes_discussed", "2026-02-27"), request("copy"), as_of="2026-03-01")
    assert (found["retention"]["until"], found["retention"]["clause"]) == ("2046-02-27", "wonder-2020/15.2")


# --- the copy's fee -------------------------------------------------------------------------------------------------


def test_reading_09_the_first_copy_is_free() -> None:
    given = act("dossier.copy_given", "2026-02-10", id="g", act="q", fee="5.00")
    answer = judged("charge_copy", request("copy"), given, act="q")
    assert (answer["allowed"], answer["amount"]) == (False, None)
    assert answer["unmet"] == [{"clause": "statute/gdpr-15", "what": "dossier.copy_given"}]
    found = standing_of(request("copy"), given, as_of="2026-02-11")
    assert [item["because"] for item in findings(found, "statute/gdpr-15")] == [["g"]]


def test_reading_09_a_further_copy_may_cost() -> None:
    first = [request("copy"), act("dossier.copy_given", "2026-02-10", act="q")]
    second = [
        request("copy", "2026-03-02", id="q2"),
        act("dossier.copy_given", "2026-03-10", id="g2", act="q2", fee="5.00"),
    ]
    answer = judged("charge_copy", *first, *second, act="q2")
    assert (answer["allowed"], answer["amount"]) == (True, "5.00")
    assert findings(standing_of(*first, *second, as_of="2026-03-11"), "statute/gdpr-15") == []


# --- after death (16.2) ---------------------------------------------------------------------------------------------


def relatives(ground: str | None, on: str = "2026-03-02") -> Json:
    fields = {"by": "relative", "ground": ground} if ground else {"by": "relative"}
    return act("dossier.inspection_requested", on, id="q", **fields)


def written(*, in_writing: bool = True) -> Json:
    return act("consent.given", "2026-01-10", id="k", for_="relatives_inspection", in_writing=in_writing, by="client")


INCIDENT = act("incident.occurred", "2026-02-01", id="inc", consequences=True, urgent=False)


@pytest.mark.parametrize(
    ("ground", "acts", "allowed"),
    [
        ("consent", [DIED, written()], True),
        ("consent", [DIED, written(in_writing=False)], False),
        ("consent", [DIED], False),
        ("incident", [DIED, INCIDENT], True),
        ("incident", [DIED], False),
        ("weighty_interest", [DIED], True),
        ("consent", [written()], False),  # the client lives
    ],
)
def test_reading_20_relatives_inspect_on_a_ground_of_the_statute(
    ground: str, acts: list[Json], *, allowed: bool
) -> None:
    answer = judged("inspect_after_death", *acts, ground=ground)
    assert (answer["allowed"], answer["clauses"]) == (allowed, ["wonder-2020/16.2", "statute/bw-7-458a"])
    assert bool(answer["unmet"]) is not allowed
    found = standing_of(*acts, relatives(ground), as_of="2026-03-03")
    assert [duty["toward"] for duty in rows(found, "16.2")] == ["relative"] * allowed
    given = act("dossier.inspection_given", "2026-03-04", id="g", act="q")
    after = standing_of(*acts, relatives(ground), given, as_of="2026-03-05")
    assert [item["because"] for item in findings(after, "16.2")] == [["g"]] * (not allowed)
    assert [duty["state"] for duty in rows(after, "16.2")] == ["done"] * allowed


def test_presumed_consent_is_no_ground_and_an_unstated_one_leaves_it_open() -> None:
    found = standing_of(DIED, relatives(None), as_of="2026-03-03")
    assert [(duty["state"], duty["missing"]) for duty in rows(found, "16.2")] == [("undetermined", ["q.ground"])]


# --- disclosure (16.1) ----------------------------------------------------------------------------------------------


def consent(**changes: Any) -> Json:
    fields = {"id": "k", "for": "disclosure", "recipient": "insurer", "in_writing": True, "by": "client", **changes}
    return act("consent.given", "2026-01-10", **fields)


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        (consent(), True),
        (consent(purpose="other"), True),
        (consent(purpose="research"), False),
        (consent(recipient="police"), False),
        (consent(in_writing=False), False),
        (consent(for_="exchange"), True),
    ],
)
def test_reading_23_consent_matches_recipient_and_purpose_in_writing(given: Json, *, allowed: bool) -> None:
    answer = judged("disclose", given, recipient="insurer", purpose="other")
    assert answer["allowed"] is allowed
    assert answer["unmet"] == ([] if allowed else [{"clause": "wonder-2020/16.1", "what": "consent.given"}])


@pytest.mark.parametrize(
    ("params", "allowed", "clause", "missing"),
    [
        ({"recipient": "caregiver", "purpose": "care", "needed": True}, True, "16.1.a", []),
        ({"recipient": "caregiver", "purpose": "care"}, None, "16.1.a", ["needed"]),
        ({"recipient": "caregiver", "purpose": "care", "needed": False}, False, None, []),
        ({"recipient": "caregiver", "purpose": "statistics", "needed": True}, False, None, []),
        ({"recipient": "police", "purpose": "legal_duty", "needed": True, "legal_basis": "Sv 126nd"}, True, "16.1", []),
        ({"recipient": "police", "purpose": "legal_duty", "needed": True}, False, None, []),
        ({"recipient": "supervisor", "purpose": "calamity", "needed": True}, True, "16.1", []),
        ({"recipient": "municipality", "purpose": "periodic_check", "needed": True}, False, None, []),
    ],
)
def test_reading_23_exceptions_as_far_as_needed(
    params: Json, allowed: bool | None, clause: str | None, missing: list[str]
) -> None:
    answer = judged("disclose", **params)
    assert (answer["allowed"], answer["missing"]) == (allowed, missing)
    assert allowed is False or answer["clauses"][0] == f"wonder-2020/{clause}"
    assert bool(answer["unmet"]) is (allowed is False)


@pytest.mark.parametrize(("acts", "count"), [([], 1), ([consent()], 0)])
def test_a_disclosure_without_a_ground_is_a_finding(acts: list[Json], count: int) -> None:
    told = act("disclosure.made", "2026-03-01", id="dm", recipient="insurer", purpose="other", needed=True)
    assert len(findings(standing_of(*acts, told, as_of="2026-03-02"), "16.1")) == count
