"""The check finds by itself what is wrong in the two sets, nothing else, and whatever fault is planted in a copy."""

import pytest

from nakomen.terms.checking import FLAW_KINDS, Flaw, check
from nakomen.terms.packaged import SETS, packaged_statute, packaged_terms
from tests.terms.copies import Change, altered, altered_statute, clause, small

WONDER, ZONL = SETS

# What must be changed in a copy to take every flaw out of it, each with the clause at which the flaw is told.
REPAIRS: dict[str, list[tuple[str, Change]]] = {
    WONDER: [
        ("13.1", ("13.1", 'acts = ["wbp"]', 'acts = ["avg", "uavg"]')),
        ("13.1", ("13.1", "de Wet bescherming persoonsgegevens", "een oude wet")),
        ("15.2.b", ("15.2.b", 'acts = ["wbp"]', 'acts = ["avg", "uavg"]')),
        ("15.2.b", ("15.2.b", "de Wet bescherming persoonsgegevens", "een oude wet")),
        ("16.1", ("16.1", 'grounds = ["legal_duty"]', 'grounds = ["legal_duty"], introduces = "16.1"')),
        ("16.2", ("16.2", '"presumed_consent"', '"incident_notice", "weighty_interest"')),
        ("25.2", ("25.2", 'value = "48 h"', 'value = "24 h"')),
        ("25.2", ("25.2", "48 uur", "24 uur")),
        ("29.c", ("29.c", 'form = ["written"]', 'form = ["oral", "letter", "email"]')),
        ("33.3", ("33.3", 'value = "P2M"', 'value = "P6W"')),
        ("33.3", ("33.3", "2 maanden", "6 weken")),
        ("34.3", ("34.3", 'requires = ["complaint_filed"]', "requires = []")),
        (
            "34.3",
            (
                "34.3",
                '"complaint_not_handled"',
                '"complaint_not_handled", "decision_unsatisfactory", "complaint_not_demandable"',
            ),
        ),
        ("36.2", ("36.2", 'basis = "hour"', 'basis = "month"')),
        ("36.3", ("36.3", 'basis = "planned_time"', 'basis = "month"')),
        ("42", ("42", 'clause = "10"', 'clause = "38"')),
        ("42", ("42", "artikel 10", "artikel 38")),
    ],
    ZONL: [
        ("3.2", ("3.2", 'requires = ["fee"]', "requires = []")),
        ("3.2", ("3.2.a", 'requires = ["fee"]', "requires = []")),
    ],
}


def found(name: str, *changes: Change) -> set[tuple[str, str]]:
    flaws = check(altered(name, *changes), packaged_statute())
    return {(flaw.clause.split("/")[1], flaw.kind) for flaw in flaws}


OWN = {name: found(name) for name in SETS}


def test_everything_that_is_wrong_in_the_conditions_for_care_and_nothing_else() -> None:
    flaws = check(packaged_terms(WONDER), packaged_statute())
    assert [(flaw.clause, flaw.kind, flaw.against) for flaw in flaws] == [
        ("wonder-2020/13.1", "repealed", ("statute/uavg",)),
        ("wonder-2020/15.2.b", "repealed", ("statute/uavg",)),
        ("wonder-2020/16.1", "list", ("wonder-2020/16.1.a", "wonder-2020/16.1.b")),
        ("wonder-2020/16.2", "right", ("statute/bw-7-458a",)),
        ("wonder-2020/25.2", "citation", ("wonder-2020/12.7", "wonder-2020/12.7.a", "wonder-2020/36.3")),
        ("wonder-2020/29.c", "form", ("wonder-2020/30.1",)),
        ("wonder-2020/33.3", "number", ("statute/wkkgz-17",)),
        ("wonder-2020/34.3", "right", ("statute/wkkgz-21",)),
        ("wonder-2020/36.2", "obsolete", ("statute/wmo-2.1.4a",)),
        ("wonder-2020/36.3", "obsolete", ("statute/wmo-2.1.4a",)),
        ("wonder-2020/42", "citation", ("wonder-2020/10",)),
    ]


def test_everything_that_is_wrong_in_the_conditions_for_support_and_nothing_else() -> None:
    assert check(packaged_terms(ZONL), packaged_statute()) == (
        Flaw(
            "zonl-thuisbegeleiding/3.2",
            "right",
            "Over een kopie van het dossier, naast AVG art. 15: "
            "krapper dan de wet, want er is extra nodig: een vergoeding.",
            ("zonl-thuisbegeleiding/3.2.a", "statute/gdpr-15"),
        ),
    )


def test_a_flaw_is_told_in_dutch() -> None:
    texts = {flaw.clause: flaw.text for flaw in check(packaged_terms(WONDER), packaged_statute())}
    assert texts["wonder-2020/33.3"] == (
        "Voor de tijd om over een klacht te beslissen staat hier 2 maanden; Wkkgz art. 17 zegt ten hoogste 6 weken."
    )
    assert texts["wonder-2020/25.2"] == (
        "25.2 noemt voor de tijd om af te zeggen 48 uur; zegt 12.7 te volgen, maar daar staat 24 uur."
    )
    assert texts["wonder-2020/42"] == (
        "42 verwijst naar 10 (Het zorgplan maken) voor de bijzondere voorwaarden voor de cliënt, maar daar gaat "
        "het niet over. Dat staat in artikel 36, 37, 38, 39, 40 en 41."
    )


@pytest.mark.parametrize("name", SETS)
def test_a_repaired_copy_has_no_flaws(name: str) -> None:
    assert check(altered(name, *(change for _, change in REPAIRS[name])), packaged_statute()) == ()


@pytest.mark.parametrize(
    ("name", "at"), [(name, at) for name in SETS for at in dict.fromkeys(at for at, _ in REPAIRS[name])]
)
def test_repairing_one_clause_takes_out_its_own_flaw_only(name: str, at: str) -> None:
    changes = [change for where, change in REPAIRS[name] if where == at]
    assert OWN[name] - found(name, *changes) == {(clause, kind) for clause, kind in OWN[name] if clause == at}
    assert found(name, *changes) <= OWN[name]


# Each planted fault with the flaw that it must give; nothing else may appear beside the set's own flaws.
PLANTED: list[tuple[str, list[Change], set[tuple[str, str]]]] = [
    # number: against another clause, against statute, against the clause's own words
    (
        WONDER,
        [("12.3.a", 'value = "P6M"', 'value = "P8M"'), ("12.3.a", "6 maanden", "8 maanden")],
        {("12.3.a", "number")},
    ),
    (WONDER, [("26.5", 'value = "P8W"', 'value = "P5W"'), ("26.5", "8 weken", "5 weken")], {("26.5", "number")}),
    (WONDER, [("28.II", 'value = "P14D"', 'value = "P21D"'), ("28.II", "14 dagen", "21 dagen")], {("28.II", "number")}),
    (WONDER, [("24.7", 'value = "at_once"', 'value = "soon"')], {("24.7", "number")}),
    (WONDER, [("25.3", 'value = "P21D"', 'value = "P10D"')], {("25.3", "number")}),
    (WONDER, [("34.2", "25000 EUR", "10000 EUR"), ("34.2", "25000 euro", "10000 euro")], {("34.2", "number")}),
    (
        WONDER,
        [("36.4", 'value = "21 %"', 'value = "19 %"'), ("36.4", "21 procent", "19 procent")],
        {("36.4", "number")},
    ),
    (
        WONDER,
        [("25.4", 'value = "statutory"', 'value = "8 %"'), ("25.4", "de wettelijke", "8 procent")],
        {("25.4", "number")},
    ),
    (
        WONDER,
        [("15.2", 'value = "statutory"', 'value = "P15Y"'), ("15.2", "Ook na", "15 jaar na")],
        {("15.2", "number")},
    ),
    (WONDER, [("37.1", "48 uur", "72 uur")], {("37.1", "number")}),
    (WONDER, [("10.2", 'value = "P6W"', 'value = "P8W"')], {("10.2", "number")}),
    (ZONL, [("3.5", "P15Y", "P10Y"), ("3.5", "15 jaar", "10 jaar")], {("3.5", "number")}),
    (ZONL, [("3.6", "P3M", "P6M"), ("3.6", "3 maanden", "6 maanden")], {("3.6", "number")}),
    (
        ZONL,
        [("6.4", '"calamity.report"', '"calamity.report", value = "P3D"'), ("6.4", "meldt", "meldt in 3 dagen")],
        {("6.4", "number")},
    ),
    (ZONL, [("2.9", "6 maanden", "12 maanden")], {("2.9", "number")}),
    # form
    (WONDER, [("37.3", '"damage.answer", form = ["written"]', '"damage.report", form = ["oral"]')], {("37.1", "form")}),
    (WONDER, [("35.1.a", '"terms.deviation"', '"terms.deviation", form = ["oral"]')], {("4", "form")}),
    (WONDER, [("33.3", 'value = "P2M"', 'value = "P2M", form = ["oral"]')], {("33.3", "form")}),
    (ZONL, [("1.3.e", '"client", "provider"]', '"client", "provider"], form = ["oral"]')], {("1.3.e", "form")}),
    # citation: of the wrong place, of nothing, of another number
    (WONDER, [("34.4", 'clause = "33.4"', 'clause = "33.1"')], {("34.4", "citation")}),
    (WONDER, [("32", 'clause = "29.c"', 'clause = "30.1"')], {("32", "citation")}),
    (WONDER, [("27.1", 'clause = "26.2"', 'clause = "26.9"')], {("27.1", "citation")}),
    (WONDER, [("30.2", "zoals artikel 31", "zoals artikel 51")], {("30.2", "citation")}),
    (WONDER, [("44", 'acts = ["wzd"]', 'acts = ["wet_x"]')], {("44", "citation")}),
    (ZONL, [("9.3", "P30D", "P14D"), ("9.3", "30 dagen", "14 dagen")], {("9.4", "citation")}),
    (ZONL, [("9.4", 'clause = "9.3"', 'clause = "7.1"')], {("9.4", "citation")}),
    # repealed: cited as data, or named in the words
    (WONDER, [("44", 'acts = ["wzd"]', 'acts = ["bopz"]')], {("44", "repealed")}),
    (WONDER, [("33.1", "de wet berust", "de Wkcz berust")], {("33.1", "repealed")}),
    (ZONL, [("3.6", '["wmo-2015"]', '["wmo-2007"]')], {("3.6", "repealed")}),
    (ZONL, [("8.2", "op eigen kosten", "naast de AWBZ")], {("8.2", "repealed")}),
    # list: its introduction gone, or nothing that follows it
    (WONDER, [("8.1", ', introduces = "8.1"', "")], {("8.1", "list")}),
    (WONDER, [("14.1", 'introduces = "14.1", ', "")], {("14.1", "list")}),
    (
        WONDER,
        [
            (
                "22",
                'register = "property"',
                'fact = [{ subject = "property", introduces = "22" }]\nregister = "property"',
            )
        ],
        {("22", "list")},
    ),
    (ZONL, [("5.4", ', introduces = "5.4"', "")], {("5.4", "list")}),
    (ZONL, [("article", ', introduces = ["1.3"]', "")], {("1.3.a", "list")}),
    # right narrower, or power wider than statute
    (WONDER, [("15.2.a", "requires = []", 'requires = ["fee"]')], {("15.2.a", "right")}),
    (WONDER, [("16.1.a", '"performing"', '"performing", "commercial_use"')], {("16.1.a", "right")}),
    (ZONL, [("3.3", '"child_abuse"', '"child_abuse", "workload"')], {("3.3", "right")}),
    (ZONL, [("3.4", "requires = []", 'requires = ["reasons"]')], {("3.4", "right")}),
    (ZONL, [("3.6", '"interest_of_other", ', '"interest_of_other", "workload", ')], {("3.6", "right")}),
    (ZONL, [("5.5.b", '"personal_budget"', '"personal_budget", "research"')], {("5.5.b", "right")}),
    (ZONL, [("5.6", 'requires = ["statutory_ground"]', "requires = []")], {("5.6", "right")}),
    # obsolete basis
    (
        ZONL,
        [("8.6", 'subject = "own_contribution"', 'subject = "own_contribution", basis = "hour"')],
        {("8.6", "obsolete")},
    ),
    (
        WONDER,
        [("36.1", 'subject = "own_contribution"', 'subject = "own_contribution", basis = "visit"')],
        {("36.1", "obsolete")},
    ),
]


@pytest.mark.parametrize(("name", "changes", "expected"), PLANTED)
def test_a_planted_fault_is_found_and_nothing_beside_it(
    name: str, changes: list[Change], expected: set[tuple[str, str]]
) -> None:
    assert found(name, *changes) - OWN[name] == expected
    assert OWN[name] <= found(name, *changes)


@pytest.mark.parametrize("name", SETS)
def test_every_kind_of_flaw_has_been_planted(name: str) -> None:
    assert {kind for set_, _, flaws in PLANTED if set_ == name for _, kind in flaws} == set(FLAW_KINDS)


def test_a_change_of_statute_shows_without_a_change_of_the_conditions() -> None:
    statute = altered_statute(
        ("norm.wkkgz-17", 'value = "P6W"', 'value = "P9W"'),
        ("norm.ob-9", 'value = "21 %"', 'value = "22 %"'),
        ("norm.bw-6-96", 'value = "P14D"', 'value = "P30D"'),
    )
    flaws = {flaw.clause for flaw in check(packaged_terms(WONDER), statute) if flaw.kind == "number"}
    assert flaws == {"wonder-2020/25.3", "wonder-2020/36.4"}


def test_statute_for_another_regime_binds_nothing() -> None:
    late = 'fact = [{ subject = "complaint.decision", value = "P2M" }]'
    text = clause("1", late, summary="Binnen 2 maanden.")
    assert [flaw.against for flaw in check(small(text), packaged_statute())] == [("statute/wkkgz-17",)]
    support = altered(
        ZONL,
        ("10.3", '"complaint.handling"', '"complaint.decision", value = "P2M"'),
        ("10.3", "Komen zij", "In 2 maanden"),
    )
    assert {flaw.clause for flaw in check(support, packaged_statute())} == {"zonl-thuisbegeleiding/3.2"}


def test_variants_and_parties_keep_numbers_apart() -> None:
    facts = [
        'fact = [{ subject = "a", value = "P1W", when = "short" }]',
        'fact = [{ subject = "a", value = "P2W", when = "standard" }]',
        'fact = [{ subject = "b", value = "P1W", who = ["client"] }]',
        'fact = [{ subject = "b", value = "P2W", who = ["provider"] }]',
        'fact = [{ subject = "c", value = "P1W" }]',
        'fact = [{ subject = "c", value = "reasonable" }]',
    ]
    weeks = ["1 week", "2 weken", "1 week", "2 weken", "1 week", "redelijk"]
    terms = small(
        *(
            clause(str(n), fact, summary=f"Dat is {told}.")
            for n, (fact, told) in enumerate(zip(facts, weeks, strict=True))
        )
    )
    assert check(terms, packaged_statute()) == ()


def test_the_clause_that_stands_alone_is_the_one_that_is_told() -> None:
    values = ["P2W", "P1W", "P1W"]
    terms = small(
        *(
            clause(str(n), f'fact = [{{ subject = "a", value = "{value}" }}]', summary=f"Dat is {value[1]} weken.")
            for n, value in enumerate(values, 1)
        )
    )
    assert [(flaw.clause, flaw.against) for flaw in check(terms, packaged_statute())] == [
        ("small/1", ("small/2", "small/3"))
    ]


def test_a_term_in_the_executable_norm_that_the_clause_does_not_state() -> None:
    fact = 'fact = [{{ subject = "a", value = "P2W" }}]\nduty = [{{ what = "x", due = "t.day + {0}" }}]'
    right, wrong = (small(clause("1", fact.format(term), summary="Dat is 2 weken.")) for term in ("P14D", "P3W"))
    assert check(right, packaged_statute()) == ()
    assert check(wrong, packaged_statute()) == (
        Flaw("small/1", "number", "1: de uitvoering rekent met 3 weken, maar dat zegt de bepaling niet."),
    )


def test_a_letter_is_in_writing_and_a_conversation_is_not() -> None:
    def forms(one: str, other: str) -> list[str]:
        rows = (clause(str(n), f'fact = [{{ subject = "a", form = {form} }}]') for n, form in enumerate((one, other)))
        return [flaw.kind for flaw in check(small(*rows), packaged_statute())]

    assert forms('["written"]', '["letter", "email"]') == []
    assert forms('["written"]', '["electronic"]') == []
    assert forms('["electronic"]', '["letter"]') == ["form"]
    assert forms('["written"]', '["letter", "oral"]') == ["form"]
