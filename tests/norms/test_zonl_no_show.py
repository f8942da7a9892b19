"""`zonl` 7: not using the support, sickness in Noordoostpolder, the talk after two no-shows (readings 1, 7, 27-29)."""

from datetime import date, timedelta

import pytest

from tests.norms.support import Json, act, agreed, ask, bill, findings, may, row, rows

TERMS = "zonl-thuisbegeleiding"


def visit(id_: str, start: str, minutes: int = 60, payer: str = "wmo", **more: object) -> Json:
    fields = {"service": "verzorging", "payer": payer, "minutes": minutes, **more}
    return act("visit.planned", "2026-01-06", id=id_, start=start, **fields)


def cancelled(id_: str, on: str, by: str = "client", **why: object) -> Json:
    return act("visit.cancelled", on, id=f"{id_}x", act=id_, by=by, **why)


def missed(id_: str, on: str, **why: object) -> Json:
    return act("visit.missed", on, id=f"{id_}x", act=id_, **why)


def standing(visit_: Json, *rest: Json, as_of: str = "2026-12-01") -> Json:
    return ask(TERMS, [*agreed(TERMS), visit_, *rest], as_of)


def charge(*acts: Json, as_of: str = "2026-12-01", municipality: str = "Steenwijkerland") -> Json:
    base = [
        {**one, "municipality": municipality} if one["kind"] == "client.registered" else one for one in agreed(TERMS)
    ]
    return may(TERMS, [*base, *acts], "charge_cancellation", as_of, visit="v")


V = visit("v", "2026-02-11T10:00:00+01:00")


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2026-02-09T09:59:59+01:00", "done"),
        ("2026-02-09T10:00:00+01:00", "done"),  # exactly 48 hours is in time
        ("2026-02-09T10:00:01+01:00", "done_late"),
        ("2026-02-08", "done"),
        ("2026-02-10", "done_late"),
    ],
)
def test_reading_01_forty_eight_hours_ahead(on: str, state: str) -> None:
    found = row(standing(V, cancelled("v", on)), "7.1")
    assert (found["state"], found["due_at"], found["due"]) == (state, "2026-02-09T10:00:00+01:00", "2026-02-09")
    assert (found["bearer"], found["toward"]) == ("client", "provider")
    assert charge(V, cancelled("v", on))["allowed"] is (state == "done_late")


def test_reading_01_a_date_alone_is_undetermined_where_the_time_matters() -> None:
    found = row(standing(V, cancelled("v", "2026-02-09")), "7.1")
    assert (found["state"], found["missing"]) == ("undetermined", ["vx.on"])
    answer = charge(V, cancelled("v", "2026-02-09"))
    assert (answer["allowed"], answer["missing"]) == (None, ["vx.on"])


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        ("2026-03-30T10:00:00+02:00", "2026-03-28T09:00:00+01:00"),  # the clock goes forward in between
        ("2026-10-26T10:00:00+01:00", "2026-10-24T11:00:00+02:00"),  # and back
    ],
)
def test_reading_01_hours_are_real_hours_across_a_clock_change(start: str, limit: str) -> None:
    there = visit("v", start)
    assert row(standing(there, cancelled("v", limit)), "7.1")["state"] == "done"
    assert row(standing(there, cancelled("v", limit)), "7.1")["due_at"] == limit
    late = limit.replace(":00:00+", ":00:01+")
    assert row(standing(there, cancelled("v", late)), "7.1")["state"] == "done_late"


def test_a_visit_that_was_moved_counts_from_its_new_start() -> None:
    moved = act("visit.moved", "2026-02-01", act="v", start="2026-02-12T10:00:00+01:00", by="client")
    assert row(standing(V, moved, cancelled("v", "2026-02-10T10:00:00+01:00")), "7.1")["state"] == "done"


def test_a_miss_was_never_reported_and_a_provider_cancelling_owes_nothing_here() -> None:
    assert row(standing(V, missed("v", "2026-02-11T10:00:00+01:00")), "7.1")["state"] == "overdue"
    assert rows(standing(V, cancelled("v", "2026-02-11", by="provider")), "7.1") == []
    assert rows(standing(V), "7.1") == []


def test_a_pause_is_no_cancellation_and_no_miss() -> None:
    pause = act("care.paused", "2026-02-10", from_="2026-02-11", by="client", reason="holiday")
    assert rows(standing(V, pause), "7.1") == []
    answer = charge(V, pause)
    assert answer["unmet"] == [{"clause": f"{TERMS}/7.3", "what": "visit.missed"}]


@pytest.mark.parametrize("shown", [{}, {"shown": True}, {"shown": False}])
def test_reading_07_force_majeure_needs_no_proof(shown: Json) -> None:
    absent = missed("v", "2026-02-11T10:00:00+01:00", reason="force_majeure", **shown)
    assert row(standing(V, absent), "7.1")["state"] == "excused"
    answer = charge(V, absent)
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": f"{TERMS}/7.5", "what": "visit.cancelled"}])


def test_reading_27_the_damage_is_what_could_have_been_claimed() -> None:
    answer = charge(
        visit("v", "2026-02-11T10:00:00+01:00", minutes=50), missed("v", "2026-02-11T10:00:00+01:00", costs="5.00")
    )
    assert (answer["allowed"], answer["amount"], answer["cap"]) == (True, "50.00", "50.00")
    assert answer["clauses"] == [f"{TERMS}/7.3", f"{TERMS}/7.4"]


def test_without_a_tariff_the_damage_is_unknown() -> None:
    other = visit("v", "2026-02-11T10:00:00+01:00", service="anders")
    answer = charge(other, missed("v", "2026-02-11T10:00:00+01:00"))
    assert (answer["allowed"], answer["missing"]) == (None, ["v.tariff_hour"])


def test_what_was_charged_is_no_longer_open() -> None:
    line = {"for": "cancellation", "act": "v", "amount": "60.00"}
    sent = act("invoice.sent", "2026-02-28", id="f", number="1", amount="60.00", channel="electronic", lines=[line])
    absent = missed("v", "2026-02-11T10:00:00+01:00")
    answer = charge(V, absent, sent)
    assert (answer["allowed"], answer["unmet"]) == (False, [{"clause": f"{TERMS}/7.3", "what": "nothing_due"}])
    back = act("invoice.credited", "2026-03-01", act="f", amount="60.00")
    assert charge(V, absent, sent, back)["amount"] == "60.00"


@pytest.mark.parametrize(
    ("reported", "amount", "clause"),
    [
        (cancelled("v", "2026-02-09T10:00:00+01:00"), "60.00", "7.1"),
        (missed("v", "2026-02-11", reason="sickness"), "60.00", "7.2"),
        (act("visit.delivered", "2026-02-11", act="v", minutes=60), "60.00", "7.3"),
        (missed("v", "2026-02-11"), "60.01", "7.4"),
        (missed("v", "2026-02-11", reason="force_majeure"), "60.00", "7.5"),
    ],
)
def test_a_charge_that_was_not_permitted_is_a_finding_on_what_stood_in_the_way(
    reported: Json, amount: str, clause: str
) -> None:
    line = {"for": "cancellation", "act": "v", "amount": amount}
    sent = act("invoice.sent", "2026-02-28", id="f", number="1", amount=amount, channel="electronic", lines=[line])
    found = standing(V, reported, sent)
    assert [item["clause"] for item in found["findings"]] == [f"{TERMS}/{clause}"]


# --- 7.2 ------------------------------------------------------------------------------------------

FIRST = date(2026, 3, 2)


def spell(days: list[int], reason: str = "sickness", payer: str = "wmo") -> list[Json]:
    """Visits missed by sickness so many days after the first of the spell."""
    acts = []
    for number in days:
        start = f"{FIRST + timedelta(days=number)}T10:00:00+01:00"
        acts += [visit(f"v{number}", start, payer=payer), missed(f"v{number}", start, reason=reason)]
    return acts


def sick(acts: list[Json], name: str, power: str = "bill_sickness", municipality: str = "Noordoostpolder") -> Json:
    base = [
        {**one, "municipality": municipality} if one["kind"] == "client.registered" else one for one in agreed(TERMS)
    ]
    return may(TERMS, [*base, *acts], power, "2026-12-01", visit=name)


@pytest.mark.parametrize(("day", "billed"), [(0, True), (7, True), (20, True), (21, False), (24, False)])
def test_reading_28_twenty_one_days_from_the_first_missed_visit(day: int, billed: bool) -> None:
    acts = spell(sorted({0, day}))
    answer = sick(acts, f"v{day}")
    assert (answer["allowed"], answer["amount"]) == (billed, "60.00" if billed else None)
    client_pays = sick(acts, f"v{day}", "charge_cancellation")
    assert client_pays["allowed"] is not billed
    assert [item["clause"] for item in client_pays["unmet"]] == ([f"{TERMS}/7.2"] if billed else [])


def test_reading_28_a_new_spell_starts_after_support_was_given_again() -> None:
    given = f"{FIRST + timedelta(days=22)}T10:00:00+01:00"
    acts = [*spell([0, 25]), visit("g", given), act("visit.delivered", given, act="g", minutes=60)]
    assert sick(acts, "v25")["allowed"] is True


def test_reading_28_only_in_that_municipality_for_sickness_and_at_its_expense() -> None:
    assert sick(spell([0]), "v0", municipality="Steenwijkerland")["allowed"] is False
    assert sick(spell([0]), "v0", "charge_cancellation", municipality="Steenwijkerland")["allowed"] is True
    assert sick(spell([0], reason="other"), "v0")["unmet"] == [{"clause": f"{TERMS}/7.2", "what": "visit.cancelled"}]
    assert sick(spell([0], payer="client"), "v0")["unmet"] == [{"clause": f"{TERMS}/7.2", "what": "payer"}]


def test_reading_28_a_move_counts_from_its_own_day() -> None:
    home = {"address": "A 1", "postcode": "8331AA", "city": "Steenwijk", "municipality": "Steenwijkerland"}
    moved = act("client.moved", "2026-03-01", moves_on="2026-03-05", in_service_area=True, **home)
    acts = [*spell([0, 7]), moved]
    assert (sick(acts, "v0")["allowed"], sick(acts, "v7")["allowed"]) == (True, False)


def test_reading_28_sickness_may_stand_on_the_pause() -> None:
    pause = act("care.paused", "2026-03-01", from_="2026-03-02", until="2026-03-08", by="client", reason="sickness")
    planned = visit("p", "2026-03-04T10:00:00+01:00")
    assert sick([pause, planned], "p")["allowed"] is True
    assert sick([pause, planned, missed("p", "2026-03-04")], "p")["allowed"] is True
    given = act("visit.delivered", "2026-03-04", act="p", minutes=60)
    assert sick([pause, planned, given], "p")["allowed"] is False


def test_the_bill_puts_sickness_with_the_municipality_and_a_no_show_with_the_client() -> None:
    acts = [*agreed(TERMS), *spell([0, 21])]
    found = bill(TERMS, acts, "2026-03")
    assert [(line["payer"], line["for"], line["act"], line["amount"]) for line in found["lines"]] == [
        ("client", "cancellation", "v21", "60.00"),
        ("wmo", "visit", "v0", "60.00"),
    ]
    assert found["totals"] == {"client": "60.00", "wmo": "60.00"}


# --- 7.6 ------------------------------------------------------------------------------------------


def no_shows(*days: str, **why: object) -> list[Json]:
    acts = []
    for day in days:
        start = f"{day}T10:00:00+01:00"
        acts += [visit(f"n{day}", start), missed(f"n{day}", start, **why)]
    return acts


def contacts(acts: list[Json], as_of: str = "2026-12-01") -> list[tuple[str, str]]:
    return [(duty["because"][0], duty["state"]) for duty in rows(ask(TERMS, [*agreed(TERMS), *acts], as_of), "7.6")]


def test_reading_29_the_second_no_show_opens_the_contact() -> None:
    acts = no_shows("2026-01-12", "2026-02-16")
    assert contacts(acts, "2026-02-15") == []
    assert contacts(acts, "2026-02-16") == [("n2026-02-16x", "open")]
    acts.append(act("noshow.municipality_contacted", "2026-02-17", id="k", channel="phone"))
    found = ask(TERMS, [*agreed(TERMS), *acts], "2026-02-20")
    assert (row(found, "7.6")["state"], row(found, "7.6")["toward"]) == ("done", "municipality")
    assert (row(found, "7.6.a")["state"], row(found, "7.6.a")["bearer"]) == ("open", "municipality")
    acts.append(act("noshow.talk_held", "2026-02-25"))
    assert row(ask(TERMS, [*agreed(TERMS), *acts], "2026-02-25"), "7.6.a")["state"] == "done"


def test_reading_29_a_visit_in_between_does_not_start_the_count_anew() -> None:
    given = [visit("g", "2026-01-20T10:00:00+01:00"), act("visit.delivered", "2026-01-20", act="g", minutes=60)]
    assert len(contacts([*no_shows("2026-01-12", "2026-02-16"), *given])) == 1


def test_reading_29_force_majeure_does_not_count_and_a_cancellation_is_no_no_show() -> None:
    assert contacts([*no_shows("2026-01-12"), *no_shows("2026-02-16", reason="force_majeure")]) == []
    assert contacts([*no_shows("2026-01-12"), V, cancelled("v", "2026-02-10")]) == []


def test_reading_29_each_second_one_since_the_last_talk() -> None:
    four = no_shows("2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02")
    assert [name for name, _ in contacts(four)] == ["n2026-01-19x", "n2026-02-02x"]
    talk = act("noshow.talk_held", "2026-01-28")
    assert [name for name, _ in contacts([*four, talk])] == ["n2026-01-19x"]
    again = [*four, talk, *no_shows("2026-02-09")]
    assert [name for name, _ in contacts(again)] == ["n2026-01-19x", "n2026-02-09x"]


def test_reading_29_a_talk_on_the_day_of_the_miss_follows_it() -> None:
    acts = [*no_shows("2026-01-12", "2026-01-19"), act("noshow.talk_held", "2026-01-19")]
    assert [name for name, _ in contacts(acts)] == ["n2026-01-19x"]


def test_reading_29_within_one_agreement() -> None:
    acts = [*no_shows("2026-01-12"), act("agreement.ended", "2026-01-15", ground="mutual")]
    acts += [act("agreement.offered", "2026-02-01", id="o2", services=[], contains=[])]
    acts += [act("agreement.accepted", "2026-02-02", act="o2", by="client"), *no_shows("2026-02-16")]
    assert contacts(acts) == []


def test_contact_with_the_municipality_before_the_second_no_show_is_a_finding() -> None:
    contact = act("noshow.municipality_contacted", "2026-01-13", id="k", channel="phone")
    found = ask(TERMS, [*agreed(TERMS), *no_shows("2026-01-12"), contact], "2026-02-01")
    assert [item["because"] for item in findings(found, "7.6")] == [["k"]]
    allowed = act(
        "consent.given", "2026-01-12", for_="disclosure", recipient="municipality", in_writing=False, by="client"
    )
    assert findings(ask(TERMS, [*agreed(TERMS), *no_shows("2026-01-12"), allowed, contact], "2026-02-01"), "7.6") == []
