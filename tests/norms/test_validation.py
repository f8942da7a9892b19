"""The norms that come with the product can run; a fault in a set from elsewhere is named before anything is asked."""

from __future__ import annotations

import pytest

from nakomen.norms.model import NormSet
from nakomen.norms.validation import problems
from nakomen.terms.compiled import compile_terms, packaged_norms
from nakomen.terms.packaged import SETS, packaged_statute
from nakomen.terms.shapes import TermsError
from nakomen.terms.texts import read_terms

HEAD = """
name = "own"
title = "Voorwaarden"
provider = "Een aanbieder"
regime = "care"
published = 2024-02-29
language = "nl"
[clause."1"]
kind = "duty"
bearer = "provider"
title = "Bepaling"
summary = "Zo is het."
"""


def norms(text: str) -> NormSet:
    data = (HEAD + text).encode()
    return compile_terms(read_terms(data), packaged_statute(), [data])


def duty(**parts: str) -> str:
    table = {"what": "plan.evaluated", "on": "plan.agreed", **parts}
    return '[[clause."1".duty]]\n' + "\n".join(f'{key} = "{value}"' for key, value in table.items())


@pytest.mark.parametrize("name", SETS)
def test_the_norms_that_come_with_the_product_can_run(name: str) -> None:
    assert problems(packaged_norms(name)) == []


def test_a_sound_duty_has_no_problems() -> None:
    assert problems(norms(duty(due="t.day + P6M", fits="f.day >= t.day"))) == []


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (duty(on="plan.dreamt"), "own/1: plan.dreamt: expected a kind of act"),
        (duty(when="t.amount == 1"), "own/1: t.amount: not a field of plan.agreed"),
        (duty(fits="f.amount == 1"), "own/1: f.amount: not a field of plan.evaluated"),
        (duty(excuse="has('plan.refused', x.amount == 1)"), "own/1: x.amount: not a field of plan.refused"),
        (duty(excuse="has('plan.dreamt')"), "own/1: 'plan.dreamt': expected a kind of act"),
        (duty(lapse="x.day"), "own/1: x.day: there is no x here"),
        (duty(excuse="gives(f, 'terms')"), "own/1: f: there is no f here"),
        (duty(due="f.day"), "own/1: f.day: there is no f here"),
        (duty(due="t.day + setting.never"), "own/1: setting.never: expected one of "),
    ],
)
def test_a_fault_is_told_with_its_clause(table: str, told: str) -> None:
    (line,) = problems(norms(table))
    assert line.startswith(told)


def test_an_expression_outside_the_language_is_told() -> None:
    (line,) = problems(norms(duty(due="__import__('os')")))
    assert line.startswith("own/1: ")
    assert "no such function" in line


def test_a_table_that_nothing_runs_is_refused_instead_of_skipped() -> None:
    with pytest.raises(TermsError) as told:
        norms('[[clause."1".condition]]\nif = "True"\n')
    assert [(problem.where, problem.key) for problem in told.value.problems] == [("1", "condition")]
