"""Wonder 2020, article 9 and what must stand before an agreement: 3.1, 8.1, 8.3, 9.3, 24.1."""

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, may, row, rows

W = "wonder-2020"
TOPICS = (
    "care_forms_and_tariffs",
    "new_indication",
    "contact_and_representative",
    "advance_directive",
    "care_plan_procedure",
    "own_payments",
    "volunteers",
    "keys",
    "emergency_contact",
    "working_conditions",
    "wishes",
    "participation",
    "ethics",
    "restraint_policy",
    "complaint_scheme",
    "terms",
    "privacy_policy",
    "other_costs",
)
ALL = ["indication", "plan_clause", "services", "additional", "quality_data", "terms"]
INDICATED = [{"name": "verpleging", "payer": "zvw"}]


def ready(offer: Json | None = None, *left_out: str) -> list[Json]:
    """Everything that must stand before the agreement, but for what is left out (a kind of act, or a topic)."""
    topics = [topic for topic in TOPICS if topic not in left_out]
    offered = offer or {"services": INDICATED, "contains": ALL}
    told = {"topics": topics, "channel": "paper", "to": "client", "fits_level": True, "understood": True}
    issued = {"number": "1", "law": "zvw", "body": "wijk", "care": ["verpleging"], "valid_from": "2026-01-01"}
    seen = {"document": "passport", "number_end": "1234", "valid_until": "2030-01-01"}
    acts = [
        client(),
        act("terms.provided", "2026-01-02", version="2020-01-01", channel="paper"),
        act("information.given", "2026-01-02", **told),
        act("client.identified", "2026-01-02", **seen),
        act("indication.issued", "2026-01-02", id="i", **issued),
        act("agreement.offered", "2026-01-03", id="o", **offered),
    ]
    return [item for item in acts if item["kind"] not in left_out]


def unmet(acts: list[Json]) -> list[tuple[str, str]]:
    found = may(W, acts, "sign_agreement", "2026-01-04")
    assert found["allowed"] is (not found["unmet"])
    return [(item["clause"].removeprefix(f"{W}/"), item["what"]) for item in found["unmet"]]


def test_with_everything_in_place_the_agreement_can_be_signed() -> None:
    assert unmet(ready()) == []


def test_each_requirement_missing_in_turn_names_its_own_clause() -> None:
    assert unmet(ready(None, "terms.provided")) == [("3.1", "terms.provided")]
    assert unmet(ready(None, "client.identified")) == [("24.1", "client.identified")]
    assert unmet(ready(None, "agreement.offered")) == [("9.1", "agreement.offered")]
    assert unmet(ready(None, "indication.issued")) == [("8.3", "intake.application_declared")]


def test_reading_30_electronic_terms_and_information_must_be_able_to_reach_the_client() -> None:
    acts = [{**item, "channel": "electronic"} if "channel" in item else item for item in ready()]
    assert unmet(acts) == []
    unable = [{**item, "electronic": False} if item["kind"] == "client.registered" else item for item in acts]
    assert [clause for clause, _ in unmet(unable)] == ["3.1", *(f"8.1.{n}" for n in (*range(1, 17), 18, 19))]


def test_an_expired_document_does_not_identify() -> None:
    acts = [{**item, "valid_until": "2026-01-01"} if item["kind"] == "client.identified" else item for item in ready()]
    assert unmet(acts) == [("24.1", "client.identified")]


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_of_8_1_missing_names_its_own_clause(topic: str) -> None:
    numbers = [*range(1, 17), 18, 19]
    assert unmet(ready(None, topic)) == [(f"8.1.{numbers[TOPICS.index(topic)]}", "information.given")]


def test_remote_care_asks_for_its_instructions_too() -> None:
    remote = {"services": [{"name": "beeldzorg", "payer": "zvw", "remote": True}], "contains": ALL}
    assert unmet(ready(remote)) == [("8.1.17", "information.given")]


@pytest.mark.parametrize("part", ["indication", "plan_clause", "quality_data", "terms"])
def test_the_offer_holds_what_9_3_asks(part: str) -> None:
    offer = {"services": INDICATED, "contains": [item for item in ALL if item != part]}
    assert unmet(ready(offer)) == [("9.3", "agreement.offered")]


def test_own_services_and_additional_care_only_where_they_are_agreed() -> None:
    basics = ["indication", "plan_clause", "quality_data", "terms"]
    own = {"name": "was", "payer": "client", "tariff_hour": "30.00"}
    extra = {**own, "additional": True}
    assert unmet(ready({"services": INDICATED, "contains": basics})) == []
    assert unmet(ready({"services": [*INDICATED, own], "contains": basics})) == [("9.3", "agreement.offered")]
    assert unmet(ready({"services": [*INDICATED, own], "contains": [*basics, "services"]})) == []
    assert unmet(ready({"services": [*INDICATED, extra], "contains": basics})) == [("9.3", "agreement.offered")]
    assert unmet(ready({"services": [*INDICATED, extra], "contains": [*basics, "additional"]})) == []


def test_reading_14_the_declaration_only_where_a_service_rests_on_an_indication() -> None:
    own = {"services": [{"name": "was", "payer": "client"}], "contains": ALL}
    assert unmet(ready(own, "indication.issued")) == []
    budget = {"services": [{"name": "zorg", "payer": "pgb"}], "contains": ALL}
    assert unmet(ready(budget, "indication.issued")) == [("8.3", "intake.application_declared")]
    declared = act("intake.application_declared", "2026-01-03")
    assert unmet([*ready(None, "indication.issued"), declared]) == []
    assert rows(ask(W, [*ready(own, "indication.issued")], "2026-01-04"), "8.3") == []


def test_a_decision_that_is_over_withdrawn_or_not_received_is_no_decision() -> None:
    issued = {"number": "1", "law": "zvw", "body": "wijk", "care": ["verpleging"], "valid_from": "2025-01-01"}
    without = ready(None, "indication.issued")
    over = act("indication.issued", "2025-01-02", valid_until="2025-12-31", **issued)
    assert unmet([*without, over]) == [("8.3", "intake.application_declared")]
    late = act("indication.issued", "2026-01-02", received_on="2026-01-05", **issued)
    assert unmet([*without, late]) == [("8.3", "intake.application_declared")]
    taken = act("indication.withdrawn", "2026-01-03", act="i")
    assert unmet([*ready(), taken]) == [("8.3", "intake.application_declared")]


def test_the_declaration_is_a_duty_of_the_client_that_a_decision_ends() -> None:
    accepted = act("agreement.accepted", "2026-01-05", act="o", by="client")
    acts = [*ready(None, "indication.issued"), accepted]
    found = row(ask(W, acts, "2026-01-05"), "8.3")
    assert (found["state"], found["bearer"], found["since"], found["due"]) == (
        "open",
        "client",
        "2026-01-03",
        "2026-01-05",
    )
    assert row(ask(W, acts, "2026-01-06"), "8.3")["state"] == "overdue"
    declared = [*acts, act("intake.application_declared", "2026-01-06")]
    assert row(ask(W, declared, "2026-01-06"), "8.3")["state"] == "done_late"
    issued = act(
        "indication.issued", "2026-01-02", number="1", law="zvw", body="wijk", care=["verpleging"],
        valid_from="2026-01-01", received_on="2026-01-04",
    )  # fmt: skip
    gone = row(ask(W, [*acts, issued], "2026-01-06"), "8.3")
    assert (gone["state"], gone["closed_on"]) == ("lapsed", "2026-01-04")


def test_an_acceptance_with_preconditions_missing_is_a_finding_on_each_of_them() -> None:
    accepted = act("agreement.accepted", "2026-01-04", id="a", act="o", by="client")
    found = ask(W, [*ready(None, "client.identified", "keys"), accepted], "2026-01-05")
    about = [item for item in found["findings"] if item["because"] == ["a"]]
    assert [item["clause"] for item in about] == [f"{W}/24.1", f"{W}/8.1.8"]
    assert found["agreement"]["status"] == "in_force"
    assert ask(W, [*ready(), accepted], "2026-01-05")["findings"] == []


def test_an_acceptance_is_judged_by_what_had_been_done_then() -> None:
    accepted = act("agreement.accepted", "2026-01-04", id="a", act="o", by="client")
    late = act("client.identified", "2026-01-05", document="passport", number_end="1", valid_until="2030-01-01")
    found = ask(W, [*ready(None, "client.identified"), accepted, late], "2026-01-06")
    assert findings(found, "24.1") == [{"clause": f"{W}/24.1", "what": "agreement.accepted", "because": ["a"]}]
    same = {**late, "on": "2026-01-04"}
    assert ask(W, [*ready(None, "client.identified"), accepted, same], "2026-01-06")["findings"] == []


def test_an_offer_is_owed_after_each_intake() -> None:
    acts = [client(), act("intake.held", "2026-01-02", information_understood=True)]
    assert row(ask(W, acts, "2026-01-04"), "9.1")["state"] == "open"
    found = row(ask(W, [*acts, *agreed(W)[1:]], "2026-01-06"), "9.1")
    assert (found["state"], found["what"], found["done_on"]) == ("done", "agreement.offered", "2026-01-05")


def test_the_agreement_stands_on_acceptance_and_both_owe_their_signature() -> None:
    found = ask(W, agreed(W), "2026-01-05")
    assert (found["agreement"]["status"], found["agreement"]["since"]) == ("in_force", "2026-01-05")
    assert [(duty["bearer"], duty["state"], duty["due"]) for duty in rows(found, "9.2")] == [
        ("client", "open", None),
        ("provider", "open", None),
    ]
    signed = act("agreement.signed", "2026-01-07", act="o", party="representative")
    found = ask(W, [*agreed(W), signed], "2026-01-08")
    assert [(duty["bearer"], duty["state"]) for duty in rows(found, "9.2")] == [
        ("client", "done"),
        ("provider", "open"),
    ]
    both = [*agreed(W), signed, act("agreement.signed", "2026-01-05", party="provider")]
    assert [duty["state"] for duty in rows(ask(W, both, "2026-01-08"), "9.2")] == ["done", "done"]


def test_an_offer_waits_for_its_acceptance() -> None:
    acts = agreed(W)
    offered = ask(W, acts[:2], "2026-01-06")["agreement"]
    assert (offered["status"], offered["since"], offered["awaiting"]) == ("offered", "2026-01-05", "agreement.accepted")
    declined = [*acts[:2], act("agreement.offer_declined", "2026-01-07", act="o")]
    assert ask(W, declined, "2026-01-08")["agreement"]["status"] == "none"
    assert ask(W, [client()], "2026-01-08")["agreement"]["status"] == "none"
