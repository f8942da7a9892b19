"""Reading a set of conditions: typed, complete, and with every problem told at once."""

from datetime import date

import pytest

from nakomen.terms.facts import Cite, Fact
from nakomen.terms.shapes import TermsError
from nakomen.terms.statute import read_statute
from nakomen.terms.texts import KINDS, Clause, Content, Item, Setting, leaves, read_terms
from tests.terms.copies import MINIMAL, clause, small


def problems(*tables: str, head: str = MINIMAL) -> list[str]:
    with pytest.raises(TermsError) as caught:
        read_terms((head + "\n".join(tables)).encode())
    assert str(caught.value).splitlines() == [str(problem) for problem in caught.value.problems]
    return [str(problem) for problem in caught.value.problems]


def test_a_clause_with_everything_in_it() -> None:
    terms = small(
        clause(
            "1.1",
            """
bearer = "provider"
topic = "keys"
text = "Over de sleutel."
register = "keys"
holds = "Sleutels."
page = "sleutels"
shows = "Alle sleutels."
detrimental = true
fact = [{ subject = "notice", value = "P1M", who = ["client"], form = ["oral"], cites = [CITE] }]
content = [{ key = "goal", document = "plan", label = "Doel", only_if = "als het kan" }]
item = [{ key = "gas", label = "Gas" }]
duty = [{ what = "key.returned" }]
""".replace("CITE", '{ clause = "1.1", subject = "x" }'),
        )
    )
    assert terms.clauses["1.1"] == Clause(
        id="1.1", kind="rule", bearer="provider", title="Bepaling", summary="Zo is het.", topic="keys",
        text="Over de sleutel.", register="keys", holds="Sleutels.", page="sleutels", shows="Alle sleutels.",
        facts=(Fact("notice", "P1M", who=("client",), form=("oral",), cites=(Cite("1.1", "x"),)),),
        contents=(Content("goal", "plan", "Doel", "als het kan"),), items=(Item("gas", "Gas"),), detrimental=True,
        norms={"duty": [{"what": "key.returned"}]},
    )  # fmt: skip
    assert (terms.published, terms.full_id("1.1")) == (date(2024, 2, 29), "small/1.1")


def test_parts_are_joined_clause_by_clause() -> None:
    text = (MINIMAL + clause("1") + clause("2")).encode()
    norms = b'[[clause.2.duty]]\nwhat = "a"\n[[clause.2.duty]]\nwhat = "b"\n[engine]\nversion = 1\n'
    terms = read_terms(text, norms)
    assert [(row.id, dict(row.norms)) for row in terms.clauses.values()] == [
        ("1", {}),
        ("2", {"duty": [{"what": "a"}, {"what": "b"}]}),
    ]
    assert terms.engine == {"version": 1}


def test_parts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(TermsError, match="1: title: given in two parts of the set with another value"):
        read_terms((MINIMAL + clause("1")).encode(), b'[clause.1]\ntitle = "Iets anders"')


def test_a_norm_for_a_clause_without_words_is_refused() -> None:
    with pytest.raises(TermsError, match="9: title: required key is missing"):
        read_terms((MINIMAL + clause("1")).encode(), b'[[clause.9.duty]]\nwhat = "a"')


def test_all_problems_are_told_at_once_with_the_clause_and_what_was_expected() -> None:
    found = problems(
        '[clause.1]\nkind = "wish"\ntitle = ""\nsumary = "x"\nprecedence = "custom"',
        clause(
            "2",
            'topic = "keys"\nvocabulary = ["client"]\nfact = [{ value = "ten days" }, { subject = "a", value = "?" }]',
        ),
        '[[setting]]\nname = "s"\ndefault = "P1D"\nclause = "7"\nkind = "period"\nlabel = "S"\njudgement = 1',
        '[[fact_of_provider]]\nname = "f"\ndefault = []\nclause = ["2", "8"]\nkind = "texts"\nlabel = "F"',
        '[term.x]\nnl = "x"\nen = "x"',
    )
    assert [problem.split(";")[0] for problem in found] == [
        f"1: kind: expected one of {', '.join(KINDS)}",
        "1: title: expected a text",
        "1: sumary: unknown key",
        "1: precedence: expected one of statute",
        "1: summary: required key is missing",
        "2: text: topic and text belong together",
        "2 fact 1: subject: required key is missing",
        "2 fact: value: expected a quantity (P21D, P6W, 5 WD, 24 h, 25000 EUR, 21 %, 2 x) or one word in lower case",
        "term x: meaning: required key is missing",
        "setting 1: judgement: expected true or false",
        "2: vocabulary: client is not defined",
        "f: clause: 8 is no clause of this set",
    ]


def test_a_setting_may_rest_on_one_clause_or_on_several() -> None:
    table = '[[setting]]\nname = "{0}"\ndefault = "P1D"\nclause = {1}\nkind = "period"\nlabel = "S"\njudgement = true'
    terms = small(clause("1"), clause("2"), table.format("a", '"1"'), table.format("b", '["1", "2"]'))
    assert [(row.name, row.clauses) for row in terms.settings.values()] == [("a", ("1",)), ("b", ("1", "2"))]
    assert terms.settings["a"] == Setting("a", "P1D", ("1",), "period", "S", judgement=True)


@pytest.mark.parametrize(
    ("kind", "default", "expected"),
    [
        ("period", '"soon"', "setting a: default: expected a period (P30D, 5 WD) or the name of another setting"),
        ("period", "30", "setting a: default: expected a period (P30D, 5 WD) or the name of another setting"),
        ("flag", '"no"', "setting a: default: expected true or false"),
    ],
)
def test_the_default_of_a_setting_is_of_its_kind(kind: str, default: str, expected: str) -> None:
    table = f'[[setting]]\nname = "a"\ndefault = {default}\nclause = "1"\nlabel = "S"\njudgement = true\n'
    assert problems(clause("1"), f'{table}kind = "{kind}"') == [expected]


def test_a_setting_given_twice_is_refused() -> None:
    table = '[[setting]]\nname = "a"\ndefault = "P1D"\nclause = "1"\nkind = "period"\nlabel = "S"\njudgement = true'
    assert problems(clause("1"), table, table) == ["setting a: name: given twice"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (MINIMAL.replace("2024-02-29", '"2024-02-29"'), "set: published: expected a date such as 2020-01-01"),
        (MINIMAL.replace('"care"', '"shop"'), "set: regime: expected one of care, social_support"),
        (MINIMAL.replace('language = "nl"', ""), "set: language: required key is missing"),
    ],
)
def test_the_head_of_a_set(head: str, expected: str) -> None:
    assert problems(clause("1"), head=head) == [expected]


@pytest.mark.parametrize("data", [b"name = ", b"\xff\xfe", b"[clause.1]\n[clause.1]\n"])
def test_what_is_not_toml_is_told_as_such(data: bytes) -> None:
    with pytest.raises(TermsError, match="part 1: not readable as TOML in UTF-8"):
        read_terms(data)


@pytest.mark.parametrize("tables", ["clause = 1", "[clause]\n1 = 2", "setting = 3\n[clause.1]", "[[clause]]\n"])
def test_any_value_in_the_wrong_place_is_a_problem_and_no_crash(tables: str) -> None:
    assert problems(tables) != []


def test_statute_tells_its_problems_too() -> None:
    with pytest.raises(TermsError) as caught:
        read_statute(
            b'name = "s"\ntitle = "S"\n[act.x]\n[norm.y]\nsubject = "a"\nfact = [{ subject = "a", bound = "up" }]'
        )
    assert [str(problem) for problem in caught.value.problems] == [
        "norm y: regime: required key is missing",
        "norm y: title: required key is missing",
        "norm y: summary: required key is missing",
        "norm y: source: required key is missing",
        "act x: name: required key is missing",
    ]


def test_leaves_of_nested_data() -> None:
    assert dict(leaves({"duty": [{"due": "P1D"}, {"due": "P2D", "on": ["a"]}], "x": 1})) == {
        "duty.1.due": "P1D", "duty.2.due": "P2D", "duty.2.on.1": "a", "x": 1,
    }  # fmt: skip
