"""The conditions change on the way: which version governs what (reading 10)."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nakomen.acts.naming import name_acts, order
from nakomen.acts.reading import read_case
from nakomen.law.clock import end_of_day
from nakomen.law.periods import add_months
from nakomen.norms import answers, powers, rating
from nakomen.norms.model import NormSet
from nakomen.norms.next_change import next_change
from nakomen.norms.standing import Case, Version, standing
from nakomen.terms.compiled import compile_terms, packaged_norms
from nakomen.terms.packaged import packaged_statute, source
from nakomen.terms.texts import read_terms
from tests.norms.support import Json, act, agreed, findings, rows

EXAMPLES = Path(__file__).parents[2] / "examples"
ZONL = "zonl-thuisbegeleiding"
PUBLISHED = "2026-03-15"
IN_FORCE = date(2026, 4, 15)


@cache
def later(*changes: tuple[str, str], detrimental: tuple[str, ...] = ()) -> NormSet:
    """A later version of the set: each text in it replaced, the clauses named marked as detrimental."""
    texts = source(ZONL).decode()
    for was, becomes in changes:
        assert texts.count(was) == 1, was
        texts = texts.replace(was, becomes)
    for clause in detrimental:
        heading = f'[clause."{clause}"]\n'
        assert texts.count(heading) == 1, clause
        texts = texts.replace(heading, f"{heading}detrimental = true\n")
    data = texts.encode()
    return compile_terms(read_terms(data), packaged_statute(), [data])


EVALUATED_YEARLY = (
    'when = "known_before(t, \'plan.agreed\')"\ndue = "t.day + P6M"',
    'when = "known_before(t, \'plan.agreed\')"\ndue = "t.day + P12M"',
)
TWO_WEEKS = ('earliest_end = "as_of + P1W"', 'earliest_end = "as_of + P2W"')
LONGER_NOTICE = ('earliest_end = "as_of + P30D"', 'earliest_end = "as_of + P60D"')
NO_EXCUSE = ('if = "not said_unable(reported(fact(param.visit)))"', 'if = "True"')


def case(acts: list[Json], norms: NormSet, settings: Json | None = None) -> Case:
    given = {"terms": [{"set": ZONL, "published": "2020-01-01"}, {"set": ZONL, "published": PUBLISHED}], "acts": acts}
    file, problems = read_case(json.dumps({**given, "settings": settings or {}}).encode())
    assert file is not None, [str(problem) for problem in problems]
    ordered = order(file.acts)
    first, second = file.terms
    assert second.published is not None
    versions = [
        Version(later(), None, first.published),
        Version(norms, add_months(second.published, 1), second.published),
    ]
    return Case(versions, list(zip(name_acts(ordered), ordered, strict=True)), file.settings)


def ask(acts: list[Json], norms: NormSet, as_of: str) -> Json:
    return answers.standing(standing(case(acts, norms), date.fromisoformat(as_of)))


def may(acts: list[Json], norms: NormSet, power: str, as_of: str, **params: object) -> dict[str, Any]:
    day = date.fromisoformat(as_of)
    s = case(acts, norms).state(day, end_of_day(day))
    powers.check_parameters(s, power, params)
    return answers.answer(powers.judge(s, power, params))


def plan(on: str, id_: str = "p") -> list[Json]:
    presented = act("plan.presented", on, id=id_, sections=["goal", "arrangements", "own_part"])
    return [presented, act("plan.agreed", on, id=f"{id_}a", act=id_, by="client")]


def evaluation(acts: list[Json], norms: NormSet) -> list[str]:
    return [duty["due"] for duty in rows(ask(acts, norms, "2026-06-01"), "2.9") if duty["state"] == "open"]


@pytest.mark.parametrize(("consent", "due"), [("2026-04-14", "2026-10-14"), ("2026-04-15", "2027-04-15")])
def test_reading_10_a_version_holds_from_a_month_after_publication(consent: str, due: str) -> None:
    """The day of the act that opens the duty picks the version, not the day asked."""
    assert evaluation([*agreed(ZONL), *plan(consent)], later(EVALUATED_YEARLY)) == [due]


def test_reading_10_a_detrimental_clause_does_not_bind_a_running_agreement() -> None:
    norms = later(EVALUATED_YEARLY, detrimental=("2.9",))
    assert evaluation([*agreed(ZONL), *plan("2026-05-01")], norms) == ["2026-11-01"]


def test_reading_10_it_binds_an_agreement_of_after_that_day() -> None:
    norms = later(EVALUATED_YEARLY, detrimental=("2.9",))
    assert evaluation([*agreed(ZONL, on="2026-04-15"), *plan("2026-05-01")], norms) == ["2027-05-01"]
    assert evaluation([*agreed(ZONL, on="2026-04-14"), *plan("2026-05-01")], norms) == ["2026-11-01"]


@pytest.mark.parametrize(
    ("changed", "binds"),
    [
        ({"on": "2026-03-20", "by": "both"}, True),
        ({"on": "2026-03-20", "by": "both", "version": PUBLISHED}, True),
        ({"on": "2026-03-20", "by": "both", "version": "2020-01-01"}, False),
        ({"on": "2026-03-20", "by": "provider", "cause": "law"}, False),
        ({"on": "2026-03-14", "by": "both"}, False),  # before there was anything to agree to
        ({"on": "2026-05-02", "by": "both"}, False),  # after the act that opened the duty
    ],
)
def test_reading_10_consent_of_both_makes_it_bind(changed: Json, binds: bool) -> None:
    norms = later(EVALUATED_YEARLY, detrimental=("2.9",))
    acts = [*agreed(ZONL), *plan("2026-05-01"), {"kind": "agreement.changed", **changed}]
    assert evaluation(acts, norms) == (["2027-05-01"] if binds else ["2026-11-01"])


def test_reading_10_only_the_clause_that_is_marked_stays_the_old_one() -> None:
    norms = later(EVALUATED_YEARLY, TWO_WEEKS, detrimental=("2.9",))
    acts = [*agreed(ZONL), *plan("2026-05-01")]
    assert evaluation(acts, norms) == ["2026-11-01"]
    assert may(acts, norms, "terminate", "2026-05-01", by="provider")["earliest_end"] == "2026-05-15"


def test_reading_10_powers_follow_the_version_of_their_day() -> None:
    norms = later(TWO_WEEKS)
    assert may(agreed(ZONL), norms, "terminate", "2026-04-14", by="provider")["earliest_end"] == "2026-04-21"
    assert may(agreed(ZONL), norms, "terminate", "2026-04-15", by="provider")["earliest_end"] == "2026-04-29"
    worse = later(LONGER_NOTICE, detrimental=("1.5",))
    assert (
        may(agreed(ZONL), worse, "terminate", "2026-05-01", by="client", channel="email")["earliest_end"]
        == "2026-05-31"
    )
    newly = agreed(ZONL, on="2026-04-20")
    assert may(newly, worse, "terminate", "2026-05-01", by="client", channel="email")["earliest_end"] == "2026-06-30"


@pytest.mark.parametrize(("on", "end"), [("2026-04-14", "2026-05-14"), ("2026-04-15", "2026-06-14")])
def test_reading_10_a_notice_ends_the_agreement_by_the_version_of_its_day(on: str, end: str) -> None:
    acts = [*agreed(ZONL), act("notice.given", on, by="client", channel="email")]
    found = ask(acts, later(LONGER_NOTICE), "2026-04-20")["agreement"]
    assert (found["status"], found["ends_on"]) == ("ending", end)


def absent(day: str) -> list[Json]:
    start = f"{day}T10:00:00+02:00"
    planned = act("visit.planned", "2026-01-06", id="v", start=start, minutes=60, service="verzorging", payer="wmo")
    return [planned, act("visit.missed", start, id="m", act="v", reason="force_majeure")]


@pytest.mark.parametrize(("day", "allowed"), [("2026-04-14", False), ("2026-04-15", True)])
def test_reading_10_a_charge_follows_the_version_of_the_act_it_is_for(day: str, allowed: bool) -> None:
    acts = [*agreed(ZONL), *absent(day)]
    answer = may(acts, later(NO_EXCUSE), "charge_cancellation", "2026-06-01", visit="v")
    assert answer["allowed"] is allowed
    assert (
        may(acts, later(NO_EXCUSE, detrimental=("7.3",)), "charge_cancellation", "2026-06-01", visit="v")["allowed"]
        is False
    )


def test_reading_10_the_bill_follows_the_same_versions() -> None:
    for day, amounts in (("2026-04-14", []), ("2026-04-15", ["60.00"])):
        s = case([*agreed(ZONL), *absent(day)], later(NO_EXCUSE)).state(date(2026, 6, 1), None)
        assert [line["amount"] for line in answers.bill(rating.bill(s, "2026-04"))["lines"]] == amounts


@pytest.mark.parametrize(("on", "count"), [("2026-04-14", 1), ("2026-04-15", 0)])
def test_reading_10_findings_follow_the_version_of_the_act(on: str, count: int) -> None:
    norms = later(('if = "t.cause is None"', 'if = "False"'))
    acts = [*agreed(ZONL), act("agreement.changed", on, id="x", by="provider")]
    assert len(findings(ask(acts, norms, "2026-06-01"), "1.2")) == count


def test_reading_10_a_setting_of_a_detrimental_clause_stays_the_old_one() -> None:
    slower = ('default = "P6W"\nclause = "2.1"', 'default = "P12W"\nclause = "2.1"')
    asked = act("support.requested", "2026-05-01")
    for marked, due in (((), "2026-07-24"), (("2.1",), "2026-06-12")):
        (found,) = rows(ask([*agreed(ZONL), asked], later(slower, detrimental=marked), "2026-05-01"), "2.1")
        assert found["due"] == due


def test_reading_10_every_duty_stands_once() -> None:
    acts = [
        *agreed(ZONL),
        *plan("2026-02-01"),
        act("support.requested", "2026-05-01"),
        act("calamity.occurred", "2026-05-01"),
    ]
    found = ask(acts, later(EVALUATED_YEARLY, detrimental=("2.9", "2.1")), "2026-06-01")
    keys = [(duty["clause"], duty["what"], duty["because"][0]) for duty in found["duties"]]
    assert sorted(set(keys)) == sorted(keys)
    assert {"2.1", "2.2", "2.9", "6.4"} <= {clause.partition("/")[2] for clause, _, _ in keys}


def test_a_version_that_is_yet_to_come_changes_nothing_today() -> None:
    acts = [*agreed(ZONL), *plan("2026-02-01")]
    made = case(acts, later(EVALUATED_YEARLY))
    alone = Case(made.versions[:1], made.named)
    for as_of in ("2026-03-31", "2026-06-01"):
        both, single = (answers.standing(standing(one, date.fromisoformat(as_of))) for one in (made, alone))
        assert both["duties"] == single["duties"]
        assert both["receipt"]["norms"] != single["receipt"]["norms"]


def test_what_changes_next_is_found_across_versions() -> None:
    change = next_change(case([*agreed(ZONL), *plan("2026-04-01")], later(EVALUATED_YEARLY)), date(2026, 4, 2))
    assert change is not None
    assert (change.on, change.changes[0]["clause"]) == (date(2026, 10, 2), f"{ZONL}/2.9")


def test_a_notice_that_asks_for_steps_under_the_agreement_is_judged_under_two_versions_as_under_one() -> None:
    file, problems = read_case((EXAMPLES / "compelling-reasons.json").read_bytes())
    assert file is not None, problems
    ordered = order(file.acts)
    named = list(zip(name_acts(ordered), ordered, strict=True))
    day = date(2026, 6, 1)
    norms = packaged_norms("wonder-2020")
    one = standing(Case([Version(norms)], named, file.settings, file.provider), day)
    for since in (date(2025, 1, 1), date(2026, 3, 10), date(2026, 5, 1)):
        two = [Version(norms), Version(norms, since, since)]
        found = standing(Case(two, named, file.settings, file.provider), day)
        assert (found.agreement, len(found.duties)) == (one.agreement, len(one.duties)), since
