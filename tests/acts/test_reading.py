"""Reading a case: a typed case or every problem at once."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nakomen.acts.agreement import AgreementOffered, Service
from nakomen.acts.base import Act
from nakomen.acts.invoice import InvoiceLine, InvoiceSent
from nakomen.acts.reading import CaseFile, Problem, TermsRef, read_act, read_acts, read_case, write_act, write_case
from tests.acts.vocabulary import acts, case, example, full_example, vocabulary, with_support


def read(given: object) -> CaseFile:
    found, problems = read_bytes_of(given)
    assert problems == ()
    assert found is not None
    return found


def read_bytes_of(given: object) -> tuple[CaseFile | None, tuple[Problem, ...]]:
    return read_case(json.dumps(given).encode())


def lines(given: object) -> list[str]:
    found, problems = read_bytes_of(given)
    assert found is None
    return [str(each) for each in problems]


def lines_of(act: dict[str, object]) -> list[str]:
    return lines(case(act))


# --- every kind ---


@pytest.mark.parametrize("kind", vocabulary())
def test_every_kind_is_read_and_written_back(kind: str) -> None:
    given = case(full_example(kind))
    assert write_case(read(given)) == given


@pytest.mark.parametrize("kind", vocabulary())
def test_every_kind_is_read_with_its_required_fields_alone(kind: str) -> None:
    given = case(example(kind))
    assert write_case(read(given)) == given


@pytest.mark.parametrize("kind", vocabulary())
def test_every_required_field_is_asked_for(kind: str) -> None:
    required = sorted(["on", *(each.name for each in vocabulary()[kind] if not each.optional)])
    found, problems = read_bytes_of({"terms": "wonder-2020", "acts": [{"kind": kind}]})
    assert found is None
    assert [(each.act, each.field) for each in problems] == [("#1", field) for field in required]


@pytest.mark.parametrize("kind", vocabulary())
@pytest.mark.parametrize("wrong", [None, 1.5, [[]], {"no": "such"}])
def test_a_wrong_type_is_refused_in_every_field(kind: str, wrong: object) -> None:
    names = sorted({"on", "id", "recorded", "recorder", "act", *(each.name for each in vocabulary()[kind])})
    _, problems = read_case(
        json.dumps({"terms": "t", "acts": [{"kind": kind, **dict.fromkeys(names, wrong)}]}).encode()
    )
    assert {each.field.partition("#")[0].partition(".")[0] for each in problems} >= set(names) - {"fields"}


@given(st.lists(acts(), max_size=4))
def test_what_was_written_reads_as_the_same_case(given: list[dict[str, object]]) -> None:
    found = read(case(*given, settings={"payment_term": "P30D"}, provider={"instructed": {"terms": "2026-01-01"}}))
    assert read(write_case(found)) == found


def test_types_are_those_of_the_fields() -> None:
    found = read(case(full_example("agreement.offered"), full_example("invoice.sent"))).acts
    offered, invoice = found[0], found[1]
    assert isinstance(offered, AgreementOffered)
    assert isinstance(invoice, InvoiceSent)
    assert offered.services == (
        Service(
            name="some text",
            tariff_hour=Decimal("12.50"),
            vat="excluded",
            payer="client",
            additional=False,
            remote=False,
        ),
    )
    assert (offered.contains, offered.fixed_until) == (("terms",), date(2026, 3, 4))
    assert invoice.lines[0] == InvoiceLine(
        for_="other",
        act="to-visit.planned",
        minutes=60,
        tariff_hour=Decimal("12.50"),
        vat=Decimal("12.50"),
        amount=Decimal("12.50"),
    )


# --- the case ---


def test_terms_may_be_a_name_or_a_list_of_versions() -> None:
    assert read({"terms": "wonder-2020", "acts": []}).terms == (TermsRef("wonder-2020"),)
    versions = [{"set": "a", "published": "2020-01-01"}, {"set": "b.toml", "published": "2026-01-01"}]
    assert read({"terms": versions, "acts": []}).terms == (
        TermsRef("a", date(2020, 1, 1)),
        TermsRef("b.toml", date(2026, 1, 1)),
    )


@pytest.mark.parametrize(
    ("terms", "fields"),
    [
        ([], ["terms"]),
        ("", ["terms"]),
        (7, ["terms"]),
        (["wonder-2020"], ["terms#1"]),
        ([{"set": "a"}], ["terms#1.published"]),
        ([{"set": 1, "published": "2020-1-1", "more": 1}], ["terms#1.more", "terms#1.published", "terms#1.set"]),
    ],
)
def test_other_terms_are_refused(terms: object, fields: list[str]) -> None:
    _, problems = read_bytes_of({"terms": terms, "acts": []})
    assert [each.field for each in problems] == fields


def test_facts_and_choices_of_the_provider() -> None:
    given = {
        "terms": "wonder-2020",
        "provider": {
            "not_admitted": ["specialist_nursing"],
            "instructed": {"confidentiality": "2026-01-01"},
            "service_area": ["8300-8326", "8340"],
        },
        "settings": {"payment_term": "P30D", "costs_over_damages": False, "rounds": 3},
        "acts": [],
    }
    found = read(given)
    assert found.provider == {
        "not_admitted": ("specialist_nursing",),
        "instructed": {"confidentiality": date(2026, 1, 1)},
        "service_area": ("8300-8326", "8340"),
    }
    assert found.settings == {"payment_term": "P30D", "costs_over_damages": False, "rounds": 3}
    assert write_case(found) == given


def test_wrong_parts_of_the_file_are_all_told() -> None:
    given = {
        "provider": {
            "instructed": {"x": "soon"},
            "service_area": ["83", "8326-8300"],
            "other": 1,
            "contract_full": "a",
        },
        "settings": {"payment_term": 1.5, "": "x"},
        "act": [],
    }
    _, problems = read_bytes_of(given)
    assert [each.field for each in problems] == [
        "act",
        "acts",
        "provider.contract_full",
        "provider.instructed.x",
        "provider.other",
        "provider.service_area#1",
        "provider.service_area#2",
        "settings.",
        "settings.payment_term",
        "terms",
    ]


def test_all_problems_come_at_once_in_order() -> None:
    given = {
        "terms": "wonder-2020",
        "acts": [
            {"id": "b", "kind": "team.met", "on": "2026-02-30", "more": 1},
            {"kind": "team.mett", "on": "2026-02-28"},
            {"id": "a", "kind": "plan.agreed", "on": "2026-03-05", "by": "me", "act": "x"},
            "team.met",
        ],
    }
    assert lines(given) == [
        "b.more: expected no such field in team.met",
        "b.on: expected a date as YYYY-MM-DD, or a date-time with its offset",
        "#2.kind: expected a kind of act of the vocabulary (perhaps team.met)",
        "a.act: expected the id of an act of kind plan.presented in this case",
        "a.by: expected one of client, representative",
        "#4: expected an object",
    ]


def test_a_problem_never_shows_the_value() -> None:
    act = example(
        "client.registered", bsn="123456789", name=["Secret"], birth_date="Secret", postcode="Secret", on="Secret"
    )
    assert [line for line in lines_of(act) if "Secret" in line or "123456789" in line] == []


def test_a_name_of_a_field_cannot_break_the_line() -> None:
    act = example("team.met", **{"a\nb\ud800": 1, "x" * 500: 1})
    assert lines_of(act) == [
        "#1.a\\nb\\ud800: expected no such field in team.met",
        f"#1.{'x' * 59}…: expected no such field in team.met",
    ]


def test_problems_inside_lists_and_objects_say_where() -> None:
    act = full_example("invoice.sent")
    charges = "visit, cancellation, late_indication, office_work, copy, interest, collection_costs, other"
    act["lines"] = [{"for": "visit", "amount": "1.00"}, {"for": "gift", "amount": 1, "act": "x", "more": 1}, {}]
    assert lines_of(act) == [
        "#1.lines#2.act: expected the id of an act in this case",
        '#1.lines#2.amount: expected an amount in euro as text with at most two decimals, such as "12.50"',
        f"#1.lines#2.for: expected one of {charges}",
        "#1.lines#2.more: expected no such field",
        '#1.lines#3.amount: expected an amount in euro as text with at most two decimals, such as "12.50"',
        f"#1.lines#3.for: expected one of {charges}",
    ]


# --- values ---


def accepted(kind: str, field: str, value: object) -> bool:
    _, problems = read_bytes_of(case(example(kind, **{field: value})))
    assert {each.field.partition("#")[0] for each in problems} <= {field}
    return not problems


@pytest.mark.parametrize(
    ("kind", "field", "right", "wrong"),
    [
        ("invoice.credited", "amount", ["0", "0.5", "12.50", "999999999.99", "007"], [
            "12.505", "-1", "+1", "1000000000", "1e3", "", " 1", "1.", ".5", "1,50", "NaN", "Infinity", "١", 1, 1.5,
            True, None,
        ]),
        ("visit.delivered", "minutes", [1, 1440], [0, -5, 1441, "12", True, 50.0, 10**30]),
        ("office_work.done", "minutes", [1, 44_640], [0, 44_641]),
        ("indication.issued", "minutes_per_week", [0, 10_080], [-1, 10_081]),
        ("abuse.step_taken", "step", [1, 5], [0, 6]),
        ("reminder.sent", "days_given", [0, 14, 21], [-1, 3661, "14"]),
        ("client.moved", "in_service_area", [True, False], [0, 1, "true", None]),
        ("client.registered", "bsn", ["111222333"], [
            "111222334", "11122233", "0111222333", "000000000", "1112.22.333", "11122233a", 111222333, "",
        ]),
        ("client.registered", "postcode", ["1234AB", "1234 ab"], [
            "0123 AB", "1234 SA", "1234  AB", "12345 AB", "1234", "1234-AB", "1234 A1", 1234,
        ]),
        ("client.identified", "number_end", ["1234", "X4"], ["12345", "", "12-4"]),
        ("client.registered", "birth_date", ["1800-01-01", "2200-12-31", "2024-02-29"], [
            "1799-12-31", "2201-01-01", "2026-02-29", "2026-1-1", "20260101", "2026-01-01T00:00:00+01:00",
            "01-01-2026", 0,
        ]),
        ("visit.planned", "start", ["2026-03-01T09:00:00Z", "2026-03-01T09:00+01:00", "2026-03-01T09:00:00.5-05:30"], [
            "2026-03-01", "2026-03-01T09:00:00", "2026-03-01 09:00:00Z", "2026-02-29T09:00:00Z", "2026-03-01T24:00:00Z",
            "2026-03-01T09:00:60Z", "2026-03-01T09:00:00+24:00", "2026-03-01T09:00:00+0100", "1799-12-31T09:00:00Z",
        ]),
        ("team.met", "on", ["2026-03-01", "2026-03-01T09:00:00Z"], ["2026-03-01T09:00:00", "2026-3-01", "", 20260301]),
        ("team.met", "id", ["a", "é 1", "x" * 100], ["", " ", "#1", "a@b", "x" * 101, "a\nb", "a\u0085", "\ud800"]),
        ("duty.waived", "clause", ["wonder-2020/12.7", "statute/wkkgz-17", "own/28.II"], ["12.7", "a/", "/1", "a b/1"]),
        ("information.requested", "topic", ["terms", "a topic of the set's own"], ["", "  ", 1]),
        ("information.given", "topics", [["terms", "x"], []], [["terms", ""], "terms", [1]]),
        ("plan.presented", "sections", [["health", "goal"], []], [["Health"], "health", [["health"]], ["topic"]]),
        ("client.registered", "name", ["Zoë 🏠", "line\nline"], ["", "  ", "\ud800", "a\0b", 5]),
        ("client.registered", "email", ["a@example.org", ""], ["\ud800", 5, None]),
    ],
)  # fmt: skip
def test_values(kind: str, field: str, right: list[object], wrong: list[object]) -> None:
    assert [each for each in right if not accepted(kind, field, each)] == []
    assert [each for each in wrong if accepted(kind, field, each)] == []


def test_postcodes_and_money_are_stored_in_one_form() -> None:
    acts_read = read(
        case(example("client.registered", postcode="8302ab"), example("invoice.credited", amount="7.5"))
    ).acts
    assert [write_act(each).get("postcode", write_act(each).get("amount")) for each in acts_read[:2]] == [
        "8302 AB",
        "7.50",
    ]


@pytest.mark.parametrize(
    ("act", "line"),
    [
        (
            example("indication.issued", valid_from="2026-02-02", valid_until="2026-02-01"),
            "#1.valid_until: expected a date not before valid_from",
        ),
        (
            example("budget.granted", valid_from="2026-02-02", valid_until="2026-02-01"),
            "#1.valid_until: expected a date not before valid_from",
        ),
        (
            example("care.paused", **{"from": "2026-02-02", "until": "2026-02-01"}),
            "#1.until: expected a date not before from",
        ),
        (
            example("team.met", on="2026-02-02", recorded="2026-02-01T23:59:59+01:00"),
            "#1.recorded: expected a date-time not before on",
        ),
        (
            example("team.met", on="2026-02-02T10:00:00+01:00", recorded="2026-02-02T10:00:00+02:00"),
            "#1.recorded: expected a date-time not before on",
        ),
    ],
)
def test_fields_that_contradict_each_other(act: dict[str, object], line: str) -> None:
    assert lines_of(act) == [line]


def test_a_contradiction_is_told_beside_other_problems() -> None:
    act = example("indication.issued", valid_from="2026-02-02", valid_until="2026-02-01", law="awbz")
    assert lines_of(act) == [
        "#1.law: expected one of wmo, wlz, zvw",
        "#1.valid_until: expected a date not before valid_from",
    ]


def test_recorded_at_the_first_moment_of_the_day_is_in_time() -> None:
    found = read(case(example("team.met", on="2026-07-02", recorded="2026-07-01T22:00:00Z")))
    assert found.acts[0].recorded == datetime(2026, 7, 1, 22, tzinfo=UTC)


# --- bytes ---


def test_a_byte_order_mark_may_go_before() -> None:
    found, problems = read_case(b'\xef\xbb\xbf{"terms": "wonder-2020", "acts": []}')
    assert (found, problems) == (CaseFile((TermsRef("wonder-2020"),), {}, {}, ()), ())


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "the case file: expected JSON (line 1, column 1)"),
        (b'{"terms":\n "a" "b"}', "the case file: expected JSON (line 2, column 6)"),
        (b"\xff\xfe{}", "the case file: expected text in UTF-8"),
        (b"[]", "the case file: expected a JSON object with terms and acts"),
        (b"[" * 200_000, "the case file: expected JSON that is nested less deeply"),
        (b'{"a":' * 200_000, "the case file: expected JSON that is nested less deeply"),
        (
            b'{"terms":"t","acts":[],"settings":{"x":NaN}}',
            "settings.x: expected text, true, false or a whole number",
        ),
        (b'{"terms":"t","acts":[{"kind":"team.met","on":' + b"9" * 5000 + b"}]}",
         "#1.on: expected a date as YYYY-MM-DD, or a date-time with its offset"),
        (b'{"terms":"t","terms":"u","acts":[]}', "terms: expected each name once in an object"),
        (
            b'{"terms":"t","acts":[{"id":"a","kind":"team.met","on":"2026-01-01","on":"2026-01-02"}]}',
            "a.on: expected each name once in an object",
        ),
        (b'{"terms":"t","acts":[],"settings":{"x":1,"x":2}}', "settings.x: expected each name once in an object"),
    ],
)  # fmt: skip
def test_what_is_no_case(data: bytes, line: str) -> None:
    found, problems = read_case(data)
    assert found is None
    assert [str(each) for each in problems] == [line]


def test_a_name_given_twice_deep_inside_says_where() -> None:
    data = (
        b'{"terms":"t","acts":[{"id":"o","kind":"agreement.offered","on":"2026-01-01","contains":[],'
        b'"services":[{"name":"a","payer":"wlz"},{"name":"a","payer":"wlz","name":"b"}]}]}'
    )
    assert read_case(data)[1] == (Problem("o", "services#2.name", "each name once in an object"),)


@given(st.binary(max_size=60))
def test_any_bytes_give_a_case_or_problems(data: bytes) -> None:
    found, problems = read_case(data)
    assert (found is None) == bool(problems)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from(tuple(vocabulary())),
    st.data(),
    st.dictionaries(st.text(max_size=3) | st.just("kind"), JSON, max_size=2),
)
def test_any_json_in_any_field_gives_a_case_or_problems(
    kind: str, data: st.DataObject, more: dict[str, object]
) -> None:
    act = full_example(kind)
    for name in data.draw(st.lists(st.sampled_from(sorted(act)), max_size=3)):
        act[name] = data.draw(JSON)
    found, problems = read_case(
        json.dumps(case({**act, **more}, settings=data.draw(JSON), provider=data.draw(JSON))).encode()
    )
    assert (found is None) == bool(problems)
    assert [str(each) for each in problems if "\n" in str(each)] == []


# --- acts alone ---


def test_an_act_alone_is_read() -> None:
    given = full_example("home.checked")
    act, problems = read_act(given)
    assert isinstance(act, Act)
    assert (write_act(act), problems) == (given, ())


def test_an_act_may_point_at_what_is_known() -> None:
    plan, _ = read_act(example("plan.presented", id="p"))
    assert plan is not None
    given = example("plan.agreed", act="p")
    act, problems = read_act(given, known=[plan])
    assert (act and write_act(act), problems) == (given, ())
    assert read_act(given)[1] == (Problem("#1", "act", "the id of an act of kind plan.presented in this case"),)


def test_an_act_may_not_take_an_id_that_is_known() -> None:
    known, _ = read_act(example("team.met", id="p"))
    assert known is not None
    _, problems = read_act(example("team.met", id="p"), known=[known])
    assert [str(each) for each in problems] == ["p.id: expected an id that no other act has (an act on record has it)"]


def test_acts_are_read_together() -> None:
    given = with_support(example("visit.delivered"))
    found, problems = read_acts(given)
    assert ([write_act(each) for each in found or ()], problems) == (given, ())
    assert read_acts({"kind": "team.met"})[1] == (Problem("", "", "a list of acts"),)


def test_a_problem_is_one_line() -> None:
    assert [each.name for each in fields(Problem)] == ["act", "field", "expected"]
    assert str(Problem("i1", "valid_until", "a date")) == "i1.valid_until: expected a date"
    assert str(Problem("", "terms", "a name")) == "terms: expected a name"
