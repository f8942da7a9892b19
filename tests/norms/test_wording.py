"""Expressions in plain Dutch: every one of both sets has words, and no explanation shows code."""

import ast
import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from nakomen.acts import KIND_AREAS, kind_class, kinds
from nakomen.norms.grammar import OWN, QUANTIFIERS, Expression
from nakomen.norms.library import FUNCTIONS
from nakomen.norms.phrases import CONDITIONS, LABELS, SETTINGS, VALUES
from nakomen.norms.readings import READINGS
from nakomen.norms.reasons import Reason, explain, of_answer, of_duty, of_finding
from nakomen.norms.standing import standing
from nakomen.norms.wording import Wording
from nakomen.norms.words import CHOICES, FIELDS, FLAGS, NOUNS, POWERS, PRESENCE
from nakomen.terms.compiled import packaged_norms
from tests.examples.telling import example
from tests.norms.support import act, agreed, case

SETS = ("wonder-2020", "zonl-thuisbegeleiding")
EXAMPLES = Path(__file__).parents[2] / "examples"
CODE = re.compile(r"[_`{}\[\]]|==|\b[a-z]+\.[a-z]|\b[tfx]\.|\bNone\b|\bTrue\b|\bFalse\b|\bP\d+[DWMY]\b|\(\)")

type Row = tuple[str, tuple[str, ...], tuple[str, ...], Expression]


def _of_duties(name: str) -> Iterator[Row]:
    parts = (
        "when",
        "since",
        "due",
        "due_at",
        "done_rule",
        "fits",
        "excuse",
        "excused_on",
        "lapse",
        "suspend",
        "statute_due",
    )
    for norm in packaged_norms(name).duty_list:
        for part in parts:
            if (expression := getattr(norm, part)) is not None:
                yield norm.clause, norm.on, norm.done, expression


def _of_powers(name: str) -> Iterator[Row]:
    for rows in packaged_norms(name).powers.values():
        for norm in rows:
            every = [norm.when, norm.earliest_end, norm.amount]
            every += [each for item in norm.require for each in (item.test, item.only_if)]
            yield from ((norm.clause, (), (), each) for each in every if each is not None)


def _of_findings(name: str) -> Iterator[Row]:
    for kind, rows in packaged_norms(name).findings.items():
        for norm in rows:
            every = [norm.when, norm.test, *(value for _, value in norm.param)]
            yield from ((norm.clause, (kind,), (), each) for each in every if each is not None)


ROWS: list[Row] = [row for name in SETS for of in (_of_duties, _of_powers, _of_findings) for row in of(name)]
NODES = [node for _, _, _, expression in ROWS for node in ast.walk(expression.tree)]


def words(source: str, t: str = "", f: str = "") -> str:
    return Wording({"t": (t,) if t else (), "f": (f,) if f else ()}).words(Expression(source))


@pytest.mark.parametrize("name", SETS)
def test_every_expression_has_words_without_code(name: str) -> None:
    settings = packaged_norms(name).settings
    odd = []
    for clause, on, done, expression in ROWS:
        if not clause.startswith((f"{name}/", "statute/")):
            continue
        wording = Wording({"t": on, "f": done}, None, settings)
        said = [wording.words(expression)]
        if wording.is_condition(expression.tree):
            said.append(wording.say(expression.tree, holds=False))
        odd += [(clause, expression.source, text) for text in said if CODE.search(text)]
    assert odd == []


def test_what_holds_and_what_does_not_read_differently() -> None:
    wording = Wording()
    same = [
        expression.source
        for _, _, _, expression in ROWS
        if wording.is_condition(expression.tree)
        and wording.say(expression.tree) == wording.say(expression.tree, holds=False)
    ]
    assert same == []


def test_every_function_that_is_called_has_words() -> None:
    called = {node.func.id for node in NODES if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert called - QUANTIFIERS - set(CONDITIONS) - set(VALUES) == set()


def test_words_are_for_functions_that_there_are() -> None:
    assert (set(CONDITIONS) | set(VALUES) | set(LABELS) | set(SETTINGS)) - set(FUNCTIONS) == set()
    assert set(CONDITIONS) & set(VALUES) == set()


def test_every_field_that_is_named_has_words() -> None:
    spaces = {"setting", "provider"}
    named = {
        node.attr.removesuffix("_")
        for node in NODES
        if isinstance(node, ast.Attribute) and not (isinstance(node.value, ast.Name) and node.value.id in spaces)
    }
    assert named - set(OWN) - set(FIELDS) - set(FLAGS) - set(NOUNS) - set(PRESENCE) == set()


def _choices(hint: Any) -> list[str]:
    if type(hint).__name__ == "_LiteralGenericAlias":
        return [str(value) for value in get_args(hint)]
    return [value for part in get_args(hint) for value in _choices(part)]


def test_every_choice_that_can_be_shown_has_words() -> None:
    named = {node.attr for node in NODES if isinstance(node, ast.Attribute)}
    shown = {
        value
        for kind in kinds()
        for field, hint in get_type_hints(kind_class(kind)).items()
        if field in named
        for value in _choices(hint)
    }
    written = {
        node.value
        for node in NODES
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in KIND_AREAS
    }
    own_words = {"Noordoostpolder", "indicated", "own"}
    clauses = {value for value in written if value[:1].isdigit()}
    assert (shown | written) - set(CHOICES) - own_words - clauses == set()


def test_every_choice_of_a_power_and_every_power_has_words() -> None:
    tables = [packaged_norms(name).parameters for name in SETS]
    values = {
        value
        for table in tables
        for power in table.values()
        for choices in power.get("params", {}).values()
        if isinstance(choices, list)
        for value in choices
        if isinstance(value, str)
    }
    assert values - set(CHOICES) == set()
    assert {power for table in tables for power in table} == set(POWERS)


def test_every_reading_that_a_norm_follows_has_a_sentence() -> None:
    sets = [packaged_norms(name) for name in SETS]
    followed = {number for norms in sets for norm in norms.duty_list for number in norm.readings}
    powers = [norm for norms in sets for rows in norms.powers.values() for norm in rows]
    followed |= {number for norm in powers for number in norm.readings}
    assert list(READINGS) == list(range(1, 33))
    assert followed - set(READINGS) == set()


@pytest.mark.parametrize(
    ("source", "t", "said"),
    [
        ("short(t)", "indication.issued", "de indicatie geldt korter dan zes maanden"),
        ("not short(t)", "indication.issued", "de indicatie geldt zes maanden of langer"),
        ("t.by == 'client'", "agreement.accepted", "door wie: de cliënt"),
        ("t.by != 'provider'", "visit.cancelled", "door wie: niet de zorgaanbieder"),
        ("t.by == 'client' or t.by == 'representative'", "", "door wie: de cliënt of de vertegenwoordiger"),
        ("t.cause is None", "agreement.changed", "er is geen aanleiding genoemd"),
        ("f.nature and not f.cause", "", "verteld is wat er gebeurde en de oorzaak is niet verteld"),
        ("told('keys', True)", "", "er is verteld over sleutels (op papier of digitaal)"),
        ("has('client.identified')", "", "‘identiteit vastgesteld’ is vastgelegd"),
        ("not has('client.identified')", "", "‘identiteit vastgesteld’ is niet vastgelegd"),
        (
            "has('notice.care_office_asked', x.answer == 'refused')",
            "",
            "‘zorgkantoor om ruimte gevraagd’ (antwoord: geen ruimte) is vastgelegd",
        ),
        ("t.within_hours <= 48", "", "uren waarbinnen zorg nodig is: ten hoogste 48"),
        ("t.valid_until - P10W", "indication.issued", "de laatste dag van de indicatie min 10 weken"),
        (
            "P7W if short(t) else P10W",
            "",
            "7 weken als dit zo is: de indicatie geldt korter dan zes maanden; anders 10 weken",
        ),
        ("consented('exchange') != False", "", "er is toestemming voor afstemming met andere aanbieders"),
        ("plan() is not None", "", "er geldt een plan"),
    ],
)
def test_how_it_reads(source: str, t: str, said: str) -> None:
    assert words(source, t, "incident.explained") == said


def test_a_setting_by_its_label() -> None:
    norms = packaged_norms("wonder-2020")
    said = Wording({}, None, norms.settings).words(Expression("t.day + setting.soon"))
    assert said == "de dag van de aanleiding plus de instelling ‘Wat 'zo snel mogelijk' betekent’"


def test_parameters_that_were_given_are_named() -> None:
    said = Wording(params={"matter": "care"}).words(Expression("representative(param.matter)"))
    assert said == "er is een vertegenwoordiger voor zorg"


# --- explanations ---------------------------------------------------------------------------------------------------


def lines(reason: Reason) -> list[str]:
    """Every line of a reason, itself first."""
    return [reason.text, *reason.sums, *(line for child in reason.children for line in lines(child))]


INDEX = [
    (row["file"].removesuffix(".json"), row["as_of"])
    for row in csv.DictReader((EXAMPLES / "index.tsv").read_text().splitlines(), delimiter="\t")
]


@pytest.mark.parametrize(("name", "day"), INDEX)
def test_no_explanation_of_an_example_shows_code(name: str, day: str) -> None:
    found = standing(example(name), date.fromisoformat(day))
    reasons = [of_duty(row, found) for row in found.duties] + [of_finding(item, found) for item in found.findings]
    odd = [line for reason in reasons for line in lines(reason) if CODE.search(line)]
    assert (len(reasons) > 0, odd) == (True, [])


INDICATION = act(
    "indication.issued",
    "2026-01-02",
    id="i1",
    number="1",
    law="wlz",
    body="CIZ",
    care=["verpleging"],
    valid_from="2026-01-01",
    valid_until="2026-12-31",
)


def test_the_tree_of_a_duty_is_shallow_and_says_why() -> None:
    found = standing(case("wonder-2020", [*agreed("wonder-2020"), INDICATION]), date(2026, 11, 1))
    (reason,) = explain(found, "wonder-2020/26.1")
    assert lines(reason) == [
        (
            "Plicht van de zorgaanbieder tegenover de cliënt: gesprek over de vervolgindicatie. "
            "Stand: te laat: de laatste dag is voorbij en het is niet gebeurd."
        ),
        "Ontstaan door: Indicatie afgegeven (i1) op 2 januari 2026.",
        "Geldt vanaf 5 januari 2026: toen was er een overeenkomst en kon de plicht beginnen.",
        (
            "Voorwaarde: geldig tot en met 31 december 2026, niet eerder dan 5 januari 2026 (de laatste van: "
            "ontvangen op 2 januari 2026 en overeenkomst tot stand gekomen op 5 januari 2026) – ja."
        ),
        "Uiterlijk op 22 oktober 2026.",
        "31 december 2026 − 10 weken = 22 oktober 2026",
        "Niet genomen: 7 weken, want de indicatie geldt zes maanden of langer.",
        "Niet gevonden: ‘gesprek over vervolgindicatie gevoerd’.",
        f"Lezing 2: {READINGS[2]}",
        f"Lezing 3: {READINGS[3]}",
        f"Lezing 12: {READINGS[12]}",
    ]


def test_an_act_that_comes_near_says_what_it_lacks() -> None:
    acts = [
        *agreed("wonder-2020"),
        act("standard.deviated", "2026-02-01", id="d", motivation="beter", explained=True, noted_in_plan=False),
    ]
    found = standing(case("wonder-2020", acts), date(2026, 3, 1))
    said = [line for reason in explain(found, "wonder-2020/18.2.b") for line in lines(reason)]
    assert "Voldoet Van standaard afgeweken (d) op 1 februari 2026: nee." in said
    assert "Het staat niet in het plan – nee" not in said
    assert "Het staat in het plan – nee" in said


def test_a_setting_is_named_with_its_value() -> None:
    acts = [*agreed("wonder-2020"), act("intake.held", "2026-01-04", id="n", information_understood=True)]
    found = standing(case("wonder-2020", acts), date(2026, 1, 10))
    said = [line for reason in explain(found, "wonder-2020/8.2.a") for line in lines(reason)]
    assert "4 januari 2026 + 14 dagen = 18 januari 2026" in said
    assert (
        "De bepaling noemt zelf geen getal. De instelling ‘Wat 'zo snel mogelijk' betekent’ staat op 14 dagen." in said
    )


def test_what_other_clauses_require_is_only_counted_where_it_is_met() -> None:
    from nakomen.norms.powers import judge

    s = case("wonder-2020", agreed("wonder-2020")).state(date(2026, 2, 1), None)
    answer = judge(s, "sign_agreement", {})
    said = lines(of_answer(answer, s, "wonder-2020/9.1"))
    met = sum(1 for item in answer.judged if item.met and item.requirement.clause != "wonder-2020/9.1")
    assert f"Ook voldaan: {met} vereisten van andere bepalingen." in said
