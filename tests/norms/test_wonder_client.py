"""Wonder 2020, article 24: what the client owes."""

import pytest

from tests.norms.support import Json, act, agreed, ask, client, findings, row, rows

W = "wonder-2020"


def identified(on: str, until: str = "2030-01-01") -> Json:
    return act("client.identified", on, document="passport", number_end="1234", valid_until=until)


@pytest.mark.parametrize(
    ("on", "until", "outcome"),
    [
        ("2026-01-05", "2026-01-05", "done"),
        ("2026-01-05", "2026-01-04", "overdue"),
        ("2026-01-06", "2030-01-01", "done_late"),
    ],
)
def test_the_client_shows_a_valid_document_before_the_conclusion(on: str, until: str, outcome: str) -> None:
    found = row(ask(W, [*agreed(W), identified(on, until)], "2026-01-06"), "24.1")
    assert (found["state"], found["bearer"], found["toward"], found["due"]) == (
        outcome,
        "client",
        "provider",
        "2026-01-05",
    )


def test_the_client_shows_it_again_on_request() -> None:
    acts = [*agreed(W), identified("2026-01-05"), act("client.identification_requested", "2026-03-01", id="q")]
    assert [(duty["state"], duty["because"][0]) for duty in rows(ask(W, acts, "2026-03-02"), "24.1")] == [
        ("done", "c"),
        ("open", "q"),
    ]
    shown = rows(ask(W, [*acts, identified("2026-03-03")], "2026-03-04"), "24.1")
    assert [(duty["state"], duty["done_on"]) for duty in shown] == [("done", "2026-01-05"), ("done", "2026-03-03")]


def test_a_contact_person_is_named_at_the_intake() -> None:
    acts = [client(), act("intake.held", "2026-01-05", information_understood=True)]
    named = act("client.contact_person_named", "2026-01-05", name="B")
    assert row(ask(W, acts, "2026-01-05"), "24.2")["state"] == "open"
    assert row(ask(W, acts, "2026-01-06"), "24.2")["state"] == "overdue"
    assert row(ask(W, [*acts, named], "2026-01-06"), "24.2")["state"] == "done"
    assert row(ask(W, [*acts, {**named, "on": "2026-01-02"}], "2026-01-06"), "24.2")["state"] == "done"
    assert row(ask(W, [*acts, {**named, "on": "2026-01-09"}], "2026-01-09"), "24.2")["state"] == "done_late"


def test_the_client_answers_what_is_asked() -> None:
    asked = [client(), act("information.asked_of_client", "2026-01-02", topic="advance_directive")]
    assert row(ask(W, asked, "2026-01-03"), "24.3")["state"] == "open"
    other = act("information.received", "2026-01-03", topic="keys")
    assert row(ask(W, [*asked, other], "2026-01-03"), "24.3")["state"] == "open"
    before = act("information.received", "2026-01-01", topic="advance_directive")
    assert row(ask(W, [*asked, before], "2026-01-03"), "24.3")["state"] == "open"
    for answer in (
        act("information.received", "2026-01-03", topic="advance_directive"),
        act("client.directive_recorded", "2026-01-03"),
    ):
        found = row(ask(W, [*asked, answer], "2026-01-03"), "24.3")
        assert (found["state"], found["bearer"], found["done_on"]) == ("done", "client", "2026-01-03")
    keys = [
        client(),
        act("information.asked_of_client", "2026-01-02", topic="keys"),
        act("client.directive_recorded", "2026-01-03"),
    ]
    assert row(ask(W, keys, "2026-01-03"), "24.3")["state"] == "open"


@pytest.mark.parametrize(("toward", "found"), [("staff", ["x"]), ("volunteer", ["x"]), ("other", [])])
def test_conduct_that_harms_staff_or_volunteers_is_a_finding(toward: str, found: list[str]) -> None:
    acts = [*agreed(W), act("conduct.recorded", "2026-02-01", id="x", form="aggression", toward=toward)]
    assert [item["because"][0] for item in findings(ask(W, acts, "2026-02-02"), "24.4")] == found


def test_a_lack_in_the_dwelling_is_open_until_a_later_check_finds_none() -> None:
    first = act("home.checked", "2026-02-01", id="h1", missing=["wiring", "room"])
    second = act("home.checked", "2026-02-10", id="h2", missing=["room"])
    last = act("home.checked", "2026-02-20", id="h3", missing=[])
    assert row(ask(W, [*agreed(W), first], "2026-02-01"), "24.5")["state"] == "open"
    found = rows(ask(W, [*agreed(W), first, second], "2026-02-10"), "24.5")
    assert [(duty["because"][0], duty["state"]) for duty in found] == [("h1", "lapsed"), ("h2", "open")]
    found = rows(ask(W, [*agreed(W), first, last], "2026-02-20"), "24.5")
    assert [(duty["because"], duty["state"], duty["done_on"]) for duty in found] == [
        (["h1", "h3"], "done", "2026-02-20")
    ]
    assert rows(ask(W, [*agreed(W), last], "2026-02-20"), "24.5") == []


def test_caregivers_are_let_in() -> None:
    visit = act(
        "visit.planned",
        "2026-02-01",
        id="v",
        start="2026-02-10T09:00:00+01:00",
        minutes=30,
        service="zorg",
        payer="wlz",
    )
    acts = [*agreed(W), visit, act("visit.refused", "2026-02-10", act="v")]
    assert row(ask(W, acts, "2026-02-10"), "24.6")["state"] == "open"
    assert row(ask(W, acts, "2026-02-11"), "24.6")["state"] == "overdue"
    delivered = act("visit.delivered", "2026-02-10", act="v", minutes=30)
    assert row(ask(W, [*acts, delivered], "2026-02-11"), "24.6")["state"] == "done"


def test_care_from_another_provider_during_the_agreement_is_reported_as_soon_as_it_starts() -> None:
    acts = [*agreed(W), act("client.other_provider_reported", "2026-03-10", provider="B", since="2026-03-02")]
    found = row(ask(W, acts, "2026-03-11"), "24.7")
    assert (found["state"], found["due"], found["bearer"]) == ("done_late", "2026-03-09", "client")
    before = [*agreed(W), act("client.other_provider_reported", "2026-01-09", provider="B", since="2025-03-02")]
    found = row(ask(W, before, "2026-03-11"), "24.7")
    assert (found["state"], found["due"]) == ("done", "2026-01-12")


def test_damage_is_reported_with_due_speed() -> None:
    acts = [*agreed(W), act("damage.found", "2026-02-01T10:00:00+01:00", id="d")]
    found = row(ask(W, acts, "2026-09-01"), "24.8")
    assert (found["state"], found["due"]) == ("open", None)
    reported = act("damage.reported", "2026-09-01", act="d", in_writing=False, to="other")
    assert row(ask(W, [*acts, reported], "2026-09-01"), "24.8")["state"] == "done"
