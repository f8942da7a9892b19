"""The sets that come with the product: complete beside the register, readable, short."""

from collections import Counter
from datetime import date

import pytest

from nakomen.terms.packaged import SETS, packaged_statute, packaged_terms, register
from nakomen.terms.quantities import quantity
from nakomen.terms.words import known

EVERY_CLAUSE = [(name, clause) for name in SETS for clause in packaged_terms(name).clauses.values()]


def test_the_register_has_all_rows_of_both_sets() -> None:
    assert Counter(row.split("/")[0] for row in register()) == {"wonder-2020": 198, "zonl-thuisbegeleiding": 80}


def test_every_row_of_the_register_is_there_in_its_order_with_its_kind() -> None:
    assert [(f"{name}/{clause.id}", clause.kind) for name, clause in EVERY_CLAUSE] == list(register().items())


def test_the_kinds_are_those_of_the_register() -> None:
    assert Counter(register().values()) == {
        "duty": 129, "power": 45, "condition": 26, "information": 20, "consequence": 20, "prohibition": 10,
        "content": 7, "scope": 6, "rule": 5, "claim": 4, "definition": 3, "precedence": 3,
    }  # fmt: skip


def test_only_rows_that_bind_nobody_have_no_bearer() -> None:
    bound = {"duty", "power", "information", "content", "claim", "prohibition", "rule"}
    assert [clause.id for _, clause in EVERY_CLAUSE if clause.kind in bound and clause.bearer is None] == []


def test_no_summary_is_longer_than_a_person_reads_at_once() -> None:
    assert [clause.id for _, clause in EVERY_CLAUSE if len(clause.summary) > 400] == []


def test_no_two_clauses_of_a_set_tell_the_same() -> None:
    told = Counter((name, clause.summary) for name, clause in EVERY_CLAUSE)
    assert [key for key, times in told.items() if times > 1] == []


def test_every_article_that_has_clauses_has_a_heading() -> None:
    assert [
        (name, clause.id) for name, clause in EVERY_CLAUSE if clause.article not in packaged_terms(name).articles
    ] == []


def test_the_nineteen_topics_of_the_intake_stand_in_the_order_of_the_clause() -> None:
    clauses = packaged_terms("wonder-2020").clauses
    assert [clauses[f"8.1.{number}"].topic for number in range(1, 20)] == [
        "care_forms_and_tariffs", "new_indication", "contact_and_representative", "advance_directive",
        "care_plan_procedure", "own_payments", "volunteers", "keys", "emergency_contact", "working_conditions",
        "wishes", "participation", "ethics", "restraint_policy", "complaint_scheme", "terms", "remote_care",
        "privacy_policy", "other_costs",
    ]  # fmt: skip


def test_the_topics_of_the_budget() -> None:
    clauses = packaged_terms("zonl-thuisbegeleiding").clauses
    assert [clauses[f"8.{number}"].topic for number in range(1, 7)] == [
        "budget_amount", "buy_more", "budget_use", "budget_remaining", "budget_not_all", "own_contribution",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "clause", "document", "keys"),
    [
        ("wonder-2020", "9.3", "agreement", "indication plan_clause services additional quality_data terms"),
        ("wonder-2020", "11.1", "plan", "quality_of_life"),
        ("wonder-2020", "11.2", "plan", "health prognosis risks care medical_acts"),
        ("wonder-2020", "11.3", "plan", "disciplines contact_point family evaluation"),
        ("wonder-2020", "26.2", "talk", "why choice continuity"),
        ("zonl-thuisbegeleiding", "2.4", "plan", "goal arrangements own_part carers_part volunteers_part"),
        ("zonl-thuisbegeleiding", "2.5", "plan", "budgeted unbudgeted"),
    ],
)
def test_what_a_document_must_hold(name: str, clause: str, document: str, keys: str) -> None:
    contents = packaged_terms(name).clauses[clause].contents
    assert [(entry.document, entry.key) for entry in contents] == [(document, key) for key in keys.split()]


@pytest.mark.parametrize(
    ("name", "clause", "keys"),
    [
        ("wonder-2020", "38.2", "disruptive intensive_guidance violent verbally_aggressive refuses_help"),
        ("wonder-2020", "38.3", "heating gas water electricity aid_space"),
        ("wonder-2020", "38.3.b", "bed_height bed_reach room"),
        ("wonder-2020", "39.3.a", "clean"),
        ("wonder-2020", "39.4", "bath_mat rubber_feet loose_rugs wiring"),
        ("wonder-2020", "43", "1 2 3 4 5"),
        ("zonl-thuisbegeleiding", "5.3", "1 2 3 4 5"),
    ],
)
def test_the_checklists(name: str, clause: str, keys: str) -> None:
    assert [item.key for item in packaged_terms(name).clauses[clause].items] == keys.split()


def test_the_settings_of_each_set_with_their_defaults() -> None:
    assert {name: {key: row.default for key, row in packaged_terms(name).settings.items()} for name in SETS} == {
        "wonder-2020": {
            "payment_term": "P30D", "reasonable_notice": "P1M", "reasonable_notice_client": "reasonable_notice",
            "reasonable_notice_provider": "reasonable_notice", "at_once": "5 WD", "soon": "P14D",
            "reminder_soon": "P14D", "progress_every": "P14D", "team_meeting_every": "P3M",
            "other_data_retention": "P7Y", "costs_over_damages": False,
        },
        "zonl-thuisbegeleiding": {
            "payment_term": "P30D", "invoice_within": "P1M", "at_once": "5 WD", "reminder_soon": "P14D",
            "plan_soon": "P6W", "budget_told_every": "P3M", "complaint_term": "P6W", "costs_over_damages": False,
        },
    }  # fmt: skip


def test_what_the_conditions_fix_is_no_judgement() -> None:
    rows = [(name, row.name) for name in SETS for row in packaged_terms(name).settings.values() if not row.judgement]
    assert rows == [("zonl-thuisbegeleiding", "payment_term")]
    assert packaged_terms("zonl-thuisbegeleiding").settings["payment_term"].fixed


def test_the_facts_of_the_provider() -> None:
    assert list(packaged_terms("wonder-2020").provider_facts) == [
        "not_admitted", "contract_full", "no_expertise", "instructed", "service_area",
    ]  # fmt: skip


def test_every_code_that_a_report_may_name_reads_as_dutch() -> None:
    facts = [fact for _, clause in EVERY_CLAUSE for fact in clause.facts]
    facts += [fact for norm in packaged_statute().norms.values() for fact in norm.facts]
    codes = {code for fact in facts for code in (*fact.who, *fact.form, *(fact.grounds or ()), *(fact.requires or ()))}
    codes |= {fact.value for fact in facts if fact.value and quantity(fact.value) is None}
    codes |= {fact.basis for fact in facts if fact.basis}
    codes |= {fact.subject for fact in facts} | {cite.subject for fact in facts for cite in fact.cites}
    assert sorted(code for code in codes if not known(code)) == []


def test_statute_names_an_article_and_its_regime_for_every_norm() -> None:
    norms = packaged_statute().norms.values()
    assert [norm.id for norm in norms if not set(norm.regime) <= {"care", "social_support"} or not norm.regime] == []
    assert packaged_statute().norms["wkkgz-17"].source == "Wkkgz art. 17"


def test_statute_is_found_by_subject_and_regime() -> None:
    statute = packaged_statute()
    assert [norm.full_id for norm in statute.on("dossier.retention", "care")] == ["statute/bw-7-454"]
    assert [norm.full_id for norm in statute.on("dossier.retention", "social_support")] == ["statute/wmo-5.3.4"]
    assert statute.on("complaint.decision", "social_support") == ()


def test_the_old_privacy_act_ended_when_the_european_one_began_to_apply() -> None:
    assert packaged_statute().acts["wbp"].repealed == date(2018, 5, 25)


def test_an_unknown_set_is_no_set() -> None:
    with pytest.raises(KeyError, match="elders-2020"):
        packaged_terms("elders-2020")
