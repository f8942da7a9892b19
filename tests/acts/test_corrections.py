"""Corrections are read as the act that they put right would be."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from nakomen.acts.ledger import ActCorrected
from nakomen.acts.reading import read_act, read_acts, write_act
from tests.acts.vocabulary import Json, example, full_example, value, vocabulary, with_support

ISSUED = example("indication.issued", id="i", valid_from="2026-01-01", valid_until="2026-12-31")


def correction(of: str, fields: object, **more: object) -> Json:
    return {"id": "k", "kind": "act.corrected", "on": "2026-03-06", "act": of, "fields": fields, **more}


def lines(*given: Json) -> list[str]:
    return [str(each) for each in read_acts(list(given))[1]]


def typed(*given: Json) -> Mapping[str, object]:
    acts, problems = read_acts(list(given))
    assert problems == ()
    corrected = (acts or ())[0]
    assert isinstance(corrected, ActCorrected)
    return corrected.fields


@pytest.mark.parametrize("kind", [kind for kind in vocabulary() if kind not in {"act.corrected", "act.retracted"}])
def test_every_field_of_every_kind_can_be_corrected(kind: str) -> None:
    fields = {each.name: value(kind, each) for each in vocabulary()[kind]}
    given = with_support(full_example(kind) | {"id": "x"}, correction("x", {**fields, "on": "2026-03-04"}))
    acts, problems = read_acts(given)
    assert problems == ()
    assert [write_act(act) for act in acts or ()] == given


def test_values_are_typed_and_named_by_attribute() -> None:
    paused = example("care.paused", id="p", **{"from": "2026-01-01", "until": "2026-01-09"})
    invoice = full_example("invoice.sent") | {"id": "f", "lines": []}
    assert typed(correction("p", {"from": "2026-01-02", "reason": "holiday"}), paused) == {
        "from_": date(2026, 1, 2),
        "reason": "holiday",
    }
    assert typed(correction("f", {"amount": "7.5"}), invoice) == {"amount": Decimal("7.50")}
    assert typed(correction("p", {"on": "2026-01-01T10:00:00Z"}), paused) == {
        "on": datetime(2026, 1, 1, 10, tzinfo=UTC)
    }


def test_null_takes_an_optional_field_away_and_no_other() -> None:
    assert typed(correction("i", {"valid_until": None}), ISSUED) == {"valid_until": None}
    assert lines(correction("i", {"valid_from": None}), ISSUED) == [
        "k.fields.valid_from: expected a date as YYYY-MM-DD (required)"
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"law": "awbz"}, "k.fields.law: expected one of wmo, wlz, zvw"),
        ({"valid_until": "2025-12-31"}, "k.fields.valid_until: expected a date not before valid_from"),
        ({"valid_from": "2027-01-01"}, "k.fields.valid_until: expected a date not before valid_from"),
        ({"more": 1}, "k.fields.more: expected no such field in indication.issued"),
        ({"more": None}, "k.fields.more: expected no such field in indication.issued"),
        ({"id": "j"}, "k.fields.id: expected a field of indication.issued that can be corrected (no id)"),
        ({"kind": "team.met"}, "k.fields.kind: expected a field of indication.issued that can be corrected (no kind)"),
        (
            {"recorded": "2026-03-05T00:00:00Z"},
            "k.fields.recorded: expected a field of indication.issued that can be corrected (no recorded)",
        ),
        ({"succeeds": "i"}, "k.fields.succeeds: expected the id of an act of kind indication.issued other than itself"),
        ({"succeeds": "k"}, "k.fields.succeeds: expected the id of an act of kind indication.issued"),
        ({"succeeds": "z"}, "k.fields.succeeds: expected the id of an act of kind indication.issued in this case"),
        ([], "k.fields: expected an object that names fields and their new values"),
    ],
)
def test_wrong_corrections(fields: object, line: str) -> None:
    assert lines(correction("i", fields), ISSUED) == [line]


@pytest.mark.parametrize("kind", ["act.corrected", "act.retracted"])
def test_neither_correction_nor_retraction_is_corrected(kind: str) -> None:
    other = example(kind, id="o", act="i")
    assert lines(correction("o", {"on": "2026-01-01"}), other, ISSUED) == [
        "k.act: expected the id of an act that is itself no correction and no retraction"
    ]


def test_corrections_add_up_in_the_order_in_which_they_were_recorded() -> None:
    first = correction("i", {"valid_from": "2027-01-01", "valid_until": "2027-12-31"}, id="k1")
    second = correction("i", {"valid_from": "2027-02-01"}, id="k2", on="2026-03-07")
    assert lines(second, first, ISSUED) == []
    assert lines(second | {"recorded": "2026-03-08T00:00:00Z", "on": "2026-03-05"}, first, ISSUED) == []
    assert lines(second | {"on": "2026-03-05"}, first, ISSUED) == [
        "k2.fields.valid_until: expected a date not before valid_from"
    ]


def test_a_problem_of_the_corrected_act_is_told_once() -> None:
    assert lines(correction("i", {"number": "7"}), ISSUED | {"law": "awbz"}) == ["i.law: expected one of wmo, wlz, zvw"]


def test_a_day_may_be_put_right_after_the_act_was_recorded() -> None:
    met = example("team.met", id="m", recorded="2026-03-05T12:00:00+01:00")
    assert lines(correction("m", {"on": "2026-03-06"}), met) == []


def test_a_correction_of_a_known_act() -> None:
    known, _ = read_act(ISSUED)
    assert known is not None
    assert read_act(correction("i", {"law": "zvw"}), known=[known])[1] == ()


def test_corrections_do_not_close_a_circle() -> None:
    other = example("indication.issued", id="j", succeeds="i")
    circle = "expected an act that does not point back to this one, directly or through others"
    assert lines(correction("i", {"succeeds": "j"}), ISSUED, other) == [
        f"k.fields.succeeds: {circle}",
        f"j.succeeds: {circle}",
    ]
