"""Wonder 2020, articles 30.2 and 31: notice by the provider, each ground with its conditions (readings 18 and 21)."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, findings, may, row, rows

W = "wonder-2020"
INFORMED = act(
    "information.given",
    "2026-01-04",
    id="w",
    topics=["care_forms_and_tariffs"],
    channel="paper",
    to="client",
    fits_level=True,
    understood=True,
)
NEW = act(
    "indication.issued", "2026-06-01", id="i", number="2", law="wlz", body="CIZ", care=["specialist_nursing"],
    valid_from="2026-06-15", valid_until="2026-12-31",
)  # fmt: skip
SOUGHT = act("notice.alternative_sought", "2026-06-05", id="s")
OFFERED = act("notice.alternative_offered", "2026-06-05", id="f")
ASKED = act("notice.care_office_asked", "2026-06-05", id="z", answer="refused")
OPINION = act("notice.second_opinion_told", "2026-06-05", id="y")
DISCUSSED = act("notice.grounds_discussed", "2026-06-05", id="g")
COMPLAINT = act("notice.complaint_option_told", "2026-06-05", id="k")
FACT = {"not_admitted": "not_admitted", "no_contract": "contract_full", "no_expertise": "no_expertise"}
CLAUSE = {
    "not_admitted": "31.1.a",
    "no_contract": "31.1.b",
    "no_expertise": "31.1.c",
    "no_indication": "31.1.d",
    "care_not_needed": "31.1.e",
    "compelling": "31.1.f",
}
NEEDS: dict[str, list[Json]] = {
    "not_admitted": [INFORMED, NEW, SOUGHT],
    "no_contract": [INFORMED, NEW, SOUGHT, ASKED],
    "no_expertise": [INFORMED, NEW, SOUGHT],
    "no_indication": [act("indication.refused", "2026-06-01", id="x", law="wlz")],
    "care_not_needed": [INFORMED, NEW, OPINION],
    "compelling": [DISCUSSED, OFFERED, COMPLAINT],
}


def able(ground: str) -> Json:
    return {FACT[ground]: ["specialist_nursing"]} if ground in FACT else {}


def asked(acts: list[Json], ground: str, as_of: str = "2026-06-20", **changes: Any) -> Json:
    fields: dict[str, Any] = {
        "by": "provider",
        "channel": "letter",
        "ground": ground,
        "provider": able(ground),
        **changes,
    }
    return may(W, [*agreed(W), *acts], "terminate", as_of, **fields)


def notice(ground: str | None, on: str = "2026-06-20", **fields: object) -> Json:
    extra: Json = {"ground": ground} if ground else {}
    extra |= {"act": "i"} if ground in FACT else {}
    return act(
        "notice.given", on, **{"id": "n", "by": "provider", "channel": "letter", "received_on": on, **extra, **fields}
    )


@pytest.mark.parametrize("ground", CLAUSE)
def test_with_all_its_conditions_met_each_ground_carries_a_notice(ground: str) -> None:
    found = asked(NEEDS[ground], ground)
    assert (found["allowed"], found["unmet"], found["missing"], found["earliest_end"]) == (True, [], [], "2026-07-20")
    assert f"{W}/{CLAUSE[ground]}" in found["clauses"]


UNMET = [
    ("not_admitted", "w", "information.given"),
    ("not_admitted", "i", "indication.issued"),
    ("not_admitted", "s", "notice.alternative_sought"),
    ("no_contract", "w", "information.given"),
    ("no_contract", "i", "indication.issued"),
    ("no_contract", "s", "notice.alternative_sought"),
    ("no_contract", "z", "notice.care_office_asked"),
    ("no_expertise", "w", "information.given"),
    ("no_expertise", "i", "indication.issued"),
    ("no_expertise", "s", "notice.alternative_sought"),
    ("no_indication", "x", "indication.refused"),
    ("care_not_needed", "w", "information.given"),
    ("care_not_needed", "i", "indication.issued"),
    ("care_not_needed", "y", "notice.second_opinion_told"),
    ("compelling", "g", "notice.grounds_discussed"),
    ("compelling", "f", "notice.alternative_offered"),
    ("compelling", "k", "notice.complaint_option_told"),
]


@pytest.mark.parametrize(("ground", "left_out", "what"), UNMET)
def test_each_condition_missing_in_turn_is_named(ground: str, left_out: str, what: str) -> None:
    acts = [item for item in NEEDS[ground] if item["id"] != left_out]
    found = asked(acts, ground)
    assert (found["allowed"], found["unmet"]) == (False, [{"clause": f"{W}/{CLAUSE[ground]}", "what": what}])


@pytest.mark.parametrize(("ground", "left_out"), [(ground, left_out) for ground, left_out, _ in UNMET])
def test_a_notice_without_its_conditions_is_a_finding_and_ends_nothing(ground: str, left_out: str) -> None:
    kept = [item for item in NEEDS[ground] if item["id"] != left_out]
    given = notice(ground)
    if left_out == "i":
        given.pop("act", None)
    late = [{**item, "on": "2026-06-21"} for item in NEEDS[ground] if item["id"] == left_out and left_out not in "wi"]
    found = ask(W, [*agreed(W), *kept, *late, given], "2026-09-01", provider=able(ground))
    assert [item["clause"] for item in found["findings"] if item["because"] == ["n"]] == [f"{W}/{CLAUSE[ground]}"]
    assert (found["agreement"]["status"], found["agreement"]["ends_on"]) == ("in_force", None)
    assert rows(found, "32") == []


@pytest.mark.parametrize("ground", CLAUSE)
def test_a_notice_by_mouth_is_no_notice_of_the_provider(ground: str) -> None:
    found = asked(NEEDS[ground], ground, channel="oral")
    assert (found["allowed"], found["unmet"]) == (False, [{"clause": f"{W}/29.c", "what": "notice.given"}])
    given = ask(W, [*agreed(W), *NEEDS[ground], notice(ground, channel="oral")], "2026-09-01", provider=able(ground))
    assert [item["because"] for item in findings(given, "29.c")] == [["n"]]
    assert given["agreement"]["status"] == "in_force"


def test_a_notice_without_a_ground_is_a_finding() -> None:
    found = ask(W, [*agreed(W), notice(None)], "2026-09-01")
    assert findings(found, "30.2") == [{"clause": f"{W}/30.2", "what": "notice.given", "because": ["n"]}]
    assert found["agreement"]["status"] == "in_force"


@pytest.mark.parametrize("ground", ["no_indication", "care_not_needed", "compelling"])
def test_reading_18_a_lawful_notice_ends_the_agreement_after_the_notice_term(ground: str) -> None:
    acts = [*agreed(W), *NEEDS[ground], notice(ground)]
    shown = ask(W, acts, "2026-07-20")["agreement"]
    assert (shown["status"], shown["ends_on"], shown["ground"], shown["clause"]) == (
        "ending",
        "2026-07-20",
        "notice",
        f"{W}/29.c",
    )
    assert ask(W, acts, "2026-07-21")["agreement"]["status"] == "ended"
    assert row(ask(W, acts, "2026-07-20"), "32")["due"] == "2026-07-20"
    assert [item for item in ask(W, acts, "2026-07-20")["findings"] if item["because"] == ["n"]] == []


@pytest.mark.parametrize("ground", FACT)
def test_the_end_waits_for_the_new_provider_in_31_1_a_b_and_c(ground: str) -> None:
    acts = [*agreed(W), *NEEDS[ground], notice(ground)]
    able_to = able(ground)
    shown = ask(W, acts, "2026-10-01", provider=able_to)["agreement"]
    assert (shown["status"], shown["ends_on"], shown["awaiting"]) == ("ending", None, "care.transferred")
    assert row(ask(W, acts, "2026-10-01", provider=able_to), "32")["due"] is None
    early = [*acts, act("care.transferred", "2026-07-01", provider="B")]
    assert ask(W, early, "2026-07-02", provider=able_to)["agreement"]["ends_on"] == "2026-07-20"
    late = [*acts, act("care.transferred", "2026-08-20", provider="B", expected_on="2026-09-01")]
    shown = ask(W, late, "2026-08-20", provider=able_to)["agreement"]
    assert (shown["status"], shown["ends_on"], shown["awaiting"]) == ("ending", "2026-09-01", None)
    assert ask(W, late, "2026-09-02", provider=able_to)["agreement"]["status"] == "ended"
    assert f"{W}/31.2" in asked(NEEDS[ground], ground)["clauses"]


def test_the_new_indication_must_hold_care_that_the_provider_cannot_give() -> None:
    other = [INFORMED, {**NEW, "care": ["housekeeping"]}, SOUGHT]
    assert asked(other, "not_admitted")["unmet"] == [{"clause": f"{W}/31.1.a", "what": "indication.issued"}]
    assert (
        asked(NEEDS["not_admitted"], "not_admitted", provider={"no_expertise": ["specialist_nursing"]})["allowed"]
        is False
    )
    assert asked(NEEDS["not_admitted"], "not_admitted", act="i")["allowed"] is True


def test_what_care_is_not_given_is_told_at_the_intake_not_later() -> None:
    late = [{**INFORMED, "on": "2026-02-01"}, NEW, SOUGHT]
    assert asked(late, "not_admitted")["unmet"] == [{"clause": f"{W}/31.1.a", "what": "information.given"}]
    own_topic = [{**INFORMED, "topics": ["care_not_given"]}, NEW, SOUGHT]
    assert asked(own_topic, "not_admitted")["allowed"] is True
    wrong_topic = [{**INFORMED, "topics": ["early_end"]}, NEW, SOUGHT]
    assert asked(wrong_topic, "not_admitted")["allowed"] is False
    assert asked([{**INFORMED, "topics": ["early_end"]}, NEW, OPINION], "care_not_needed")["allowed"] is True


def test_the_care_office_must_have_refused() -> None:
    granted = [INFORMED, NEW, SOUGHT, {**ASKED, "answer": "granted"}]
    assert asked(granted, "no_contract")["unmet"] == [{"clause": f"{W}/31.1.b", "what": "notice.care_office_asked"}]


def test_31_1_d_asks_that_no_indication_is_left() -> None:
    running = {**NEW, "valid_from": "2026-01-01", "valid_until": "2026-06-20"}
    assert asked([running], "no_indication", "2026-06-20")["allowed"] is False
    assert asked([running], "no_indication", "2026-06-21")["allowed"] is True
    followed = [running, {**NEW, "id": "j", "valid_from": "2026-06-21"}]
    assert asked(followed, "no_indication", "2026-06-21")["allowed"] is False
    other_law = [{**running, "valid_until": "2027-01-01"}, act("indication.refused", "2026-06-02", law="zvw")]
    assert asked(other_law, "no_indication", "2026-06-21")["allowed"] is False


def test_31_1_e_asks_that_the_indication_still_runs() -> None:
    over = [INFORMED, {**NEW, "valid_from": "2026-01-01", "valid_until": "2026-06-19"}, OPINION]
    assert asked(over, "care_not_needed")["unmet"] == [{"clause": f"{W}/31.1.e", "what": "indication.issued"}]
    assert asked(over, "care_not_needed", "2026-06-19")["allowed"] is True


def test_reading_21_non_payment_and_42_ground_no_end() -> None:
    bill = act(
        "invoice.sent",
        "2026-02-01",
        number="1",
        amount="50.00",
        channel="electronic",
        lines=[{"for": "other", "amount": "50.00"}],
    )
    assert asked([bill], "compelling")["allowed"] is False
    assert may(W, [*agreed(W), bill], "refuse_care", "2026-06-20", reason="conditions")["allowed"] is False
    soiled = act("hygiene.unsafe_found", "2026-06-01", endangers=["staff"])
    assert may(W, [*agreed(W), soiled], "refuse_care", "2026-06-20", reason="hygiene")["allowed"] is True
    assert ask(W, [*agreed(W), soiled], "2027-06-20")["agreement"]["status"] == "in_force"
    assert asked([soiled], "compelling")["allowed"] is False


def test_acts_for_a_notice_belong_to_the_present_agreement() -> None:
    again = [
        act("agreement.ended", "2026-06-10", ground="mutual"),
        act("agreement.offered", "2026-06-12", id="o2", services=[], contains=["terms"]),
        act("agreement.accepted", "2026-06-12", act="o2", by="client"),
    ]
    assert len(asked([*NEEDS["compelling"], *again], "compelling")["unmet"]) == 3
