"""What holds for every ledger: order, knowledge, retraction, time, the two compiled forms."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from nakomen.law.clock import AMSTERDAM, end_of_day
from nakomen.norms import answers, duties, reasons
from nakomen.norms.next_change import compare, next_change
from nakomen.norms.portfolio import NotForRowsError, compile_rows, rows_of
from nakomen.norms.standing import Case, standing
from tests.acts.vocabulary import Json
from tests.norms.ledgers import FIRST, SETS, SPAN, case_of, ledgers

terms = st.sampled_from(SETS)
as_ofs = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(days=n))
LEDGER_KINDS = ("act.retracted", "act.corrected", "duty.waived")
slow = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large], deadline=None
)


def shown(case: Case, as_of: date, known_on: datetime | None = None) -> dict[str, Any]:
    return answers.standing(standing(case, as_of, known_on))


def without_receipt(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != "receipt"}


@slow
@given(terms, ledgers(loose=8), as_ofs)
def test_any_readable_ledger_gets_an_answer_with_reasons(name: str, made: list[Json], as_of: date) -> None:
    case = case_of(name, made)
    assume(case is not None)
    assert case is not None
    found = standing(case, as_of)
    for row in found.duties:
        assert row.state in duties.STATES
        assert reasons.of_duty(row, found).text
    for item in found.findings:
        assert reasons.of_finding(item, found).text
    for row in answers.standing(found)["duties"]:
        assert (row["state"] == "undetermined") == bool(row["missing"])
        assert (row["done_on"] is not None) == (row["state"] in ("done", "done_late") or row["done_on"] is not None)
        assert (row["closed_on"] is not None) == (row["state"] in ("excused", "waived", "lapsed"))


@slow
@given(terms, ledgers(), as_ofs, st.randoms(use_true_random=False))
def test_the_order_of_acts_in_the_file_changes_nothing(
    name: str, made: list[Json], as_of: date, shuffler: random.Random
) -> None:
    case = case_of(name, made)
    assume(case is not None)
    assert case is not None
    mixed = list(made)
    shuffler.shuffle(mixed)
    other = case_of(name, mixed)
    assert other is not None
    assert shown(other, as_of) == shown(case, as_of)


@slow
@given(terms, ledgers(), as_ofs, st.integers(0, SPAN))
def test_an_act_recorded_after_known_on_changes_nothing(name: str, made: list[Json], as_of: date, later: int) -> None:
    known_on = datetime.combine(as_of - timedelta(days=later % 40), datetime.min.time(), AMSTERDAM)
    whole = case_of(name, made)
    assume(whole is not None)
    assert whole is not None
    known = {named for named, act in whole.named if _recorded(act) <= known_on}
    kept = [act for act in made if act["id"] in known]
    part = case_of(name, kept)
    assume(part is not None)
    assert part is not None
    assert without_receipt(shown(part, as_of, known_on)) == without_receipt(shown(whole, as_of, known_on))


def _recorded(act: Any) -> datetime:
    from nakomen.acts.moments import recorded_at

    return recorded_at(act)


@slow
@given(terms, ledgers(), as_ofs, st.data())
def test_a_retracted_act_leaves_what_would_stand_without_it_and_its_answers(
    name: str, made: list[Json], as_of: date, data: st.DataObject
) -> None:
    gone = str(data.draw(st.sampled_from(made))["id"])
    retracted: Json = {
        "id": "r",
        "kind": "act.retracted",
        "on": FIRST.isoformat(),
        "act": gone,
        "recorded": "2027-12-01T00:00:00+01:00",
    }
    case = case_of(name, [*made, retracted])
    assume(case is not None)
    assert case is not None
    explicit = {gone}
    while more := {str(act["id"]) for act in made if act.get("act") in explicit} - explicit:
        explicit |= more
    ignored = {
        named
        for item in standing(case, date(2028, 1, 1)).findings
        if item.what == "act.retracted"
        for named in item.because
    }
    # What answers the act without naming it is taken along too.
    names = explicit | ignored
    assert explicit - {gone} <= ignored | {str(act["id"]) for act in made if act["kind"] in LEDGER_KINDS}
    rest = case_of(name, [act for act in made if act["id"] not in names])
    assume(rest is not None)
    assert rest is not None
    known_on = end_of_day(date(2028, 1, 1))
    left = without_receipt(shown(case, as_of, known_on))
    left["findings"] = [item for item in left["findings"] if item["what"] != "act.retracted"]
    assert left == without_receipt(shown(rest, as_of, known_on))


@settings(parent=slow, max_examples=25)
@given(terms, ledgers(), as_ofs)
def test_next_equals_a_day_by_day_scan(name: str, made: list[Json], as_of: date) -> None:
    case = case_of(name, made)
    assume(case is not None)
    assert case is not None
    known_on = end_of_day(as_of)
    before = standing(case, as_of, known_on)
    change = next_change(case, as_of)
    horizon = change.on if change is not None else as_of + timedelta(days=200)
    day = as_of + timedelta(days=1)
    while day < horizon:
        assert compare(before, standing(case, day, known_on)) == []
        day += timedelta(days=1)
    if change is not None:
        assert compare(before, standing(case, change.on, known_on)) == change.changes


@slow
@given(terms, ledgers(), as_ofs)
def test_the_portfolio_path_agrees_with_the_path_per_client(name: str, made: list[Json], as_of: date) -> None:
    case = case_of(name, made)
    assume(case is not None)
    assert case is not None
    s = case.state(as_of, end_of_day(as_of))
    for norm in s.norms.duty_list:
        try:
            run = compile_rows(norm)
        except NotForRowsError:
            continue
        for row, duty in rows_of(norm, s):
            if duty.state not in (duties.OPEN, duties.OVERDUE, duties.DONE, duties.DONE_LATE):
                continue
            (outcome,) = run([row], s)
            assert (outcome.due, outcome.state) == (duty.due, duty.state)
            assert (outcome.t, outcome.by, outcome.clause) == (duty.trigger, duty.by, duty.clause)
