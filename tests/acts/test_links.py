"""What acts point at in each other."""

import pytest

from nakomen.acts import kind_class
from nakomen.acts.reading import read_acts
from tests.acts.vocabulary import Json, example, full_example, vocabulary, with_support

ANSWERING = [kind for kind in vocabulary() if kind_class(kind).answers]
FREE = [kind for kind in vocabulary() if not kind_class(kind).answers]


def lines(*given: Json) -> list[str]:
    return [str(each) for each in read_acts(list(given))[1]]


@pytest.mark.parametrize("kind", ANSWERING)
def test_an_answer_points_at_what_it_answers(kind: str) -> None:
    expected = " or ".join(kind_class(kind).answers)
    wrong = example("team.met", id="other")
    assert lines(example(kind, id="a", act="other"), *with_support(example(kind))[1:], wrong) == [
        f"a.act: expected the id of an act of kind {expected}"
    ]


@pytest.mark.parametrize("kind", ANSWERING)
def test_each_kind_that_may_be_answered_is_accepted(kind: str) -> None:
    for answered in kind_class(kind).answers:
        assert lines(*with_support(example(kind, act=f"to-{answered}"))) == []


@pytest.mark.parametrize("kind", FREE)
def test_what_answers_nothing_may_point_at_any_act_that_exists(kind: str) -> None:
    acts = with_support(example(kind, id="a"), example("team.met", id="other"))
    assert lines({**acts[0], "act": "other"}, *acts[1:]) == []
    assert lines({**acts[0], "act": "nobody"}, *acts[1:]) == ["a.act: expected the id of an act in this case"]


@pytest.mark.parametrize("kind", vocabulary())
def test_no_act_answers_itself(kind: str) -> None:
    acts = with_support(example(kind, id="a"))
    assert [line.split(": ")[0] for line in lines({**acts[0], "act": "a"}, *acts[1:])][:1] == ["a.act"]


@pytest.mark.parametrize("kind", vocabulary())
def test_an_act_may_point_at_a_later_one_in_the_file(kind: str) -> None:
    acts = with_support(full_example(kind))
    assert lines(*acts) == lines(*reversed(acts)) == []


@pytest.mark.parametrize(
    ("act", "line"),
    [
        (example("consent.given", id="a", visit="x"), "a.visit: expected the id of an act of kind visit.planned"),
        (
            example("reminder.sent", id="a", invoices=["x"]),
            "a.invoices#1: expected the id of an act of kind invoice.sent",
        ),
        (
            example("indication.issued", id="a", succeeds="x"),
            "a.succeeds: expected the id of an act of kind indication.issued",
        ),
        (
            example("invoice.sent", id="a", lines=[{"for": "visit", "amount": "1", "act": "y"}]),
            "a.lines#1.act: expected the id of an act in this case",
        ),
    ],
)
def test_other_fields_that_hold_ids(act: Json, line: str) -> None:
    assert lines(act, example("team.met", id="x")) == [line]


def test_an_invoice_line_may_point_at_any_act() -> None:
    line = {"for": "other", "amount": "1", "act": "x"}
    assert lines(example("invoice.sent", lines=[line]), example("team.met", id="x")) == []


def test_a_reference_is_checked_beside_other_problems_and_to_acts_that_have_some() -> None:
    assert lines(example("plan.agreed", act="p", by="me"), example("plan.presented", id="p", sections="health")) == [
        "#1.by: expected one of client, representative",
        "p.sections: expected a list; each: one of " + ", ".join(_sections()),
    ]


def _sections() -> list[str]:
    sections = (
        "quality_of_life health prognosis risks care medical_acts disciplines contact_point family evaluation goal "
        "arrangements own_part carers_part volunteers_part remote_exchange remote_consent budgeted unbudgeted"
    )
    return sections.split()


def test_an_id_is_given_once() -> None:
    acts = [example("team.met", id="a"), example("support.requested", id="a"), example("team.met", id="b")]
    assert lines(*acts) == ["a.id: expected an id that no other act has (#1 has it)"]


def test_acts_do_not_point_at_each_other_in_a_circle() -> None:
    circle = "expected an act that does not point back to this one, directly or through others"
    acts = [
        example("act.retracted", id="a", act="b"),
        example("act.retracted", id="b", act="c"),
        example("act.retracted", id="c", act="a"),
        example("act.retracted", id="before", act="a"),
        example("team.met", id="after"),
        example("indication.issued", id="i", succeeds="j"),
        example("indication.issued", id="j", succeeds="i"),
    ]
    assert lines(*acts) == [f"{each}: {circle}" for each in ("a.act", "b.act", "c.act", "i.succeeds", "j.succeeds")]


def test_a_long_chain_is_no_circle() -> None:
    chain = [example("indication.issued", id=f"i{n}", succeeds=f"i{n + 1}") for n in range(5_000)]
    assert lines(*chain, example("indication.issued", id="i5000")) == []
