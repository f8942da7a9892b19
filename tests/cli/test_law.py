"""`nakomen law`: the statutory sums with every step."""

from decimal import Decimal

import pytest

from tests.cli.asking import ask


def test_interest_with_every_step() -> None:
    answer = ask("law", "interest", "1000", "2025-01-01", "2026-02-01", "--json")
    assert (answer.status, answer.err) == (0, "")
    document = answer.json
    assert (document["amount"], [step["amount"] for step in document["steps"]]) == ("63.60", ["60.00", "3.60"])
    assert [(step["from"], step["until"], step["days"], step["rate"]) for step in document["steps"]] == [
        ("2025-01-01", "2026-01-01", 365, "6"),
        ("2026-01-01", "2026-02-01", 31, "4"),
    ]


def test_interest_for_a_person() -> None:
    lines = ask("law", "interest", "1000", "2025-01-01", "2026-02-01").out.splitlines()
    assert (lines[0], lines[-1]) == ("Rente over € 1.000,00", "Rente: € 63,60")


def test_a_fixed_rate() -> None:
    document = ask("law", "interest", "5000", "2024-03-15", "2026-03-15", "--rate", "6", "--json").json
    assert document["amount"] == "618.00"


def test_no_days_give_no_interest() -> None:
    answer = ask("law", "interest", "5", "2026-01-01", "2026-01-01")
    assert (answer.status, answer.out.splitlines()[-1]) == (0, "Rente: € 0,00")


def test_trade_has_a_rate_of_its_own() -> None:
    plain, trade = (ask("law", "interest", "1000", "2025-01-01", "2025-02-01", *more, "--json").json["amount"]
                    for more in ((), ("--trade",)))  # fmt: skip
    assert Decimal(plain) < Decimal(trade)


def test_beyond_the_last_known_half_year_a_rate_must_be_assumed() -> None:
    question = ("law", "interest", "1000", "2026-12-01", "2040-01-01")
    refused = ask(*question)
    assert (refused.status, refused.out, len(refused.problems)) == (2, "", 1)
    assert refused.problems[0].endswith("(--assume-rate PERCENT)")
    assert ask(*question, "--assume-rate", "4").status == 0


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["x", "2025-01-01", "2025-02-01"], ["PRINCIPAL"]),
        (["1.234", "2025-01-01", "2025-02-01"], ["PRINCIPAL"]),
        (["1,50", "2025-01-01", "2025-02-01"], ["PRINCIPAL"]),
        (["--", "-1", "2025-01-01", "2025-02-01"], ["PRINCIPAL"]),
        (["NaN", "2025-13-01", "tomorrow", "--rate", "much", "--assume-rate", "-1"],
         ["PRINCIPAL", "FROM", "UNTIL", "--rate", "--assume-rate"]),
        (["1", "2025-02-01", "2025-01-01"], ["UNTIL"]),
        (["1", "1900-01-01", "1901-01-01"],
         ["De tabel van de wettelijke rente begint op 1 april 1976; gevraagd is 1 januari 1900."]),
    ],
)  # fmt: skip
def test_numbers_and_days_that_do_not_fit(arguments: list[str], names: list[str]) -> None:
    answer = ask("law", "interest", *arguments)
    assert (answer.status, answer.out, [line.split(":")[0] for line in answer.problems]) == (2, "", names)


@pytest.mark.parametrize(
    ("arguments", "amount"),
    [(["4000"], "525.00"), (["1000"], "150.00"), (["3500", "--vat"], "574.75"), (["10"], "40.00")],
)
def test_collection_costs(arguments: list[str], amount: str) -> None:
    assert ask("law", "collection-costs", *arguments, "--json").json["amount"] == amount


def test_collection_costs_for_a_person() -> None:
    lines = ask("law", "collection-costs", "3500", "--vat").out.splitlines()
    assert lines == [
        "Incassokosten over € 3.500,00",
        "  15% over € 2.500,00 is € 375,00.",
        "  10% over € 1.000,00 is € 100,00.",
        "  21% btw over € 475,00 is € 99,75.",
        "Incassokosten: € 574,75",
    ]


@pytest.mark.parametrize(
    ("arguments", "last"),
    [
        (["2026-05-01"], "2026-05-01"),
        (["2026-05-02"], "2026-05-04"),
        (["2026-12-25"], "2026-12-28"),
        (["2026-12-27", "--from", "2026-12-24"], "2026-12-29"),
        (["2026-05-30", "--from", "2025-05-30"], "2026-05-30"),
    ],
)
def test_the_end_of_a_statutory_term(arguments: list[str], last: str) -> None:
    document = ask("law", "extend", *arguments, "--json").json
    assert (document["date"], document["steps"][-1]["date"]) == (last, last)


def test_the_end_of_a_term_for_a_person() -> None:
    lines = ask("law", "extend", "2026-05-02").out.splitlines()
    assert lines[-1] == "Laatste dag: 4 mei 2026"


def test_days_that_are_not_known_to_be_holidays_are_refused() -> None:
    answer = ask("law", "extend", "2031-01-01")
    assert (answer.status, answer.out, len(answer.problems)) == (2, "", 1)


def test_a_term_that_ends_before_it_begins() -> None:
    answer = ask("law", "extend", "2026-01-01", "--from", "2026-01-02")
    assert (answer.status, answer.problems) == (2, ["DATE: expected 2026-01-02 or a later day, not 2026-01-01"])
