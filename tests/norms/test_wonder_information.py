"""Wonder 2020, articles 2 to 8: the terms, clear information, the intake."""

from typing import Any

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, row, rows

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
    "remote_care",
    "privacy_policy",
    "other_costs",
)


def told(on: str, *topics: str, **changes: object) -> Json:
    fields = {"channel": "paper", "to": "client", "fits_level": True, "understood": True, **changes}
    return act("information.given", on, topics=list(topics), **fields)


def asked(on: str, topic: str, **fields: object) -> Json:
    return act("information.requested", on, topic=topic, **fields)


def terms_given(on: str, channel: str = "paper", **fields: object) -> Json:
    return act("terms.provided", on, version="2020-01-01", channel=channel, **fields)


def state(found: Json, clause: str) -> str:
    return str(row(found, clause)["state"])


# --- 3: the terms are handed over -------------------------------------------------------------------------------------


def test_the_terms_are_owed_from_registration_and_due_at_the_conclusion() -> None:
    before = row(ask(W, [client()], "2026-01-04"), "3.1")
    assert (before["state"], before["since"], before["due"]) == ("open", "2026-01-01", None)
    assert (before["bearer"], before["toward"], before["what"]) == ("provider", "client", "terms.provided")
    acts = agreed(W)
    assert (state(ask(W, acts, "2026-01-05"), "3.1"), row(ask(W, acts, "2026-01-05"), "3.1")["due"]) == (
        "open",
        "2026-01-05",
    )
    assert state(ask(W, acts, "2026-01-06"), "3.1") == "overdue"


@pytest.mark.parametrize(
    ("on", "outcome"), [("2026-01-02", "done"), ("2026-01-05", "done"), ("2026-01-06", "done_late")]
)
def test_the_terms_before_or_at_the_conclusion(on: str, outcome: str) -> None:
    found = row(ask(W, [*agreed(W), terms_given(on)], "2026-02-01"), "3.1")
    assert (found["state"], found["done_on"]) == (outcome, on)


def test_an_agreement_without_any_terms_is_a_finding_on_2_1() -> None:
    assert findings(ask(W, agreed(W), "2026-02-01"), "2.1") == []
    without = agreed(W, contains=["indication"])
    assert findings(ask(W, without, "2026-02-01"), "2.1") == [
        {"clause": "wonder-2020/2.1", "what": "agreement.accepted", "because": ["a"]}
    ]
    assert findings(ask(W, [*without, terms_given("2026-01-05")], "2026-02-01"), "2.1") == []


def test_terms_on_paper_are_owed_on_request() -> None:
    acts = [*agreed(W), asked("2026-02-01", "terms", id="q")]
    assert row(ask(W, acts, "2026-02-01"), "3.1.a")["due"] is None
    assert state(ask(W, [*acts, terms_given("2026-02-03", "electronic")], "2026-02-10"), "3.1.a") == "open"
    assert state(ask(W, [*acts, terms_given("2026-01-20")], "2026-02-10"), "3.1.a") == "open"
    done = row(ask(W, [*acts, terms_given("2026-02-03", id="p")], "2026-02-10"), "3.1.a")
    assert (done["state"], done["because"]) == ("done", ["q", "p"])
    assert rows(ask(W, [*agreed(W), asked("2026-02-01", "complaint_scheme")], "2026-02-01"), "3.1.a") == []


def test_an_explanation_of_the_terms_is_owed_orally_on_request() -> None:
    acts = [*agreed(W), asked("2026-02-01", "terms_explained")]
    assert state(ask(W, acts, "2026-02-02"), "3.2") == "open"
    assert state(ask(W, [*acts, told("2026-02-02", "terms_explained")], "2026-02-02"), "3.2") == "open"
    assert state(ask(W, [*acts, told("2026-02-02", "terms_explained", channel="oral")], "2026-02-02"), "3.2") == "done"
    waived = act("duty.waived", "2026-02-02", clause="wonder-2020/3.2")
    gone = row(ask(W, [*acts, waived], "2026-02-02"), "3.2")
    assert (gone["state"], gone["closed_on"], gone["done_on"]) == ("waived", "2026-02-02", None)


# --- 4 and 35.1: deviations -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "clauses"),
    [
        ({}, []),
        ({"express": False}, ["4"]),
        ({"in_writing": False}, ["4"]),
        ({"detrimental": True}, ["4"]),
        ({"recorded_in": None}, ["35.1.a"]),
        ({"in_writing": False, "recorded_in": None}, ["4", "35.1.a"]),
    ],
)
def test_reading_10_a_deviation_counts_only_express_in_writing_recorded_and_not_detrimental(
    changes: dict[str, Any], clauses: list[str]
) -> None:
    fields = {
        "clause": f"{W}/12.7",
        "express": True,
        "in_writing": True,
        "recorded_in": "dossier",
        "detrimental": False,
    }
    fields |= changes
    kept = {name: value for name, value in fields.items() if value is not None}
    found = ask(W, [*agreed(W), act("agreement.deviation_agreed", "2026-02-01", id="d", **kept)], "2026-02-02")
    about = [item["clause"] for item in found["findings"] if item["because"] == ["d"]]
    assert sorted(about) == sorted(f"{W}/{clause}" for clause in clauses)


# --- 5: clear information ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("fits", "understood"), [(False, True), (True, False), (False, False)])
def test_information_that_does_not_fit_or_is_not_understood_leaves_5_1_open(fits: bool, understood: bool) -> None:
    acts = [client(), told("2026-01-02", "keys", "wishes", fits_level=fits, understood=understood)]
    assert state(ask(W, acts, "2026-06-01"), "5.1") == "open"
    again = rows(ask(W, [*acts, told("2026-01-09", "wishes", "keys")], "2026-06-01"), "5.1")
    assert [(duty["state"], duty["done_on"]) for duty in again] == [("done", "2026-01-09")] * 2
    half = rows(ask(W, [*acts, told("2026-01-09", "wishes")], "2026-06-01"), "5.1")
    assert [duty["state"] for duty in half] == ["open", "done"]


def test_5_1_is_about_the_client_and_the_representative() -> None:
    acts = [client(), told("2026-01-02", "keys", to="carer", understood=False)]
    assert rows(ask(W, acts, "2026-01-03"), "5.1") == []
    acts = [client(), told("2026-01-02", "keys", to="representative")]
    assert state(ask(W, acts, "2026-01-03"), "5.1") == "done"


def test_reading_30_electronic_information_to_who_cannot_receive_it_counts_for_nothing() -> None:
    acts = [client(electronic=False), told("2026-01-02", "keys", channel="electronic", id="e")]
    found = ask(W, acts, "2026-01-03")
    assert findings(found, "5.2") == [{"clause": "wonder-2020/5.2", "what": "information.given", "because": ["e"]}]
    assert state(found, "8.1.8") == "open"
    able = act("client.details_changed", "2026-01-02", electronic=True)
    found = ask(W, [*acts, able], "2026-01-03")
    assert (findings(found, "5.2"), state(found, "8.1.8")) == ([], "done")
    later = act("client.details_changed", "2026-01-03", electronic=True)
    assert len(findings(ask(W, [*acts, later], "2026-01-03"), "5.2")) == 1
    to_another = [client(electronic=False), told("2026-01-02", "keys", channel="electronic", to="representative")]
    assert findings(ask(W, to_another, "2026-01-03"), "5.2") == []


def test_reading_30_electronic_terms_to_who_cannot_receive_them_count_for_nothing() -> None:
    acts = [
        *agreed(W),
        act("client.details_changed", "2026-01-02", electronic=False),
        terms_given("2026-01-03", "electronic", id="e"),
    ]
    found = ask(W, acts, "2026-01-06")
    assert findings(found, "5.2") == [{"clause": "wonder-2020/5.2", "what": "terms.provided", "because": ["e"]}]
    assert state(found, "3.1") == "overdue"


def test_the_representative_is_told_when_the_client_needs_it() -> None:
    need = act("information.representative_needed", "2026-01-02", topic="keys", why="belang")
    acts = [client(), need]
    assert state(ask(W, acts, "2026-01-03"), "5.3") == "open"
    assert state(ask(W, [*acts, told("2026-01-03", "keys")], "2026-01-03"), "5.3") == "open"
    assert state(ask(W, [*acts, told("2026-01-03", "wishes", to="representative")], "2026-01-03"), "5.3") == "open"
    assert state(ask(W, [*acts, told("2026-01-03", "keys", to="representative")], "2026-01-03"), "5.3") == "done"


def test_what_the_client_asks_during_the_agreement_is_answered() -> None:
    acts = [*agreed(W), asked("2026-02-01", "complaint_scheme")]
    open_ = row(ask(W, acts, "2026-02-01"), "5.4")
    assert (open_["state"], open_["since"], open_["due"]) == ("open", "2026-02-01", None)
    assert state(ask(W, [*acts, told("2026-02-01", "complaint_scheme", channel="oral")], "2026-02-01"), "5.4") == "done"
    assert state(ask(W, [*acts, told("2026-01-31", "complaint_scheme")], "2026-02-01"), "5.4") == "open"
    early = [*agreed(W), asked("2026-01-02", "keys")]
    assert rows(ask(W, early, "2026-01-04"), "5.4") == []
    assert row(ask(W, early, "2026-01-06"), "5.4")["since"] == "2026-01-05"


# --- 8: the intake ----------------------------------------------------------------------------------------------------


def test_each_topic_of_8_1_is_a_duty_of_its_own() -> None:
    found = ask(W, agreed(W), "2026-01-05")
    for number, topic in enumerate(TOPICS, 1):
        made = rows(found, f"8.1.{number}")
        if topic == "remote_care":
            assert made == []
            continue
        assert [(duty["state"], duty["since"], duty["due"], duty["because"]) for duty in made] == [
            ("open", "2026-01-01", "2026-01-05", ["c"])
        ]
        one = ask(W, [*agreed(W), told("2026-01-04", topic)], "2026-01-06")
        assert state(one, f"8.1.{number}") == "done"
        others = [n for n in range(1, 20) if n not in (number, 17)]
        assert {state(one, f"8.1.{n}") for n in others} == {"overdue"}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"channel": "electronic"}, "done"),
        ({"to": "representative"}, "done"),
        ({"channel": "oral"}, "overdue"),
        ({"to": "carer"}, "overdue"),
        ({"to": "relative"}, "overdue"),
    ],
)
def test_8_1_asks_for_writing_to_the_client_or_the_representative(changes: Json, outcome: str) -> None:
    found = ask(W, [*agreed(W), told("2026-01-04", "keys", **changes)], "2026-01-06")
    assert state(found, "8.1.8") == outcome


def test_8_1_late_and_after_a_declined_offer() -> None:
    assert state(ask(W, [*agreed(W), told("2026-01-06", "keys")], "2026-01-06"), "8.1.8") == "done_late"
    offer = act("agreement.offered", "2026-01-02", id="o", services=[], contains=["terms"])
    declined = act("agreement.offer_declined", "2026-01-03", act="o")
    gone = row(ask(W, [client(), offer, declined], "2026-01-04"), "8.1.8")
    assert (gone["state"], gone["closed_on"]) == ("lapsed", "2026-01-03")
    later = [client(), {**offer, "id": "old"}, {**declined, "act": "old"}, *agreed(W)[1:]]
    assert state(ask(W, later, "2026-01-06"), "8.1.8") == "overdue"


def test_the_instructions_for_remote_care_only_where_it_applies() -> None:
    services = [{"name": "beeldzorg", "payer": "zvw", "remote": True}]
    found = row(ask(W, agreed(W, services=services), "2026-01-05"), "8.1.17")
    assert (found["state"], found["since"], found["due"]) == ("open", "2026-01-01", "2026-01-05")
    visit = act(
        "visit.planned",
        "2026-02-02",
        start="2026-02-20T09:00:00+01:00",
        minutes=20,
        service="beeldzorg",
        payer="zvw",
        remote=True,
    )
    later = row(ask(W, [*agreed(W), visit], "2026-02-02"), "8.1.17")
    assert (later["state"], later["since"], later["due"]) == ("open", "2026-02-02", "2026-02-09")


def test_the_intake_talk_checks_that_the_information_was_understood() -> None:
    first = act("intake.held", "2026-01-02", information_understood=False)
    again = act("intake.held", "2026-01-04", information_understood=True)
    assert state(ask(W, [client(), first], "2026-03-01"), "8.2") == "open"
    both = rows(ask(W, [client(), first, again], "2026-03-01"), "8.2")
    assert [(duty["state"], duty["done_on"]) for duty in both] == [("done", "2026-01-04")] * 2


@pytest.mark.parametrize(
    ("stated", "as_of", "outcome"),
    [
        (None, "2026-01-16", "open"),
        (None, "2026-01-17", "overdue"),
        ("2026-01-02", "2026-03-01", "done"),
        ("2026-01-16", "2026-03-01", "done"),
        ("2026-01-17", "2026-03-01", "done_late"),
    ],
)
def test_the_client_states_the_choices_at_the_intake_or_soon_after(
    stated: str | None, as_of: str, outcome: str
) -> None:
    acts = [client(), act("intake.held", "2026-01-02", information_understood=True)]
    acts += [act("intake.choices_stated", stated)] if stated else []
    found = row(ask(W, acts, as_of), "8.2.a")
    assert (found["state"], found["due"], found["open_norm"]) == (outcome, "2026-01-16", True)
    assert (found["bearer"], found["toward"]) == ("client", "provider")


def test_the_setting_soon_moves_the_choices() -> None:
    acts = [client(), act("intake.held", "2026-01-02", information_understood=True)]
    assert row(ask(W, acts, "2026-01-02", settings={"soon": "5 WD"}), "8.2.a")["due"] == "2026-01-09"


# --- 8.4: care from others --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("since", "reported", "due", "outcome"),
    [
        ("2026-03-02", "2026-03-02", "2026-03-09", "done"),
        ("2026-03-02", "2026-03-09", "2026-03-09", "done"),
        ("2026-03-02", "2026-03-10", "2026-03-09", "done_late"),
        ("2026-04-02", "2026-04-13", "2026-04-13", "done"),  # Good Friday and Easter Monday do not count
        (
            "2025-06-01",
            "2026-01-02",
            "2026-01-09",
            "done",
        ),  # nor do New Year's Day and the day after; not before both met
        (None, "2026-03-10", None, "done"),
    ],
)
def test_care_from_another_provider_is_reported_at_once(
    since: str | None, reported: str, due: str | None, outcome: str
) -> None:
    fields = {"since": since} if since else {}
    acts = [*agreed(W), act("client.other_provider_reported", reported, provider="B", **fields)]
    found = row(ask(W, acts, "2026-05-01"), "8.4")
    assert (found["state"], found["due"], found["done_on"], found["open_norm"]) == (outcome, due, reported, True)
