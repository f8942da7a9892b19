"""The difference between two versions of a set, in words that a client understands."""

from dataclasses import replace

import pytest

from nakomen.terms.comparing import Difference, diff
from nakomen.terms.packaged import SETS, packaged_terms
from tests.terms.copies import Change, altered, clause, small, without_norms

WONDER, ZONL = SETS


def texts(name: str, *changes: Change) -> list[str]:
    return [difference.text for difference in diff(without_norms(packaged_terms(name)), altered(name, *changes))]


@pytest.mark.parametrize("name", SETS)
def test_a_set_does_not_differ_from_itself(name: str) -> None:
    assert diff(packaged_terms(name), packaged_terms(name)) == ()


def test_a_term_that_changes_is_told_once_with_what_it_was_and_becomes() -> None:
    changes = [
        ("25.3", 'value = "P21D"', 'value = "P14D"'),
        ("25.3", "tot 21 dagen", "tot 14 dagen"),
        ("25.3", "nog 21 dagen", "nog 14 dagen"),
    ]
    assert texts(WONDER, *changes) == [
        "25.3 (Een herinnering met nog 14 dagen): de tijd na een betalingsherinnering: was 21 dagen, wordt 14 dagen."
    ]


def test_a_change_to_the_clients_detriment_is_marked() -> None:
    (first, *_) = diff(
        without_norms(packaged_terms(ZONL)),
        altered(ZONL, ("1.5", '"P30D"', '"P60D"'), ("1.5", 'kind = "power"', 'kind = "power"\ndetrimental = true')),
    )
    assert first == Difference(
        "1.5",
        "changed",
        (
            "1.5 (Opzeggen door de cliënt): de opzegging: was 30 dagen, wordt 60 dagen. "
            "Dit is in het nadeel van de cliënt."
        ),
        "30 dagen",
        "60 dagen",
        detrimental=True,
    )


CHANGED: list[tuple[str, Change, str]] = [
    (
        WONDER,
        ("30.1", '"oral", "letter", "email"', '"letter", "email"'),
        "de opzegging, de vorm: was mondeling, brief of e-mail, wordt brief of e-mail.",
    ),
    (
        WONDER,
        ("16.2", '"relatives"', '"relatives", "representative"'),
        (
            "de inzage na overlijden, voor wie het geldt: was de nabestaanden, "
            "wordt de nabestaanden en de vertegenwoordiger."
        ),
    ),
    (
        WONDER,
        ("34.4", 'clause = "33.4"', 'clause = "33.3"'),
        (
            "de tijd om een geschil voor te leggen, de verwijzingen: was 33.4 over het ontstaan van een geschil, "
            "wordt 33.3 over het ontstaan van een geschil."
        ),
    ),
    (WONDER, ("38.3", "Elektriciteit", "Stroom"), "een onderdeel: was ‘Elektriciteit’, wordt ‘Stroom’."),
    (WONDER, ("20.1.1.c", 'kind = "duty"', 'kind = "power"'), "het soort bepaling: was plicht, wordt bevoegdheid."),
    (
        ZONL,
        ("2.9", 'bearer = "both"', 'bearer = "provider"'),
        "wie eraan gebonden is: was cliënt en zorgaanbieder, wordt de zorgaanbieder.",
    ),
    (
        ZONL,
        ("4.2", "De aanbieder probeert zijn werk goed", "De aanbieder probeert zijn werk beter"),
        (
            "de tekst: was ‘De aanbieder probeert zijn werk goed te laten aansluiten op dat van de mantelzorgers.’, "
            "wordt ‘De aanbieder probeert zijn werk beter te laten aansluiten op dat van de mantelzorgers.’."
        ),
    ),
    (ZONL, ("7.1", "48 uur", "24 uur"), "de termijn: was 48 uur, wordt 24 uur."),
    (
        ZONL,
        ("term.plan", "Het plan met het doel", "Een plan met het doel"),
        (
            "Het begrip ondersteuningsplan: "
            "was ‘Het plan met het doel van de ondersteuning en de afspraken daarover.’, "
            "wordt ‘Een plan met het doel van de ondersteuning en de afspraken daarover.’."
        ),
    ),
]


@pytest.mark.parametrize(("name", "change", "expected"), CHANGED)
def test_what_changes_is_told_in_words(name: str, change: Change, expected: str) -> None:
    assert [text.split("): ", 1)[-1] for text in texts(name, change)] == [expected]


def test_clauses_that_come_and_go() -> None:
    old, new = (
        small(clause("1"), clause("2", summary="Weg.")),
        small(clause("1"), clause("3", "detrimental = true", summary="Nieuw.")),
    )
    assert diff(old, new) == (
        Difference("2", "removed", "Vervallen: 2 (Bepaling). Weg.", "Weg."),
        Difference("3", "added", "Nieuw: 3 (Bepaling). Nieuw.", "", "Nieuw.", detrimental=True),
    )


def norm(text: str) -> str:
    return clause("1", f"duty = [{text}]")


@pytest.mark.parametrize(
    ("was", "becomes", "expected"),
    [
        (
            '{ what = "x", due = "t.valid_until - P10W" }',
            '{ what = "x", due = "t.valid_until - P8W" }',
            "de plicht, de termijn: was 10 weken, wordt 8 weken.",
        ),
        (
            '{ what = "x", due_at = "hours(t, 24)" }',
            '{ what = "x", due_at = "hours(t, 48)" }',
            "de plicht, de termijn: was 24, wordt 48.",
        ),
        (
            '{ what = "x", when = "t.urgent" }',
            '{ what = "x", when = "not t.urgent" }',
            "de plicht, wanneer zij geldt is gewijzigd.",
        ),
        ('{ what = "x" }', '{ what = "x", excuse = "t.shown" }', "de plicht, de uitzondering is gewijzigd."),
    ],
)
def test_executable_norms_are_compared_too(was: str, becomes: str, expected: str) -> None:
    assert [row.text for row in diff(small(norm(was)), small(norm(becomes)))] == [f"1 (Bepaling): {expected}"]


def test_settings_and_the_head_of_the_set() -> None:
    old = small(clause("1"), setting("P14D"))
    new = small(clause("1"), setting("P30D"), setting("false", name="b", label="Vlag", kind="flag"))
    assert [(row.clause, row.kind, row.text) for row in diff(old, new)] == [
        ("", "changed", "Termijn: was 14 dagen, wordt 30 dagen."),
        ("", "added", "Vlag: was niets, wordt nee."),
    ]


def setting(default: str, name: str = "a", label: str = "Termijn", kind: str = "period") -> str:
    value = default if kind == "flag" else f'"{default}"'
    head = f'[[setting]]\nname = "{name}"\ndefault = {value}\nkind = "{kind}"\nlabel = "{label}"'
    return f'{head}\nclause = "1"\njudgement = true\n'


def test_a_norm_that_goes_or_comes_is_told_once() -> None:
    terms = packaged_terms("wonder-2020")
    bare = replace(terms.clauses["26.1"], norms={})
    fewer = replace(terms, clauses={**terms.clauses, "26.1": bare})
    told = "26.1 (Gesprek over de vervolgindicatie): de plicht"
    assert [difference.text for difference in diff(terms, fewer)] == [f"{told} vervalt."]
    assert [difference.text for difference in diff(fewer, terms)] == [f"{told} komt erbij."]
